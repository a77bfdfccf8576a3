import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, AssuranceOfIdentity, Command, Proofing } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";

/**
 * How sure each way of showing who one is can make us at most (NIST SP 800-63A-4): that colleagues know somebody is no evidence
 * from outside; an official document that is compared in person is IAL2; a staff passport carries what its issuer did.
 */
const surest: Readonly<Record<Proofing, AssuranceOfIdentity>> = {
  "known-with-witness": 1,
  "photo-id": 2,
  "staff-passport": 3,
};

/** No evidence counts for longer. */
export const longestProof: Duration = 5 * 366 * 24 * 3_600_000;

/** What was seen, and by whom (L7): evidence, not a tick box. */
export interface ProofSeen {
  readonly engagement: string;
  readonly method: Proofing;
  readonly level: AssuranceOfIdentity;
  /** Until when the evidence counts: the document's own end. */
  readonly until: Instant;
  readonly actor: Actor;
}

/**
 * Records evidence of who somebody is, for an engagement that has not ended. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `proof-too-weak`, `proof-expired`
 */
export function proofEngagement(seen: ProofSeen): Command<void> {
  const { actor, engagement: id, level, method, until } = seen;
  return {
    name: "engagement.proof",
    actor,
    handle: ({ at, world }) => {
      const engagement = openEngagement(world, id);
      requireOther(engagement, actor);
      if (level > surest[method]) {
        throw new LifecycleError("proof-too-weak", { level: String(surest[method]) });
      }
      if (!Number.isSafeInteger(until) || until <= at || until > at + longestProof) {
        throw new LifecycleError("proof-expired.evidence");
      }
      const body = { engagement: id, level, method, until };
      return { records: [{ kind: "engagement.proofed", body }], answer: undefined };
    },
  };
}
