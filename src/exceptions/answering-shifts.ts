import {
  type DecisionDeps,
  type Denial,
  type RequestContext,
  recordDecision,
} from "../access/index.ts";
import type { Command, NewRecord } from "../world/index.ts";
import {
  answerShifts,
  type ConfirmDeps,
  type ShiftAnswers,
  wardsAnswered,
} from "./confirm-shifts.ts";

/** Who is in charge confirms the roster. */
export const confirming = "roster.confirm";

/**
 * A whole list of shifts and swaps answered in one act (L9): on each of their wards that is decided and recorded, and nothing is
 * confirmed unless it is permitted on all. The answer is the first denial, or nothing.
 *
 * Handling throws ExceptionError `shift-unknown`, `own-shift`
 */
export function answeringShifts(
  deps: DecisionDeps & Pick<ConfirmDeps, "extend">,
  { context, ...answers }: ShiftAnswers & { readonly context: RequestContext },
): Command<Denial | undefined> {
  const actor = { type: "person", id: answers.person } as const;
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
      const done = answerShifts(deps, answers).handle(handling);
      return { records: [...records, ...done.records], answer: undefined };
    },
  };
}
