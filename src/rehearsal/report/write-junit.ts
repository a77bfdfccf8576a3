import type { ScenarioResult, StepResult } from "../run/result.ts";

/**
 * Results as JUnit XML, as continuous integration reads it: a suite for each task, a case for each of its steps and one for its
 * budget. No times are stated: what passes is the virtual clock's time, and what a task costs is in its figures.
 */
export function writeJunit(results: readonly ScenarioResult[]): string {
  const suites = results.map(suiteOf);
  const tests = results.reduce((sum, { steps }) => sum + steps.length + 1, 0);
  const failures = results.reduce((sum, result) => sum + failuresOf(result), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="wardkey rehearse" tests="${tests}" failures="${failures}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function failuresOf({ steps, overBudget }: ScenarioResult): number {
  return steps.filter(({ failures }) => failures.length > 0).length + Math.sign(overBudget.length);
}

function suiteOf(result: ScenarioResult): string {
  const { task, file, steps, overBudget } = result;
  const counts = `tests="${steps.length + 1}" failures="${failuresOf(result)}"`;
  return [
    `  <testsuite name="${escaped(task)}" file="${escaped(file)}" ${counts}>`,
    ...steps.map((step) => {
      const name = `line ${step.line}: ${step.actor} ${step.sentence}`;
      return caseOf(result, name, messagesOf(step), ` line="${step.line}"`);
    }),
    caseOf(result, "budget", overBudget),
    "  </testsuite>",
  ].join("\n");
}

function messagesOf({ failures, said }: StepResult): readonly string[] {
  if (failures.length === 0 || said.length === 0) return failures;
  return [...failures, `it was said: ${said.join(" ")}`];
}

function caseOf(
  { file, task }: ScenarioResult,
  name: string,
  messages: readonly string[],
  more = "",
): string {
  const open = `    <testcase classname="${escaped(task)}" name="${escaped(name)}" file="${escaped(file)}"${more}`;
  const [first, ...rest] = messages;
  if (first === undefined) return `${open}/>`;
  const text = escaped([first, ...rest].join("\n"));
  return `${open}>\n      <failure message="${escaped(first)}">${text}</failure>\n    </testcase>`;
}

/** XML 1.0 has no way to write most control characters, nor half a character: they are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
