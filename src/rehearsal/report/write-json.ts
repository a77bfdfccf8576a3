import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import { residualTime } from "../run/judge-budget.ts";
import type { ScenarioResult, StepResult } from "../run/result.ts";

/**
 * Writes results as JSON: times in UTC, lengths in milliseconds, a residual without end as null. Those under another policy, where
 * there are any, stand under `against` in the same form.
 */
export function writeJson(
  results: readonly ScenarioResult[],
  against?: readonly ScenarioResult[],
): string {
  const other = against === undefined ? {} : { against: documentOf(against) };
  return `${JSON.stringify({ ...documentOf(results), ...other }, undefined, 2)}\n`;
}

function documentOf(results: readonly ScenarioResult[]) {
  const failed = results.filter(({ passed }) => !passed).length;
  return { passed: results.length - failed, failed, tasks: results.map(taskOf) };
}

function taskOf(result: ScenarioResult) {
  const { file, task, zone, patterns, passed, steps, figures, budget, overBudget } = result;
  const { residual, ...rest } = figures;
  return {
    file,
    task,
    zone,
    patterns,
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
