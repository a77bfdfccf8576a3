import type { Duration } from "../../ports/index.ts";
import type { Post } from "./types.ts";

/**
 * POSTs a SET over the network. A receiver that is silent for 10 s did not get it; what it says of an error is short (RFC 8935
 * section 2.3), and what comes after is not read.
 */
export const postSet: Post = createPost({ patience: 10_000, longest: 16_384 });

/** POSTs a poll over the network (RFC 8936): a transmitter may hold it until it has something. */
export const postPoll: Post = createPost({ patience: 90_000, longest: 4 * 1024 * 1024 });

/** A redirection is not followed: whoever is there named their address themselves. */
function createPost({ patience, longest }: { patience: Duration; longest: number }): Post {
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
