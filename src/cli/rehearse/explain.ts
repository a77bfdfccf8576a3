import type { Bundle } from "../../access/index.ts";
import { nodeHasher } from "../../node/index.ts";
import {
  runScenario,
  type Scenario,
  type ScenarioResult,
  writeExplanation,
  writeJson,
} from "../../rehearsal/index.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Says why the step on a line of a file got its answer, in each of the file's cases. Exit code 1 where the task does not pass.
 *
 * @throws UsageError where the tasks are of several files, or no step begins on that line
 */
export async function explain(
  line: string,
  scenarios: readonly Scenario[],
  { bundle, json }: { readonly bundle: Bundle; readonly json: boolean },
): Promise<number> {
  const files = new Set(scenarios.map(({ file }) => file));
  if (files.size !== 1) {
    throw new UsageError(`--explain goes with one file, and ${files.size} were named.`);
  }
  const steps = scenarios[0]?.steps ?? [];
  const step = steps.find((each) => String(each.line) === line);
  if (step === undefined) {
    const known = steps.map((each) => `  ${each.line}  ${each.actor}: ${each.sentence}`);
    throw new UsageError(`No step begins on line ${line}. Steps begin on\n${known.join("\n")}`);
  }
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const ports = { hasher: nodeHasher };
    results.push(await runScenario(scenario, bundle, ports, { explain: new Set([step.line]) }));
  }
  process.stdout.write(json ? writeJson(results) : writeExplanation(results));
  return results.every(({ passed }) => passed) ? 0 : 1;
}
