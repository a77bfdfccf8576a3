import type { ImportProgress } from "../../http/index.ts";
import type { AdtFeeds } from "../serve/adt-feeds.ts";
import { FileError } from "./file-error.ts";
import type { FileReport } from "./import-order.ts";

/** The longest message of a file; the MLLP listener takes no longer ones either. */
const longestMessage = 1024 * 1024;

/** Takes in the HL7 v2 messages of a file, in order, through the same interfaces as those that come by wire. */
export async function importMessages(
  feeds: AdtFeeds,
  file: Uint8Array,
  onProgress: (progress: ImportProgress) => void,
): Promise<FileReport> {
  const counts = { applied: 0, unchanged: 0, parked: 0, refused: 0 };
  const refusals: { readonly line: number; readonly reason: string }[] = [];
  let read = 0;
  for (const { line, bytes, end } of messagesOf(file)) {
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
    if (outcome === "refused" || outcome === "parked") {
      refusals.push({ line, reason: `${title}, ${outcome}: ${reason ?? "no reason given"}` });
    }
    onProgress({ bytes: end, size: file.length, read: ++read });
  }
  return { read, ...counts, historic: 0, ignored: {}, refusals };
}

/** A message begins at a line that begins with MSH and ends before the next one; lines may end by CR, LF or both. */
function* messagesOf(
  file: Uint8Array,
): Generator<{ readonly line: number; readonly bytes: Uint8Array; readonly end: number }> {
  let begin: number | undefined;
  let beginLine = 1;
  let line = 1;
  for (let at = 0; at < file.length; at++) {
    const isLineStart = at === 0 || isLineEnd(file[at - 1]);
    if (isLineStart && isHeader(file, at)) {
      if (begin !== undefined)
        yield { line: beginLine, bytes: segments(file.subarray(begin, at)), end: at };
      begin = at;
      beginLine = line;
    }
    const isPair = file[at] === 0x0d && file[at + 1] === 0x0a;
    if (isLineEnd(file[at]) && !isPair) line++;
  }
  if (begin !== undefined)
    yield { line: beginLine, bytes: segments(file.subarray(begin)), end: file.length };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** `MSH` */
function isHeader(file: Uint8Array, at: number): boolean {
  return file[at] === 0x4d && file[at + 1] === 0x53 && file[at + 2] === 0x48;
}

/** Segments end by a carriage return (HL7 v2.5.1 section 2.5); files often have line feeds instead. */
function segments(message: Uint8Array): Uint8Array {
  return message.map((byte) => (byte === 0x0a ? 0x0d : byte));
}
