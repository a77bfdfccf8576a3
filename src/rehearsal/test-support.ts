import type { Bundle } from "../access/index.ts";
import type { Hasher } from "../ports/index.ts";
import type { ScenarioResult } from "./run/result.ts";
import { runScenario } from "./run/run-scenario.ts";
import { parseScenarios } from "./scenario/parse-scenarios.ts";
import { sayProblem } from "./scenario/problem.ts";
import { type PolicyWords, policyWords } from "./scenario/read-context.ts";
import type { Scenario } from "./scenario/scenario.ts";

/** Path to text. */
export type Texts = Readonly<Record<string, string>>;

/** The words of the shipped policy, for parsing alone. */
export const someWords: PolicyWords = {
  roles: ["nurse", "doctor", "ward-clerk"],
  patterns: ["inpatient", "emergency"],
  actions: ["chart.open", "feed.read"],
};

/** The scenarios of a file that must have some. */
export function scenariosOf(file: string, text: string, bundle: Bundle): readonly Scenario[] {
  const parsed = parseScenarios(file, text, policyWords(bundle));
  if (parsed.type === "scenarios") return parsed.scenarios;
  throw new Error(parsed.problems.map(sayProblem).join("\n"));
}

/** The one scenario of a file. */
function scenarioOf(file: string, text: string, bundle: Bundle): Scenario {
  const [scenario, ...more] = scenariosOf(file, text, bundle);
  if (scenario === undefined || more.length > 0) throw new Error(`${file} has several cases`);
  return scenario;
}

/** Runs the text of a scenario. */
export function runText(text: string, bundle: Bundle, hasher: Hasher): Promise<ScenarioResult> {
  return runScenario(scenarioOf("test.yaml", text, bundle), bundle, { hasher });
}

/**
 * A nurse and a patient on 4B: `given` may be replaced, `steps` are the test's. Seats and wards of which nobody speaks are left
 * out, and everybody's access to every patient is looked at, since what plays no part in a task is refused.
 */
export function onFourB(
  steps: string,
  more: { readonly given?: string; readonly budget?: string } = {},
): string {
  const { given = usualGiven, budget = "{ unattributed: 9, residual: 9999d }" } = more;
  return `task: A test
pattern: inpatient
date: 2026-03-10
zone: Europe/London
given:
${indent(withoutIdle(given, steps))}
steps:
${indent(steps)}
budget: ${budget}
`;
}

const usualGiven = `wards: [{ id: 4B, seats: [4B-1, 4B-2] }, 6A]
staff: [{ id: amy, role: nurse, ward: 4B, shift: 07:30/19:30 }]
patients: [{ id: p1, ward: 4B }, { id: p2, ward: 6A }]`;

function withoutIdle(given: string, steps: string): string {
  const used = given.replace(/seats: \[([^\]{]*)\]/g, (_whole, seats: string) => {
    const named = seats.split(", ").filter((seat) => steps.includes(seat));
    return `seats: [${named.join(", ")}]`;
  });
  return used.replace(/, \{ id: (\w+), seats: \[\] \}/g, (whole, ward: string) =>
    steps.includes(ward) || used.includes(`ward: ${ward}`) ? whole : "",
  );
}

function indent(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
