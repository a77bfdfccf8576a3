import { civilOf, dayOf } from "./days.ts";

const list = (item: string) => new RegExp(`^${item}(,${item})*$`, "i");
const numbers = list("[+-]?\\d{1,3}");

/** The parts of a recurrence rule (RFC 5545 section 3.3.10), and how each is written. */
const parts: ReadonlyMap<string, RegExp> = new Map([
  ["FREQ", /^[a-z]+$/i],
  ["UNTIL", /^\d{8}(T\d{6}Z?)?$/i],
  ["COUNT", /^\d{1,12}$/],
  ["INTERVAL", /^\d{1,6}$/],
  ["BYSECOND", numbers],
  ["BYMINUTE", numbers],
  ["BYHOUR", numbers],
  ["BYDAY", list("[+-]?\\d{0,2}[a-z]{2}")],
  ["BYMONTHDAY", numbers],
  ["BYYEARDAY", numbers],
  ["BYWEEKNO", numbers],
  ["BYMONTH", numbers],
  ["BYSETPOS", numbers],
  ["WKST", /^[a-z]{2}$/i],
]);

/** What is wrong with a recurrence rule as it is written; undefined where it can be read. */
export function ruleFault(text: string): string | undefined {
  const said = new Map<string, string>();
  for (const part of text.trim().split(";")) {
    const [, name = "", value = ""] = /^([A-Za-z-]+)=(.*)$/.exec(part) ?? [];
    const key = name.toUpperCase();
    const pattern = parts.get(key);
    if (pattern === undefined) return "it holds what is no part of a rule";
    if (said.has(key)) return `${key} is there twice`;
    if (!pattern.test(value)) return `${key} cannot be read`;
    said.set(key, value);
  }
  if (!said.has("FREQ")) return "FREQ is missing";
  if (said.has("COUNT") && said.has("UNTIL")) return "it has both COUNT and UNTIL";
  for (const key of ["COUNT", "INTERVAL"])
    if (Number(said.get(key) ?? 1) === 0) return `${key} is 0`;
  const until = said.get("UNTIL");
  return until === undefined || isTime(until) ? undefined : "UNTIL is no time";
}

function isTime(text: string): boolean {
  const [year = 0, month = 0, day = 0] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(
    Number,
  );
  const civil = civilOf(dayOf(year, month, day));
  if (civil.year !== year || civil.month !== month || civil.day !== day) return false;
  const [hour = 0, minute = 0, second = 0] = [9, 11, 13].map((at) =>
    Number(text.slice(at, at + 2)),
  );
  return hour <= 23 && minute <= 59 && second <= 60;
}
