import fc from "fast-check";
import { expect, test } from "vitest";
import { aloneTiming, idleWedge, readerTiming, readKey, type WedgeReading } from "./read-key.ts";

/** Types the keys, each so many milliseconds after the one before. */
function type(
  keys: readonly (readonly [key: string, gap: number])[],
  timing = readerTiming,
): WedgeReading[] {
  let state = idleWedge;
  let at = 1000;
  return keys.map(([key, gap]) => {
    at += gap;
    const step = readKey(state, { key, at, chord: false }, timing);
    state = step.state;
    return step.reading;
  });
}

function evenly(text: string, gap: number): (readonly [string, number])[] {
  return [...[...text].map((key) => [key, gap] as const), ["Enter", gap] as const];
}

function badges(readings: readonly WedgeReading[]): string[] {
  return readings.flatMap((reading) => (reading.type === "badge" ? [reading.badge] : []));
}

test("a quick burst ended by Enter is a badge read, whatever the reader's speed", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9A-Z]{6,40}$/),
      fc.integer({ min: 0, max: 35 }),
      (text, gap) => {
        expect(badges(type(evenly(text, gap)))).toEqual([text]);
      },
    ),
  );
});

test("what a person types is never a badge read", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9a-z ]{1,40}$/),
      fc.integer({ min: 61, max: 400 }),
      (text, gap) => {
        expect(badges(type(evenly(text, gap)))).toEqual([]);
      },
    ),
  );
});

test("a burst after half a sentence is the badge alone", () => {
  const keys = [...evenly("took her", 90).slice(0, -1), ...evenly("0004417220", 8)];
  keys[8] = ["0", 300];
  expect(badges(type(keys))).toEqual(["0004417220"]);
});

test("a PIN typed quickly is too short to be a badge", () => {
  expect(badges(type(evenly("1234", 5)))).toEqual([]);
});

test("Enter that comes late, and an Enter alone, are no read", () => {
  expect(badges(type([...evenly("00044172", 8).slice(0, -1), ["Enter", 500]]))).toEqual([]);
  expect(badges(type([["Enter", 5]]))).toEqual([]);
});

test("Shift is passed over, an arrow or a shortcut begins anew", () => {
  const shifted = evenly("AB123456", 8).flatMap((key) => [["Shift", 0] as const, key]);
  expect(badges(type(shifted))).toEqual(["AB123456"]);
  const keys = [
    ["1", 5],
    ["2", 5],
    ["ArrowLeft", 5],
  ] as const;
  expect(badges(type([...keys, ...evenly("345678", 5)]))).toEqual(["345678"]);
});

test("only the first key of a burst says so", () => {
  expect(type(evenly("123456", 5)).map((reading) => reading.type)).toEqual([
    "started",
    "nothing",
    "nothing",
    "nothing",
    "nothing",
    "nothing",
    "badge",
  ]);
});

test("at a locked screen a read that stalls in the middle is the whole number, not its end", () => {
  const stalled = evenly("0004417220", 8);
  stalled[3] = ["4", 400];
  expect(badges(type(stalled, aloneTiming))).toEqual(["0004417220"]);
});

test("at a locked screen a number typed by hand is no burst, and keys of long ago are no part of a read", () => {
  expect(badges(type(evenly("0004417220", 120), aloneTiming))).toEqual([]);
  // Nor one that is typed as quickly as anybody types (S4: it needs the PIN).
  expect(badges(type(evenly("0004417220", 61), aloneTiming))).toEqual([]);
  const later = [["x", 5] as const, ...evenly("0004417220", 8)];
  later[1] = ["0", 2000];
  expect(badges(type(later, aloneTiming))).toEqual(["0004417220"]);
});
