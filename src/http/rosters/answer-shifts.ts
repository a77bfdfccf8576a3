import {
  type DecisionDeps,
  type Denial,
  type RequestContext,
  recordDecision,
} from "../../access/index.ts";
import { answerShifts, type ShiftAnswers, wardsAnswered } from "../../exceptions/index.ts";
import type { Instant } from "../../ports/index.ts";
import { extended, sceneOf } from "../../sessions/index.ts";
import type { Command, Handling, NewRecord } from "../../world/index.ts";

/** Who is in charge confirms the roster. */
export const confirming = "roster.confirm";

/** The records by which somebody may stay as long as their shift. */
export function extending(
  { bundles }: Pick<DecisionDeps, "bundles">,
  { world, at }: Handling,
  person: string,
  to: Instant,
): readonly NewRecord[] {
  return extended(sceneOf({ bundles }, world, at), person, to);
}

/**
 * A whole list of shifts and swaps answered in one act (L9): on each of their wards that is decided and recorded, and nothing is
 * confirmed unless it is permitted on all. The answer is the first denial, or nothing.
 *
 * Handling throws ExceptionError `shift-unknown`, `own-shift`
 */
export function answeringShifts(
  deps: DecisionDeps,
  { context, ...answers }: ShiftAnswers & { readonly context: RequestContext },
): Command<Denial | undefined> {
  const actor = { type: "person", id: answers.person } as const;
  const extend = (handling: Handling, person: string, to: Instant) =>
    extending(deps, handling, person, to);
  return {
    name: "shifts.answer",
    actor,
    handle: (handling) => {
      const records: NewRecord[] = [];
      for (const ward of wardsAnswered(handling.world, answers)) {
        const resource = { type: "ward", id: ward };
        const request = { subject: actor, action: confirming, resource, context };
        const decision = recordDecision(deps, request, { actor, remedies: true });
        const position = handling.position + records.length;
        const decided = decision.handle({ ...handling, position });
        records.push(...decided.records);
        if (decided.answer.type === "deny") return { records, answer: decided.answer };
      }
      const done = answerShifts({ bundles: deps.bundles, extend }, answers).handle(handling);
      return { records: [...records, ...done.records], answer: undefined };
    },
  };
}
