import type { PolicyStory } from "../../access/index.ts";
import type { Explained } from "../run/decide-on-record.ts";
import { seconds } from "../run/judge-step.ts";
import type { ScenarioResult, StepResult } from "../run/result.ts";
import { dayOf, sayInstant } from "../scenario/times.ts";

/** Why the step that was explained got its answer in each of these results, for a terminal. */
export function writeExplanation(results: readonly ScenarioResult[]): string {
  const told = results.flatMap((result) =>
    result.steps
      .filter(({ explained }) => explained !== undefined)
      .map((step) => tellStep(result, step)),
  );
  return told.join("\n");
}

function tellStep({ task, file, zone }: ScenarioResult, step: StepResult): string {
  const { line, at, actor, sentence, said, explained = [] } = step;
  const lines = [
    `${task}  (${file}:${line})`,
    `${sayInstant(at, zone)}  ${actor}: ${sentence}`,
    `  ${step.outcome === "permit" ? "permitted" : "refused"}${costOf(step)}`,
    ...said.map((each) => `  it was said: ${each}`),
    ...step.failures.map((each) => `  FAIL  ${each}`),
    ...(explained.length === 0 ? ["", "  Nothing in this step is decided by a policy."] : []),
    ...explained.flatMap((each) => ["", ...tellDecision(each, zone)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** What it cost, item by item. */
function costOf({ prompts, friction, events }: StepResult): string {
  if (events.length === 0) return ", at no cost";
  const items = events.map(({ what, cost }) => `${what} ${seconds(cost)}`).join("; ");
  const asked = prompts === 1 ? "1 prompt" : `${prompts} prompts`;
  return `, with ${asked} and ${seconds(friction)} of identity work (${items})`;
}

function tellDecision({ action, answer, policies }: Explained, zone: string): readonly string[] {
  if (answer.type === "permit") {
    const until = sayInstant(answer.validUntil, zone, dayOf(answer.validUntil, zone));
    return [
      `  ${action} is permitted, to be relied on until ${until}`,
      ...tellPolicies(policies.filter(({ determining }) => determining)),
    ];
  }
  const ways = [
    ...answer.remedies.map(({ label }) => label),
    ...answer.advice.map(({ text }) => text),
  ];
  return [
    `  ${action} is denied: ${answer.reasons.join(" ")}`,
    `    ways forward: ${ways.length === 0 ? "none" : ways.join("; ")}`,
    ...tellPolicies(denying(policies)),
  ];
}

/** The policies that forbid it; where none does, all that might have permitted it. */
function denying(policies: readonly PolicyStory[]): readonly PolicyStory[] {
  const forbidding = policies.filter(({ determining }) => determining);
  if (forbidding.length > 0) return forbidding;
  return policies.filter(({ effect }) => effect === "permit");
}

function tellPolicies(policies: readonly PolicyStory[]): readonly string[] {
  return policies.flatMap(({ id, effect, title, file, line, outcome, conditions }) => [
    `    ${effect} ${id} ${sayOutcome(outcome)}: ${title} (${file}:${line})`,
    ...conditions.map(({ text, outcome: came, saw, error }) => {
      const values = saw.map(({ name, value }) => `${name} is ${value}`).join(", ");
      const seen = values === "" ? "" : `  (${values})`;
      return `      ${sayOutcome(came)}: ${text}${seen}${error === undefined ? "" : `: ${error}`}`;
    }),
  ]);
}

function sayOutcome(outcome: PolicyStory["outcome"]): string {
  return outcome === "error" ? "could not be evaluated" : outcome;
}
