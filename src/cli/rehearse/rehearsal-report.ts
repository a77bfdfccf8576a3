import type { Bundle } from "../../access/index.ts";
import type {
  RehearsalReport,
  RehearsedDecision,
  RehearsedStep,
  RehearsedTask,
} from "../../http/rehearsals-contract.ts";
import { machineClock } from "../../node/index.ts";
import type { ScenarioResult } from "../../rehearsal/index.ts";
import { keepReport } from "../kept-reports.ts";
import { readSettings } from "../settings.ts";
import { drawResults } from "./draw-results.ts";
import { plotTasks } from "./plot-tasks.ts";
import type { OtherResults } from "./read-results.ts";

type StepResult = ScenarioResult["steps"][number];
type Explained = NonNullable<StepResult["explained"]>[number];

/**
 * Puts a run where the console of the installation that the environment names shows it.
 *
 * @throws UsageError; SettingsError
 */
export function putOnConsole(
  results: readonly ScenarioResult[],
  bundle: Bundle,
  others: OtherResults,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const { data } = readSettings(environment);
  const drawings = drawResults(others);
  const made = { at: machineClock.now(), policy: bundle.hash, drawings };
  keepReport(data, "rehearsal", rehearsalReport(results, made));
}

/** What the console shows of a run: every step with what it cost, and what each decision in it rests on. */
function rehearsalReport(
  results: readonly ScenarioResult[],
  made: Pick<RehearsalReport, "at" | "policy" | "drawings">,
): RehearsalReport {
  const taken = new Set<string>();
  const tasks = results.map((result) => taskOf(result, idOf(result, taken)));
  return { ...made, tasks, plot: plotTasks(results) };
}

/** Letters and digits of file and task, for an address: the same on every run; of those that are alike, each has a number. */
function idOf({ file, task }: ScenarioResult, taken: Set<string>): string {
  const name = file.replace(/^.*[\\/]/, "").replace(/\.ya?ml$/, "");
  const base = `${name} ${task}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 80);
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}

function taskOf(result: ScenarioResult, id: string): RehearsedTask {
  const { file, task, zone, patterns, passed, figures, overBudget, steps } = result;
  const { residual, ...rest } = figures;
  return {
    id,
    task,
    file,
    zone,
    patterns,
    passed,
    ...rest,
    residual: residual === undefined ? 0 : residualOf(residual),
    overBudget,
    steps: steps.map(stepOf),
  };
}

function residualOf({ from, to }: NonNullable<ScenarioResult["figures"]["residual"]>) {
  return to === undefined ? null : to - from;
}

function stepOf({ by, events, explained = [], unattributed, ...step }: StepResult): RehearsedStep {
  const { line, at, actor, sentence, outcome, said, prompts, friction, deadEnd, failures } = step;
  return {
    ...{ line, at, actor, sentence, outcome, said, prompts, friction, deadEnd, failures },
    costs: events.map(({ what, cost }) => ({ what, cost })),
    ...(unattributed && by !== undefined ? { as: by } : {}),
    decisions: explained.map(decisionOf),
  };
}

function decisionOf({ action, answer, policies }: Explained): RehearsedDecision {
  const determining = policies.filter((policy) => policy.determining);
  const rules =
    determining.length > 0 ? determining : policies.filter(({ effect }) => effect === "permit");
  const story = {
    action,
    outcome: answer.type,
    rules: rules.map(({ id, title, effect, outcome, conditions }) => ({
      ...{ id, title, effect, outcome },
      conditions: conditions.map(({ text, outcome: came, saw }) => ({
        text,
        outcome: came,
        saw: saw.map(({ name, value }) => `${name} is ${value}`),
      })),
    })),
  };
  if (answer.type === "permit") {
    return { ...story, until: answer.validUntil, reasons: [], ways: [] };
  }
  const ways = [
    ...answer.remedies.map(({ label }) => label),
    ...answer.advice.map(({ text }) => text),
  ];
  return { ...story, reasons: answer.reasons, ways };
}
