import { heldAlready } from "../access/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Granting } from "./granting.ts";
import type { GrantWish } from "./request-grant.ts";

/**
 * Nobody has to answer for what somebody has already: it is said until when, and nothing is
 * asked or recorded. What goes on from a grant (`renews`) is another matter.
 *
 * @throws ExceptionError `grant-needless`
 */
export function requireNotHeld(
  { bundle, world, at: now }: Granting,
  { askedBy, from, person, renews }: GrantWish,
  scope: Parameters<typeof heldAlready>[1],
): void {
  if (renews !== undefined) return;
  const isOwn = askedBy.id === person || askedBy.onBehalfOf === person;
  const at = Math.max(now, from ?? now);
  const held = heldAlready({ bundle, world, at }, scope);
  if (held === undefined) return;
  const { until } = held;
  if (until === undefined) {
    throw new ExceptionError(isOwn ? "grant-needless" : "grant-needless.theirs");
  }
  const site = world.wards.get(scope.ward)?.site;
  const zone = world.sites.get(site ?? "")?.zone ?? "UTC";
  const said = isOwn ? "grant-needless.until" : "grant-needless.theirs-until";
  throw new ExceptionError(said, { until: { instant: until } }, { zone, at: now });
}
