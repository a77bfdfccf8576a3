import type { Duration, Instant } from "../ports/index.ts";
import type { EndingThing, Workload, WorkloadCredential, World } from "../world/index.ts";
import { isCredentialLive, isWorkloadLive } from "../world/index.ts";
import { stillUsing } from "./finish-rotation.ts";
import { credentialsOf } from "./retire-workload.ts";
import { lastUse, unusedOver } from "./watch-workloads.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** N5: of what is never suspended by itself, whoever answers for it is asked again each time that so long has passed. */
const askedAgain: Duration = 30 * day;

/** Something of a workload that ends before long, as the one mechanism that warns of ends takes it. */
interface WorkloadEnd {
  readonly type: EndingThing;
  readonly id: string;
  readonly person: string;
  readonly since: Instant;
  readonly due: Instant;
}

/**
 * What of workloads that are let in comes to an end, for whoever answers for them: they themselves, those that nobody answers for
 * or nobody uses (N5), the last credential that one has, and an old one that callers still use (N2).
 */
export function* workloadEnds(world: World, at: Instant): Iterable<WorkloadEnd> {
  for (const workload of world.workloads.values()) {
    if (!isWorkloadLive(workload, at)) continue;
    const person = whoIsTold(world, workload);
    if (person === undefined) continue;
    const { id, orphaned, since = at, until } = workload;
    yield { type: "workload", id, person, since, due: until };
    if (orphaned !== undefined) {
      // It is told at once, however near that is.
      yield { type: "workload-orphaned", id, person, since: always, due: orphaned.due };
    }
    const used = lastUse(workload);
    if (Number.isFinite(used)) {
      yield {
        type: "workload-unused",
        id,
        person,
        since: used,
        due: unusedDue(workload, used, at),
      };
    }
    for (const end of credentialEnds(world, workload, at)) yield { ...end, person };
  }
}

const always: Instant = Number.NEGATIVE_INFINITY;

/** Who answers for it; where nobody does any more, who wanted it. */
function whoIsTold(
  { people }: World,
  { approvedBy, deputy, owner, requestedBy }: Workload,
): string | undefined {
  return [owner, deputy, requestedBy, approvedBy].find(
    (one) => one !== undefined && people.has(one),
  );
}

/** What is critical or standby is not suspended: it is asked about again. */
function unusedDue({ weight }: Workload, used: Instant, at: Instant): Instant {
  const due = used + unusedOver;
  if (weight === undefined || at < due) return due;
  return due + (Math.floor((at - due) / askedAgain) + 1) * askedAgain;
}

/** A schedule is kept by ends: of the last credential that is left, and of an old one that somebody still calls with. */
function* credentialEnds(
  world: World,
  { id }: Workload,
  at: Instant,
): Iterable<Omit<WorkloadEnd, "person">> {
  const live = credentialsOf(world, id).filter((one) => isCredentialLive(one, at));
  let last: WorkloadCredential | undefined;
  for (const credential of live) {
    const { replaced } = credential;
    if (replaced === undefined) {
      if (last === undefined || credential.until > last.until) last = credential;
    } else if (stillUsing(credential).length > 0) {
      yield { type: "workload-rotation", id: credential.id, since: always, due: replaced.until };
    }
  }
  if (last === undefined) return;
  yield { type: "workload-credential", id: last.id, since: last.from, due: last.until };
}
