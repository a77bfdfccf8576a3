import { describe, expect, test } from "vitest";
import { formatTimestamp, parseDay, parseTimestamp } from "./parse-timestamp.ts";

const zone = "Europe/London";

describe("time stamps", () => {
  test("are wall-clock time in the site's zone unless they name an offset", () => {
    expect(parseTimestamp("20260310120000", zone)).toBe(Date.UTC(2026, 2, 10, 12));
    expect(parseTimestamp("20260710120000", zone)).toBe(Date.UTC(2026, 6, 10, 11));
    expect(parseTimestamp("20260710120000+0530", zone)).toBe(Date.UTC(2026, 6, 10, 6, 30));
    expect(parseTimestamp("20260310120000.1234-0400", zone)).toBe(
      Date.UTC(2026, 2, 10, 16, 0, 0, 123),
    );
  });

  test("may stop at the day, the hour or the minute", () => {
    expect(parseTimestamp("20260310", zone)).toBe(Date.UTC(2026, 2, 10));
    expect(parseTimestamp("2026031007", zone)).toBe(Date.UTC(2026, 2, 10, 7));
    expect(parseTimestamp("202603100705", zone)).toBe(Date.UTC(2026, 2, 10, 7, 5));
  });

  test("of an hour that comes twice it is the first; a skipped one counts from before the change", () => {
    expect(parseTimestamp("20261025013000", zone)).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(parseTimestamp("20260329013000", zone)).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  test("anything else is no time", () => {
    for (const text of [
      "",
      "2026",
      "202603",
      "20260230",
      "2026031025",
      "20260310120060",
      "10/03/2026",
      "20260310120000+9999",
      "99999999",
    ]) {
      expect(parseTimestamp(text, zone)).toBeUndefined();
    }
  });

  test("days of birth", () => {
    expect(parseDay("19890118000000")).toBe("1989-01-18");
    expect(parseDay("19890231")).toBeUndefined();
    expect(parseDay("1989")).toBeUndefined();
  });

  test("are written in UTC", () => {
    expect(formatTimestamp(Date.UTC(2026, 2, 10, 12, 0, 0, 7))).toBe("20260310120000.007+0000");
    expect(parseTimestamp(formatTimestamp(Date.UTC(2026, 6, 1)), zone)).toBe(Date.UTC(2026, 6, 1));
  });
});
