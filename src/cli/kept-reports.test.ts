import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RehearsalReport } from "../http/rehearsals-contract.ts";
import { keepReport, keptReports } from "./kept-reports.ts";
import { rehearse } from "./rehearse.ts";
import { captured } from "./test-support.ts";
import { UsageError } from "./usage-error.ts";

const task = join(import.meta.dirname, "../../scenarios/shift-handover.yaml");
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "wardkey-reports-"));
});
afterEach(() => rmSync(data, { recursive: true }));

const run = (...args: readonly string[]) => captured(() => rehearse(args, { WARDKEY_DATA: data }));

async function shown(): Promise<RehearsalReport> {
  const kept = await keptReports(data).rehearsal();
  if (kept.type !== "kept") throw new Error(kept.type);
  return kept.report;
}

test("a run is put where the console shows it: each step with its seconds, and the rules that decided with what they saw", async () => {
  expect(await keptReports(data).rehearsal()).toEqual({ type: "none" });
  expect((await run("--console", task)).code).toBe(0);
  const { policy, plot, tasks } = await shown();
  expect(policy).toMatch(/^[0-9a-f]{64}$/);
  expect(
    tasks.map(({ id, passed, patterns, residual }) => [id, passed, patterns, residual]),
  ).toEqual([["shift-handover-night-handover-on-4b", true, ["inpatient"], 30 * 60_000]]);
  const steps = tasks[0]?.steps ?? [];
  const opens = steps.find(({ sentence }) => sentence === "opens the chart of p1");
  expect(opens).toMatchObject({ actor: "ben", outcome: "permit", friction: 20 });
  expect(opens?.decisions).toMatchObject([
    { action: "chart.open", outcome: "permit", rules: [{ id: "on-shift", outcome: "holds" }] },
  ]);
  expect(opens?.decisions[0]?.rules[0]?.conditions[0]?.saw.join()).toContain("on ward is yes");
  const late = steps.find(({ outcome }) => outcome === "refused");
  expect([late?.outcome, late?.said.join(" ")]).toEqual([
    "refused",
    expect.stringContaining("off duty"),
  ]);
  expect(plot).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img".*<title>.*inpatient/s,
  );
});

test("the file is its owner's, whole at any time, and takes the place of the one before", async () => {
  const reports = keptReports(data);
  await run("--console", task);
  const first = await reports.rehearsal();
  expect(await reports.rehearsal()).toBe(first);
  expect(readdirSync(data)).toEqual(["rehearsal.json"]);
  expect(statSync(join(data, "rehearsal.json")).mode & 0o777).toBe(0o600);
  await run("--console", task, join(task, "../theatre.yaml"));
  const second = await reports.rehearsal();
  expect(second.type === "kept" && second.report.tasks.length).toBeGreaterThan(1);
});

test.each([
  "",
  "{",
  "null",
  '{"wardkey":"observed","form":1,"report":{}}',
  '{"wardkey":"rehearsal","form":2,"report":{}}',
])("a file that is none of ours is said to be damaged: %s", async (text) => {
  writeFileSync(join(data, "rehearsal.json"), text);
  expect(await keptReports(data).rehearsal()).toEqual({ type: "damaged" });
});

test("without a data directory it is said; with what has no results or two, it is refused", async () => {
  const wrong = (...args: readonly string[]) =>
    captured(() => rehearse(args, { WARDKEY_DATA: join(data, "none") })).catch(
      (error: unknown) => error,
    );
  const failure = await wrong("--console", task);
  expect(failure).toBeInstanceOf(UsageError);
  expect((failure as UsageError).message).toContain("there is no data directory");
  for (const more of [["--mutate"], ["--schema"], ["--explain", "12"], ["--against", "policy"]]) {
    expect(await wrong("--console", ...more, task)).toBeInstanceOf(UsageError);
  }
  expect(() => keepReport(task, "observed", {} as never)).toThrow("no data directory");
  expect(readFileSync(task, "utf8")).toContain("Night handover");
});
