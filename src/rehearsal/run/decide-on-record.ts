import {
  type AccessRequest,
  type DecisionWish,
  explainRequest,
  type PolicyStory,
  type Recorded,
  recordDecision,
} from "../../access/index.ts";
import type { Command } from "../../world/index.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

/** A decision of a step that is explained: the answer, and what became of each policy on the way to it. */
export interface Explained {
  readonly action: string;
  readonly answer: Recorded;
  readonly policies: readonly PolicyStory[];
}

/** Decides on record, and notes how long a permit may be relied on and, where the turn asks for it, what the policies saw. */
export function decideOnRecord(
  { deps }: Pick<Stage, "deps">,
  turn: Turn,
  request: AccessRequest,
  wish: DecisionWish,
): Command<Recorded> {
  const decision = recordDecision(deps, request, wish);
  return {
    ...decision,
    handle(handling) {
      const { world, at } = handling;
      const { explained } = turn;
      const policies = explained && explainRequest({ bundles: deps.bundles, world, at }, request);
      const outcome = decision.handle(handling);
      const { answer } = outcome;
      turn.validity = answer.type === "permit" ? answer.validUntil - at : undefined;
      if (policies !== undefined) explained?.push({ action: request.action, answer, policies });
      return outcome;
    },
  };
}
