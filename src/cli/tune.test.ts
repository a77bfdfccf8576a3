import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Figures, SimulationJob } from "../rehearsal/index.ts";
import { captured } from "./test-support.ts";
import { tuneWith } from "./tune.ts";
import { UsageError } from "./usage-error.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-tune-"));
  mkdirSync(join(folder, "tasks"));
  // It expects a margin of half an hour after a shift.
  writeFileSync(join(folder, "tasks/late.yaml"), readFileSync("scenarios/late-handover.yaml"));
  mkdirSync(join(folder, "others"));
  writeFileSync(join(folder, "others/phone.yaml"), readFileSync("scenarios/lost-phone.yaml"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A world in which a shorter margin is better for everybody, whatever is assumed. */
async function run(jobs: readonly SimulationJob[]): Promise<readonly Figures[]> {
  return jobs.map(({ plan, policy }) => {
    const [, patterns = ""] = policy["patterns.yaml"]?.split(`\n${plan.pattern}:`) ?? [];
    const margin = Number(/handover-margin-after: (\d+)/.exec(patterns)?.[1]);
    const zero = { interrupted: 0, unattended: 0, badgeAlone: 0, unattributed: 0, excess: 0 };
    return { ...zero, friction: 50, residual: margin };
  });
}

const tune = (...args: readonly string[]) => captured(() => tuneWith(() => ({ run }), args));

const small = ["--pattern", "inpatient", "--dial", "handover-margin-after"] as const;

describe("wardkey tune", () => {
  test("the frontier with today's and the recommended one marked, a picture, and the change as a patch that every task passes with", async () => {
    const [picture, patch] = [join(folder, "frontier.svg"), join(folder, "margin.patch")];
    const wish = ["--tasks", join(folder, "others"), "--plot", picture, "--patch", patch] as const;
    const { code, text } = await tune(...small, ...wish);
    expect(code).toBe(0);
    expect(text).toContain("pattern inpatient: 3 settings next to today's");
    expect(text).toMatch(/^today +30 min/m);
    expect(text).toMatch(/^recommended +15 min/m);
    expect(text).toContain("is stricter safer?");
    expect(readFileSync(picture, "utf8")).toMatch(
      /^<svg .*<title>Settings of the pattern inpatient/,
    );
    expect(readFileSync(patch, "utf8")).toMatch(
      /- {2}handover-margin-after: 30 min\n\+ {2}handover-margin-after: 15 min/,
    );
  });

  test("what could only fail after minutes, or tell nothing, is refused before anything is simulated", async () => {
    const other = join(folder, "policy");
    cpSync("policy", other, { recursive: true });
    const patterns = readFileSync("policy/patterns.yaml", "utf8");
    const one = /^telehealth:\n(?: .*\n)*/m.exec(patterns)?.[0] ?? "";
    appendFileSync(join(other, "patterns.yaml"), one.replace("telehealth", "nobodys"));
    const refused = async (...args: readonly string[]) => {
      const none = () => Promise.reject(new Error("it was simulated"));
      const wish = () => tuneWith(() => ({ run: none }), args);
      return String(await captured(wish).catch((error: unknown) => error));
    };
    expect(await refused(...small, "--plot", join(folder, "nowhere/x.svg"))).toMatch(
      /--plot .*nowhere\/x\.svg cannot be written: ENOENT/,
    );
    expect(await refused(...small, "--patch", folder)).toContain("it is a folder. Name a file.");
    expect(await refused(...small, "--tasks", join(folder, "policy"))).toContain(
      "is no key of a scenario",
    );
    mkdirSync(join(folder, "empty"));
    expect(await refused(...small, "--tasks", join(folder, "empty"))).toContain(
      "There is no scenario",
    );
    const nobodys = ["--pattern", "nobodys", "--policy", other, "--dial", "idle-lock"];
    expect(await refused(...nobodys)).toContain("has no ward of the pattern nobodys");
    expect(await refused("--pattern", "telehealth", "--dial", "walk-away-lock")).toContain(
      "the pattern telehealth has no walk-away-lock to turn",
    );
  });

  test("what some task does not pass is not proposed: the task is named, and nothing is written", async () => {
    const patch = join(folder, "none.patch");
    const { code, text } = await tune(...small, "--tasks", join(folder, "tasks"), "--patch", patch);
    expect(code).toBe(1);
    expect(text).toContain("not proposed: these tasks do not pass with it");
    expect(text).toContain("A late handover");
    expect(() => readFileSync(patch)).toThrow("ENOENT");
  });

  test.each([
    [[], "Name a pattern with --pattern. The policy's patterns are emergency, inpatient,"],
    [["--pattern", "none"], '--pattern: there is no pattern "none".'],
    [["--pattern", "inpatient", "--dial", "tail"], '"tail" is none.'],
    [["--pattern", "inpatient", "--runs", "0"], "--runs takes a whole number from 1 to 50"],
    [["--pattern", "inpatient", "--set", "x=1"], 'there is no parameter "x"'],
  ])("%j is refused in words", async (args, said) => {
    await expect(tune(...args)).rejects.toThrow(UsageError);
    await expect(tune(...args)).rejects.toThrow(said);
  });
});
