import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Bundle } from "../../src/access/index.ts";
import {
  commandDoors,
  type Doors,
  parseScenarios,
  policyWords,
  type Scenario,
  type Stage,
} from "../../src/rehearsal/index.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { byCommands, overHttp, type Told, toldBy } from "./told.ts";

/** What scenarios ask for at a place that has none of ours for it: it is asked for by AuthZEN, as by another system. */
const placeless: Readonly<Record<string, string>> = {
  "result.acknowledge, seat":
    "results are acknowledged in the electronic record, which asks for it",
  "order.place, phone":
    "orders are placed in the electronic record, which asks for it; a phone writes notes alone",
  "chart.open, console":
    "a console opens no charts: it is refused to whoever asks for it otherwise",
};

function filesIn(folder: string): ReadonlyMap<string, string> {
  const path = new URL(`../../${folder}/`, import.meta.url);
  const names = readdirSync(path).filter((name) => !name.endsWith(".json"));
  return new Map(names.map((name) => [name, readFileSync(new URL(name, path), "utf8")]));
}

/** Every task that is shipped, and what none of those does. */
const scenarios = new Map([...filesIn("scenarios"), ...filesIn("tests/rehearsal-over-http/tasks")]);
let bundle: Bundle;

beforeAll(async () => {
  bundle = await shippedBundle();
});

function casesOf(file: string): readonly Scenario[] {
  const parsed = parseScenarios(file, scenarios.get(file) ?? "", policyWords(bundle));
  if (parsed.type !== "scenarios") throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenarios;
}

describe("over HTTP, at the screens, a rehearsal comes out the same: answers, prompts and records", () => {
  const asked = new Set<string>();

  test.each([...scenarios.keys()].toSorted())("%s", async (file) => {
    for (const scenario of casesOf(file)) {
      const rehearsed = await byCommands(scenario, bundle);
      const served = await overHttp(scenario, bundle);
      for (const each of served.placeless) asked.add(each);
      expect(served.steps).toEqual(rehearsed.steps);
      expect(served.records).toEqual(rehearsed.records);
      expect(
        rehearsed.steps.flatMap(({ line, failures }) => failures.map((each) => [line, each])),
      ).toEqual([]);
      // A rehearsal in which nothing happens is the same however it is done.
      expect(rehearsed.steps.length).toBe(scenario.steps.length);
      expect(rehearsed.records.length).toBeGreaterThan(rehearsed.steps.length);
    }
  });

  test("what no screen has a place for is listed here, and nothing else", () => {
    expect([...asked].toSorted()).toEqual(Object.keys(placeless).toSorted());
  });
});

describe("a difference is found", () => {
  const file = "locks-and-grace.yaml";

  async function rehearsedWith(change: (doors: Doors) => Partial<Doors>): Promise<[Told, Told]> {
    const [scenario] = casesOf(file);
    if (scenario === undefined) throw new Error(`${file} has no scenario.`);
    const changed = await toldBy(scenario, bundle, async (stage: Stage) => {
      const doors = commandDoors(stage);
      return {
        doors: { ...doors, ...change(doors) },
        placeless: new Set(),
        close: async () => undefined,
      };
    });
    return [changed, await overHttp(scenario, bundle)];
  }

  test("in what is recorded", async () => {
    const [changed, served] = await rehearsedWith(() => ({ closeChart: async () => undefined }));
    expect(changed.records).not.toEqual(served.records);
  });

  test("in how often the PIN is asked for", async () => {
    const [changed, served] = await rehearsedWith((doors) => ({
      tap: async (seat, badge) => {
        const tapped = await doors.tap(seat, badge);
        return tapped.type === "question" ? { type: "refused", said: tapped.said } : tapped;
      },
    }));
    const prompts = ({ steps }: Told) => steps.map((step) => step.prompts);
    expect(prompts(changed)).not.toEqual(prompts(served));
  });

  test("in what is said", async () => {
    const [changed, served] = await rehearsedWith((doors) => ({
      decide: async (...asked) => {
        const decided = await doors.decide(...asked);
        return decided.type === "permit" ? { ...decided, said: ["Yes."] } : decided;
      },
    }));
    const said = ({ steps }: Told) => steps.map((step) => step.said);
    expect(said(changed)).not.toEqual(said(served));
    expect(changed.records).toEqual(served.records);
  });
});
