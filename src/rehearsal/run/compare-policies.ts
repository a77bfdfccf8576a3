import type { Bundle } from "../../access/index.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ScenarioResult, StepResult } from "./result.ts";
import { runScenario } from "./run-scenario.ts";
import type { StagePorts } from "./stage.ts";

/** One and the other policy's. */
export interface Pair<T> {
  readonly before: T;
  readonly now: T;
}

/** What came of a task under two policies. */
export interface Compared extends Pair<ScenarioResult> {
  /** The steps that came out otherwise, explained. */
  readonly steps: readonly Pair<StepResult>[];
}

/**
 * Runs a task under two policies. The scenario is the same file read with each policy's words.
 *
 * @throws RehearsalError when the product does not take in what the scenario gives
 */
export async function comparePolicies(
  scenario: Pair<Scenario>,
  bundle: Pair<Bundle>,
  ports: StagePorts,
): Promise<Compared> {
  const run = async (explain: ReadonlySet<number>): Promise<Pair<ScenarioResult>> => ({
    before: await runScenario(scenario.before, bundle.before, ports, { explain }),
    now: await runScenario(scenario.now, bundle.now, ports, { explain }),
  });
  const results = await run(new Set());
  const lines = new Set(differing(results).map(({ now }) => now.line));
  // Explaining every step of every task would cost more than running the few again that differ.
  const steps = lines.size === 0 ? [] : differing(await run(lines));
  return { ...results, steps };
}

function differing({ before, now }: Pair<ScenarioResult>): readonly Pair<StepResult>[] {
  return now.steps.flatMap((step, index) => {
    const other = before.steps[index];
    return other === undefined || cameOut(other) === cameOut(step)
      ? []
      : [{ before: other, now: step }];
  });
}

/** What of a step counts as a difference: not when it began, which the steps before it move. */
function cameOut(step: StepResult): string {
  const { outcome, said, prompts, friction, by, unattributed, deadEnd, failures } = step;
  return JSON.stringify([outcome, said, prompts, friction, by, unattributed, deadEnd, failures]);
}
