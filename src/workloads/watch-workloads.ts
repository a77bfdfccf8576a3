import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, NewRecord, Watch, Workload, World } from "../world/index.ts";
import { watchFor } from "../world/index.ts";
import { withoutPerson } from "./end-with-engagement.ts";
import { isEngaged } from "./find-workload.ts";
import { credentialsOf } from "./retire-workload.ts";

const minute: Duration = 60_000;
const day: Duration = 24 * 60 * minute;

/** So often it is looked at what is due: the nearest of it is a matter of a rotation's overlap. */
const lookEvery: Duration = minute;
/** N5: so long nobody has to use a workload before it is suspended. */
export const unusedOver: Duration = 60 * day;
/** Records in one command. */
const atOnce = 500;

/** Everything that comes by itself of workloads: ends, suspensions, people who left, credentials that are over. */
export function watchWorkloads(actor: Actor): Watch {
  return watchFor({ name: "workload.tick", every: lookEvery, atOnce, look: workloadsDue }, actor);
}

/** The records of what is due at `at`. */
export function workloadsDue(world: World, at: Instant): readonly NewRecord[] {
  const records: NewRecord[] = [];
  for (const workload of world.workloads.values()) {
    if (workload.state === "decommissioned") continue;
    records.push(...peopleGone(world, workload, at));
    records.push(...credentialsOver(world, workload, at));
    const suspended = suspensionOf(workload, at);
    if (suspended !== undefined) records.push(suspended);
  }
  return records;
}

/** Somebody left in a batch that did not know yet that this is theirs, or before anybody looked. */
function peopleGone(world: World, workload: Workload, at: Instant): readonly NewRecord[] {
  const { deputy, owner } = workload;
  // Nothing was ever asked of it: whoever installed it answers for it.
  if (workload.requestedBy === undefined && deputy === undefined) return [];
  const gone = [owner, deputy].find(
    (person) => person !== undefined && !isEngaged(world, person, at),
  );
  return gone === undefined ? [] : [withoutPerson(world, workload, gone, at)];
}

function credentialsOver(world: World, { id }: Workload, at: Instant): readonly NewRecord[] {
  return credentialsOf(world, id).flatMap((credential): readonly NewRecord[] => {
    const { ended, id: which, replaced, until } = credential;
    if (ended !== undefined) return [];
    const isReplaced = replaced !== undefined && replaced.until <= at;
    if (!isReplaced && until > at) return [];
    const reason = isReplaced ? "rotated" : "expired";
    return [{ kind: "workload-credential.ended", body: { credential: which, reason } }];
  });
}

/** What is critical or standby is suspended by nobody's silence (N5); that its end has come, somebody has said beforehand. */
function suspensionOf(workload: Workload, at: Instant): NewRecord | undefined {
  const { id, orphaned, state, until, weight } = workload;
  if (state !== "active" && state !== "rotating") return undefined;
  const suspended = (reason: "expired" | "orphaned" | "unused"): NewRecord => ({
    kind: "workload.suspended",
    body: { workload: id, reason },
  });
  if (until <= at) return suspended("expired");
  if (weight !== undefined) return undefined;
  if (orphaned !== undefined && orphaned.due <= at) return suspended("orphaned");
  return lastUse(workload) + unusedOver <= at ? suspended("unused") : undefined;
}

/**
 * When it was used last; before that, when it was first let in. What was made known with an API key, without request and
 * approval, is used where nothing is counted: its silence says nothing.
 */
export function lastUse({ requestedBy, since, usedAt = 0 }: Workload): number {
  if (requestedBy === undefined || since === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(since, usedAt);
}
