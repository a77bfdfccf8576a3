import { describe, expect, test } from "vitest";
import { english, fill, sayAgo, sayable } from "./words.ts";

/** 01:30 UTC on 29 March 2026: half an hour after London's clocks went forward. */
const night = 1_774_747_800_000;
const hour = 3_600_000;

const say = (instant: number, at: number, zone = "Europe/London") =>
  fill(english, "starts at {from}.", { from: { instant } }, { zone, at });

describe("words", () => {
  test("instants are said in the site's own time, with the day where it is another", () => {
    expect(say(night, night)).toBe("starts at 02:30.");
    expect(say(night, night, "America/New_York")).toBe("starts at 21:30.");
    expect(say(night + 24 * hour, night)).toBe("starts at 02:30 tomorrow.");
    expect(say(night - 24 * hour, night)).toBe("starts at 01:30 yesterday.");
    expect(say(night + 72 * hour, night)).toBe("starts at 02:30 on Wed 1 Apr.");
    expect(say(night - 2 * hour, night)).toBe("starts at 23:30 yesterday.");
  });

  test("how long ago", () => {
    expect(sayAgo(english, 59 * 60_000)).toBe("59 min");
    expect(sayAgo(english, 5 * hour + 1)).toBe("5 h");
    expect(sayAgo(english, 49 * hour)).toBe("2 d");
  });

  test("a value is filled as it is, whatever is in it", () => {
    const at = { zone: "UTC", at: 0 };
    expect(fill(english, "on {ward}", { ward: "$& {from}" }, at)).toBe("on $& {from}");
    expect(fill(english, "on {ward}", {}, at)).toBe("on ");
  });

  test("a policy says what its effect's catalogue holds, and nothing else", () => {
    expect(sayable("permit", "on-shift")).toBe(true);
    expect(sayable("forbid", "on-shift")).toBe(false);
    expect(sayable("permit", "toString")).toBe(false);
  });
});
