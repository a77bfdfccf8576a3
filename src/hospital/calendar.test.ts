import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { calendarOf } from "./calendar.ts";

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

describe("a calendar", () => {
  const london = calendarOf("Europe/London");
  const day = london.dayOf(at("2027-03-27T12:00:00Z"));

  it("knows the day that it is in its zone", () => {
    const gibraltar = calendarOf("Europe/Gibraltar");
    const late = at("2026-11-23T23:30:00Z");
    expect(gibraltar.dayOf(late)).toBe(london.dayOf(late) + 1);
    expect(calendarOf("UTC").dayOf(-1)).toBe(-1);
    expect(london.digits(day)).toBe("20270327");
  });

  it("reads wall-clock times before, in and after a change of the clocks", () => {
    expect(london.at(day, 19 * 60 + 30)).toBe(at("2027-03-27T19:30:00Z"));
    expect(london.at(day, 31 * 60 + 30)).toBe(at("2027-03-28T06:30:00Z"));
    // 01:30 is skipped: it counts from before the change.
    expect(london.at(day, 25 * 60 + 30)).toBe(at("2027-03-28T01:30:00Z"));
    const autumn = london.dayOf(at("2027-10-30T12:00:00Z"));
    // 01:30 comes twice: the first is meant.
    expect(london.at(autumn, 25 * 60 + 30)).toBe(at("2027-10-31T00:30:00Z"));
  });

  it("refuses what is no instant", () => {
    expect(() => london.dayOf(Number.NaN)).toThrow(
      expect.objectContaining({ code: "instant-impossible" }),
    );
  });
});
