import type { Expression } from "../expressions/expression.ts";
import { parseDatetime } from "../values/datetime.ts";
import { parseDuration } from "../values/duration.ts";
import { Fault } from "../values/fault.ts";
import { showDatetime } from "./times.ts";

/** Says an expression that stands within another. */
type Say = (expression: Expression) => string;

const dayLong = 86_400_000n;

const inWholes: Readonly<Record<string, string>> = {
  toMilliseconds: "milliseconds",
  toSeconds: "whole seconds",
  toMinutes: "whole minutes",
  toHours: "whole hours",
  toDays: "whole days",
};

/** A call that gives an instant, a length of time or how many units it has; undefined for every other call. */
export function sayTime(name: string, values: readonly Expression[], say: Say): string | undefined {
  const [first, second] = values as readonly [Expression, Expression];
  if (values.length === 2 && name === "offset") return sayOffset(first, second, say);
  if (values.length === 2 && name === "durationSince") {
    return `the time from ${say(second)} to ${say(first)}`;
  }
  if (values.length !== 1) return undefined;
  if (name === "toTime") return `the time of day (UTC) of ${say(first)}`;
  if (name === "toDate") return `the day (UTC) of ${say(first)}`;
  const wholes = inWholes[name];
  return wholes === undefined ? undefined : `${say(first)} in ${wholes}`;
}

/** `offset(duration("-8h"))` is "8 hours before". */
function sayOffset(from: Expression, by: Expression, say: Say): string {
  const text = literalOf("duration", by);
  const length = text === undefined ? undefined : sayLength(text.replace(/^-/, ""));
  if (text === undefined || length === undefined) return `${say(from)} plus ${say(by)}`;
  return `${length} ${text.startsWith("-") ? "before" : "after"} ${say(from)}`;
}

/** The text of a literal `datetime("…")` or `duration("…")` that is one. */
function literalOf(type: "datetime" | "duration", expression: Expression): string | undefined {
  if (expression.op !== "call" || expression.name !== type) return undefined;
  const [only, ...more] = expression.values;
  if (more.length > 0 || only?.op !== "literal" || typeof only.value !== "string") return undefined;
  return read(only.value, type === "datetime" ? parseDatetime : parseDuration) && only.value;
}

function read<T>(text: string, parse: (text: string) => T): T | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

const units: Readonly<Record<string, string>> = {
  d: "day",
  h: "hour",
  m: "minute",
  s: "second",
  ms: "millisecond",
};

/** "1d12h" is "1 day 12 hours". */
function sayLength(text: string): string {
  const parts = text.matchAll(/([0-9]+)(ms|[dhms])/g);
  const said = Array.from(parts, ([, count = "", unit = ""]) => {
    const number = BigInt(count);
    return `${number} ${units[unit]}${number === 1n ? "" : "s"}`;
  });
  return (text.startsWith("-") ? "minus " : "") + said.join(" ");
}

/** The literal in words: a date, an instant in UTC, a length of time; undefined where it is none. */
export function sayTimeLiteral(expression: Expression): string | undefined {
  const length = literalOf("duration", expression);
  if (length !== undefined) return sayLength(length);
  const text = literalOf("datetime", expression);
  const instant = text === undefined ? undefined : read(text, parseDatetime);
  if (text === undefined || instant === undefined) return undefined;
  return text.includes("T") ? showDatetime(instant) : text;
}

/** "08:30" where a length of time that is within a day is compared with a time of day. */
function sayClock(expression: Expression): string | undefined {
  const text = literalOf("duration", expression);
  const length = text === undefined ? undefined : read(text, parseDuration);
  if (length === undefined) return undefined;
  const left = BigInt(length.milliseconds);
  if (left < 0n || left >= dayLong || left % 1000n !== 0n) return undefined;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const seconds = left / 1000n;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(two);
  return parts.slice(0, parts[2] === "00" ? 2 : 3).join(":");
}

function isLength(expression: Expression): boolean {
  return literalOf("duration", expression) !== undefined;
}

function isTimeOfDay(expression: Expression): boolean {
  return expression.op === "call" && expression.name === "toTime";
}

/** What is compared, in words, and whether they are times of day, which are before or after each other. */
export function sayCompared(
  left: Expression,
  right: Expression,
  say: Say,
): { readonly left: string; readonly right: string; readonly isOfDay: boolean } {
  // A length that is no time of any day is compared as the length that it is. Nothing is said twice: it may hold much.
  const isOfDay =
    (isTimeOfDay(left) || isTimeOfDay(right)) &&
    [left, right].every((each) => !isLength(each) || sayClock(each) !== undefined);
  const clock = (each: Expression) => (isOfDay ? sayClock(each) : undefined) ?? say(each);
  return { left: clock(left), right: clock(right), isOfDay };
}
