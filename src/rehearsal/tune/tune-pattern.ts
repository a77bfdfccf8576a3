import type { PolicyFiles } from "../mutate/mutant.ts";
import type { People } from "../simulate/parameters.ts";
import type { SimulationPlan } from "../simulate/simulation.ts";
import { type Figures, meanOf, totalOf } from "./figures.ts";
import { frontierOf, type Measured } from "./frontier.ts";
import { type Least, leastAlong } from "./hypothesis.ts";
import { type Point, pointsAround, workingAround } from "./point.ts";
import { type Flip, flipsOf } from "./recommend.ts";
import {
  changedFrom,
  isSame,
  type Setting,
  settingsAround,
  stepsAround,
  todaysSetting,
  withSetting,
} from "./setting.ts";

/** What is tuned, and how much is simulated for it. */
export interface TuningPlan {
  readonly policy: PolicyFiles;
  readonly pattern: string;
  /** The parameters that are turned. */
  readonly dials: readonly string[];
  /** What is simulated under each setting, but for the seed. */
  readonly simulation: Omit<SimulationPlan, "seed" | "pattern">;
  /** One simulation of every setting for each. */
  readonly seeds: readonly string[];
}

/** One simulation to be run. */
export interface SimulationJob {
  readonly policy: PolicyFiles;
  readonly plan: SimulationPlan;
}

/** Runs simulations, in any order and side by side. The answers are in the order of the jobs; undefined: no such policy can be. */
export type RunSimulations = (
  jobs: readonly SimulationJob[],
) => Promise<readonly (Figures | undefined)[]>;

/** A setting that is better than today's under the assumptions as they are, and where it is not. */
export interface Candidate {
  readonly measured: Measured;
  readonly flips: readonly Flip[];
}

/** What came of it. */
export interface Tuning {
  readonly pattern: string;
  readonly today: Setting;
  readonly measured: readonly Measured[];
  /** Of these, those that no other dominates. */
  readonly frontier: readonly Measured[];
  /** Those that might be recommended, the best first. */
  readonly candidates: readonly Candidate[];
  /** The best of those that stay better than today's whatever is assumed; absent: nothing is recommended. */
  readonly recommended?: Setting;
  /** Whether stricter is safer, dial by dial. */
  readonly lines: readonly Least[];
}

/** So many of the settings with the least total are asked under every assumption. */
const mostCandidates = 3;

/**
 * Simulates a pattern's settings next to today's and says which of them no other dominates, which one to recommend, and
 * whether stricter is safer. Nothing is changed by it.
 */
export async function tunePattern(plan: TuningPlan, run: RunSimulations): Promise<Tuning> {
  const { dials, pattern, policy, simulation } = plan;
  const today = todaysSetting(policy, pattern, dials);
  const asAssumed: Point = { what: "as assumed", people: {} };
  const settings = settingsAround(today);
  const measured = await measure(plan, run, settings, asAssumed);
  const frontier = frontierOf(measured);
  const total = ({ samples }: Measured) => totalOf(meanOf(samples));
  const changes = ({ setting }: Measured) => Object.keys(changedFrom(today, setting)).length;
  const before = measured.find(({ setting }) => isSame(today, setting));
  const better = frontier
    .filter((each) => before !== undefined && total(each) < total(before))
    // Of those that weigh alike, the one that changes least.
    .toSorted((a, b) => total(a) - total(b) || changes(a) - changes(b))
    .slice(0, mostCandidates);
  const points = pointsAround(simulation.people);
  const candidates = await judge(plan, run, { better, points, today });
  const recommended = candidates.find(({ flips }) => flips.length === 0)?.measured.setting;
  const lines = await alongDials(plan, run, today, workingAround(simulation.people));
  const answer = { pattern, today, measured, frontier, candidates, lines };
  return recommended === undefined ? answer : { ...answer, recommended };
}

async function judge(
  plan: TuningPlan,
  run: RunSimulations,
  {
    better,
    points,
    today,
  }: {
    readonly better: readonly Measured[];
    readonly points: readonly Point[];
    readonly today: Setting;
  },
): Promise<readonly Candidate[]> {
  if (better.length === 0) return [];
  const settings = [today, ...better.map(({ setting }) => setting)];
  const byPoint = await Promise.all(
    points.map(async (point) => ({ point, at: await measure(plan, run, settings, point) })),
  );
  return better.map((measured) => ({
    measured,
    flips: flipsOf(
      byPoint.map(({ at, point }) => ({
        point,
        today: measuredOf(at, today),
        candidate: measuredOf(at, measured.setting),
      })),
    ),
  }));
}

async function alongDials(
  plan: TuningPlan,
  run: RunSimulations,
  today: Setting,
  points: readonly Point[],
): Promise<readonly Least[]> {
  const lines = Object.entries(today).flatMap(([dial, value]) =>
    points.map(async (point) => {
      const values = stepsAround(dial, value);
      const settings = values.map((step) => ({ ...today, [dial]: step }));
      const at = await measure(plan, run, settings, point);
      const steps = at.map((measured) => ({ value: measured.setting[dial] ?? "", measured }));
      return leastAlong({ dial, point, steps });
    }),
  );
  return Promise.all(lines);
}

/** Every setting with every seed, under one point's assumptions. */
async function measure(
  { pattern, policy, seeds, simulation }: TuningPlan,
  run: RunSimulations,
  settings: readonly Setting[],
  point: Point,
): Promise<readonly Measured[]> {
  const people: People = { ...simulation.people, ...point.people };
  const jobs = settings.flatMap((setting) =>
    seeds.map((seed) => ({
      policy: withSetting(policy, pattern, setting),
      plan: { ...simulation, people, pattern, seed },
    })),
  );
  const figures = await run(jobs);
  return settings.flatMap((setting, index) => {
    const samples = figures.slice(index * seeds.length, (index + 1) * seeds.length);
    const known = samples.filter((sample) => sample !== undefined);
    return known.length === samples.length ? [{ setting, samples: known }] : [];
  });
}

/** What was measured of a setting; one that was measured before is so under every assumption. */
function measuredOf(measured: readonly Measured[], setting: Setting): Measured {
  const found = measured.find((each) => isSame(setting, each.setting));
  if (found === undefined) throw new Error("a setting was not measured");
  return found;
}
