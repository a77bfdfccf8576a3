import { dutyOf, startsOf } from "../access/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Granting } from "./granting.ts";
import type { GrantWish } from "./request-grant.ts";

/**
 * Off duty a grant opens nothing, and on a ward of one's own the way on duty is the shift, which opens it at once and is confirmed
 * by whoever is in charge (L9): nobody has to answer a request besides. What is to begin later is taken: nobody knows yet who is
 * rostered by then.
 *
 * @throws ExceptionError `grant-needs-shift`
 */
export function requireOnDuty(
  { bundle, world, at }: Granting,
  { askedBy, from, person }: Pick<GrantWish, "askedBy" | "from" | "person">,
  ward: string,
): void {
  if (from !== undefined || dutyOf(bundle, world, person, at).length > 0) return;
  if (!startsOf(bundle, world, person, at).some((start) => start.ward === ward)) return;
  const isOwn = askedBy.id === person || askedBy.onBehalfOf === person;
  throw new ExceptionError(isOwn ? "grant-needs-shift" : "grant-needs-shift.theirs", { ward });
}
