import type { Instant } from "../ports/index.ts";
import { type Emergency, type Responder, survivorOf, type World } from "../world/index.ts";
import { type Boundaries, noBoundaries, note } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { type Duty, dutiesAt, isLive } from "./duty-of.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** The action by which a performer signs for what was done in an emergency (X18). */
export const signing = "emergency.sign";

/** Whether a declared emergency lasts: that it is over is derived each time, whether recorded or not. */
function isUnderWay({ until }: Emergency, boundaries: Boundaries): boolean {
  note(boundaries, until);
  return boundaries.at < until;
}

/** The emergency `id`, while it lasts. */
export function emergencyOf(world: World, id: string, at: Instant): Emergency | undefined {
  const emergency = world.emergencies.get(id);
  return emergency !== undefined && isUnderWay(emergency, noBoundaries(at)) ? emergency : undefined;
}

/** The emergencies that last in a ward, the latest first. */
export function emergenciesIn(world: World, ward: string, at: Instant): readonly Emergency[] {
  return [...world.emergencies.values()]
    .filter((emergency) => emergency.ward === ward && isUnderWay(emergency, noBoundaries(at)))
    .toSorted((a, b) => b.at - a.at);
}

/** As {@link responderAt}, of which nobody asks how long the answer holds. */
export function responderOf(
  world: World,
  emergency: Emergency,
  person: string,
  at: Instant,
): Responder | undefined {
  return responderAt(world, emergency, person, noBoundaries(at));
}

/** The person as a responder to it, while the engagement that they respond under is live (L1). */
export function responderAt(
  world: World,
  { responders }: Emergency,
  person: string,
  boundaries: Boundaries,
): Responder | undefined {
  const responder = responders.find((each) => each.person === person);
  if (responder === undefined) return undefined;
  return isLive(world.engagements.get(responder.engagement), boundaries) ? responder : undefined;
}

/** The emergencies that last and that the person responds to. */
export function respondsTo(
  world: World,
  person: string,
  boundaries: Boundaries,
): readonly Emergency[] {
  if (world.emergencies.size === 0) return [];
  return [...world.emergencies.values()].filter(
    (emergency) =>
      isUnderWay(emergency, boundaries) &&
      responderAt(world, emergency, person, boundaries) !== undefined,
  );
}

/** As {@link respondsTo}, of which nobody asks how long the answer holds. */
export function emergenciesOf(world: World, person: string, at: Instant): readonly Emergency[] {
  return respondsTo(world, person, noBoundaries(at));
}

/** Whether a patient belongs to an emergency: it is for them, whatever was merged since (C2), or for the ward that they are in. */
export function isFor(
  world: World,
  { patient, ward }: Emergency,
  { patient: asked, wards }: Pick<Whereabouts, "patient" | "wards">,
): boolean {
  return patient === undefined ? wards.includes(ward) : survivorOf(world, patient) === asked;
}

/**
 * The engagement by which the roster makes somebody a responder to it (X17): on shift in its ward, on call for that ward's
 * service, or on call for one of the teams that come to any ward of their site, in the roles of emergencies.yaml.
 */
export function rosteredFor(
  bundle: Bundle,
  world: World,
  emergency: Emergency,
  person: string,
  at: Instant,
): string | undefined {
  const kind = bundle.emergencies.get(emergency.type);
  const ward = world.wards.get(emergency.ward);
  if (kind === undefined || ward === undefined) return undefined;
  const isCalled = ({ type, ward: duty, role, site }: Duty) => {
    if (type === "shift") return duty === ward.id && kind.onShift.has(role);
    if (site !== undefined && site !== ward.site) return false;
    const isOwn = duty === ward.service || duty === ward.id;
    if (isOwn && kind.onCall.has(role)) return true;
    return kind.teams.has(duty) && bundle.roles.get(role)?.clinical === true;
  };
  return dutiesAt(bundle, world, person, noBoundaries(at))
    .filter((duty) => isCalled(duty) && holds(world, person, duty, at))
    .map(({ engagement }) => engagement)[0];
}

/** The engagement by which somebody is a clinician here, on duty or not: they may say that they are responding (X17). */
export function clinicianBy(
  bundle: Bundle,
  world: World,
  person: string,
  at: Instant,
): string | undefined {
  const now = noBoundaries(at);
  for (const id of world.rolesByPerson.get(person)) {
    const held = world.roles.get(id);
    if (held === undefined || at < held.from || held.to <= at) continue;
    if (bundle.roles.get(held.role)?.clinical !== true) continue;
    if (isLive(world.engagements.get(held.engagement), now)) return held.engagement;
  }
  return undefined;
}

/** As {@link isOverWith}, of which nobody asks how long the answer holds. */
export function isStoodDown(
  world: World,
  opened: { readonly emergency?: string },
  at: Instant,
): boolean {
  return isOverWith(world, opened, noBoundaries(at));
}

/** Whether something that an emergency opened, a session (X17) or glass (X11), is over with it (X4). */
export function isOverWith(
  world: World,
  { emergency: id }: { readonly emergency?: string },
  boundaries: Boundaries,
): boolean {
  if (id === undefined) return false;
  const emergency = world.emergencies.get(id);
  return emergency === undefined || !isUnderWay(emergency, boundaries);
}

/** A roster says when and where; that somebody has the role at all, their engagement must have given. */
function holds(world: World, person: string, { role, engagement }: Duty, at: Instant): boolean {
  return world.rolesByPerson.get(person).some((id) => {
    const held = world.roles.get(id);
    if (held === undefined || held.role !== role || held.engagement !== engagement) return false;
    return held.from <= at && at < held.to;
  });
}
