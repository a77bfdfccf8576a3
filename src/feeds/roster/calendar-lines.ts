import ICAL from "ical.js";
import { printable } from "../hl7v2/decode-bytes.ts";
import { decodeUtf8 } from "../shared/decode-utf8.ts";
import { FeedError } from "../shared/errors.ts";
import type { Line, Lines } from "../shared/lines.ts";

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
  readonly name: string;
  readonly line: number;
  readonly properties: readonly Property[];
  readonly bad: readonly BadProperty[];
  readonly inner: readonly Component[];
  /** False when the file ends before the component does. */
  readonly isWhole: boolean;
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

/**
 * The components of an iCalendar file (RFC 5545 section 3.4), each as soon as it ends. A property that cannot
 * be read is reported with its line; the rest goes on.
 *
 * @throws FeedError `bad-file` when it is no iCalendar file, or not UTF-8
 */
export async function* readComponents(lines: Lines): AsyncGenerator<Component> {
  const open: Building[] = [];
  let isCalendar = false;
  for await (const { line, text } of unfold(lines)) {
    if (text.trim() === "") continue;
    if (!isCalendar) {
      if (!/^\ufeff?BEGIN:VCALENDAR\s*$/i.test(text)) break;
      isCalendar = true;
      continue;
    }
    const [, edge, named = ""] = /^(BEGIN|END):\s*([\w-]+)\s*$/i.exec(text) ?? [];
    if (edge === undefined) addProperty(open.at(-1), line, text);
    else if (edge.toUpperCase() === "BEGIN") {
      if (!/^vcalendar$/i.test(named)) open.push(begin(named, line));
    } else {
      const done = close(open, named);
      if (done !== undefined) yield done;
    }
  }
  if (!isCalendar)
    throw new FeedError(
      "bad-file",
      "This is no iCalendar file: its first line is not BEGIN:VCALENDAR.",
    );
  const [cut] = open;
  if (cut !== undefined) yield { ...cut, isWhole: false };
}

function begin(name: string, line: number): Building {
  return { name: name.toUpperCase(), line, properties: [], bad: [], inner: [] };
}

/** Ends the innermost component of that name; what was not ended inside it ends with it. */
function close(open: Building[], named: string): Component | undefined {
  const at = open.findLastIndex(({ name }) => name === named.toUpperCase());
  if (at === -1) return undefined;
  const [done] = open.splice(at);
  const component: Component = { ...(done as Building), isWhole: true };
  const outer = open.at(-1);
  if (outer === undefined) return component;
  outer.inner.push(component);
  return undefined;
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

function addProperty(component: Building | undefined, line: number, text: string): void {
  if (component === undefined) return;
  const name = (/^[A-Za-z0-9-]+/.exec(text)?.[0] ?? "").toLowerCase();
  if (name !== "" && !wanted.has(name)) return;
  if (name === "" || text.length > longestLine) {
    const reason =
      name === "" ? `"${printable(text).slice(0, 10)}" is no property` : "the line is too long";
    component.bad.push({ line, name: name.toUpperCase(), reason });
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
    component.bad.push({ line, name: name.toUpperCase(), reason: "it cannot be read" });
  }
}
