import { conflictOf } from "../../access/index.ts";
import { partiesOf, reviewersOf } from "../../reviews/index.ts";
import type { Scene } from "../../sessions/index.ts";
import { isRunning, type RoleAssignment, type Shift } from "../../world/index.ts";
import type { Audience, Facts } from "./kinds.ts";

/** What somebody is told as, where they could be told as more than one. */
const order = [
  "self",
  "subject",
  "takers",
  "reviewers",
  "successors",
  "incidents",
  "managers",
  "ward",
] as const satisfies readonly Audience[];

/** Who is told, each as one thing only: their own doing first, then as whoever reviews it. */
export function recipientsOf(
  scene: Scene,
  facts: Facts,
  audiences: readonly Audience[],
): ReadonlyMap<string, Audience> {
  const told = new Map<string, Audience>();
  // Where somebody takes over, the wards are theirs.
  const wards = facts.takers === undefined ? facts.wards : undefined;
  const people: { readonly [A in Audience]: () => readonly string[] } = {
    self: () => [facts.person],
    subject: () => (facts.about === undefined ? [] : [facts.about]),
    takers: () => facts.takers ?? [],
    managers: () => (facts.about === undefined ? [] : managing(scene, facts.about, wards)),
    // Nobody reads of what they could not close (X19): least of all whose chart it is.
    reviewers: () => {
      const theirs = reviewersOf(scene, judged(facts), "review.close");
      return theirs.length > 0 ? theirs : reviewersOf(scene, judged(facts), "review.take-over");
    },
    successors: () => reviewersOf(scene, judged(facts), "review.take-over"),
    incidents: () => reviewersOf(scene, judged(facts), "incident.close"),
    ward: () =>
      facts.ward === undefined
        ? []
        : answeringFor(scene, facts.ward).filter((person) => !isOwnChart(scene, facts, person)),
  };
  for (const audience of order) {
    if (!audiences.includes(audience)) continue;
    for (const person of people[audience]()) {
      // Nobody reviews their own (X13).
      if (person === facts.person && audience !== "self") continue;
      // Whoever vouched knows of it.
      if (person === facts.second) continue;
      if (!told.has(person)) told.set(person, audience);
    }
  }
  return told;
}

/**
 * As what reviews and incidents are about: the evidence of who somebody is, a move, what ends before long, a registration, and a link,
 * are none.
 */
function judged({ type, ...facts }: Facts) {
  const isNone =
    type === "proofing" ||
    type === "moving" ||
    type === "ending" ||
    type === "registration" ||
    type === "arrival" ||
    type === "workload" ||
    type === "database";
  return isNone ? facts : { ...facts, type };
}

function isOwnChart(scene: Scene, facts: Facts, person: string): boolean {
  const conflict = conflictFor(scene, facts, person);
  return conflict === "own" || conflict === "own-chart";
}

function conflictFor({ bundle, world, at }: Scene, facts: Facts, person: string) {
  return conflictOf(bundle, world, person, partiesOf(world, judged(facts)), at);
}

/** Whoever is in charge there on this shift, and whoever administers the ward. */
function answeringFor(scene: Scene, ward: string): readonly string[] {
  const { bundle, world } = scene;
  const inCharge = world.shiftsByWard
    .get(ward)
    .flatMap((id) => world.shifts.get(id) ?? [])
    .filter(({ role }) => bundle.roles.get(role)?.inCharge === true);
  return [
    ...inCharge.filter((one) => holds(scene, one)).map(({ person }) => person),
    ...administering(scene, [ward]),
  ];
}

/** Whoever administers one of these wards, or else one in which somebody has a role. */
function managing(scene: Scene, person: string, of?: readonly string[]): readonly string[] {
  const { world } = scene;
  if (of !== undefined) return administering(scene, of);
  const roles = world.rolesByPerson.get(person).flatMap((id) => world.roles.get(id) ?? []);
  const wards = roles.filter((role) => holds(scene, role)).map(({ ward }) => ward);
  return administering(scene, wards);
}

function administering(scene: Scene, wards: readonly string[]): readonly string[] {
  const { bundle, world } = scene;
  return [...world.roles.values()]
    .filter(
      ({ role, ward }) =>
        wards.includes(ward) && bundle.roles.get(role)?.may.has("ward.administer") === true,
    )
    .filter((role) => holds(scene, role))
    .map(({ person }) => person);
}

/** Whether a role or shift is one now, under an engagement that is live (L1). */
function holds({ world, at }: Scene, { engagement, from, to }: RoleAssignment | Shift): boolean {
  const under = world.engagements.get(engagement);
  const isNow = (time: { readonly from: number; readonly to: number }) =>
    time.from <= at && at < time.to;
  return isRunning(under, at) && isNow({ from, to });
}
