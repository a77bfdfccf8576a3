import { grantState } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Grant, World } from "../world/index.ts";
import { ExceptionError, type ExceptionErrorCode } from "./errors.ts";

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

const because: Readonly<
  Record<Grant["state"], readonly [code: ExceptionErrorCode, message: string]>
> = {
  pending: [
    "grant-pending",
    "Nobody has answered this request yet. It can be begun once it is approved.",
  ],
  approved: ["grant-answered", "This request was approved already."],
  active: ["grant-answered", "This access was approved and has begun."],
  returned: ["grant-over", "It was given back and is not needed any more."],
  expired: ["grant-over", "Its time is over. Ask again if it is still needed."],
  denied: ["grant-over", "This request was denied."],
  lapsed: [
    "grant-over",
    "This request lapsed, because nobody answered or began it in time. Ask again if it is still needed.",
  ],
  revoked: ["grant-over", "This access was taken back."],
};

/** Why this cannot be done with it now: it waits, was answered already, or is over. */
export function notNow(grant: Grant, at: Instant): ExceptionError {
  const [code, message] = because[grantState(grant, at)];
  return new ExceptionError(code, message);
}
