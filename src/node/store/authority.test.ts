import { expect, test } from "vitest";
import { fakeClock } from "../../../tests/support/ports.ts";
import { createAuthority } from "./authority.ts";

const start = Date.UTC(2026, 2, 10, 12);

test("follows the wall clock, and its small corrections forwards", () => {
  const clock = fakeClock(start);
  const now = createAuthority(clock);
  expect(now()).toBe(start);
  clock.advance(500);
  expect(now()).toBe(start + 500);
  clock.jump(40);
  expect(now()).toBe(start + 540);
});

test("does not go back for a small correction, but waits for the wall clock", () => {
  const clock = fakeClock(start);
  const now = createAuthority(clock);
  clock.jump(-300);
  expect(now()).toBe(start);
  clock.advance(200);
  expect(now()).toBe(start);
  clock.advance(200);
  expect(now()).toBe(start + 100);
});

test("goes on by the monotonic clock when the wall clock jumps back, however long", () => {
  const clock = fakeClock(start);
  const now = createAuthority(clock);
  clock.jump(-3_600_000);
  expect(now()).toBe(start);
  for (let minutes = 1; minutes <= 10; minutes++) {
    clock.advance(60_000);
    expect(now()).toBe(start + 60_000 * minutes);
  }
  clock.jump(3_600_000);
  expect(now()).toBe(start + 600_000);
});

test("a jump forwards is believed only after it has held for a minute", () => {
  const clock = fakeClock(start);
  const now = createAuthority(clock);
  clock.jump(8 * 3_600_000);
  expect(now()).toBe(start);
  clock.advance(59_000);
  expect(now()).toBe(start + 59_000);
  clock.advance(1_000);
  expect(now()).toBe(start + 60_000 + 8 * 3_600_000);
});

test("a jump forwards that is taken back leaves no trace", () => {
  const clock = fakeClock(start);
  const now = createAuthority(clock);
  clock.jump(31_536_000_000);
  expect(now()).toBe(start);
  clock.advance(30_000);
  clock.jump(-31_536_000_000);
  expect(now()).toBe(start + 30_000);
  clock.advance(60_000);
  expect(now()).toBe(start + 90_000);
});
