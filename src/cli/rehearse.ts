import { globSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { type Bundle, loadBundle } from "../access/index.ts";
import { nodeHasher } from "../node/index.ts";
import {
  type Problem,
  parseScenario,
  runScenario,
  type Scenario,
  type ScenarioResult,
  sayProblem,
  writeJson,
  writeTable,
  writeVocabulary,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { progressBar } from "./progress.ts";
import { PolicyRefusedError, policyFolder, readPolicyFiles } from "./serve/policy.ts";

const usage = `Usage: wardkey rehearse [--policy <folder>] [--json] <files or folders>

Runs clinical tasks against the policy, on a virtual clock: the product itself, with people and time simulated.
Says for each step whether it came out as the file says, and for each task what it costs in seconds of identity
work, how many dead ends there were, how long access outlived its reason, and what was done under somebody else's
name. The same files give the same bytes on every run.

  --policy <folder>  the policy to rehearse; the one that is shipped when left out
  --json             machine-readable
  --words            everything that a step can say, and what it means and costs

Exit code: 0 all passed, 1 a step or a budget failed, 2 a file was refused (nothing is run then).`;

/** What was asked for cannot be run; the message says why. */
class WrongCall extends Error {}

/** `wardkey rehearse` */
export const rehearse: RunCommand = async (args) => {
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error;
    console.error(`wardkey rehearse: ${error.message}`);
    return 2;
  }
};

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      policy: { type: "string" },
      json: { type: "boolean" },
      words: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help || values.words) {
    console.log(values.help ? usage : writeVocabulary());
    return 0;
  }
  const files = scenarioFiles(positionals);
  const bundle = await loadPolicy(values.policy ?? policyFolder);
  const { scenarios, problems } = readScenarios(files, bundle);
  if (problems.length > 0) {
    for (const problem of problems) console.error(sayProblem(problem));
    return 2;
  }
  const results = await runAll(scenarios, bundle, values.json === true);
  process.stdout.write(values.json ? writeJson(results) : writeTable(results));
  return results.every(({ passed }) => passed) ? 0 : 1;
}

/** The scenario files that are named, and those of the folders that are, in order and each once. */
function scenarioFiles(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw new WrongCall(`Name the files or folders to run.\n\n${usage}`);
  const files = paths.flatMap((path) => {
    if (!isFolder(path)) return [path];
    const found = globSync("**/*.{yaml,yml}", { cwd: path }).sort();
    if (found.length === 0) throw new WrongCall(`There is no scenario (*.yaml) in ${path}.`);
    return found.map((file) => join(path, file));
  });
  return [...new Set(files)];
}

function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new WrongCall(`There is no file or folder ${path}.`);
  return stats.isDirectory();
}

async function loadPolicy(folder: string): Promise<Bundle> {
  if (!isFolder(folder)) throw new WrongCall(`${folder} is no folder. Name a policy's folder.`);
  const loaded = await loadBundle({ hasher: nodeHasher }, readPolicyFiles(folder));
  if (loaded.type === "loaded") return loaded.bundle;
  const where = (file: string) => relative(".", join(folder, file));
  throw new PolicyRefusedError(
    loaded.problems.map(({ file, line, message }) => `  ${where(file)}:${line}: ${message}`),
  );
}

function readScenarios(
  files: readonly string[],
  bundle: Bundle,
): { readonly scenarios: readonly Scenario[]; readonly problems: readonly Problem[] } {
  const words = { roles: [...bundle.roles.keys()], patterns: [...bundle.patterns.keys()] };
  const scenarios: Scenario[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const parsed = parseScenario(file, readFileSync(file, "utf8"), words);
    if (parsed.type === "scenario") scenarios.push(parsed.scenario);
    else problems.push(...parsed.problems);
  }
  return { scenarios, problems };
}

async function runAll(
  scenarios: readonly Scenario[],
  bundle: Bundle,
  quiet: boolean,
): Promise<readonly ScenarioResult[]> {
  const bar = progressBar("rehearsing", quiet || scenarios.length < 2);
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    bar.update(results.length, scenarios.length);
    results.push(await runScenario(scenario, bundle, { hasher: nodeHasher }));
  }
  bar.stop();
  return results;
}
