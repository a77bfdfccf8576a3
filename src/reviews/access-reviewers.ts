import { type Bundle, conflictOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { type CampaignPart, isRunning, type ReviewedAccess, type World } from "../world/index.ts";

/** The action by which access in a ward is reviewed. */
export const deciding = "campaign.decide";

/** The action by which it is taken over. */
const takingOver = "campaign.take-over";

/** Where it is looked who reviews. */
export interface AccessScene {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
}

/** As what somebody decides: they run the ward, were given it to do, or take over what nobody else can, or nobody has. */
export type ReviewingAs = "manager" | "delegate" | "successor";

/** Whether `person` runs this ward, and their role there includes reviewing. */
export function reviewsWard(scene: AccessScene, person: string, ward: string): boolean {
  return managersOf(scene, ward).includes(person);
}

/** Those who run a ward and whose role there includes reviewing. */
function managersOf({ at, bundle, world }: AccessScene, ward: string): readonly string[] {
  const people: string[] = [];
  for (const { engagement, from, person, role, to, ward: of } of world.roles.values()) {
    if (of !== ward || at < from || to <= at) continue;
    if (bundle.roles.get(role)?.may.has(deciding) !== true) continue;
    if (bundle.roles.get(role)?.may.has("ward.administer") !== true) continue;
    if (isRunning(world.engagements.get(engagement), at)) people.push(person);
  }
  return [...new Set(people)];
}

/**
 * Whom neither their own part in it nor whom they report to keeps from deciding on somebody's access (X19).
 */
export function mayJudge(
  { at, bundle, world }: AccessScene,
  reviewer: string,
  { person }: Pick<ReviewedAccess, "person">,
): boolean {
  return conflictOf(bundle, world, reviewer, { people: [person] }, at) === undefined;
}

/** Those who take over what nobody else has answered, or can. */
export function successorsOf({ at, bundle, world }: AccessScene): readonly string[] {
  const people = [...world.roles.values()]
    .filter(({ role }) => bundle.roles.get(role)?.may.has(takingOver) === true)
    .filter(({ from, to }) => from <= at && at < to)
    .filter(({ engagement }) => isRunning(world.engagements.get(engagement), at))
    .map(({ person }) => person);
  return [...new Set(people)];
}

/** Whether it is before those who take over: nobody answered, or nobody whose work it is could. */
export function isForSuccessors(
  scene: AccessScene,
  part: Pick<CampaignPart, "delegate" | "ward">,
  item: Pick<ReviewedAccess, "escalated" | "person">,
  reviewers: readonly string[] = reviewersIn(scene, part),
): boolean {
  if (item.escalated === true) return true;
  return !reviewers.some((person) => mayJudge(scene, person, item));
}

/** Whose work it is first: those who run the ward, and whom they asked. */
export function reviewersIn(
  scene: AccessScene,
  { delegate, ward }: Pick<CampaignPart, "delegate" | "ward">,
): readonly string[] {
  return [...managersOf(scene, ward), ...(delegate === undefined ? [] : [delegate])];
}
