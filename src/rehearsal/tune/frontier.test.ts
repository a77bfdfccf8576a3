import fc from "fast-check";
import { expect, test } from "vitest";
import { type Figures, figureNames } from "./figures.ts";
import { dominates, frontierOf, type Measured, standingOf } from "./frontier.ts";

const zero = Object.fromEntries(figureNames.map((name) => [name, 0])) as Figures;
const measured = (name: string, ...samples: readonly Partial<Figures>[]): Measured => ({
  setting: { grace: name },
  samples: samples.map((sample) => ({ ...zero, ...sample })),
});

test("a difference counts from two standard errors on", () => {
  const one = measured("one", { friction: 10 }, { friction: 20 }, { friction: 30 });
  // 1 less each time: no spread at all.
  const less = measured("less", { friction: 9 }, { friction: 19 }, { friction: 29 });
  expect(standingOf(less, one, "friction")).toBe("better");
  expect(standingOf(one, less, "friction")).toBe("worse");
  // 3, -1 and -1 of a difference: a mean of 1/3 and a standard error of 4/3.
  const noisy = measured("noisy", { friction: 13 }, { friction: 19 }, { friction: 29 });
  expect(standingOf(noisy, one, "friction")).toBe("alike");
});

test("what is better in one figure and worse in another dominates nothing", () => {
  const quick = measured("quick", { friction: 1, unattended: 9 });
  const safe = measured("safe", { friction: 9, unattended: 1 });
  const both = measured("both", { friction: 9, unattended: 9 });
  expect([dominates(quick, safe), dominates(safe, quick)]).toEqual([false, false]);
  expect([dominates(quick, both), dominates(safe, both)]).toEqual([true, true]);
  expect(frontierOf([quick, both, safe])).toEqual([quick, safe]);
});

test("nothing of a frontier is dominated, and what is left out is", () => {
  const figures = fc.record({ friction: fc.nat(5), unattended: fc.nat(5), residual: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(figures, { minLength: 1, maxLength: 8 }), (samples) => {
      const all = samples.map((sample, index) => measured(`${index}`, sample));
      const frontier = frontierOf(all);
      expect(frontier.length).toBeGreaterThan(0);
      for (const each of all) {
        const isDominated = all.some((other) => dominates(other, each));
        expect(frontier.includes(each)).toBe(!isDominated);
      }
    }),
  );
});
