import { grantState } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Grant, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/**
 * The request of this id, ended or not.
 *
 * @throws ExceptionError `grant-unknown`
 */
export function findGrant(world: World, id: string): Grant {
  const grant = world.grants.get(id) ?? world.endedGrants.get(id);
  if (grant !== undefined) return grant;
  throw new ExceptionError("grant-unknown", "There is no such request (any more).");
}

const over: Readonly<Record<Grant["state"], string>> = {
  pending: "Nobody has answered this request yet.",
  approved: "This request was approved already.",
  active: "This access was approved and has begun.",
  returned: "It was given back and is not needed any more.",
  expired: "Its time is over. Ask again if it is still needed.",
  denied: "This request was denied.",
  lapsed:
    "This request lapsed, because nobody answered or began it in time. Ask again if it is still needed.",
  revoked: "This access was taken back.",
};

/** Why nothing can be done with it now. */
export function overBecause(grant: Grant, at: Instant): ExceptionError {
  return new ExceptionError("grant-over", over[grantState(grant, at)]);
}
