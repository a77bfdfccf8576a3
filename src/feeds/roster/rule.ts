/** A recurrence rule (RFC 5545 section 3.3.10) by whole days: shifts recur at the time of day at which they begin. */
export interface Rule {
  readonly freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  readonly count?: number;
  /** As written: a date, a date-time, or one in UTC. */
  readonly until?: string;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  /** 0 for Monday; `nth` counts within the month or year, from its end when negative. */
  readonly byDay: readonly { readonly weekday: number; readonly nth?: number }[];
  readonly bySetPos: readonly number[];
  /** The day on which weeks begin, 0 for Monday. */
  readonly weekStart: number;
}

const weekdays: readonly string[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const freqs: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

/** The longest distance between two periods that a roster could mean. */
const longestInterval = 1_000;

/** Reads a rule as jCal has it (RFC 7265 section 3.6.10); a text says why it cannot be used. */
export function readRule(value: unknown): Rule | string {
  if (typeof value !== "object" || value === null) return "the rule cannot be read";
  const parts = value as Readonly<Record<string, unknown>>;
  const freq = String(parts["freq"] ?? "").toUpperCase();
  if (!freqs.includes(freq)) return "FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY";
  for (const name of ["byhour", "byminute", "bysecond"]) {
    if (parts[name] !== undefined)
      return `${name.toUpperCase()} is not supported: a shift recurs at its own time of day`;
  }
  const interval = parts["interval"] === undefined ? 1 : Number(parts["interval"]);
  if (!isWithin(interval, 1, longestInterval))
    return `INTERVAL is not between 1 and ${longestInterval}`;
  const count = parts["count"] === undefined ? undefined : Number(parts["count"]);
  if (count !== undefined && !isWithin(count, 1, 1e9)) return "COUNT is no number";
  const weekStart = weekdays.indexOf(readWeekStart(parts["wkst"]));
  if (weekStart === -1) return "WKST is no day of the week";
  const numbers = readNumbers(parts);
  if (typeof numbers === "string") return numbers;
  const byDay = readDays(listOf(parts["byday"]), freq);
  if (typeof byDay === "string") return byDay;
  const until = parts["until"] === undefined ? undefined : String(parts["until"]);
  return {
    freq: freq as Rule["freq"],
    interval,
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
    ...numbers,
    byDay,
    weekStart,
  };
}

/** jCal parsers write the first day of the week as a name or, counting from Sunday, as a number. */
function readWeekStart(value: unknown): string {
  if (value === undefined) return "MO";
  if (typeof value === "number") return weekdays[(value + 5) % 7] ?? "";
  return String(value).toUpperCase();
}

type Numbers = Pick<Rule, "byMonth" | "byMonthDay" | "byYearDay" | "byWeekNo" | "bySetPos">;

function readNumbers(parts: Readonly<Record<string, unknown>>): Numbers | string {
  const ranges = {
    byMonth: 12,
    byMonthDay: 31,
    byYearDay: 366,
    byWeekNo: 53,
    bySetPos: 366,
  } as const;
  const numbers: Record<string, readonly number[]> = {};
  for (const [name, most] of Object.entries(ranges)) {
    const list = listOf(parts[name.toLowerCase()]).map(Number);
    const fits = (n: number) => isWithin(Math.abs(n), 1, most) && (n > 0 || name !== "byMonth");
    if (!list.every(fits)) return `${name.toUpperCase()} holds what is no such number`;
    numbers[name] = list;
  }
  return numbers as unknown as Numbers;
}

function readDays(list: readonly unknown[], freq: string): Rule["byDay"] | string {
  const days: { weekday: number; nth?: number }[] = [];
  for (const part of list) {
    const [, nth = "", name = ""] =
      /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(String(part).toUpperCase()) ?? [];
    const weekday = weekdays.indexOf(name);
    if (weekday === -1 || Number(nth || 1) === 0) return "BYDAY holds what is no day of the week";
    if (nth !== "" && (freq === "DAILY" || freq === "WEEKLY")) {
      return "BYDAY counts days, which only a monthly or yearly rule can";
    }
    days.push({ weekday, ...(nth === "" ? {} : { nth: Number(nth) }) });
  }
  return days;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
