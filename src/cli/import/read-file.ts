import { constants, createReadStream } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import { UsageError } from "../usage-error.ts";

/**
 * Refuses a path that is no readable file, naming it.
 *
 * @throws UsageError
 */
export async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError(`There is no file ${path}.`);
  if (!found.isFile()) throw new UsageError(`${path} is no file. Name the files one by one.`);
  await access(path, constants.R_OK).catch(() => {
    throw new UsageError(`${path} may not be read by the user that Wardkey runs as.`);
  });
}

/** A file's lines, unpacked when its name ends in .gz; memory stays flat. Ends with the file system's error. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const bytes = createReadStream(path);
  const input = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  let failure: unknown;
  const end = (error: unknown) => {
    failure ??= error;
    lines.close();
  };
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  bytes.on("error", end);
  input.on("error", end);
  yield* lines;
  if (failure !== undefined) throw failure;
}

/** A whole file, unpacked when its name ends in .gz. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  return path.endsWith(".gz") ? promisify(gunzip)(bytes) : bytes;
}
