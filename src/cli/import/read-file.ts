import { constants, createReadStream } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
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

/**
 * How many bytes of text a file has, unpacked when its name ends in .gz: such a file is read through once,
 * so that nothing is taken in from one that is cut off or damaged. Ends with zlib's or the file system's error.
 */
export async function textSize(path: string): Promise<number> {
  if (!isPacked(path)) return (await stat(path)).size;
  let size = 0;
  await pipeline(createReadStream(path), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) size += chunk.length;
  });
  return size;
}

/**
 * A file's lines as bytes, unpacked when its name ends in .gz; memory stays flat. `onEnd` hears of each
 * line how many bytes of text there are up to its end. Ends with zlib's or the file system's error.
 */
export async function* readLines(
  path: string,
  onEnd: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  const unpacked = isPacked(path) ? createGunzip() : undefined;
  if (unpacked !== undefined) file.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    yield* splitLines(unpacked ?? file, onEnd);
  } finally {
    file.destroy();
  }
}

function isPacked(path: string): boolean {
  return path.endsWith(".gz");
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** The lines of chunks of bytes, without their ends: LF, CR LF or CR. Nothing is decoded, so that nothing is guessed. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  onEnd: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  let before = 0;
  let begun: Uint8Array[] = [];
  let isAfterReturn = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      const isRest = isAfterReturn && byte === lineFeed;
      isAfterReturn = byte === carriageReturn;
      if (isRest) from = at + 1;
      else if (byte === lineFeed || byte === carriageReturn) {
        onEnd(before + at + 1);
        yield joined(begun, chunk.subarray(from, at));
        begun = [];
        from = at + 1;
      }
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
    before += chunk.length;
  }
  if (begun.length === 0) return;
  onEnd(before);
  yield Buffer.concat(begun);
}

function joined(begun: readonly Uint8Array[], end: Uint8Array): Uint8Array {
  return begun.length === 0 ? end : Buffer.concat([...begun, end]);
}

/** A whole file, unpacked when its name ends in .gz. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  return isPacked(path) ? promisify(gunzip)(bytes) : bytes;
}
