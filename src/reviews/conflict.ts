import { type Bundles, conflictOf, type Parties, staffBehind } from "../access/index.ts";
import type { Actor, Handling, Review, World } from "../world/index.ts";
import { ReviewError, type ReviewSaying } from "./errors.ts";

/** What is judged, and how somebody is refused who may not judge it. */
export interface Judged {
  readonly parties: Parties;
  /** To one whose own it is, or their own chart. */
  readonly own: ReviewSaying;
  /** To one who reports to somebody whose it is. */
  readonly ofYourManager: ReviewSaying;
}

/**
 * Nobody judges what is about themselves, their own chart, or somebody whom they report to (X2, X19).
 *
 * @throws ReviewError with the code of what is judged; `policy-changed` where this node does not have the policy in force, for
 *   without it nobody knows who reports to whom
 */
export function requireNoConflict(
  bundles: Bundles,
  { world, at }: Pick<Handling, "world" | "at">,
  actor: Actor,
  { parties, own, ofYourManager }: Judged,
): void {
  const bundle = bundles.current(world);
  if (bundle === undefined) {
    throw new ReviewError("policy-changed.not-loaded");
  }
  const conflict = conflictOf(bundle, world, actor.id, parties, at);
  if (conflict === undefined) return;
  throw new ReviewError(conflict === "of-your-manager" ? ofYourManager : own);
}

/**
 * Who did what is judged and, where the patient is a member of staff, for whom. Of a re-proofing also to whom it was done, whose
 * badge somebody else may have by now, and who vouched for them.
 */
export function partiesOf(
  world: World,
  {
    about,
    patient,
    person,
    second,
    type,
  }: Pick<Review, "patient" | "person"> & Partial<Pick<Review, "about" | "second" | "type">>,
): Parties {
  const vouched = second === undefined ? [] : [second];
  const proofed = type === "re-proofing" && about !== undefined ? [about] : [];
  return { people: [person, ...proofed, ...vouched, ...staffBehind(world, patient)], patient };
}
