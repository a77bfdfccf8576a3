import { minutes, sayResidual } from "../run/judge-budget.ts";
import { seconds } from "../run/judge-step.ts";
import type { LongestResidual, ScenarioResult, StepResult } from "../run/result.ts";
import { dayOf, sayInstant } from "../scenario/times.ts";

/** Writes results for a terminal: a table for each task, its figures against its budget, and a last line. */
export function writeTable(results: readonly ScenarioResult[]): string {
  const passed = results.filter((result) => result.passed).length;
  const failed = results.length - passed;
  const total = `${results.length} ${results.length === 1 ? "task" : "tasks"}`;
  return `${results.map(writeTask).join("\n")}\n${total}: ${passed} passed, ${failed} failed\n`;
}

function writeTask(result: ScenarioResult): string {
  const lines = [
    `${result.passed ? "pass" : "FAIL"}  ${result.task}  (${result.file})`,
    ...stepLines(result),
    "",
    ...figureLines(result),
  ];
  return `${lines.join("\n")}\n`;
}

function stepLines({ steps, zone }: ScenarioResult): readonly string[] {
  const rows = steps.map((step, index) => {
    const before = steps[index - 1];
    const day = before === undefined ? undefined : dayOf(before.at, zone);
    return [
      step.failures.length === 0 ? "pass" : "FAIL",
      sayInstant(step.at, zone, day),
      step.actor,
      step.sentence,
      outcomeOf(step),
      step.prompts === 0 ? "" : `${step.prompts} ${step.prompts === 1 ? "prompt" : "prompts"}`,
      step.friction === 0 ? "" : seconds(step.friction),
    ];
  });
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.flatMap((row, index) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      // Times and seconds stand under each other by their last digit.
      return column === 1 || column === 6 ? cell.padStart(width) : cell.padEnd(width);
    });
    return [`  ${cells.join("  ").trimEnd()}`, ...failureLines(steps[index])];
  });
}

function outcomeOf({ outcome, unattributed, deadEnd, by, actor }: StepResult): string {
  if (outcome === "refused") return deadEnd ? "refused, dead end" : "refused";
  if (unattributed) return `permitted as ${by ?? "somebody else"}`;
  return by === undefined || by === actor
    ? by === undefined
      ? ""
      : "permitted"
    : `permitted as ${by}`;
}

function failureLines(step: StepResult | undefined): readonly string[] {
  if (step === undefined || step.failures.length === 0) return [];
  const said = step.said.length === 0 ? [] : [`        it was said: ${step.said.join(" ")}`];
  return [...step.failures.map((failure) => `        line ${step.line}: ${failure}`), ...said];
}

function figureLines({ figures, budget, overBudget, zone }: ScenarioResult): readonly string[] {
  const rows = [
    ["friction", seconds(figures.friction), of(budget.friction, seconds)],
    ["prompts", String(figures.prompts), ""],
    ["dead ends", String(figures.deadEnds), of(budget.deadEnds, String)],
    ["residual", sayResidual(figures.residual), of(budget.residual, minutes)],
    ["unattributed", String(figures.unattributed), of(budget.unattributed, String)],
    ["unattended", seconds(figures.unattended), of(budget.unattended, seconds)],
  ] as const;
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const where = figures.residual === undefined ? "" : `  ${residualOf(figures.residual, zone)}`;
  const lines = rows.map(([name, value, bound]) => {
    const line = `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${bound}`;
    return `${line.trimEnd()}${name === "residual" ? where : ""}`;
  });
  return [...lines, ...overBudget.map((over) => `  FAIL  ${over}`)];
}

function of<T>(bound: T | undefined, say: (value: T) => string): string {
  return bound === undefined ? "" : `of ${say(bound)}`;
}

const reasons: Readonly<Record<LongestResidual["after"], string>> = {
  shift: "the shift or the stay ended",
  "on-call": "the on-call period or the stay ended",
  "care-team": "the duty of a care team's member ended",
  contact: "the appointment or request, or the duty for its service, ended",
  responsible: "the duty of the one responsible ended",
  staying: "what was half-written, or the hour for want of relief, ended",
  cover: "the access that was granted for a time, or its holder's duty, ended",
  declared: "the declared emergency ended",
  emergency: "the broken glass, or the duty of whoever broke it, ended",
};

function residualOf({ person, patient, after, from, to }: LongestResidual, zone: string): string {
  const until = to === undefined ? "" : ` until ${sayInstant(to, zone, dayOf(from, zone))}`;
  return `(${person} and ${patient}: ${reasons[after]} ${sayInstant(from, zone)}, access went on${until})`;
}
