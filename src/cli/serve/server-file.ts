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

/** Reads what the running server left. Throws when there is none. */
export function readServerFile(data: string): ServerFile {
  try {
    return JSON.parse(readFileSync(pathIn(data), "utf8")) as ServerFile;
  } catch (cause) {
    throw new Error(
      `Another Wardkey has ${data} and is not ready to be asked. Wait until it has started, or stop it.`,
      { cause },
    );
  }
}
