import { conflictOf, grantState, isEligible } from "../access/index.ts";
import { type Actor, type Grant, type NewRecord, survivorOf } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { findGrant, notNow } from "./find-grant.ts";
import type { Granting } from "./granting.ts";
import { requireWorth } from "./require-worth.ts";
import { wardOfPatient } from "./ward-of-patient.ts";

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
  requireStillThere(granting, grant);
  requireWorth(granting, grant);
  const startBy = Math.max(at, grant.from ?? at) + bundle.grants.startWithin;
  return [{ kind: "grant.approved", body: { grant: id, startBy } }];
}

/** Nobody lets others into the chart of somebody who is another ward's by now: who answers there is asked (X2). */
function requireStillThere({ world }: Granting, { patient, ward }: Grant): void {
  const now = patient === undefined ? undefined : wardOfPatient(world, survivorOf(world, patient));
  if (now === undefined || now === ward) return;
  throw new ExceptionError("patient-moved", { ward: world.wards.get(now)?.name ?? now });
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
    throw new ExceptionError("own-request");
  }
  if (conflict === "own-chart") {
    throw new ExceptionError("own-request.chart");
  }
  if (conflict === "of-your-manager") {
    throw new ExceptionError("of-your-manager");
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
  return new ExceptionError("not-eligible.now");
}
