import type { Instant, Position } from "../../ports/index.ts";
import type { Workload, World } from "../../world/index.ts";
import { isEngaged } from "../find-workload.ts";
import {
  day,
  type Estate,
  type Finding,
  found,
  isNeeded,
  type Looked,
  refusedLately,
} from "./estate.ts";

/** N5: so long nobody has to use what is let in before it is looked at, and before it is past excuse. */
const unused = 30 * day;
const longUnused = 60 * day;
/** What sleeps for so long is forgotten, and not paused. */
const sleeping = 90 * day;
const lately = 7 * day;

/**
 * NHI1 Improper offboarding: what nobody answers for, nobody uses, sleeps and was never ended, was ended and has a credential
 * all the same, or is called still though it is gone.
 */
export function findImproperOffboarding({ at, workloads, world }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) => [
    ...ownerless(world, looked, at),
    ...silent(looked, at),
    ...asleep(looked, at),
    ...notGone(looked, at),
  ]);
}

function ownerless(
  world: World,
  { live, trace, workload }: Looked,
  at: Instant,
): readonly Finding[] {
  if (!live || answersFor(world, workload, at)) return [];
  const evidence: Position[] = [trace.said, trace.turned];
  // It is stopped by itself when its time is over (N8); before that only what nobody would miss.
  const remedy = isNeeded(workload) || isUsed(workload, at) ? undefined : suspend(workload);
  return [
    found("NHI1", "ownerless", workload.id, {
      severity: "high",
      evidence,
      remedy,
      about: [workload.owner, workload.deputy].filter((one) => one !== undefined),
    }),
  ];
}

/** What was made known without a request has an owner only where one was said: then that one has to work here. */
function answersFor(world: World, { deputy, owner, requestedBy }: Workload, at: Instant): boolean {
  if (owner === undefined) return requestedBy === undefined && deputy === undefined;
  if (requestedBy === undefined && !world.people.has(owner)) return true;
  return isEngaged(world, owner, at);
}

function silent({ credentials, live, trace, workload }: Looked, at: Instant): readonly Finding[] {
  const { requestedBy, since, usedAt = 0 } = workload;
  // With an API key alone it is used where nothing is counted.
  if (!live || requestedBy === undefined || since === undefined) return [];
  const silence = at - Math.max(since, usedAt);
  if (silence < unused) return [];
  const uses = credentials.flatMap(({ trace: { used } }) => used ?? []);
  return [
    found("NHI1", "unused", workload.id, {
      severity: silence < longUnused ? "medium" : "high",
      evidence: uses.length === 0 ? [trace.turned] : [Math.max(...uses)],
      remedy: isNeeded(workload) ? undefined : suspend(workload),
      about: [`${Math.floor(silence / day)} d`],
    }),
  ];
}

function asleep({ trace, workload }: Looked, at: Instant): readonly Finding[] {
  const { state, suspended } = workload;
  if (state !== "suspended" || suspended === undefined) return [];
  if (at - suspended.at < sleeping) return [];
  return [
    found("NHI1", "sleeping", workload.id, {
      severity: "medium",
      evidence: [trace.turned],
      // It is refused already: its end stops nothing.
      remedy: { type: "retire", workload: workload.id },
      about: [`${Math.floor((at - suspended.at) / day)} d`],
    }),
  ];
}

function notGone(looked: Looked, at: Instant): readonly Finding[] {
  const { credentials, trace, workload } = looked;
  if (workload.state !== "decommissioned") return [];
  const left = credentials
    .filter(({ key }) => key.ended === undefined)
    .map(({ key: { id }, trace: { added } }) =>
      found("NHI1", "undead-credential", workload.id, {
        severity: "high",
        credential: id,
        evidence: [added, trace.turned],
        remedy: { type: "end-credential", credential: id },
        about: [id],
      }),
    );
  const calls =
    refusedLately(looked, "credential-ended", at, lately) ??
    refusedLately(looked, "workload-not-live", at, lately);
  // What was refused before it was gone is no news.
  if (calls === undefined || calls.at < (workload.decommissioned ?? 0)) return left;
  const called = found("NHI1", "still-called", workload.id, {
    severity: "low",
    evidence: calls.positions,
    about: calls.place === undefined ? [] : [calls.place],
  });
  return [...left, called];
}

function isUsed({ usedAt = 0 }: Workload, at: Instant): boolean {
  return at - usedAt < lately;
}

function suspend({ id }: Workload): { readonly type: "suspend"; readonly workload: string } {
  return { type: "suspend", workload: id };
}
