import ICAL from "ical.js";
import { printable } from "../hl7v2/decode-bytes.ts";
import { decodeUtf8 } from "../shared/decode-utf8.ts";
import { FeedError } from "../shared/errors.ts";
import type { Line, Lines } from "../shared/lines.ts";
import type { Refusal } from "../shared/report.ts";
import { ruleFault } from "./rule-fault.ts";

/** One property of a component, as jCal has it (RFC 7265 section 3.4). */
export interface Property {
  readonly line: number;
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `date-time`, `date`, `recur`, ... */
  readonly type: string;
  readonly values: readonly unknown[];
}

/** A property that cannot be read. */
export interface BadProperty {
  readonly line: number;
  readonly name: string;
  readonly reason: string;
}

/** A component of an iCalendar file: VEVENT, VTIMEZONE, ... */
export interface Component {
  readonly type: "component";
  readonly name: string;
  readonly line: number;
  readonly properties: readonly Property[];
  readonly bad: readonly BadProperty[];
  readonly inner: readonly Component[];
}

/** Where the file is no iCalendar: a component that does not end, what belongs to none, an end that is missing. */
export interface Fault extends Refusal {
  readonly type: "fault";
}

/** Longer lines are no properties of a roster. */
const longestLine = 65_536;

/** What is read of components; everything else (alarms, descriptions) is passed over unread. */
const wanted: ReadonlySet<string> = new Set([
  "uid",
  "dtstart",
  "dtend",
  "duration",
  "rrule",
  "rdate",
  "exdate",
  "recurrence-id",
  "status",
  "location",
  "categories",
  "attendee",
  "x-wardkey-staff",
  "x-wardkey-engagement",
  "x-wardkey-site",
  "tzid",
  "tzoffsetfrom",
  "tzoffsetto",
]);

interface Building {
  readonly name: string;
  readonly line: number;
  readonly properties: Property[];
  readonly bad: BadProperty[];
  readonly inner: Component[];
}

/** What stands in a calendar itself, never in a component of it (section 3.6). */
const outermost = /^(VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE)$/i;

/** How far a file has been read. */
interface Reading {
  readonly open: Building[];
  place: "before" | "inside" | "after";
  line: number;
}

/**
 * The components of an iCalendar file (RFC 5545 section 3.4), each as soon as it ends. A property that cannot
 * be read is reported with its line; the rest goes on. So is what makes the file less than whole.
 *
 * @throws FeedError `bad-file` when it is no iCalendar file, or not UTF-8
 */
export async function* readComponents(lines: Lines): AsyncGenerator<Component | Fault> {
  const reading: Reading = { open: [], place: "before", line: 0 };
  for await (const { line, text } of unfold(lines)) {
    reading.line = line;
    if (text.trim() === "") continue;
    if (reading.place === "before" && !/^\ufeff?BEGIN:VCALENDAR\s*$/i.test(text)) break;
    const [, edge, named = ""] = /^\ufeff?(BEGIN|END):\s*([\w-]+)\s*$/i.exec(text) ?? [];
    if (edge === undefined) yield* addLine(reading, text);
    else if (edge.toUpperCase() === "BEGIN") yield* begin(reading, named);
    else yield* close(reading, named);
  }
  if (reading.place === "before")
    throw new FeedError(
      "bad-file",
      "This is no iCalendar file: its first line is not BEGIN:VCALENDAR.",
    );
  const [cut] = reading.open;
  if (cut !== undefined) yield fault(cut.line, `the file ends within this ${cut.name}`);
  else if (reading.place === "inside")
    yield fault(reading.line, "the file ends here without END:VCALENDAR: a part of it is missing");
}

function fault(line: number, reason: string): Fault {
  return { type: "fault", line, reason };
}

/** The outermost component that is open is given up: what it would have said is not known. */
function* giveUp({ open, line }: Reading): Generator<Fault> {
  const [first] = open.splice(0);
  if (first !== undefined)
    yield fault(first.line, `this ${first.name} does not end before line ${line}`);
}

function* begin(reading: Reading, named: string): Generator<Fault> {
  const { line, open } = reading;
  const name = named.toUpperCase();
  if (name === "VCALENDAR") {
    yield* giveUp(reading);
    // One after the other there may be several (section 3.4), but not one in another.
    if (reading.place === "inside") yield fault(line, "the calendar before does not end");
    reading.place = "inside";
    return;
  }
  if (outermost.test(name)) yield* giveUp(reading);
  if (reading.place === "after") yield afterTheEnd(line);
  else open.push({ name, line, properties: [], bad: [], inner: [] });
}

function* close(reading: Reading, named: string): Generator<Component | Fault> {
  const { line, open } = reading;
  const name = named.toUpperCase();
  if (reading.place === "after") {
    yield afterTheEnd(line);
    return;
  }
  if (name === "VCALENDAR") {
    yield* giveUp(reading);
    reading.place = "after";
    return;
  }
  if (open.at(-1)?.name !== name) {
    if (open.length === 0) yield fault(line, `there is no ${printable(name)} to end here`);
    else yield* giveUp(reading);
    return;
  }
  const component: Component = { type: "component", ...(open.pop() as Building) };
  const outer = open.at(-1);
  if (outer === undefined) yield component;
  else outer.inner.push(component);
}

function afterTheEnd(line: number): Fault {
  return fault(line, "it stands after the end of the calendar");
}

interface Logical {
  readonly line: number;
  readonly text: string;
}

/** A line and those that it goes on in, as bytes: their ends may stand in the middle of a character. */
interface Folded {
  readonly line: number;
  readonly parts: Uint8Array[];
  length: number;
}

/**
 * RFC 5545 section 3.1: a line that begins with a blank goes on with the one before, and only together they
 * are text.
 *
 * @throws FeedError `bad-file` for a line that is not UTF-8: which event it belongs to is not to be told
 */
async function* unfold(lines: Lines): AsyncGenerator<Logical> {
  let line = 0;
  let current: Folded | undefined;
  for await (const raw of lines) {
    line++;
    const bytes = withoutReturn(raw);
    if ((bytes[0] === 0x20 || bytes[0] === 0x09) && current !== undefined) {
      if (current.length > longestLine) continue;
      current.parts.push(bytes.subarray(1));
      current.length += bytes.length - 1;
      continue;
    }
    if (current !== undefined) yield toText(current);
    current = { line, parts: [bytes], length: bytes.length };
  }
  if (current !== undefined) yield toText(current);
}

function withoutReturn(line: Line): Uint8Array {
  const bytes = typeof line === "string" ? encoder.encode(line) : line;
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
}

function toText({ line, parts, length }: Folded): Logical {
  const read = decodeUtf8(joined(parts, length));
  if (read.type === "text") return { line, text: read.text };
  let at = encoder.encode(read.before).length;
  let part = 0;
  while (part < parts.length - 1 && at >= (parts[part] as Uint8Array).length) {
    at -= (parts[part] as Uint8Array).length;
    part++;
  }
  throw new FeedError("bad-file", `Line ${line + part} is not UTF-8.`);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const encoder = new TextEncoder();

/** A property line (section 3.1): a name, perhaps parameters whose values may be quoted, and a colon. */
const contentLine = /^([A-Za-z0-9-]+)(?:;(?:"[^"]*"|[^":])*)?:/;

function* addLine({ open, place, line }: Reading, text: string): Generator<Fault> {
  if (place === "after") {
    yield afterTheEnd(line);
    return;
  }
  const [, name] = contentLine.exec(text) ?? [];
  const [outer] = open;
  const bad = lineFault(name, text);
  if (bad === undefined) addProperty(open.at(-1), line, (name as string).toLowerCase(), text);
  else if (outer === undefined) yield fault(line, bad);
  else outer.bad.push({ line, name: (name ?? "").toUpperCase(), reason: bad });
}

function lineFault(name: string | undefined, text: string): string | undefined {
  if (name === undefined) return `"${printable(text).slice(0, 10)}" is no property`;
  return text.includes("\0") ? "it holds U+0000, which cannot be kept" : undefined;
}

function addProperty(
  component: Building | undefined,
  line: number,
  name: string,
  text: string,
): void {
  if (component === undefined || !wanted.has(name)) return;
  const refuse = (reason: string) => component.bad.push({ line, name: name.toUpperCase(), reason });
  if (text.length > longestLine) {
    refuse("the line is too long");
    return;
  }
  // The parser takes an end that it cannot read for none, and an interval of nothing for one.
  const odd = name === "rrule" ? ruleFault(text.replace(contentLine, "")) : undefined;
  if (odd !== undefined) {
    refuse(odd);
    return;
  }
  try {
    const [, parameters, type, ...values] = ICAL.parse.property(text) as [
      string,
      object,
      string,
      ...unknown[],
    ];
    component.properties.push({
      line,
      name,
      parameters: parameters as Property["parameters"],
      type,
      values,
    });
  } catch {
    // The parser's message repeats the line, which may name a person.
    refuse("it cannot be read");
  }
}
