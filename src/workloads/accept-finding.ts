import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, NewRecord } from "../world/index.ts";
import { listFindings } from "./detectors/index.ts";
import { WorkloadError } from "./errors.ts";
import { isEngaged, whoActs } from "./find-workload.ts";
import { openingOf } from "./watch-findings.ts";

/** Whoever lives with a weakness looks at it again after a quarter at the latest. */
const longestAccepted: Duration = 90 * 24 * 60 * 60 * 1000;

/** A code of up to forty letters: free text does not go into the log (U3). */
const codeForm = /^[a-z][a-z-]{1,39}$/;

/**
 * A person says that the house lives with a finding, why, and until when: after that it is as open as before. Where its cause goes
 * meanwhile it is closed, and the acceptance with it. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `finding-unknown`, `finding-person`, `finding-terms`
 */
export function acceptFinding(request: {
  readonly finding: string;
  readonly because: string;
  readonly until: Instant;
  readonly actor: Actor;
}): Command<void> {
  const { actor, because, finding, until } = request;
  return {
    name: "finding.accept",
    actor,
    handle: ({ at, world }) => {
      const known = listFindings(world, at).find(({ id }) => id === finding);
      if (known === undefined) throw new WorkloadError("finding-unknown");
      if (!isEngaged(world, whoActs(actor), at)) throw new WorkloadError("finding-person");
      const isTimed = Number.isSafeInteger(until) && until > at && until - at <= longestAccepted;
      if (!isTimed || !codeForm.test(because)) throw new WorkloadError("finding-terms");
      const accepted: NewRecord = {
        kind: "finding.accepted",
        body: { finding, until, because },
      };
      // What was found since the last look is on record by this.
      const opened = world.findings.has(finding) ? [] : [openingOf(known)];
      return { records: [...opened, accepted], answer: undefined };
    },
  };
}
