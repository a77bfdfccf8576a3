import type { Compared, Pair } from "../run/compare-policies.ts";
import { minutes, residualTime } from "../run/judge-budget.ts";
import { seconds } from "../run/judge-step.ts";
import type { Figures, StepResult } from "../run/result.ts";

/** A figure under two policies, as people read it. */
export interface FigureDifference extends Pair<string> {
  readonly name: string;
  /** "+10 min"; "0" where it is the same, and a dash where one of them has no end. */
  readonly difference: string;
  readonly differs: boolean;
}

const figures: readonly (readonly [string, (of: Figures) => number, (value: number) => string])[] =
  [
    ["friction", ({ friction }) => friction, seconds],
    ["prompts", ({ prompts }) => prompts, String],
    ["dead ends", ({ deadEnds }) => deadEnds, String],
    ["longest residual access", ({ residual }) => residualTime(residual), minutes],
    ["unattributed actions", ({ unattributed }) => unattributed, String],
    ["unattended seats", ({ unattended }) => unattended, seconds],
  ];

/** Each figure under both, and the difference. */
export function sayFigures(of: Pair<Figures>): readonly FigureDifference[] {
  return figures.map(([name, figureOf, say]) => {
    const [before, now] = [figureOf(of.before), figureOf(of.now)];
    const sayOne = (value: number) => (Number.isFinite(value) ? say(value) : "without end");
    return {
      name,
      before: sayOne(before),
      now: sayOne(now),
      difference: sayChange(before, now, say),
      differs: before !== now,
    };
  });
}

function sayChange(before: number, now: number, say: (value: number) => string): string {
  if (before === now) return "0";
  const change = now - before;
  if (!Number.isFinite(change)) return "–";
  return `${change > 0 ? "+" : "-"}${say(Math.abs(change))}`;
}

/** Whether anything came out otherwise. */
export function differs({ before, now, steps }: Compared): boolean {
  const ofFigures = sayFigures({ before: before.figures, now: now.figures });
  return steps.length > 0 || before.passed !== now.passed || ofFigures.some((each) => each.differs);
}

/** "fails now and passed before". */
export function sayVerdict({ before, now }: Compared): string {
  if (before.passed) return now.passed ? "passes, as before" : "fails now, and passed before";
  return now.passed ? "passes now, and failed before" : "fails, as before";
}

/** "refused by off-shift, 1 prompt, 2.75 s: You are off duty." */
export function sayStep({
  outcome,
  by,
  actor,
  prompts,
  friction,
  said,
  ...step
}: StepResult): string {
  const rules = rulesOf(step.explained ?? []);
  const parts = [
    `${outcome === "permit" ? "permitted" : "refused"}${rules.length === 0 ? "" : ` by ${rules.join(", ")}`}`,
    ...(by === undefined || by === actor ? [] : [`in the name of ${by}`]),
    ...(step.deadEnd ? ["a dead end"] : []),
    ...(prompts === 0 ? [] : [`${prompts} ${prompts === 1 ? "prompt" : "prompts"}`]),
    ...(friction === 0 ? [] : [seconds(friction)]),
  ];
  return `${parts.join(", ")}${said.length === 0 ? "" : `: ${said.join(" ")}`}`;
}

/** The names of the rules that determined what was decided last, which is what the step ended with. */
function rulesOf(explained: NonNullable<StepResult["explained"]>): readonly string[] {
  const policies = explained.at(-1)?.policies ?? [];
  return policies.filter(({ determining }) => determining).map(({ id }) => id);
}
