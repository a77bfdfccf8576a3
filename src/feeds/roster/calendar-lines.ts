import ICAL from "ical.js";
import { printable } from "../hl7v2/decode-bytes.ts";
import { FeedError } from "../shared/errors.ts";
import type { Lines } from "../shared/read-csv.ts";

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
 * @throws FeedError `bad-file` when it is no iCalendar file
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

/** RFC 5545 section 3.1: a line that begins with a blank goes on with the one before. */
async function* unfold(
  lines: Lines,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let line = 0;
  let current: { line: number; text: string } | undefined;
  for await (const raw of lines) {
    line++;
    const text = raw.replace(/\r$/, "");
    if (/^[ \t]/.test(text) && current !== undefined) {
      if (current.text.length <= longestLine) current.text += text.slice(1);
      continue;
    }
    if (current !== undefined) yield current;
    current = { line, text };
  }
  if (current !== undefined) yield current;
}

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
