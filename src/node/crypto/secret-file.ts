import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { CryptoError } from "./errors.ts";

/**
 * The text of a file that holds a secret; when it is not there it is created with what `create` gives, mode 0600,
 * on disk before this returns. Whoever loses a race to create it reads what the winner wrote, and a crash leaves
 * either no file or a whole one.
 *
 * @throws CryptoError `secret-file-open-to-others`, `secret-malformed` for what is no file; errors of the file system
 */
export function readOrCreateSecret(path: string, create: () => string): string {
  const found = readSecret(path);
  if (found !== undefined) return found;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(8).toString("hex")}.new`;
  writeDurably(draft, create());
  try {
    linkSync(draft, path);
    syncDirectory(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readSecret(path) as string;
}

function readSecret(path: string): string | undefined {
  let found: Stats;
  try {
    found = statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (!found.isFile()) {
    throw new CryptoError("secret-malformed", `${path} is to hold a secret, and is not a file`);
  }
  if ((found.mode & 0o077) !== 0) {
    throw new CryptoError(
      "secret-file-open-to-others",
      `${path} holds a secret and may be used by others than its owner: chmod 600 it`,
    );
  }
  return readFileSync(path, "utf8");
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
