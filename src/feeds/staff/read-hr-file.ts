import { decodeUtf8 } from "../shared/decode-utf8.ts";
import { FeedError } from "../shared/errors.ts";

/** How a staff file's bytes were read. */
export type HrEncoding = "utf-8" | "windows-1252";

/** A staff file as text. */
export interface HrFile {
  readonly lines: readonly string[];
  readonly encoding: HrEncoding;
}

/** The bytes that Windows-1252 gives no character to (the Encoding Standard has control characters there). */
const unassigned = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/**
 * The lines of a staff file: UTF-8, or, where it is not, Windows-1252, which spreadsheets write. Which of the two it is is told by
 * the whole file and never guessed by line: a file that is a bit of both is refused, since a name of it would be read wrongly.
 * A file whose last line does not end may be half a file, and is refused: a badge's number that is cut off is another number.
 *
 * @throws FeedError `bad-file`
 */
export function readHrFile(bytes: Uint8Array): HrFile {
  if (bytes.length === 0) throw new FeedError("bad-file", "The file is empty.");
  if (isWide(bytes)) {
    throw new FeedError(
      "bad-file",
      'The file is UTF-16 ("Unicode text"). Save it as CSV UTF-8, and import that.',
    );
  }
  const last = bytes.at(-1);
  if (last !== 0x0a && last !== 0x0d) {
    throw new FeedError(
      "bad-file",
      "The file's last line does not end, so half of the file may be missing. Nothing was taken in. Export it again; if it is whole, end its last line.",
    );
  }
  const read = decodeUtf8(bytes);
  if (read.type === "text") return { lines: linesOf(read.text), encoding: "utf-8" };
  const odd = linesOf(read.before).length;
  const wide = utf8CharacterIn(bytes);
  if (wide !== undefined) {
    const line = linesOf(new TextDecoder("windows-1252").decode(bytes.subarray(0, wide))).length;
    throw new FeedError(
      "bad-file",
      `The file is UTF-8 in line ${line} and something else in line ${odd}. Save it in one encoding, and import that.`,
    );
  }
  if (bytes.some((byte) => unassigned.includes(byte))) {
    throw new FeedError(
      "bad-file",
      `The file is neither UTF-8 (not in line ${odd}) nor Windows-1252. Save it as CSV UTF-8, and import that.`,
    );
  }
  const text = new TextDecoder("windows-1252").decode(bytes);
  return { lines: linesOf(text), encoding: "windows-1252" };
}

/** A byte order mark of UTF-16, or the zero bytes that its plain letters have. */
function isWide(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || first === 0 || second === 0;
}

/**
 * Where the first whole character of two bytes or more stands that UTF-8 writes so (RFC 3629 section 3). In Windows-1252 these
 * bytes are a capital with an accent and signs after it, which no name has.
 */
function utf8CharacterIn(bytes: Uint8Array): number | undefined {
  for (const [index, byte] of bytes.entries()) {
    const more = byte >= 0xf0 && byte <= 0xf4 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    if (more === 0 || byte > 0xf4) continue;
    const rest = bytes.subarray(index + 1, index + 1 + more);
    if (rest.length === more && rest.every((next) => next >= 0x80 && next <= 0xbf)) return index;
  }
  return undefined;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  // What follows the last line's end is no line.
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
