import { expect, test } from "vitest";
import { createServerClock } from "./server-clock.ts";

const server = Date.parse("Mon, 23 Nov 2026 02:14:00 GMT");

test("a clock that is right is left alone", () => {
  const clock = createServerClock(() => server + 1200);
  clock.hear("Mon, 23 Nov 2026 02:14:00 GMT");
  expect(clock.now()).toBe(server + 1200);
});

test("[S0] a clock that is ten minutes slow is corrected, and corrected back", () => {
  let local = server - 600_000;
  const clock = createServerClock(() => local);
  clock.hear("Mon, 23 Nov 2026 02:14:00 GMT");
  expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(500);
  local = server;
  clock.hear("Mon, 23 Nov 2026 02:14:00 GMT");
  expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(500);
});

test("a header that is absent or unreadable changes nothing", () => {
  const clock = createServerClock(() => 5);
  clock.hear(null);
  clock.hear("yesterday");
  expect(clock.now()).toBe(5);
});
