import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { civilOf, dayOf, daysInMonth, weekdayOf } from "./days.ts";
import { daysOf } from "./recur.ts";
import { readRule } from "./rule.ts";

/** The rule as jCal has it. */
function jcal(text: string): Record<string, unknown> {
  const parts = text.split(";").map((part) => part.split("=") as [string, string]);
  return Object.fromEntries(
    parts.map(([name, value]) => [
      name.toLowerCase(),
      value.includes(",") ? value.split(",") : value,
    ]),
  );
}

function parse(date: string): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return dayOf(year, month, day);
}

function format(day: number): string {
  const { year, month, day: d } = civilOf(day);
  return `${year}-${String(month).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}

function dates(text: string, start: string, to: string, from = start): readonly string[] {
  const rule = readRule(jcal(text));
  if (typeof rule === "string") throw new Error(rule);
  return [...daysOf(rule, parse(start), parse(from), parse(to))].map(format);
}

describe("days", () => {
  test("agree with Temporal, hundreds of years either way", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 700_000 }), (day) => {
        const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
        expect(civilOf(day)).toEqual({ year: date.year, month: date.month, day: date.day });
        expect(dayOf(date.year, date.month, date.day)).toBe(day);
        expect(weekdayOf(day) + 1).toBe(date.dayOfWeek);
        expect(daysInMonth(date.year, date.month)).toBe(date.daysInMonth);
      }),
    );
    expect(dayOf(2026, 14, 1)).toBe(dayOf(2027, 2, 1));
  });
});

// The examples of RFC 5545 section 3.8.5.3, by their days.
describe("recurrence", () => {
  test.each([
    ["FREQ=DAILY;COUNT=3", "1997-09-02", "1998-01-01", "1997-09-02 1997-09-03 1997-09-04"],
    [
      "FREQ=DAILY;INTERVAL=10;COUNT=5",
      "1997-09-02",
      "1998-01-01",
      "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12",
    ],
    [
      "FREQ=DAILY;BYMONTH=1",
      "1998-01-01",
      "1998-12-31",
      Array.from({ length: 31 }, (_, n) => `1998-01-${String(n + 1).padStart(2, "0")}`).join(" "),
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
      "1997-09-02",
      "1997-10-30",
      "1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28",
    ],
    [
      "FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH",
      "1997-09-02",
      "1997-09-19",
      "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18",
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
      "1997-08-05",
      "1998-01-01",
      "1997-08-05 1997-08-10 1997-08-19 1997-08-24",
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
      "1997-08-05",
      "1998-01-01",
      "1997-08-05 1997-08-17 1997-08-19 1997-08-31",
    ],
    [
      "FREQ=MONTHLY;COUNT=3;BYDAY=1FR",
      "1997-09-05",
      "1998-12-31",
      "1997-09-05 1997-10-03 1997-11-07",
    ],
    [
      "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU",
      "1997-09-07",
      "1998-12-31",
      "1997-09-07 1997-09-28 1997-11-02 1997-11-30",
    ],
    [
      "FREQ=MONTHLY;BYMONTHDAY=-3",
      "1997-09-28",
      "1997-12-31",
      "1997-09-28 1997-10-29 1997-11-28 1997-12-29",
    ],
    [
      "FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1",
      "1997-09-30",
      "1998-12-31",
      "1997-09-30 1997-10-01 1997-10-31 1997-11-01",
    ],
    [
      "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
      "1997-09-02",
      "1998-12-31",
      "1998-02-13 1998-03-13 1998-11-13",
    ],
    [
      "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
      "1997-09-04",
      "1998-12-31",
      "1997-09-04 1997-10-07 1997-11-06",
    ],
    [
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
      "1997-09-29",
      "1998-01-01",
      "1997-09-29 1997-10-30 1997-11-27 1997-12-30",
    ],
    [
      "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=15,30",
      "2007-01-15",
      "2007-12-31",
      "2007-01-15 2007-01-30 2007-02-15",
    ],
    ["FREQ=MONTHLY", "2026-01-31", "2026-06-01", "2026-01-31 2026-03-31 2026-05-31"],
    [
      "FREQ=YEARLY;COUNT=4;BYMONTH=6,7",
      "1997-06-10",
      "2000-01-01",
      "1997-06-10 1997-07-10 1998-06-10 1998-07-10",
    ],
    [
      "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200",
      "1997-01-01",
      "2010-01-01",
      "1997-01-01 1997-04-10 1997-07-19 2000-01-01",
    ],
    ["FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1999-12-31", "1997-05-19 1998-05-18 1999-05-17"],
    [
      "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
      "1997-05-12",
      "1999-12-31",
      "1997-05-12 1998-05-11 1999-05-17",
    ],
    [
      "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
      "1997-03-13",
      "1997-12-31",
      "1997-03-13 1997-03-20 1997-03-27",
    ],
    [
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
      "1996-11-05",
      "2005-01-01",
      "1996-11-05 2000-11-07 2004-11-02",
    ],
    [
      "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
      "2020-10-25",
      "2022-12-31",
      "2020-10-25 2021-10-31 2022-10-30",
    ],
    ["FREQ=YEARLY", "2024-02-29", "2033-01-01", "2024-02-29 2028-02-29 2032-02-29"],
  ])("%s from %s to %s", (rule, start, to, expected) => {
    expect(dates(rule, start, to).join(" ")).toBe(expected);
  });

  test("looked at from the middle gives what it gives from its beginning", () => {
    const list = (name: string, values: readonly string[]) =>
      fc.oneof(
        fc.constant(""),
        fc.subarray([...values], { minLength: 1 }).map((some) => `;${name}=${some.join(",")}`),
      );
    const rules = fc
      .record({
        freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
        interval: fc.integer({ min: 1, max: 5 }),
        count: fc.oneof(
          fc.constant(""),
          fc.integer({ min: 1, max: 40 }).map((n) => `;COUNT=${n}`),
        ),
        byDay: list("BYDAY", ["MO", "WE", "SU"]),
        byMonth: list("BYMONTH", ["1", "3", "11"]),
        byMonthDay: list("BYMONTHDAY", ["1", "15", "-1"]),
        bySetPos: list("BYSETPOS", ["1", "-1"]),
      })
      .map(
        ({ freq, interval, ...rest }) =>
          `FREQ=${freq};INTERVAL=${interval}${Object.values(rest).join("")}`,
      );
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 1_500 }), (rule, middle) => {
        const from = format(parse("2022-05-07") + middle);
        const all = dates(rule, "2022-05-07", "2027-12-31");
        expect(dates(rule, "2022-05-07", "2027-12-31", from)).toEqual(
          all.filter((date) => date >= from),
        );
        expect([...all].sort()).toEqual(all);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
    "FREQ=DAILY;INTERVAL=1000;COUNT=1000000000",
    "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=7",
  ])("%s comes to an end, however long it has run", (rule) => {
    const all = dates(rule, "1970-01-01", "2027-12-31");
    expect(all).toEqual([...new Set(all)].toSorted());
  });

  test.each([
    ["FREQ=SECONDLY", "FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY"],
    ["FREQ=DAILY;INTERVAL=100000000", "INTERVAL is not between 1 and 1000"],
    ["FREQ=DAILY;INTERVAL=0", "INTERVAL is not between 1 and 1000"],
    ["FREQ=DAILY;COUNT=x", "COUNT is no number"],
    ["FREQ=DAILY;BYHOUR=3", "BYHOUR is not supported: a shift recurs at its own time of day"],
    ["FREQ=DAILY;BYMONTH=13", "BYMONTH holds what is no such number"],
    ["FREQ=WEEKLY;BYDAY=XX", "BYDAY holds what is no day of the week"],
    ["FREQ=WEEKLY;BYDAY=2MO", "BYDAY counts days, which only a monthly or yearly rule can"],
    ["FREQ=WEEKLY;WKST=XX", "WKST is no day of the week"],
  ])("%s cannot be used: %s", (rule, reason) => {
    expect(readRule(jcal(rule))).toBe(reason);
  });
});
