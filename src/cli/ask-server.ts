import type { ErrorReply } from "../http/contract.ts";
import { readServerFile } from "./serve/server-file.ts";

/**
 * Asks the running server that has the data directory: GET, or POST where there is a body. Its refusals are thrown in its words,
 * with their code.
 */
export async function askServer<A>(data: string, path: string, body?: unknown): Promise<A> {
  const file = readServerFile(data);
  if (file === undefined) throw noServer(data);
  const { token, url } = file;
  const answer = await fetch(`${url}/operator/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    // It left its file behind when it was killed.
    throw noServer(data, cause);
  });
  const reply = (await answer.json()) as A | ErrorReply;
  if (answer.ok) return reply as A;
  const { code, message } = (reply as ErrorReply).error;
  throw Object.assign(new Error(message), { code });
}

function noServer(data: string, cause?: unknown): Error {
  const why = `No Wardkey server that runs has the data directory ${data}. Start it, or set WARDKEY_DATA to the directory of the one that runs.`;
  return Object.assign(new Error(why, { cause }), { code: "no-server" });
}
