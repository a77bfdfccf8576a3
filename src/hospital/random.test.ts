import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomFrom, seededId } from "./random.ts";

describe("random", () => {
  it("gives the same stream for the same seed and label, another for another", () => {
    const draw = (seed: string, label: string): number[] => {
      const random = randomFrom(seed, label);
      return Array.from({ length: 50 }, () => random.next());
    };
    expect(draw("a", "x")).toEqual(draw("a", "x"));
    expect(draw("a", "x")).not.toEqual(draw("b", "x"));
    expect(draw("a", "x")).not.toEqual(draw("a", "y"));
  });

  it("keeps to the numbers it gave when it was written", () => {
    const random = randomFrom("wardkey", "golden");
    expect([random.next(), random.next(), random.next()]).toMatchInlineSnapshot(`
      [
        1076931437,
        3306558099,
        136644912,
      ]
    `);
    expect(seededId("wardkey", "per", "1")).toMatchInlineSnapshot(`"per_dNsqOq3D6l1_9DptLtjdow"`);
  });

  it("stays within the bounds that it is asked for", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer(),
        (seed, count, least) => {
          const random = randomFrom(seed, "bounds");
          const below = random.below(count);
          expect(below >= 0 && below < count && Number.isInteger(below)).toBe(true);
          const between = random.between(least, least + count);
          expect(between >= least && between <= least + count).toBe(true);
          expect(random.digits(7)).toMatch(/^[0-9]{7}$/);
        },
      ),
    );
  });

  it("spreads evenly", () => {
    const random = randomFrom("even", "1");
    const counts = new Array<number>(16).fill(0);
    for (let draw = 0; draw < 160_000; draw++) {
      const slot = random.below(16);
      counts[slot] = (counts[slot] as number) + 1;
    }
    // Chi squared with 15 degrees of freedom: 37.7 at one in a thousand.
    const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(37.7);
  });

  it("gives ids of the Ids port's shape, none twice, not even in half of their bits", () => {
    const halves = new Set<string>();
    for (let index = 0; index < 30_000; index++) {
      const id = seededId("seed", "shf", `E${index % 500}-${index}-N`);
      expect(id).toMatch(/^shf_[A-Za-z0-9_-]{22}$/);
      halves.add(`a${id.slice(4, 14)}`).add(`b${id.slice(16)}`);
    }
    // Six characters fewer than 32 bits would collide; ten hold 60 bits and the last six 36.
    expect([...halves].filter((half) => half.startsWith("a"))).toHaveLength(30_000);
  });
});
