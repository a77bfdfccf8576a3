import type { Expectation } from "../scenario/scenario.ts";
import type { Act } from "../vocabulary/acts.ts";
import { costOf, type Ending, type Turn } from "./turn.ts";

/** What did not come out as the step says, one sentence each; none when it passed. */
export function judgeStep(
  expect: Expectation,
  turn: Turn,
  ending: Ending,
  act: Act,
  nameOf: (id: string) => string,
): readonly string[] {
  const failures: string[] = [];
  const must = (holds: boolean, otherwise: string) => {
    if (!holds) failures.push(otherwise);
  };
  must(
    ending.type === expect.outcome,
    `must be ${say(expect.outcome)}, and was ${say(ending.type)}`,
  );
  if (expect.outcome === "refused" && expect.says === undefined) {
    must(isAnswered(act, ending), unanswered(ending));
  }
  const { prompts, within, remedy, advice, attributedTo, says, saysNot, validity } = expect;
  if (prompts !== undefined) {
    must(turn.prompts === prompts, `must ask ${times(prompts)}, and asked ${times(turn.prompts)}`);
  }
  if (within !== undefined) {
    const cost = costOf(turn);
    must(cost <= within, `must cost at most ${seconds(within)}, and cost ${seconds(cost)}`);
  }
  if (remedy !== undefined) {
    const offered = turn.remedies.flatMap(({ type, and }) =>
      and === undefined ? [type] : [type, and.type],
    );
    const holds = remedy === "none" ? offered.length === 0 : offered.includes(remedy);
    must(holds, `must offer the remedy ${remedy}, and offered ${offered.join(", ") || "none"}`);
    must(remedy !== "none" || turn.isDecided, `must offer no remedy, and ${nothingAsked}`);
  }
  if (advice !== undefined) {
    const given = turn.advice.map(({ type }) => type);
    const holds = advice === "none" ? given.length === 0 : given.includes(advice);
    must(holds, `must advise ${advice}, and advised ${given.join(", ") || "none"}`);
    must(advice !== "none" || turn.isDecided, `must advise nothing, and ${nothingAsked}`);
  }
  if (attributedTo !== undefined) {
    const by = ending.type === "permit" && ending.by !== undefined ? nameOf(ending.by) : "nobody";
    must(by === attributedTo, `must be recorded of ${attributedTo}, and was of ${by}`);
  }
  if (says !== undefined) {
    const said = ending.said.join(" ");
    const holds = said.toLowerCase().includes(says.toLowerCase());
    must(holds, `must say "${says}", and said "${said}"`);
  }
  if (saysNot !== undefined) {
    const said = ending.said.join(" ");
    const holds = !said.toLowerCase().includes(saysNot.toLowerCase());
    must(holds, `must not say "${saysNot}", and said "${said}"`);
  }
  if (validity !== undefined) {
    const lasts = ending.type === "permit" ? turn.validity : undefined;
    const whole = (time: number) => Math.round(time / 1_000);
    const holds = lasts !== undefined && whole(lasts) === whole(validity);
    const was = lasts === undefined ? "there was no permit" : `was for ${seconds(lasts)}`;
    must(holds, `must be permitted for ${seconds(validity)}, and ${was}`);
  }
  return failures;
}

/** Where nothing is decided nothing can be offered: that none is would hold whatever the policy says. */
const nothingAsked = "no policy was asked, which could have offered any";

/** What comes to the policy, where it is not refused before. */
const asking: readonly Act["type"][] = [
  "ask",
  "try",
  "call",
  "record",
  "give-controlled",
  "look-up",
  "look-for-name",
  "look-at-reviews",
  "open-access-review",
  "confirm-ordinary",
  "decide-access",
  "cover",
  "ask-for-grant",
  "answer-grant",
  "register",
  "sign-for",
  "half-write",
  "hand-over",
  "confirm-roster",
  "propose-swap",
  "agree-swap",
  "no-relief",
];

/** What asks the policy must have come to the policy: a seat that had locked before would refuse anything. */
function isAnswered({ type }: Act, ending: Ending): boolean {
  return !asking.includes(type) || ending.type === "permit" || ending.denial !== undefined;
}

function unanswered({ said }: Ending): string {
  return `was refused before any policy was asked: "${said.join(" ")}"; if that is what is meant, expect it by "says"`;
}

function say(outcome: "permit" | "refused"): string {
  return outcome === "permit" ? "permitted" : "refused";
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** Milliseconds as seconds with two decimals. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}
