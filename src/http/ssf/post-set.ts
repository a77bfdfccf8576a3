import type { Post } from "./types.ts";

/** A receiver that is silent for longer did not get it. */
const longestAnswer = 10_000;
/** What a receiver says of an error is short (RFC 8935 section 2.3); what comes after is not read. */
const longestError = 16_384;

/** POSTs a SET over the network. A redirection is not followed: the receiver named its address itself. */
export const postSet: Post = async (endpoint, headers, body, signal) => {
  const response = await fetch(endpoint, {
    method: "POST",
    headers,
    body,
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestAnswer)]),
  });
  return { status: response.status, body: await readStart(response) };
};

async function readStart(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= longestError) break;
  }
  return Buffer.concat(chunks).subarray(0, longestError).toString("utf8");
}
