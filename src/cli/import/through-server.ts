import type { ErrorReply } from "../../http/contract.ts";
import type { ImportNews, ImportProgress } from "../../http/index.ts";
import { readServerFile } from "../serve/server-file.ts";
import type { FileReport, ImportOrder } from "./import-order.ts";
import { splitLines } from "./read-file.ts";

/**
 * Asks the server that has the data directory to take in a file, by the token that only the directory's owner can
 * read; it says how far it is.
 *
 * @throws Error with the server's own code and words; `server-gone` when it stops before the file's end
 */
export async function importThroughServer(
  data: string,
  order: ImportOrder,
  onProgress: (progress: ImportProgress) => void,
): Promise<FileReport> {
  const file = readServerFile(data);
  if (file === undefined) {
    const why = `Another Wardkey has ${data} and is not ready to be asked. Wait until it has started, or stop it.`;
    throw Object.assign(new Error(why), { code: "not-ready" });
  }
  const { token, url } = file;
  const answer = await fetch(`${url}/operator/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(order),
  }).catch((error: unknown) => gone(order, error));
  if (!answer.ok) throw refusal((await answer.json()) as ErrorReply);
  for await (const news of readNews(answer, order)) {
    if ("error" in news) throw refusal(news);
    if ("report" in news) return news.report;
    onProgress(news.progress);
  }
  return gone(order);
}

async function* readNews(
  { body }: Response,
  order: ImportOrder,
): AsyncGenerator<ImportNews<FileReport>> {
  if (body === null) return;
  try {
    for await (const line of splitLines(body)) {
      yield JSON.parse(Buffer.from(line).toString()) as ImportNews<FileReport>;
    }
  } catch (error) {
    gone(order, error);
  }
}

function refusal({ error: { code, message } }: ErrorReply): Error {
  return Object.assign(new Error(message), { code });
}

function gone({ path }: ImportOrder, cause?: unknown): never {
  const message = `The server stopped before ${path} was taken in. Import it again: what is there already stays as it is.`;
  throw Object.assign(new Error(message, { cause }), { code: "server-gone" });
}
