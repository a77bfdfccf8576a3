import type { ErrorReply } from "../../http/contract.ts";
import { readServerFile } from "../serve/server-file.ts";
import type { FileReport, ImportOrder } from "./import-order.ts";

/**
 * Asks the server that has the data directory to take in a file, by the token that only the directory's owner can read.
 *
 * @throws Error with the server's own words
 */
export async function importThroughServer(data: string, order: ImportOrder): Promise<FileReport> {
  const { token, url } = readServerFile(data);
  const answer = await fetch(`${url}/operator/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(order),
  });
  if (answer.ok) return (await answer.json()) as FileReport;
  const { error } = (await answer.json()) as ErrorReply;
  throw Object.assign(new Error(error.message), { code: error.code });
}
