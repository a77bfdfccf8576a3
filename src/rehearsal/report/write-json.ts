import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import { residualTime } from "../run/judge-budget.ts";
import type { ScenarioResult, StepResult } from "../run/result.ts";

/** Writes results as JSON: times in UTC, lengths in milliseconds, a residual without end as null. */
export function writeJson(results: readonly ScenarioResult[]): string {
  const failed = results.filter(({ passed }) => !passed).length;
  const document = {
    passed: results.length - failed,
    failed,
    tasks: results.map(taskOf),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function taskOf({ file, task, zone, passed, steps, figures, budget, overBudget }: ScenarioResult) {
  const { residual, ...rest } = figures;
  return {
    file,
    task,
    zone,
    passed,
    steps: steps.map(stepOf),
    figures: {
      ...rest,
      residual: residual !== undefined && residual.to === undefined ? null : residualTime(residual),
      ...(residual === undefined ? {} : { residualOf: residualDetail(residual) }),
    },
    budget,
    overBudget,
  };
}

function residualDetail(residual: NonNullable<ScenarioResult["figures"]["residual"]>) {
  const { person, patient, after, from, to } = residual;
  return { person, patient, after, from: utc(from), to: to === undefined ? null : utc(to) };
}

function stepOf({ at, ...step }: StepResult) {
  return { at: utc(at), ...step };
}

function utc(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}
