import { printable } from "../hl7v2/decode-bytes.ts";
import { FeedError } from "./errors.ts";
import { type Line, type Lines, readLine } from "./lines.ts";
import type { Refusal } from "./report.ts";

/** A row of a CSV file: its cells by column name, blanks around them removed; "" where there is nothing. */
export interface CsvRow {
  readonly type: "row";
  /** Where it begins; the header is line 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A line that is no row. */
export interface BadRow extends Refusal {
  readonly type: "bad";
}

/** The columns of a kind of file. */
export interface CsvColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A cell may have this many line ends in it; more is a quote that somebody forgot to close. */
const longestCell = 20;

interface Numbered {
  readonly line: number;
  readonly text: string;
  /** Why its text is not what stands there. */
  readonly fault?: string;
}

/**
 * The rows of a CSV file (RFC 4180) with a header, one by one: separated by commas, semicolons or tabs,
 * whichever the header uses. A bad row is reported with its line and does not take the next ones with it.
 *
 * @throws FeedError `bad-file` when the header lacks a column, has one twice or one that is not known
 */
export async function* readCsv(lines: Lines, columns: CsvColumns): AsyncGenerator<CsvRow | BadRow> {
  let header: Header | undefined;
  for await (const record of readRecords(lines, () => header?.separator ?? ",")) {
    if (header === undefined) {
      header = readHeader(record, columns);
      continue;
    }
    if (record.type === "bad") yield record;
    else if (record.cells.some((cell) => cell !== "")) yield toRow(record, header);
  }
  if (header === undefined)
    throw new FeedError("bad-file", "The file is empty: its first line names the columns.");
}

interface Header {
  readonly names: readonly string[];
  readonly separator: string;
}

type Parsed =
  | {
      readonly type: "record";
      readonly line: number;
      readonly text: string;
      readonly cells: readonly string[];
    }
  | BadRow;

function readHeader(record: Parsed, { required, optional }: CsvColumns): Header {
  const text = record.type === "record" ? record.text : "";
  const separator = [",", ";", "\t"].find((sign) => text.includes(sign)) ?? ",";
  const cells = split(text.replace(/^\ufeff/, ""), separator);
  if (record.type === "bad" || cells.type !== "cells") {
    const why = record.type === "bad" ? `: ${record.reason}` : "";
    throw new FeedError("bad-file", `The first line does not name the columns${why}.`);
  }
  const names = cells.cells.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, "_"),
  );
  const known = new Set([...required, ...optional]);
  for (const [index, name] of names.entries()) {
    if (!known.has(name)) {
      const what = `The column "${printable(name)}" (line 1) is not known. Known are ${[...known].join(", ")}.`;
      throw new FeedError("bad-file", what);
    }
    if (names.indexOf(name) !== index)
      throw new FeedError("bad-file", `The column "${name}" (line 1) is there twice.`);
  }
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new FeedError(
      "bad-file",
      `The file lacks the column ${missing.map((name) => `"${name}"`).join(", ")}.`,
    );
  }
  return { names, separator };
}

function toRow(
  { line, cells }: Extract<Parsed, { type: "record" }>,
  { names }: Header,
): CsvRow | BadRow {
  if (cells.length > names.length) {
    const reason = `the row has ${cells.length} cells, the header ${names.length}`;
    return { type: "bad", line, reason };
  }
  const odd = names.find((_, index) => !isKept(cells[index] ?? ""));
  if (odd !== undefined) {
    return { type: "bad", line, column: odd, reason: "it holds a character that cannot be kept" };
  }
  const entries = names.map((name, index) => [name, (cells[index] ?? "").trim()] as const);
  return { type: "row", line, cells: Object.fromEntries(entries) };
}

/** No database keeps U+0000, or half of a surrogate pair. */
function isKept(cell: string): boolean {
  return cell.isWellFormed() && !cell.includes("\0");
}

/** Records of one line or, with line ends in quoted cells, of several. */
async function* readRecords(lines: Lines, separator: () => string): AsyncGenerator<Parsed> {
  const waiting: Numbered[] = [];
  let line = 0;
  for await (const one of lines) {
    waiting.push(numbered(++line, one));
    for (let record = take(waiting, separator(), false); record !== undefined; ) {
      yield record;
      record = take(waiting, separator(), false);
    }
  }
  for (let record = take(waiting, separator(), true); record !== undefined; ) {
    yield record;
    record = take(waiting, separator(), true);
  }
}

function numbered(line: number, one: Line): Numbered {
  const read = readLine(one);
  if (read.type === "text") return { line, text: read.text.replace(/\r$/, "") };
  return { line, text: read.blurred.replace(/\r$/, ""), fault: read.reason };
}

/** The record that `waiting` begins with; undefined when there is none yet. */
function take(waiting: Numbered[], separator: string, isLast: boolean): Parsed | undefined {
  const [first] = waiting;
  if (first === undefined) return undefined;
  for (let count = 1; count <= waiting.length; count++) {
    const text = waiting
      .slice(0, count)
      .map((part) => part.text)
      .join("\n");
    const found = split(text, separator);
    if (found.type === "open" && count <= longestCell) continue;
    const taken = waiting.splice(0, found.type === "cells" ? count : 1);
    const unread = taken.find(({ fault }) => fault !== undefined);
    if (unread?.fault !== undefined)
      return { type: "bad", line: unread.line, reason: unread.fault };
    if (found.type === "cells")
      return { type: "record", line: first.line, text, cells: found.cells };
    return {
      type: "bad",
      line: first.line,
      reason: found.type === "open" ? unclosed : found.reason,
    };
  }
  if (!isLast) return undefined;
  waiting.shift();
  return { type: "bad", line: first.line, reason: first.fault ?? unclosed };
}

const unclosed = "a quoted cell begins here and does not end";

type Split =
  | { readonly type: "cells"; readonly cells: readonly string[] }
  | { readonly type: "open" }
  | { readonly type: "broken"; readonly reason: string };

/** RFC 4180 section 2: a cell in double quotes may hold separators, line ends and doubled quotes. */
function split(text: string, separator: string): Split {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(separator, at);
      cells.push(text.slice(at, end === -1 ? undefined : end));
      if (end === -1) return { type: "cells", cells };
      at = end + 1;
      continue;
    }
    const end = closingQuote(text, at + 1);
    if (end === -1) return { type: "open" };
    cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
    if (end + 1 === text.length) return { type: "cells", cells };
    if (text[end + 1] !== separator) {
      return {
        type: "broken",
        reason: `something follows a closing quote at character ${end + 2}`,
      };
    }
    at = end + 2;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
