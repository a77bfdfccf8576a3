import {
  type AccessRequest,
  type DecisionWish,
  explainRequest,
  type PolicyStory,
  type Recorded,
  recordDecision,
} from "../../access/index.ts";
import type { Command } from "../../world/index.ts";
import type { Run } from "./run.ts";
import type { Turn } from "./turn.ts";

/** A decision of a step that is explained: the answer, and what became of each policy on the way to it. */
export interface Explained {
  readonly action: string;
  readonly answer: Recorded;
  readonly policies: readonly PolicyStory[];
}

/** Decides on record; what the policies saw in that world is noted where the turn asks for it. */
export function decideOnRecord(
  { stage: { deps } }: Run,
  { explained }: Turn,
  request: AccessRequest,
  wish: DecisionWish,
): Command<Recorded> {
  const decision = recordDecision(deps, request, wish);
  if (explained === undefined) return decision;
  return {
    ...decision,
    handle(handling) {
      const { world, at } = handling;
      const policies = explainRequest({ bundles: deps.bundles, world, at }, request);
      const outcome = decision.handle(handling);
      explained.push({ action: request.action, answer: outcome.answer, policies });
      return outcome;
    },
  };
}
