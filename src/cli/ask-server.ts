import type { ErrorReply } from "../http/contract.ts";
import { readServerFile } from "./serve/server-file.ts";

/**
 * Asks the running server that has the data directory: GET, or POST where there is a body. Its refusals are thrown in its words,
 * with their code.
 */
export async function askServer<A>(data: string, path: string, body?: unknown): Promise<A> {
  const { token, url } = readServerFile(data);
  const answer = await fetch(`${url}/operator/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const reply = (await answer.json()) as A | ErrorReply;
  if (answer.ok) return reply as A;
  const { code, message } = (reply as ErrorReply).error;
  throw Object.assign(new Error(message), { code });
}
