import { describe, expect, test } from "vitest";
import { peopleWith } from "../simulate/parameters.ts";
import { type Figures, figureNames } from "./figures.ts";
import { proposeChange } from "./propose-change.ts";
import { patternsFile, withSetting } from "./setting.ts";
import { type SimulationJob, type Tuning, tunePattern } from "./tune-pattern.ts";

const policy = { "patterns.yaml": "ward:\n  grace: 4 h\n  idle-lock: 2 min\n" };
const size = {
  staff: 1,
  wards: 1,
  inPatients: 1,
  seats: 1,
  discharged: 0,
  appointments: 0,
  strangers: 0,
  rosterDays: 1,
};
const zero = Object.fromEntries(figureNames.map((name) => [name, 0])) as Figures;

interface World {
  readonly grace: string;
  readonly idle: string;
  readonly signIns: number;
  readonly borrowsMore: number;
}

/** Tunes in a world where a simulation comes to what `law` says. */
async function tuneBy(
  law: (world: World) => Partial<Figures> | undefined,
): Promise<{ readonly tuning: Tuning; readonly jobs: readonly SimulationJob[] }> {
  const jobs: SimulationJob[] = [];
  const tuning = await tunePattern(
    {
      policy,
      pattern: "ward",
      dials: ["grace", "idle-lock"],
      simulation: { from: 0, days: 1, size, people: peopleWith() },
      seeds: ["a", "b"],
    },
    async (asked) => {
      jobs.push(...asked);
      return asked.map(({ plan, policy: files }) => {
        const found = /grace: (.+)\n {2}idle-lock: (.+)\n/.exec(files["patterns.yaml"] ?? "");
        const [, grace = "", idle = ""] = found ?? [];
        const figures = law({ grace, idle, ...plan.people });
        return figures === undefined ? undefined : { ...zero, ...figures };
      });
    },
  );
  return { tuning, jobs };
}

const hours = (text: string) => Number.parseFloat(text);

describe("tuning a pattern", () => {
  test("every setting next to today's is simulated with every seed, under the pattern alone", async () => {
    const { jobs, tuning } = await tuneBy(({ grace }) => ({ friction: 10 / hours(grace) }));
    expect(tuning.measured).toHaveLength(9);
    expect(jobs.slice(0, 18).map(({ plan }) => plan.seed)).toEqual(
      Array.from({ length: 9 }, () => ["a", "b"]).flat(),
    );
    expect(new Set(jobs.map(({ plan }) => plan.pattern))).toEqual(new Set(["ward"]));
  });

  test("what is better whatever is assumed is recommended, and proposed as a change of the file", async () => {
    const { tuning } = await tuneBy(({ grace, signIns }) => ({
      friction: (signIns * 10) / hours(grace),
    }));
    expect(tuning.recommended).toMatchObject({ grace: "8 h" });
    const change = proposeChange(
      policy,
      withSetting(policy, "ward", tuning.recommended ?? {}),
      patternsFile,
    );
    expect(change).toContain("--- a/patterns.yaml\n+++ b/patterns.yaml\n");
    expect(change).toContain("-  grace: 4 h\n+  grace: 8 h\n");
  });

  test("what flips with an assumption about people is not recommended, and it is said where", async () => {
    // A longer grace is worth it only where people sign in often.
    const { tuning } = await tuneBy(({ grace, signIns }) => ({
      friction: (signIns * 10) / hours(grace),
      badgeAlone: 2.5 * hours(grace),
    }));
    expect(tuning.candidates[0]?.measured.setting).toMatchObject({ grace: "8 h" });
    expect(tuning).not.toHaveProperty("recommended");
    const flips = tuning.candidates[0]?.flips ?? [];
    // 10 sign-ins: 12.5 s less friction, 40 s more of what is left open.
    expect(flips).toContainEqual({
      point: "10 sign-ins, working around x 1",
      weights: "worths as they are",
      by: 27.5,
    });
    expect(flips.some(({ point }) => point.startsWith("70"))).toBe(true);
  });

  test("what flips with a worth alone is not recommended either", async () => {
    const { tuning } = await tuneBy(({ grace }) => ({
      friction: 40 / hours(grace),
      residual: hours(grace),
    }));
    // 5 s less friction and 4 min more residual, a second each: 1 s less; 11 s more with residual four times as much.
    const longer = tuning.candidates.find(({ measured }) => measured.setting["grace"] === "8 h");
    expect(longer?.flips[0]).toMatchObject({ weights: "residual worth x 4", by: 11 });
    expect(tuning).not.toHaveProperty("recommended");
  });

  test("where today's is best nothing is recommended and nothing proposed", async () => {
    const { tuning } = await tuneBy(({ grace, idle }) => ({
      friction: grace === "4 h" && idle === "2 min" ? 1 : 2,
    }));
    expect(tuning.candidates).toEqual([]);
    expect(tuning).not.toHaveProperty("recommended");
    expect(tuning.frontier.map(({ setting }) => setting)).toEqual([tuning.today]);
    expect(proposeChange(policy, withSetting(policy, "ward", tuning.today), patternsFile)).toBe("");
  });

  test("a setting that no policy can have is left out", async () => {
    const { tuning } = await tuneBy(({ grace }) => (grace === "8 h" ? undefined : {}));
    expect(tuning.measured).toHaveLength(6);
    expect(tuning.lines.filter(({ dial }) => dial === "grace")[0]?.risks).toHaveLength(2);
  });

  test("whether stricter is safer is said dial by dial, for how much people work around", async () => {
    const people = peopleWith();
    const { tuning } = await tuneBy(({ borrowsMore, grace, idle }) => ({
      // A strict grace drives those who work around a lot to others' screens.
      unattributed: grace === "2 h" && borrowsMore > people.borrowsMore ? 1 : 0,
      badgeAlone: hours(grace),
      unattended: idle === "2 min" ? 1 : 2,
    }));
    const where = (dial: string) =>
      tuning.lines.filter((line) => line.dial === dial).map((line) => line.where);
    expect(where("grace")).toEqual(["strictest", "strictest", "between"]);
    expect(where("idle-lock")).toEqual(["between", "between", "between"]);
  });
});
