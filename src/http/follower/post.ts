import type { Duration } from "../../ports/index.ts";

/** One POST to somebody outside; given up when `signal` says so. Throws when there is no answer. */
export type Post = (
  endpoint: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly body: string }>;

/**
 * POSTs over the network: whoever is silent for `patience` did not get it, and of an answer no more than `longest` bytes are read. A
 * redirection is not followed: whoever is there named their address themselves.
 */
export function createPost({ patience, longest }: { patience: Duration; longest: number }): Post {
  return async (endpoint, headers, body, signal) => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    return { status: response.status, body: await readStart(response, longest) };
  };
}

async function readStart(response: Response, longest: number): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= longest) break;
  }
  return Buffer.concat(chunks).subarray(0, longest).toString("utf8");
}
