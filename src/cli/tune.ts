import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadBundle } from "../access/index.ts";
import { generateHospital, hospitalSizes } from "../hospital/index.ts";
import { nodeHasher } from "../node/index.ts";
import {
  dials,
  type PolicyFiles,
  patternsFile,
  proposeChange,
  type SimulationPlan,
  type Tuning,
  todaysSetting,
  tunePattern,
  withSetting,
  writeTuning,
  writeTuningJson,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { firstDay, mostDays, readSimulation } from "./read-simulation.ts";
import { refuseUnwritable } from "./refuse-unwritable.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { policyFolder } from "./serve/policy.ts";
import { failingTasks } from "./tune/failing-tasks.ts";
import { plotFrontier } from "./tune/plot-frontier.ts";
import { createRunner } from "./tune/run-side-by-side.ts";
import { UsageError } from "./usage-error.ts";

const tasksFolder = join(import.meta.dirname, "../../scenarios");
const mostRuns = 50;

const usage = `Usage: wardkey tune --pattern <name> [options]

Simulates the settings next to a pattern's own, one step stricter and looser each, and says what each costs people and leaves
open: those that no other dominates, today's, and the one to recommend, if it stays better whatever is assumed. Proposes the
change of patterns.yaml where every task passes with it. Nothing is changed by it: a person applies the proposal or does not.

  --pattern <name>     which pattern of the policy
  --dial <name>        ${Object.keys(dials).join(", ")}; may be said several times; all when left out
  --policy <folder>    the policy; the one that is shipped when left out
  --tasks <folder>     the tasks that the proposal has to pass; those that are shipped when left out
  --patch <file>       writes the proposal there
  --plot <file>        writes a picture of it there, as SVG
  --runs <n>           simulations of each setting, each with a seed of its own, 1 to ${mostRuns}; 2 when left out
  --seed <text>        other seeds; "wardkey" when left out
  --size <name>        ${Object.keys(hospitalSizes).join(", ")}; demonstration when left out
  --days <n>           how long each, 1 to ${mostDays}; 1 when left out
  --from <date>        the first day; ${firstDay} when left out
  --set <name>=<n>     a parameter of people (see wardkey simulate --parameters); may be said several times
  --json               machine-readable

Exit code: 0 done, 1 a setting is recommended that some task does not pass, 2 something was asked for wrongly.`;

/** `wardkey tune` */
export const tune: RunCommand = (args) => tuneWith(createRunner, args);

/** The same, with simulations run as `runnerFor` runs them. */
export async function tuneWith(
  runnerFor: typeof createRunner,
  args: readonly string[],
): Promise<number> {
  const { values } = readArguments(usage, {
    args: [...args],
    options: {
      pattern: { type: "string" },
      dial: { type: "string", multiple: true, default: [] },
      policy: { type: "string" },
      tasks: { type: "string" },
      patch: { type: "string" },
      plot: { type: "string" },
      runs: { type: "string", default: "2" },
      seed: { type: "string", default: "wardkey" },
      size: { type: "string", default: "demonstration" },
      days: { type: "string", default: "1" },
      from: { type: "string", default: firstDay },
      set: { type: "string", multiple: true, default: [] },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const simulation = readSimulation(values);
  const runs = readRuns(values.runs);
  const turned = readDials(values.dial);
  const policy = await loadPolicy(values.policy ?? policyFolder);
  if (policy.type === "refused") return policy.code;
  const { files, patterns } = policy.bundle;
  const pattern = readPattern(values.pattern, [...patterns.keys()]);
  refuseVain({ files, pattern, turned }, { ...simulation, seed: values.seed });
  refuseUnwritable("--plot", values.plot);
  refuseUnwritable("--patch", values.patch);
  const tasks = values.tasks ?? tasksFolder;
  // Before the simulations, which take minutes: tasks that cannot be read are said at once.
  const already = await failingTasks(tasks, policy.bundle);
  const seeds = Array.from({ length: runs }, (_, run) => `${values.seed}|${run}`);
  const { run } = runnerFor(values.json === true);
  const plan = { policy: files, pattern, dials: turned, simulation, seeds };
  const tuning = await tunePattern(plan, run);
  if (values.plot !== undefined) writeFileSync(values.plot, plotFrontier(tuning));
  const proposal = await proposalOf(files, tuning, { tasks, already });
  process.stdout.write(
    values.json ? writeTuningJson({ ...tuning, ...proposal }) : writeTuning(tuning) + say(proposal),
  );
  if (proposal === undefined) return 0;
  if (proposal.failing.length > 0) return 1;
  if (values.patch !== undefined) writeFileSync(values.patch, proposal.change);
  return 0;
}

/** A change that is proposed, and the tasks that do not pass with it: with any of them it is none. */
interface Proposal {
  readonly change: string;
  readonly failing: readonly string[];
  /** Of these, those that do not pass as things are either. */
  readonly already: readonly string[];
}

async function proposalOf(
  files: PolicyFiles,
  { pattern, recommended }: Tuning,
  { already, tasks }: { readonly already: readonly string[]; readonly tasks: string },
): Promise<Proposal | undefined> {
  if (recommended === undefined) return undefined;
  const changed = withSetting(files, pattern, recommended);
  const change = proposeChange(files, changed, patternsFile);
  const loaded = await loadBundle({ hasher: nodeHasher }, changed);
  if (loaded.type === "refused") throw new Error("the recommended policy cannot be loaded");
  const failing = await failingTasks(tasks, loaded.bundle);
  return { change, failing, already: failing.filter((name) => already.includes(name)) };
}

function say(proposal: Proposal | undefined): string {
  if (proposal === undefined) return "";
  const { already, change, failing } = proposal;
  if (failing.length === 0) return `\nproposed, and every task passes with it:\n\n${change}`;
  const names = failing
    .map((name) => `  ${name}${already.includes(name) ? " (nor without it)" : ""}\n`)
    .join("");
  return `\nnot proposed: these tasks do not pass with it, and say why when they are run against it\n${names}`;
}

function readPattern(name: string | undefined, known: readonly string[]): string {
  if (name !== undefined && known.includes(name)) return name;
  const those = `The policy's patterns are ${known.toSorted().join(", ")}.`;
  if (name === undefined) throw new UsageError(`Name a pattern with --pattern. ${those}`);
  throw new UsageError(`--pattern: there is no pattern "${name}". ${those}`);
}

/**
 * Refuses to simulate what can tell nothing: a dial that the pattern does not have, and a pattern under which nobody works.
 *
 * @throws UsageError
 */
function refuseVain(
  {
    files,
    pattern,
    turned,
  }: { readonly files: PolicyFiles; readonly pattern: string; readonly turned: readonly string[] },
  { from, seed, size }: Pick<SimulationPlan, "from" | "seed" | "size">,
): void {
  if (Object.keys(todaysSetting(files, pattern, turned)).length === 0) {
    throw new UsageError(
      `--dial: the pattern ${pattern} has no ${turned.join(", ")} to turn: patterns.yaml does not state it.`,
    );
  }
  const { wards } = generateHospital({ seed, now: from, size });
  if (wards.some((ward) => ward.pattern === pattern)) return;
  const those = [...new Set(wards.map((ward) => ward.pattern))].toSorted().join(", ");
  throw new UsageError(
    `--pattern: the synthetic hospital has no ward of the pattern ${pattern}, so that a simulation tells nothing of it. It has wards of ${those}.`,
  );
}

function readDials(names: readonly string[]): readonly string[] {
  const known = Object.keys(dials);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--dial takes ${known.join(", ")}; "${unknown}" is none.`);
  }
  return names.length === 0 ? known : [...new Set(names)];
}

function readRuns(text: string): number {
  const runs = Number(text);
  if (/^\d+$/.test(text) && runs >= 1 && runs <= mostRuns) return runs;
  throw new UsageError(`--runs takes a whole number from 1 to ${mostRuns}; "${text}" is none.`);
}
