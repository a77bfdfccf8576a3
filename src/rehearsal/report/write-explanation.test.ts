import { beforeAll, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { runScenario } from "../run/run-scenario.ts";
import { onFourB, scenariosOf } from "../test-support.ts";
import { writeExplanation } from "./write-explanation.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const steps = `
- { at: "09:00", amy: taps in at 4B-1 }
- amy: opens the chart of p1
- { amy: opens the chart of p2, expect: refused }`;

/** What is said of the step that is this sentence. */
async function explained(sentence: string): Promise<string> {
  const [scenario] = scenariosOf("test.yaml", onFourB(steps), bundle);
  const step = scenario?.steps.find((each) => each.sentence === sentence);
  if (scenario === undefined || step === undefined) throw new Error(`nobody ${sentence}`);
  const result = await runScenario(
    scenario,
    bundle,
    { hasher: sha256 },
    { explain: new Set([step.line]) },
  );
  expect(result.steps.filter((each) => each.explained !== undefined)).toHaveLength(1);
  return writeExplanation([result]);
}

test("a permit: the policies that it rests on, with what they saw, and how long it may be relied on", async () => {
  const text = await explained("opens the chart of p1");
  expect(text).toMatch(/^ {2}permitted, with 0 prompts and 0\.02 s of identity work/m);
  expect(text).toMatch(/chart\.open is permitted, to be relied on until 09:1\d:\d\d$/m);
  expect(text).toMatch(
    /permit on-shift holds: .+ \(care\.cedar:\d+\)\n +holds: on ward {2}\(on ward is yes\)/,
  );
});

test("a denial that nothing forbids: what was said, the ways forward, and why each policy did not permit it", async () => {
  const text = await explained("opens the chart of p2");
  expect(text).toMatch(/chart\.open is denied: \S/);
  expect(text).toMatch(/ways forward: (?!none)\S/);
  expect(text).toMatch(
    /permit on-shift does not hold: .+\n +does not hold: on ward {2}\(on ward is no\)/,
  );
});

test("a step that no policy decides says so, and what it cost item by item", async () => {
  const text = await explained("taps in at 4B-1");
  expect(text).toContain(
    "with 1 prompt and 3.89 s of identity work (a badge held to the reader 1.00 s;",
  );
  expect(text).toContain("Nothing in this step is decided by a policy.");
});
