import { readFileSync } from "node:fs";
import type { Bundle } from "../../access/index.ts";
import { nodeHasher } from "../../node/index.ts";
import { parseScenarios, policyWords, runScenario, sayProblem } from "../../rehearsal/index.ts";
import { scenarioFiles } from "../rehearse/scenario-files.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The names of the tasks in a folder that do not pass against a policy.
 *
 * @throws UsageError where there is none, or one cannot be read
 */
export async function failingTasks(folder: string, bundle: Bundle): Promise<readonly string[]> {
  const words = policyWords(bundle);
  const failing: string[] = [];
  for (const file of scenarioFiles([folder])) {
    const parsed = parseScenarios(file, readFileSync(file, "utf8"), words);
    if (parsed.type !== "scenarios")
      throw new UsageError(parsed.problems.map(sayProblem).join("\n"));
    for (const scenario of parsed.scenarios) {
      const { passed, task } = await runScenario(scenario, bundle, { hasher: nodeHasher });
      if (!passed) failing.push(task);
    }
  }
  return failing;
}
