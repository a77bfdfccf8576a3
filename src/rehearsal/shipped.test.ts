import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { writeJson } from "./report/write-json.ts";
import { writeTable } from "./report/write-table.ts";
import { writeVocabulary } from "./report/write-vocabulary.ts";
import type { ScenarioResult } from "./run/result.ts";
import { runScenario } from "./run/run-scenario.ts";
import { scenariosOf } from "./test-support.ts";
import { matchForm, wordsOf } from "./vocabulary/match-sentence.ts";
import { actorTypes } from "./vocabulary/sentence.ts";
import { vocabulary } from "./vocabulary/vocabulary.ts";

const policy = shippedFiles();
const scenarios = shippedFiles("scenarios");
let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundleOf(policy);
});

const casesOf = (file: string) => scenariosOf(file, scenarios[file] ?? "", bundle);

async function runFile(file: string, against = bundle): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const scenario of casesOf(file)) {
    results.push(await runScenario(scenario, against, { hasher: sha256 }));
  }
  return results;
}

describe("every shipped scenario passes against the shipped policy", () => {
  test.each(Object.keys(scenarios))("%s", async (file) => {
    for (const { task, steps, overBudget, passed } of await runFile(file)) {
      const failures = steps.flatMap(({ line, failures: each }) => each.map((it) => [line, it]));
      expect([task, failures, overBudget]).toEqual([task, [], []]);
      expect(passed).toBe(true);
    }
  });
});

test("the same scenario gives the same bytes on every run", async () => {
  const write = async () => {
    const results = [
      ...(await runFile("shift-handover.yaml")),
      ...(await runFile("open-seat.yaml")),
    ];
    return writeTable(results) + writeJson(results);
  };
  const first = await write();
  expect(await write()).toBe(first);
});

describe("a policy that is not the shipped one is noticed", () => {
  const without = (file: string, id: string) => {
    const text = policy[file] ?? "";
    const changed = text.replace(new RegExp(`@id\\("${id}"\\)[\\s\\S]*?;\\n`), "");
    expect(changed).not.toBe(text);
    return { ...policy, [file]: changed };
  };
  const withoutLifted = (named: string, id: string) => ({
    ...without("sensitive.cedar", id),
    "break-glass.yaml": (policy["break-glass.yaml"] ?? "").replace(named, ""),
  });
  const inPattern = (pattern: string, from: string, to: string) => {
    const text = policy["patterns.yaml"] ?? "";
    const start = text.indexOf(`\n${pattern}:`);
    const changed = text.slice(0, start) + text.slice(start).replace(`  ${from}\n`, `  ${to}\n`);
    expect(changed).not.toBe(text);
    return { ...policy, "patterns.yaml": changed };
  };

  const inRosters = (from: string, to: string) => {
    const text = policy["rosters.yaml"] ?? "";
    const changed = text.replace(`\n${from}\n`, `\n${to}\n`);
    expect(changed).not.toBe(text);
    return { ...policy, "rosters.yaml": changed };
  };

  test.each([
    [
      "a margin doubled",
      "shift-handover.yaml",
      () =>
        inPattern("inpatient", "handover-margin-after: 30 min", "handover-margin-after: 60 min"),
    ],
    [
      "a margin halved",
      "shift-handover.yaml",
      () =>
        inPattern("inpatient", "handover-margin-before: 30 min", "handover-margin-before: 15 min"),
    ],
    [
      "grace doubled",
      "locks-and-grace.yaml",
      () => inPattern("inpatient", "grace: 4 h", "grace: 8 h"),
    ],
    [
      "idle lock doubled",
      "locks-and-grace.yaml",
      () => inPattern("inpatient", "idle-lock: 2 min", "idle-lock: 4 min"),
    ],
    [
      "walk-away lock doubled",
      "open-seat.yaml",
      () => inPattern("inpatient", "walk-away-lock: 10 s", "walk-away-lock: 20 s"),
    ],
    [
      "walk-away lock halved",
      "walking-away.yaml",
      () => inPattern("inpatient", "walk-away-lock: 10 s", "walk-away-lock: 5 s"),
    ],
    [
      "a tail doubled",
      "transfer-closes-access.yaml",
      () => inPattern("inpatient", "tail: 2 h", "tail: 4 h"),
    ],
    [
      "a feed's limit doubled",
      "adt-silent.yaml",
      () => inPattern("inpatient", "adt-stale-after: 15 min", "adt-stale-after: 30 min"),
    ],
    ["care-team gone", "transfer-closes-access.yaml", () => without("care.cedar", "care-team")],
    ["finishing gone", "transfer-closes-access.yaml", () => without("care.cedar", "finishing")],
    [
      "after-discharge gone",
      "after-discharge.yaml",
      () => without("care.cedar", "after-discharge"),
    ],
    ["pathway gone", "care-pathway.yaml", () => without("care.cedar", "pathway")],
    ["expected gone", "telehealth-clinic.yaml", () => without("care.cedar", "expected")],
    [
      "a lead doubled",
      "telehealth-clinic.yaml",
      () => inPattern("telehealth", "contact-lead: 1 h", "contact-lead: 2 h"),
    ],
    ["patient-search gone", "least-privilege.yaml", () => without("care.cedar", "patient-search")],
    ["on-call gone", "doctor-on-call-phone.yaml", () => without("care.cedar", "on-call")],
    [
      "locum-not-booked gone",
      "locum-first-and-last-day.yaml",
      () => without("gates.cedar", "locum-not-booked"),
    ],
    ["not-in-role gone", "least-privilege.yaml", () => without("gates.cedar", "not-in-role")],
    [
      "unmanaged-device gone",
      "doctor-on-call-phone.yaml",
      () => without("gates.cedar", "unmanaged-device"),
    ],
    [
      "off-site gone",
      "phone-on-and-off-site.yaml",
      () => ({
        ...without("gates.cedar", "off-site"),
        "break-glass.yaml": (policy["break-glass.yaml"] ?? "").replace("off-site, ", ""),
      }),
    ],
    ["own-chart gone", "staff-as-patient.yaml", () => without("sensitive.cedar", "own-chart")],
    [
      "colleague-as-patient gone",
      "staff-as-patient.yaml",
      () => withoutLifted("colleague-as-patient, ", "colleague-as-patient"),
    ],
    ["vip gone", "sealed-chart.yaml", () => withoutLifted("vip, ", "vip")],
    [
      "sealed-chart gone",
      "sealed-chart.yaml",
      () => withoutLifted(", sealed-chart", "sealed-chart"),
    ],
    [
      "registers-arrivals gone",
      "unknown-patient.yaml",
      () => without("wards.cedar", "registers-arrivals"),
    ],
    [
      "not-sure-enough gone",
      "locks-and-grace.yaml",
      () => without("gates.cedar", "not-sure-enough"),
    ],
    ["relief gone", "relief-has-not-come.yaml", () => without("care.cedar", "relief")],
    ["own-draft gone", "late-handover.yaml", () => without("care.cedar", "own-draft")],
    ["not-confirmed gone", "rota-not-updated.yaml", () => without("gates.cedar", "not-confirmed")],
    [
      "started-in-vain gone",
      "rota-not-updated.yaml",
      () => without("gates.cedar", "started-in-vain"),
    ],
    [
      "starts-a-shift gone",
      "rota-not-updated.yaml",
      () => without("wards.cedar", "starts-a-shift"),
    ],
    ["swaps-shifts gone", "swap.yaml", () => without("wards.cedar", "swaps-shifts")],
    ["stays-on gone", "relief-has-not-come.yaml", () => without("wards.cedar", "stays-on")],
    [
      "an unconfirmed shift halved",
      "rota-not-updated.yaml",
      () => inRosters("unconfirmed: 30 min", "unconfirmed: 15 min"),
    ],
    [
      "an hour for want of relief halved",
      "relief-has-not-come.yaml",
      () => inRosters("relief: 60 min", "relief: 30 min"),
    ],
    [
      "the time for drafts cut",
      "late-handover.yaml",
      () => inRosters("drafts: 2 h", "drafts: 20 min"),
    ],
  ])("%s, by %s", async (_what, file, change) => {
    const other = await bundleOf(change());
    expect((await runFile(file, other)).every(({ passed }) => passed)).toBe(false);
  });
});

describe("the vocabulary", () => {
  test("every sentence is said in some shipped scenario", () => {
    const said = new Set<unknown>();
    for (const { steps } of Object.keys(scenarios).flatMap(casesOf)) {
      for (const { sentence } of steps) {
        for (const actor of actorTypes) {
          said.add(matchForm(actor, wordsOf(sentence))?.sentence);
        }
      }
    }
    expect(vocabulary.filter((sentence) => !said.has(sentence)).map(({ form }) => form)).toEqual(
      [],
    );
  });

  test("the guide lists it as it is", () => {
    const guide = readFileSync(new URL("../../docs/guide/rehearsals.md", import.meta.url), "utf8");
    expect(guide).toContain(writeVocabulary());
  });
});

test("every action that a sentence asks for is one of the policy's", () => {
  const asked = vocabulary.flatMap(({ act }) => {
    const done = act({});
    return done.type === "ask" ? [done.action] : [];
  });
  expect(asked.filter((action) => !bundle.actions.has(action))).toEqual([]);
});
