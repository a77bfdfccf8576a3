import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { parseDuration, parsePeriod, parseTime, sayInstant } from "./times.ts";

const zone = "Europe/London";

function hoursOf(date: string, period: string): number | string {
  const meaning = parsePeriod(period, Temporal.PlainDate.from(date), zone);
  if (meaning.type === "wrong") return meaning.message;
  return (meaning.value.to - meaning.value.from) / 3_600_000;
}

describe("a period", () => {
  test.each([
    ["2026-03-10", "07:30/19:30", 12],
    ["2026-03-10", "19:30/07:30", 12],
    ["2026-03-10", "08:00/08:00", 24],
    // [S5] the nights on which the clocks are put forward and back: elapsed, not wall-clock.
    ["2026-03-28", "19:30/07:30", 11],
    ["2026-10-24", "19:30/07:30", 13],
    ["2026-10-24", "19:30/01:30 first", 6],
    ["2026-10-24", "19:30/01:30 second", 7],
    ["2026-10-25", "01:30 first/01:30 second", 1],
    ["2026-10-25", "01:45 first/01:15 second", 0.5],
    ["2026-03-10", "2026-03-09 19:30/07:30", 12],
    ["2026-03-10", "2026-03-09 19:30/2026-03-11 07:30", 36],
    ["2026-12-31", "19:30/07:30", 12],
  ])("on %s, %s has %s hours", (date, period, hours) => {
    expect(hoursOf(date, period)).toBe(hours);
  });
});

describe("a time", () => {
  test("is on the given day, or on its own", () => {
    const at = (text: string) => parseTime(text, Temporal.PlainDate.from("2026-03-10"), zone);
    expect(at("19:20:30")).toMatchObject({ value: { at: Date.parse("2026-03-10T19:20:30Z") } });
    expect(at("2026-07-01 12:00")).toMatchObject({
      value: { at: Date.parse("2026-07-01T11:00Z") },
    });
    expect(at("7:20")).toMatchObject({ type: "wrong" });
    expect(at("2026-13-01 12:00")).toMatchObject({ type: "wrong" });
  });

  test("is said with its day where that is another", () => {
    const at = Date.parse("2026-03-10T19:20:00Z");
    expect(sayInstant(at, zone, "2026-03-10")).toBe("19:20:00");
    expect(sayInstant(at, zone, "2026-03-09")).toBe("2026-03-10 19:20:00");
  });
});

test("a length of time is whole milliseconds", () => {
  expect(["20s", "1.1s", "30m", "30 min", "2h", "1d", "150ms", "0"].map(parseDuration)).toEqual([
    20_000, 1_100, 1_800_000, 1_800_000, 7_200_000, 86_400_000, 150, 0,
  ]);
  expect(["20", "s", "-1s", "1e3s", "0.5ms", "20 s s"].map(parseDuration)).toEqual(
    Array.from({ length: 6 }),
  );
});
