import { type Bundle, grantState, restsOnGrant } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { type Grant, isRunning, type NewRecord, type World } from "../world/index.ts";
import { partiesTo, requireNoConflict } from "./answer-grant.ts";
import { ExceptionError } from "./errors.ts";
import { findGrant, notNow } from "./find-grant.ts";
import type { Granting } from "./granting.ts";

/**
 * The records of giving back what is not needed any more, or of taking a request back; charts that are open by it close in the
 * same batch (X4).
 *
 * @throws ExceptionError `grant-unknown`, `grant-not-yours`, `grant-over`
 */
export function returnGrant(
  granting: Granting,
  { grant: id, person }: { readonly grant: string; readonly person: string },
): readonly NewRecord[] {
  const grant = openGrant(granting, id);
  if (!partiesTo(grant).includes(person)) {
    throw new ExceptionError("grant-not-yours");
  }
  return [{ kind: "grant.returned", body: { grant: id } }, ...chartsClosed(granting, grant)];
}

/**
 * The records of taking back what was granted; that the actor answers for its ward, the policy has permitted.
 *
 * @throws ExceptionError `grant-unknown`, `grant-over`, `own-request`, `of-your-manager`
 */
export function revokeGrant(
  granting: Granting,
  { grant: id, approver }: { readonly grant: string; readonly approver: string },
): readonly NewRecord[] {
  const grant = openGrant(granting, id);
  requireNoConflict(granting, grant, approver);
  return revoked(granting, grant, "approver");
}

/** The records of taking back a grant, and of closing what is open by it alone (X4). */
export function revoked(
  granting: Granting,
  grant: Grant,
  reason: "approver" | "not-engaged",
): readonly NewRecord[] {
  const body = { grant: grant.id, reason };
  return [{ kind: "grant.revoked", body }, ...chartsClosed(granting, grant)];
}

function openGrant({ world, at }: Granting, id: string): Grant {
  const grant = findGrant(world, id);
  if (["pending", "approved", "active"].includes(grantState(grant, at))) return grant;
  throw notNow(grant, at);
}

/** X4: the charts that its holder has open by it alone. */
function chartsClosed({ bundle, world, at }: Granting, grant: Grant): readonly NewRecord[] {
  if (grant.state !== "active") return [];
  const closed: NewRecord[] = [];
  for (const id of world.sessionsByPerson.get(grant.person)) {
    const session = world.sessions.get(id);
    if (session?.patient === undefined) continue;
    if (!restsOnGrant(bundle, world, grant, session.patient, at)) continue;
    const seat = session.surface.type === "seat" ? { seat: session.surface.id } : {};
    closed.push({ kind: "session.focused", body: { session: id }, ...seat });
  }
  return closed;
}

/**
 * The records that say what has ended by itself, and what more people are asked about: for the ticker. That it has is derived
 * each time.
 */
export function grantsOver(
  bundle: Bundle | undefined,
  world: World,
  at: Instant,
): readonly NewRecord[] {
  // Without a policy nobody is let in; what has ended is recorded when there is one again.
  if (bundle === undefined) return [];
  return [...world.grants.values()].flatMap((grant) => endOf({ bundle, world, at }, grant));
}

function endOf(granting: Granting, grant: Grant): readonly NewRecord[] {
  const { world, at } = granting;
  const body = { grant: grant.id };
  const state = grantState(grant, at);
  if (state === "expired") {
    return [{ kind: "grant.expired", body }, ...chartsClosed(granting, grant)];
  }
  if (state === "lapsed") return [{ kind: "grant.lapsed", body }];
  if (!isRunning(world.engagements.get(grant.engagement), at)) {
    return revoked(granting, grant, "not-engaged");
  }
  const isDue = state === "pending" && grant.escalateAt <= at && grant.escalated === undefined;
  return isDue ? [{ kind: "grant.escalated", body }] : [];
}
