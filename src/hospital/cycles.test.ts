import { describe, expect, it } from "vitest";
import { cycleLength, shiftOn } from "./cycles.ts";
import type { CycleName } from "./hospital.ts";

const names: readonly CycleName[] = [
  "ward-12h",
  "ward-12h-part-time",
  "ward-8h",
  "ward-8h-part-time",
  "doctor-12h",
  "consultant",
  "office",
  "manager",
  "clinic",
  "placement",
];

const hour = 60;

describe("cycles", () => {
  it.each(names)(
    "%s: leaves 11 hours between shifts, also when a night is an hour shorter",
    (cycle) => {
      let ended: number | undefined;
      for (let day = 0; day < 3 * cycleLength(cycle); day++) {
        const shift = shiftOn({ cycle, offset: 0 }, day);
        if (shift === undefined) continue;
        const begins = day * 24 * hour + shift.from;
        if (ended !== undefined) {
          // Clocks change between midnight and four: a rest over them needs twelve hours on paper.
          const overNight =
            Math.floor((ended - 4 * hour) / (24 * hour)) <
            Math.floor((begins - 4 * hour) / (24 * hour));
          expect(begins - ended).toBeGreaterThanOrEqual((overNight ? 12 : 11) * hour);
        }
        ended = day * 24 * hour + shift.to;
      }
    },
  );

  it.each(names)("%s: 48 hours a week at most", (cycle) => {
    let worked = 0;
    for (let day = 0; day < cycleLength(cycle); day++) {
      const shift = shiftOn({ cycle, offset: 0 }, day);
      if (shift !== undefined) worked += shift.to - shift.from;
    }
    expect(worked / hour / (cycleLength(cycle) / 7)).toBeLessThanOrEqual(48);
  });

  it("repeats before 1970 too", () => {
    const rota = { cycle: "ward-12h", offset: 5 } as const;
    for (let day = -40; day < 40; day++)
      expect(shiftOn(rota, day)).toEqual(shiftOn(rota, day + 14));
  });
});
