import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a running server leaves in its data directory for other commands of the same owner. */
export interface ServerFile {
  readonly url: string;
  /** Proves that whoever asks can read the data directory. */
  readonly token: string;
}

const pathIn = (data: string) => join(data, "server.json");

/** Writes it, for its owner only; the answer takes it away again. */
export function writeServerFile(data: string, file: ServerFile): () => void {
  const path = pathIn(data);
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  return () => rmSync(path, { force: true });
}

/** Reads what the running server left. Undefined: there is none, or it is not ready to be asked. */
export function readServerFile(data: string): ServerFile | undefined {
  try {
    return JSON.parse(readFileSync(pathIn(data), "utf8")) as ServerFile;
  } catch {
    return undefined;
  }
}
