import { decodeUtf8 } from "./decode-utf8.ts";

/** A line of a text file without its end: its text, or the bytes that stand for it in UTF-8. */
export type Line = string | Uint8Array;

/** Lines of a text file, as they come. */
export type Lines = AsyncIterable<Line> | Iterable<Line>;

/** What a line says. */
export type ReadLine =
  | { readonly type: "text"; readonly text: string }
  /** It is not UTF-8. `blurred` has U+FFFD for what cannot be read: it shows where cells end, and is kept nowhere. */
  | { readonly type: "broken"; readonly reason: string; readonly blurred: string };

/** Reads a line. */
export function readLine(line: Line): ReadLine {
  if (typeof line === "string") return { type: "text", text: line };
  const read = decodeUtf8(line);
  if (read.type === "text") return read;
  const reason = `it is not UTF-8 from character ${read.before.length + 1} on`;
  return { type: "broken", reason, blurred: new TextDecoder().decode(line) };
}

/**
 * Takes hold of lines at once, to read them later: a reader of lines may begin to give them out as soon as it
 * is made, and those that nobody waits for would be lost.
 */
export function holdLines(lines: Lines): AsyncIterable<Line> {
  const iterator =
    Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => await iterator.next(),
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    }),
  };
}
