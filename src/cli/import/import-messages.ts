import type { ImportProgress } from "../../http/index.ts";
import type { AdtFeeds } from "../serve/adt-feeds.ts";
import { FileError } from "./file-error.ts";
import type { FileReport } from "./import-order.ts";

/** The longest message of a file; the MLLP listener takes no longer ones either. */
const longestMessage = 1024 * 1024;

/**
 * Takes in the HL7 v2 messages of a file, in order, through the same interfaces as those that come by wire. A byte order
 * mark, the segments of the batch protocol (HL7 v2.5.1 section 2.10.3) and the marks of MLLP frames may stand around them.
 *
 * @throws FileError `bad-file` for a file without a message, `not-stored`
 */
export async function importMessages(
  feeds: AdtFeeds,
  file: Uint8Array,
  onProgress: (progress: ImportProgress) => void,
): Promise<FileReport> {
  const counts = { applied: 0, unchanged: 0, parked: 0, refused: 0 };
  const refusals: { readonly line: number; readonly reason: string }[] = [];
  let read = 0;
  for (const { line, bytes, end, isStray } of messagesOf(file)) {
    if (isStray) {
      refusals.push({ line, reason: "what stands before the first MSH belongs to no message" });
      counts.refused++;
      onProgress({ bytes: end, size: file.length, read: ++read });
      continue;
    }
    const feed = await feeds.of(bytes);
    const { outcome, reason, title } =
      bytes.length > longestMessage
        ? await feed.receiveOversize(bytes, longestMessage)
        : await feed.receive(bytes);
    // Nothing is lost: what could not be stored stops the file here, and importing again goes on.
    if (outcome === "failed") {
      const why = `The message at line ${line} could not be stored. Import the file again.`;
      throw new FileError("not-stored", why);
    }
    counts[outcome]++;
    if (outcome === "refused" || outcome === "parked" || reason !== undefined)
      refusals.push({ line, reason: `${title}, ${outcome}: ${reason ?? "no reason given"}` });
    onProgress({ bytes: end, size: file.length, read: ++read });
  }
  return { read, ...counts, historic: 0, ignored: {}, refusals };
}

/** What a file is made of: messages, and what stands before the first one without belonging to any. */
interface Piece {
  readonly line: number;
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly isStray: boolean;
}

/**
 * A message begins at a line that begins with MSH and ends before the next one; lines may end by CR, LF or both.
 *
 * @throws FileError `bad-file` where there is no message
 */
function* messagesOf(file: Uint8Array): Generator<Piece> {
  const starts = startsOf(file);
  const [first] = starts;
  if (first === undefined) {
    const why = "The file holds no HL7 v2 message: no line begins with MSH.";
    throw new FileError("bad-file", why);
  }
  const stray = strayBefore(file, first.at);
  if (stray !== undefined) yield stray;
  for (const [index, { at, line }] of starts.entries()) {
    const end = starts[index + 1]?.at ?? file.length;
    yield { line, bytes: segments(file.subarray(at, end)), end, isStray: false };
  }
}

/** Where messages begin. */
function startsOf(file: Uint8Array): readonly { readonly at: number; readonly line: number }[] {
  const starts: { readonly at: number; readonly line: number }[] = [];
  const begin = beginsWithMark(file) ? byteOrderMark.length : 0;
  let line = 1;
  for (let at = begin; at < file.length; at++) {
    const isLineStart = at === begin || isLineEnd(file[at - 1]) || isFrameMark(file[at - 1]);
    if (isLineStart && isHeader(file, at)) starts.push({ at, line });
    const isPair = file[at] === 0x0d && file[at + 1] === 0x0a;
    if (isLineEnd(file[at]) && !isPair) line++;
  }
  return starts;
}

/** The first line before the messages that is neither blank nor a header of a batch. */
function strayBefore(file: Uint8Array, end: number): Piece | undefined {
  const head = beginsWithMark(file)
    ? file.subarray(byteOrderMark.length, end)
    : file.subarray(0, end);
  const lines = new TextDecoder("latin1").decode(head).split(/\r\n|\r|\n/);
  const at = lines.findIndex((text) => !/^\s*(?:[FB]HS.*)?$/.test(text));
  return at === -1 ? undefined : { line: at + 1, bytes: head, end, isStray: true };
}

/** U+FEFF in UTF-8, which editors put before a text. */
const byteOrderMark = [0xef, 0xbb, 0xbf];

function beginsWithMark(file: Uint8Array): boolean {
  return byteOrderMark.every((byte, at) => file[at] === byte);
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** MLLP puts a vertical tab before a message and a file separator after it. */
function isFrameMark(byte: number | undefined): boolean {
  return byte === 0x0b || byte === 0x1c;
}

/** `MSH` */
function isHeader(file: Uint8Array, at: number): boolean {
  return file[at] === 0x4d && file[at + 1] === 0x53 && file[at + 2] === 0x48;
}

/** Segments end by a carriage return (HL7 v2.5.1 section 2.5); files often have line feeds instead, or whole frames. */
function segments(message: Uint8Array): Uint8Array {
  return message.map((byte) => (byte === 0x0a || isFrameMark(byte) ? 0x0d : byte));
}
