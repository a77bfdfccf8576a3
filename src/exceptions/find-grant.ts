import { grantState } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Grant, World } from "../world/index.ts";
import { ExceptionError, type ExceptionSaying } from "./errors.ts";

/**
 * The request of this id, ended or not.
 *
 * @throws ExceptionError `grant-unknown`
 */
export function findGrant(world: World, id: string): Grant {
  const grant = world.grants.get(id) ?? world.endedGrants.get(id);
  if (grant !== undefined) return grant;
  throw new ExceptionError("grant-unknown");
}

const because: Readonly<Record<Grant["state"], ExceptionSaying>> = {
  pending: "grant-pending",
  approved: "grant-answered.approved",
  active: "grant-answered.begun",
  returned: "grant-over.returned",
  expired: "grant-over.expired",
  denied: "grant-over.denied",
  lapsed: "grant-over.lapsed",
  revoked: "grant-over.revoked",
};

/** Why this cannot be done with it now: it waits, was answered already, or is over. */
export function notNow(grant: Grant, at: Instant): ExceptionError {
  return new ExceptionError(because[grantState(grant, at)]);
}
