import type { Duration } from "../../ports/index.ts";
import type { FetchStatusList } from "./check-status.ts";

/** A list of a million entries is some hundred kilobytes. */
const longestList = 4 * 1024 * 1024;
const patience: Duration = 10_000;

/**
 * Fetches an issuer's list, from nowhere else than the policy's folder (which is whom {@link verifyPassport} asks): a redirection is
 * not followed, whoever is silent is given up, and of an answer no more is read than a list has.
 */
export const fetchStatusList: FetchStatusList = async (uri) => {
  const answer = await fetch(uri, {
    headers: { accept: "application/statuslist+jwt" },
    redirect: "error",
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok || answer.body === null) throw new TypeError("The list cannot be had.");
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.length;
    // What is said of its length may be wrong, or not said at all.
    if (length > longestList) throw new TypeError("The list is too long.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8").trim();
};
