import { grantState, isEligible } from "../access/index.ts";
import type { NewRecord } from "../world/index.ts";
import { notEligible } from "./answer-grant.ts";
import { ExceptionError } from "./errors.ts";
import { findGrant, notNow } from "./find-grant.ts";
import type { Granting } from "./granting.ts";
import { requireWorth } from "./require-worth.ts";

/**
 * The records of beginning what was approved: from here on its time runs (X1). Whether its holder may still have it is looked
 * at again (X3); it never lasts longer than their engagement.
 *
 * @throws ExceptionError `grant-unknown`, `grant-not-yours`, `grant-pending`, `grant-over`, `too-early`, `not-eligible`, `grant-opens-nothing`
 */
export function activateGrant(
  granting: Granting,
  { grant: id, person }: { readonly grant: string; readonly person: string },
): readonly NewRecord[] {
  const { bundle, world, at } = granting;
  const grant = findGrant(world, id);
  if (grant.person !== person) {
    throw new ExceptionError("grant-not-yours.begin");
  }
  const state = grantState(grant, at);
  if (state === "active") return [];
  if (state !== "approved") throw notNow(grant, at);
  if (at < (grant.from ?? at)) {
    throw new ExceptionError("too-early.begin");
  }
  if (!isEligible(bundle, world, grant, at)) throw notEligible();
  requireWorth(granting, grant);
  const engaged = world.engagements.get(grant.engagement)?.to ?? at;
  const until = Math.min(at + grant.lasts, engaged);
  return [{ kind: "grant.activated", body: { grant: id, until } }];
}
