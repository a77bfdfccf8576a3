import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { hospitalSizes } from "../../hospital/index.ts";
import { identityWork } from "../calibration.ts";
import { writeSimulation, writeSimulationJson } from "../report/write-simulation.ts";
import { type People, peopleWith } from "./parameters.ts";
import { runSimulation, type SimulationResult } from "./run-simulation.ts";
import type { Tally } from "./tally.ts";

const policy = shippedFiles();
let bundle: Bundle;
let usual: SimulationResult;

/** Three wards: as few as can be staffed round the clock. */
const size = {
  ...hospitalSizes.demonstration,
  staff: 100,
  wards: 3,
  seats: 6,
  inPatients: 40,
  discharged: 20,
  appointments: 0,
  rosterDays: 1,
};

function simulate(
  people: Partial<People> = {},
  against = bundle,
  leaves = false,
): Promise<SimulationResult> {
  const plan = {
    seed: "test",
    from: Date.UTC(2026, 2, 10),
    days: 2,
    size,
    people: peopleWith({ signIns: 4, ...people }),
  };
  return runSimulation(plan, against, { hasher: sha256, leaves });
}

beforeAll(async () => {
  bundle = await bundleOf(policy);
  usual = await simulate();
}, 60_000);

test("the same plan gives the same bytes", async () => {
  const again = await simulate();
  expect(writeSimulation(again)).toBe(writeSimulation(usual));
  expect(writeSimulationJson(again)).toBe(writeSimulationJson(usual));
});

test("whether records are written and hashed as the real log does changes no figure", async () => {
  const hashed = await simulate({}, bundle, true);
  expect(writeSimulationJson(hashed)).toBe(writeSimulationJson(usual));
});

describe("what is counted", () => {
  const added = (tallies: Iterable<Tally>, of: (tally: Tally) => number): number =>
    [...tallies].reduce((sum, tally) => sum + of(tally), 0);

  test("by pattern and by role it is that of the hospital", () => {
    const { all, byPattern, byRole } = usual.tallies;
    for (const of of [
      (tally: Tally) => tally.shifts,
      (tally: Tally) => tally.decisions,
      (tally: Tally) => tally.spent.pin,
      (tally: Tally) => tally.unattended,
      (tally: Tally) => tally.residual,
    ]) {
      expect(of(all)).toBeGreaterThan(0);
      expect(added(byPattern.values(), of)).toBe(of(all));
      expect(added(byRole.values(), of)).toBe(of(all));
    }
  });

  test("open screens add up over the hours of the day", () => {
    const { all, unattendedByHour } = usual.tallies;
    expect(unattendedByHour.reduce((sum, time) => sum + time, 0)).toBe(all.unattended);
  });

  test("identity work is what its operators come to, to the millisecond", () => {
    const { signIns, prompts, spent } = usual.tallies.all;
    expect(spent.tap).toBe(signIns * identityWork.tap.milliseconds);
    expect(spent.pin).toBe(prompts * identityWork.pin.milliseconds);
  });

  test("nobody is at a dead end, and access ends with the pattern's margin", () => {
    const { all } = usual.tallies;
    expect(all.deadEnds).toBe(0);
    // The longest margin of the shipped patterns, to the minute that it is looked at.
    expect(all.longestResidual).toBeGreaterThanOrEqual(30 * 60_000);
    expect(all.longestResidual).toBeLessThanOrEqual(45 * 60_000);
  });
});

describe("what rests on people", () => {
  test("who always locks leaves no screen open; where nobody borrows, nothing is unattributed", async () => {
    const { all } = (await simulate({ forgets: 0, interrupted: 0, borrows: 0 })).tallies;
    expect([all.unattended, all.unattributed]).toEqual([0, 0]);
  });

  test("who never locks leaves many screens open, and who finds them uses them", async () => {
    const { all } = (await simulate({ forgets: 1, borrows: 1, signIns: 12 })).tallies;
    expect(all.unattended).toBeGreaterThan(usual.tallies.all.unattended);
    expect(all.unattributed).toBeGreaterThan(0);
  });
});

test("a longer margin after a shift never lowers residual access", async () => {
  const longer = (policy["patterns.yaml"] ?? "").replaceAll(
    "handover-margin-after: 30 min",
    "handover-margin-after: 60 min",
  );
  expect(longer).not.toBe(policy["patterns.yaml"]);
  const changed = await bundleOf({ ...policy, "patterns.yaml": longer });
  const { all, byPattern } = (await simulate({}, changed)).tallies;
  expect(all.residual).toBeGreaterThan(usual.tallies.all.residual);
  for (const [pattern, { residual, outlasted }] of usual.tallies.byPattern) {
    const now = byPattern.get(pattern);
    expect(now?.outlasted).toBe(outlasted);
    expect(now?.residual).toBeGreaterThanOrEqual(residual);
  }
});
