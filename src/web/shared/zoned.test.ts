import { expect, test } from "vitest";
import {
  ageInMonths,
  birthDay,
  chartDate,
  clockTime,
  dayName,
  instantAt,
  timeSoon,
} from "./zoned.ts";

const at = Date.parse("2026-11-23T23:30:00Z");

test("the ward's own clock and day", () => {
  expect(clockTime(at, "Europe/London", "en-GB")).toBe("23:30");
  expect(clockTime(at, "Europe/Berlin", "de-DE")).toBe("00:30");
  expect(dayName(at, "Europe/London", "en-GB")).toBe("Monday 23 November");
  expect(dayName(at, "Europe/Berlin", "de-DE")).toBe("Dienstag, 24. November");
});

test("a time has its day where it could be another one's, in the screen's language", () => {
  const soon = at - 17 * 3_600_000;
  const late = at - 19 * 3_600_000;
  expect(timeSoon(at, soon, "Europe/London", "de-DE")).toBe("23:30");
  expect(timeSoon(at, late, "Europe/London", "de-DE")).toBe("Mo., 23. Nov., 23:30");
  expect(timeSoon(at, late, "Europe/London", "en-GB")).toBe("Mon 23 Nov, 23:30");
});

test("a date of birth has its month in letters, wherever the screen stands", () => {
  expect(birthDay("1958-03-12", "en-GB")).toBe("12 Mar 1958");
  expect(birthDay("1958", "en-GB")).toBe("1958");
});

test("age turns on the birthday in the ward's zone", () => {
  expect(ageInMonths("1958-11-23", at, "Europe/London")).toBe(68 * 12);
  expect(ageInMonths("1958-11-24", at, "Europe/London")).toBe(68 * 12 - 1);
  expect(ageInMonths("1958-11-24", at, "Europe/Berlin")).toBe(68 * 12);
  expect(ageInMonths("2026-11-01", at, "Europe/London")).toBe(0);
  expect(ageInMonths("2027-01-01", at, "Europe/London")).toBeUndefined();
  expect(ageInMonths("unknown", at, "Europe/London")).toBeUndefined();
});

test("chart dates: days, instants and what is neither", () => {
  expect(chartDate("2026-11-22", "Europe/London", "en-GB")).toBe("22 Nov 2026");
  expect(chartDate("2026-11-22T09:05:00Z", "Europe/London", "en-GB")).toBe("22 Nov 2026, 09:05");
  expect(chartDate("2026-11-22T09:05:00", "Europe/London", "en-GB")).toBe("2026-11-22T09:05:00");
  expect(chartDate("since 2019", "Europe/London", "en-GB")).toBe("since 2019");
});

test("what is typed as the wall clock's is that instant, across changes of the clock and on both sides of Greenwich", () => {
  const at = (local: string, zone: string) => new Date(instantAt(local, zone)).toISOString();
  expect(at("2026-11-23T14:30", "Europe/Berlin")).toBe("2026-11-23T13:30:00.000Z");
  expect(at("2026-07-01T14:30", "Europe/London")).toBe("2026-07-01T13:30:00.000Z");
  expect(at("2026-03-29T03:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
  expect(at("2026-10-25T03:30", "Europe/Berlin")).toBe("2026-10-25T02:30:00.000Z");
  expect(at("2026-11-23T14:30", "America/New_York")).toBe("2026-11-23T19:30:00.000Z");
  expect(at("2026-01-01T00:15", "Pacific/Auckland")).toBe("2025-12-31T11:15:00.000Z");
});
