import { conflictOf, grantState, isEligible } from "../access/index.ts";
import type { Actor, Grant, NewRecord } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { findGrant, notNow } from "./find-grant.ts";
import type { Granting } from "./granting.ts";
import { requireWorth } from "./require-worth.ts";

/** The records of somebody's answer to a request; that they answer for its ward, the policy has permitted (X2). */
export function answerGrant(
  granting: Granting,
  { grant: id, approver, answer }: GrantAnswer,
): readonly NewRecord[] {
  const { bundle, world, at } = granting;
  const grant = findGrant(world, id);
  if (grantState(grant, at) !== "pending") throw notNow(grant, at);
  requireNoConflict(granting, grant, approver);
  if (answer === "deny") return [{ kind: "grant.denied", body: { grant: id } }];
  if (!isEligible(bundle, world, grant, at)) throw notEligible();
  requireWorth(granting, grant);
  const startBy = Math.max(at, grant.from ?? at) + bundle.grants.startWithin;
  return [{ kind: "grant.approved", body: { grant: id, startBy } }];
}

/** Which request, who answers it, and what. */
export interface GrantAnswer {
  readonly grant: string;
  readonly approver: string;
  readonly answer: "approve" | "deny";
}

/**
 * Nobody answers their own (X2), nor that of somebody who is over them, nor about their own chart (X19).
 *
 * @throws ExceptionError `own-request`, `of-your-manager`
 */
export function requireNoConflict(
  { bundle, world, at }: Granting,
  grant: Pick<Grant, "askedBy" | "patient" | "person">,
  approver: string,
): void {
  const parties = { people: partiesTo(grant), patient: grant.patient };
  const conflict = conflictOf(bundle, world, approver, parties, at);
  if (conflict === "own") {
    const what = "Nobody answers their own request. A colleague has to.";
    throw new ExceptionError("own-request", what);
  }
  if (conflict === "own-chart") {
    const what = "This is about your own chart. Somebody else has to answer it.";
    throw new ExceptionError("own-request", what);
  }
  if (conflict === "of-your-manager") {
    const what = "This is for somebody who is over you. Somebody else has to answer it.";
    throw new ExceptionError("of-your-manager", what);
  }
}

/** The people whose request it is: who is to have it, and who asked. */
export function partiesTo({
  askedBy,
  person,
}: Pick<Grant, "askedBy" | "person">): readonly string[] {
  const asker = askerOf(askedBy);
  return asker === undefined || asker === person ? [person] : [person, asker];
}

/** The person who asks, be it through a program. */
export function askerOf({ type, id, onBehalfOf }: Actor): string | undefined {
  return type === "person" ? id : onBehalfOf;
}

/** X3. */
export function notEligible(): ExceptionError {
  const what =
    "They cannot have this any more: their engagement ended, or it does not give a role that may have it.";
  return new ExceptionError("not-eligible", what);
}
