import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { Datetime, durationSince, offset, parseDatetime, toDate, toTime } from "./datetime.ts";
import { Duration } from "./duration.ts";
import { Fault } from "./fault.ts";
import { canonicalLong, type Long } from "./long.ts";

const day = 86_400_000;
const longest = 2n ** 63n - 1n;
const least = -(2n ** 63n);

const milliseconds = (text: string) => parseDatetime(text).milliseconds;
const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");
const dateText = (year: number, month: number, dayOfMonth: number) =>
  `${pad(year, 4)}-${pad(month)}-${pad(dayOfMonth)}`;

function isDate(text: string): boolean {
  try {
    parseDatetime(text);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

describe("datetime(...)", () => {
  test("midnights are those of Temporal's calendar, for every month of the years 0 to 9999", () => {
    let month = Temporal.PlainDate.from("0000-01-01");
    for (let at = -62_167_219_200_000; month.year < 10_000; month = month.add({ months: 1 })) {
      const { year, month: number, daysInMonth } = month;
      // By hand: expect() takes longer than all the rest.
      const first = milliseconds(dateText(year, number, 1));
      const last = milliseconds(dateText(year, number, daysInMonth));
      const isLong = isDate(dateText(year, number, daysInMonth + 1));
      if (first !== at || last !== at + (daysInMonth - 1) * day || isLong) {
        expect.fail(`${month}: ${first} to ${last}${isLong ? " or more" : ""}, not from ${at}`);
      }
      at += daysInMonth * day;
    }
  });

  test("every day of a leap year, of one that is none, of one century, of another", () => {
    for (const year of [2024, 2023, 1900, 2000, 1969, 0]) {
      let date = Temporal.PlainDate.from({ year, month: 1, day: 1 });
      for (; date.year === year; date = date.add({ days: 1 })) {
        const midnight = Temporal.Instant.from(`${date}T00:00Z`).epochMilliseconds;
        expect(milliseconds(dateText(year, date.month, date.day))).toBe(midnight);
      }
    }
  });

  test("times and zones are those of Temporal", () => {
    const two = (most: number) => fc.integer({ min: 0, max: most });
    fc.assert(
      fc.property(
        fc.record({
          date: fc.date({
            min: new Date("0001-01-01T00:00:00Z"),
            max: new Date("9999-12-30T00:00:00Z"),
            noInvalidDate: true,
          }),
          fraction: fc.option(two(999)),
          sign: fc.constantFrom("+", "-"),
          zone: fc.option(fc.tuple(two(23), two(59))),
        }),
        ({ date, fraction, sign, zone }) => {
          const time = date.toISOString().slice(0, 19);
          const part = fraction === null ? "" : `.${pad(fraction, 3)}`;
          const [hours, minutes] = zone ?? [0, 0];
          const own = zone === null ? "Z" : `${sign}${pad(hours)}${pad(minutes)}`;
          const theirs = zone === null ? "Z" : `${sign}${pad(hours)}:${pad(minutes)}`;
          expect(milliseconds(`${time}${part}${own}`)).toBe(
            Temporal.Instant.from(`${time}${part}${theirs}`).epochMilliseconds,
          );
        },
      ),
    );
  });

  test("what a sign before the zone means", () => {
    expect(milliseconds("1970-01-01T01:00:00+0100")).toBe(0);
    expect(milliseconds("1970-01-01T00:00:00-0130")).toBe(5_400_000);
    expect(milliseconds("1969-12-31T23:59:59.999Z")).toBe(-1);
    expect(Object.is(milliseconds("1970-01-01T00:00:00-0000"), 0)).toBe(true);
  });

  test("refuses dates that there are not, and texts of another form", () => {
    const wrong = [
      ..."|2024|2024-1-01|2024-01-1|24-01-01|02024-01-01|-2024-01-01|2024-00-01|2024-13-01".split(
        "|",
      ),
      ..."2024-01-00|2024-01-32|2024-04-31|2023-02-29|1900-02-29|2024-02-30|2024-01-01T".split("|"),
      ..."2024-01-01Z|2024-01-01T00:00Z|2024-01-01T00:00:00|2024-01-01 00:00:00Z".split("|"),
      ..."2024-01-01T24:00:00Z|2024-01-01T00:60:00Z|2024-01-01T00:00:60Z".split("|"),
      ..."2024-01-01T00:00:00.1Z|2024-01-01T00:00:00.1234Z|2024-01-01T00:00:00.Z".split("|"),
      ..."2024-01-01T00:00:00+01:00|2024-01-01T00:00:00+2400|2024-01-01T00:00:00+0060".split("|"),
      ..."2024-01-01T00:00:00z|2024-01-01t00:00:00Z|2024-01-01T00:00:00Zx| 2024-01-01".split("|"),
      ..."2024-01-01 |2024-01-01T00:00:00+1|2024-01-01T00:00:00.000|２０２４-01-01".split("|"),
      "2024-01-01\n",
      "2024-01-01T00:00:00Z\n",
    ];
    for (const text of wrong) expect(() => parseDatetime(text), text).toThrow(Fault);
    expect(milliseconds("2024-02-29")).toBe(Date.UTC(2024, 1, 29));
    expect(milliseconds("2000-02-29")).toBe(Date.UTC(2000, 1, 29));
    expect(milliseconds("2024-01-01T23:59:59+2359")).toBe(Date.UTC(2024, 0, 1, 0, 0, 59));
  });
});

const at = (value: bigint | number) => new Datetime(canonicalLong(BigInt(value)));
const lasting = (value: bigint | number) => new Duration(canonicalLong(BigInt(value)));
const instants = fc.oneof(
  fc.bigInt({ min: least, max: longest }),
  fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }),
  fc.bigInt({ min: -50n, max: 50n }).map((days) => days * BigInt(day)),
  fc.bigInt({ min: 0n, max: 200_000_000n }).map((above) => least + above),
);

/** What comes out, or undefined for a fault. */
function outcome(call: () => Datetime | Duration): Long | undefined {
  try {
    return call().milliseconds;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

const expected = (value: bigint) =>
  value >= least && value <= longest ? canonicalLong(value) : undefined;

describe("what is done with instants", () => {
  test("offset adds and durationSince subtracts, within 64 bits", () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(outcome(() => offset(at(a), lasting(b)))).toBe(expected(a + b));
        expect(outcome(() => durationSince(at(a), at(b)))).toBe(expected(a - b));
      }),
      { numRuns: 500 },
    );
    expect(durationSince(at(5), at(3)).milliseconds).toBe(2);
    expect(outcome(() => offset(at(longest), lasting(1)))).toBeUndefined();
    expect(outcome(() => durationSince(at(least), at(1)))).toBeUndefined();
  });

  test("toDate is the midnight at or before, toTime what is since then: before 1970 too", () => {
    fc.assert(
      fc.property(instants, (a) => {
        const since = ((a % BigInt(day)) + BigInt(day)) % BigInt(day);
        expect(toTime(at(a)).milliseconds).toBe(Number(since));
        expect(outcome(() => toDate(at(a)))).toBe(expected(a - since));
      }),
      { numRuns: 500 },
    );
    expect(toDate(at(-1)).milliseconds).toBe(-day);
    expect(toTime(at(-1)).milliseconds).toBe(day - 1);
    expect(toDate(at(-day)).milliseconds).toBe(-day);
    expect(Object.is(toTime(at(-day)).milliseconds, 0)).toBe(true);
    expect(outcome(() => toDate(at(least)))).toBeUndefined();
  });

  test("overflow is said as Cedar does", () => {
    expect(() => offset(at(longest), lasting(1))).toThrow(
      expect.objectContaining({ message: expect.stringContaining("when adding an offset") }),
    );
    expect(() => toDate(at(least))).toThrow(
      expect.objectContaining({ message: expect.stringContaining("`toDate`") }),
    );
    expect(() => durationSince(at(least), at(1))).toThrow(
      expect.objectContaining({ message: expect.stringContaining("`durationSince`") }),
    );
  });
});
