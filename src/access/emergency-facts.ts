import { type Emergency, type Session, survivorOf, type World } from "../world/index.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Assurance } from "./bundle/bundle.ts";
import { isFor, respondsTo } from "./emergencies.ts";
import type { PolicyFacts, Situation } from "./facts.ts";
import type { Presence } from "./present-session.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** X17: an emergency that the person responds to, that the patient belongs to, and that lets responders do this. */
export function emergencyFor(
  { action, bundle, request, world }: Situation,
  whereabouts: Whereabouts | undefined,
  need: Assurance,
  boundaries: Boundaries,
): Emergency | undefined {
  // What has to be signed by a ceremony of its own is so in an emergency too (A4).
  if (whereabouts === undefined || need.within === "act") return undefined;
  return respondsTo(world, request.subject.id, boundaries).find(
    (emergency) =>
      bundle.emergencies.get(emergency.type)?.may.has(action.name) === true &&
      isFor(world, emergency, whereabouts),
  );
}

/** What the policies are told of emergencies. */
export function emergencyFacts(
  world: World,
  person: string,
  emergency: Emergency | undefined,
  whereabouts: Whereabouts | undefined,
  presence: Presence,
  boundaries: Boundaries,
): Pick<PolicyFacts, "responding" | "inEmergency" | "owesSignature"> {
  return {
    responding: emergency !== undefined,
    inEmergency: respondsTo(world, person, boundaries).some((each) =>
      isCalledTo(each, person, presence),
    ),
    owesSignature: whereabouts !== undefined && owes(world, person, whereabouts.patient),
  };
}

/**
 * X11: whom the roster calls to it, where it is, or on their own phone. Anybody declares an emergency, and anybody who holds a clinician's
 * badge says that they respond: to open what has nothing to do with it, that is not enough.
 */
function isCalledTo(
  { responders, ward }: Emergency,
  person: string,
  { session, ward: here }: Presence,
): boolean {
  const isRostered = responders.some((each) => each.person === person && each.how === "rostered");
  return isRostered && (session?.surface.type !== "seat" || here === ward);
}

/**
 * Whether only an emergency made a tap enough to be in (X17), and nobody has shown since it was declared that it is them: what it is not
 * about asks them first.
 */
export function isInByTapAlone(
  world: World,
  { emergency: id, provedAt }: Pick<Session, "emergency" | "provedAt">,
): boolean {
  if (id === undefined) return false;
  const emergency = world.emergencies.get(id);
  return emergency === undefined || provedAt < emergency.at;
}

/** What a tap alone is enough for in an emergency: its patients, and for whom the roster calls, finding others and their broken glass. */
export function isTapEnough(
  { inEmergency, responding }: Pick<PolicyFacts, "inEmergency" | "responding">,
  action: string,
  glass: { readonly emergency?: string } | undefined,
): boolean {
  if (responding || glass?.emergency !== undefined) return true;
  return inEmergency && action === "patient.search";
}

/** X18: something that the person performed for this patient waits for their signature. */
function owes(world: World, person: string, patient: string): boolean {
  return world.unsignedActsByPerson
    .get(person)
    .some((id) => survivorOf(world, world.unsignedActs.get(id)?.patient ?? "") === patient);
}
