import { readFileSync } from "node:fs";
import type { Bundle } from "../access/index.ts";
import { nodeHasher } from "../node/index.ts";
import {
  judgeRun,
  type Problem,
  parseScenarios,
  policyWords,
  type RunBudget,
  runScenario,
  type Scenario,
  type ScenarioResult,
  sayProblem,
  writeJson,
  writeSchema,
  writeTable,
  writeVocabulary,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { refuseUnwritable } from "./refuse-unwritable.ts";
import { type ComparisonWish, runBoth, sayComparison } from "./rehearse/against.ts";
import { explain } from "./rehearse/explain.ts";
import { loadBudget } from "./rehearse/load-budget.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { mutate, readMutation } from "./rehearse/mutate.ts";
import type { OtherResults } from "./rehearse/read-results.ts";
import {
  type Reports,
  refuseWithoutRun,
  refuseWithReplay,
  writeReports,
} from "./rehearse/reports.ts";
import { scenarioFiles } from "./rehearse/scenario-files.ts";
import { runOnChange } from "./rehearse/watch.ts";
import { policyFolder } from "./serve/policy.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey rehearse [--policy <folder>] [--json] <files or folders>

Runs clinical tasks against the policy, on a virtual clock: the product itself, with people and time simulated.
Says for each step whether it came out as the file says, and for each task what it costs in seconds of identity
work, how many dead ends there were, how long access outlived its reason, and what was done under somebody else's
name. The same files give the same bytes on every run.

  --policy <folder>  the policy to rehearse; the one that is shipped when left out
  --json             machine-readable
  --words            everything that a step can say, and what it means and costs
  --junit <file>     the results as JUnit XML too, for continuous integration
  --html <file>      the results as a page with plots too, that needs nothing else
  --console          the results where the installation's console shows them too (WARDKEY_DATA), each step with what it rests on
  --simulated <file> with --html or --console: draws what "wardkey simulate --json" wrote there, exposure over the day
  --tuned <file>     with --html or --console: draws what "wardkey tune --json" wrote there, a pattern's settings; for several patterns
                     said several times
  --budget <file>    bounds on the figures: "each: { dead-ends: 0 }" of every task, "all: { friction: 10m }" of all together
  --against <folder> runs the tasks under this folder's policy too, and says what differs: figures, tasks, steps, names of rules
  --replay <from>/<to>  with --against: instead of tasks, decides the requests that this installation's log recorded between two
                     moments again under that folder's policy, and says what would change; it only reads the log
  --markdown         with --against: as a comment for a merge request
  --explain <line>   why the step on this line of the one file got its answer: policies, conditions and the values they saw
  --schema           the JSON Schema of task files, with the policy's roles, patterns and actions, for editors
  --watch            runs again whenever a task or the policy changes, until it is interrupted
  --mutate           takes each policy and condition out in turn, changes each parameter, and says which of it no task notices
  --of <file>        with --mutate: only what stands in this file of the policy, such as gates.cedar
  --least <percent>  with --mutate: exit code 1 when a smaller share is noticed

Exit code: 0 all passed (--replay: no answer would change), 1 a step failed or a budget was exceeded (--replay: some would, or
nothing was decided again), 2 a wrong call, or a file or the policy was refused, or the log cannot be read (then nothing is run).`;

const options = {
  policy: { type: "string" },
  json: { type: "boolean" },
  words: { type: "boolean" },
  schema: { type: "boolean" },
  explain: { type: "string" },
  junit: { type: "string" },
  html: { type: "string" },
  console: { type: "boolean" },
  simulated: { type: "string" },
  tuned: { type: "string", multiple: true },
  budget: { type: "string" },
  against: { type: "string" },
  markdown: { type: "boolean" },
  replay: { type: "string" },
  mutate: { type: "boolean" },
  watch: { type: "boolean" },
  of: { type: "string" },
  least: { type: "string" },
  help: { type: "boolean" },
} as const;

/** `wardkey rehearse` */
export const rehearse: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options,
  });
  if (values.help || values.words) {
    console.log(values.help ? usage : writeVocabulary());
    return 0;
  }
  if (values.replay !== undefined) {
    refuseWithReplay(values, positionals);
    const { against, json = false } = values;
    // What opens an installation is loaded for this alone.
    const { replayPeriod } = await import("./rehearse/replay.ts");
    return replayPeriod(values.replay, { against, json }, environment);
  }
  if (values.watch) return watchAndRun(args, positionals, { policy: values.policy, environment });
  const mutation = readMutation(values);
  refuseWithoutRun(values);
  refuseUnwritable("--junit", values.junit);
  refuseUnwritable("--html", values.html);
  const budget = loadBudget(values.budget);
  if (budget === undefined) return 2;
  const others = await otherResults(values);
  const files = values.schema ? [] : namedFiles(positionals);
  const { policy: folder = policyFolder, junit, html, markdown = false, json = false } = values;
  const ending = { junit, html, budget, others };
  if (values.schema || values.explain !== undefined || values.against !== undefined) {
    const policy = await loadPolicy(folder);
    if (policy.type === "refused") return policy.code;
    const { bundle } = policy;
    if (values.schema) {
      process.stdout.write(writeSchema(policyWords(bundle)));
      return 0;
    }
    const { scenarios, problems } = readScenarios(files, bundle);
    if (problems.length > 0) return refuse(problems);
    if (values.explain !== undefined) return explain(values.explain, scenarios, { bundle, json });
    const read = { files, scenarios, bundle };
    return compare(values.against ?? "", read, { json, markdown }, ending);
  }
  const run = await readAndRun(files, folder, { json, explained: values.console === true });
  if (typeof run === "number") return run;
  const { results, bundle } = run;
  if (values.console) {
    // What draws is loaded for this alone.
    const { putOnConsole } = await import("./rehearse/rehearsal-report.ts");
    putOnConsole(results, bundle, others, environment);
  }
  if (mutation !== undefined) {
    if (results.every(({ passed }) => passed)) {
      return mutate(files, bundle, { ...mutation, json });
    }
    console.error(failsAlready);
  }
  return conclude(json ? writeJson(results) : writeTable(results), results, ending);
};

/** What checks such files is loaded where there are any. */
async function otherResults({
  simulated,
  tuned = [],
}: {
  readonly simulated?: string | undefined;
  readonly tuned?: readonly string[] | undefined;
}): Promise<OtherResults> {
  if (simulated === undefined && tuned.length === 0) return { simulated, tuned: [] };
  const { readResults } = await import("./rehearse/read-results.ts");
  return readResults({ simulated, tuned });
}

/** Runs the tasks of files against a folder's policy; a number is the exit code where either was refused. */
async function readAndRun(
  files: readonly string[],
  folder: string,
  { json, explained }: { readonly json: boolean; readonly explained: boolean },
): Promise<{ readonly results: readonly ScenarioResult[]; readonly bundle: Bundle } | number> {
  const begun = performance.now();
  const policy = await loadPolicy(folder);
  if (policy.type === "refused") return policy.code;
  const { bundle } = policy;
  const { scenarios, problems } = readScenarios(files, bundle);
  if (problems.length > 0) return refuse(problems);
  const read = performance.now();
  const results = await runAll(scenarios, bundle, { quiet: json, explained });
  // Beside the results, which are the same bytes on every run.
  if (!json) console.error(sayTimes(read - begun, performance.now() - read));
  return { results, bundle };
}

function sayTimes(...times: readonly [read: number, run: number]): string {
  const [read, run] = times.map((time) => `${(time / 1_000).toFixed(2)} s`);
  return `Ran in ${run}, after ${read} for reading the policy and the tasks.`;
}

/** Runs the same arguments again on every change of the tasks or the policy, until it is interrupted. */
async function watchAndRun(
  args: readonly string[],
  paths: readonly string[],
  {
    policy = policyFolder,
    environment,
  }: {
    readonly policy: string | undefined;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Promise<number> {
  if (paths.length === 0) throw nothingNamed();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  const again = args.filter((arg) => arg !== "--watch");
  try {
    return await runOnChange([...paths, policy], () => rehearse(again, environment), stop.signal);
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}

/** What follows on a run: what is written beside its own output, and what bounds it. */
interface Conclusion extends Reports {
  readonly budget: RunBudget;
}

/** Runs the tasks under the other folder's policy too, and prints what differs. The exit code is that of the first. */
async function compare(
  folder: string,
  read: {
    readonly files: readonly string[];
    readonly scenarios: readonly Scenario[];
    readonly bundle: Bundle;
  },
  wish: ComparisonWish,
  ending: Conclusion,
): Promise<number> {
  const other = await loadPolicy(folder);
  if (other.type === "refused") return other.code;
  const before = readScenarios(read.files, other.bundle);
  if (before.problems.length > 0) {
    console.error(`Under the policy in ${folder} the tasks cannot be read:`);
    return refuse(before.problems);
  }
  const compared = await runBoth(
    { before: before.scenarios, now: read.scenarios },
    { before: other.bundle, now: read.bundle },
    wish.json || wish.markdown,
  );
  const results = compared.map(({ now }) => now);
  return conclude(sayComparison(compared, wish), results, ending);
}

/** Prints a run's output, and answers its exit code. */
async function conclude(
  output: string,
  results: readonly ScenarioResult[],
  { budget, ...reports }: Conclusion,
): Promise<number> {
  process.stdout.write(output);
  await writeReports(reports, results);
  const over = judgeRun(budget, results);
  for (const each of over) console.error(`over the budget: ${each}`);
  return over.length === 0 && results.every(({ passed }) => passed) ? 0 : 1;
}

const failsAlready =
  "Nothing was mutated: a task must pass as things are, before it can notice a change.";

function namedFiles(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw nothingNamed();
  return scenarioFiles(paths);
}

function nothingNamed(): UsageError {
  return new UsageError(`Name the files or folders to run.\n\n${usage}`);
}

function refuse(problems: readonly Problem[]): number {
  for (const problem of problems) console.error(sayProblem(problem));
  return 2;
}

function readScenarios(
  files: readonly string[],
  bundle: Bundle,
): { readonly scenarios: readonly Scenario[]; readonly problems: readonly Problem[] } {
  const words = policyWords(bundle);
  const scenarios: Scenario[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const parsed = parseScenarios(file, readFileSync(file, "utf8"), words);
    if (parsed.type === "scenarios") scenarios.push(...parsed.scenarios);
    else problems.push(...parsed.problems);
  }
  return { scenarios, problems };
}

async function runAll(
  scenarios: readonly Scenario[],
  bundle: Bundle,
  { quiet, explained }: { readonly quiet: boolean; readonly explained: boolean },
): Promise<readonly ScenarioResult[]> {
  const bar = progressBar("rehearsing", quiet || scenarios.length < 2);
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    bar.update(results.length, scenarios.length);
    const lines = explained ? scenario.steps.map(({ line }) => line) : [];
    const wish = { explain: new Set(lines) };
    results.push(await runScenario(scenario, bundle, { hasher: nodeHasher }, wish));
  }
  bar.stop();
  return results;
}
