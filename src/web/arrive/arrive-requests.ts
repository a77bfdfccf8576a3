import type { ErrorReply } from "../../http/contract.ts";
import { errorOf, failureOf } from "../shared/screen-error.ts";

/** A request without an answer by then is given up. */
const patience = 15_000;

/** Asks the server about a link; throws a `ScreenError` unless the answer is 2xx. */
export async function askArrive<T>(path: string, body: object, language: string): Promise<T> {
  const response = await fetch(`/arrive/api/${path}`, {
    method: "POST",
    headers: { "Accept-Language": language, "Content-Type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => Promise.reject(failureOf(cause, true)));
  if (!response.ok) throw await errorOf(response, "refused");
  return (await response.json()) as Exclude<T, ErrorReply>;
}
