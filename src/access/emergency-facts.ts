import { type Emergency, survivorOf, type World } from "../world/index.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Assurance } from "./bundle/bundle.ts";
import { isFor, respondsTo } from "./emergencies.ts";
import type { PolicyFacts, Situation } from "./facts.ts";
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
  boundaries: Boundaries,
): Pick<PolicyFacts, "responding" | "inEmergency" | "owesSignature"> {
  return {
    responding: emergency !== undefined,
    inEmergency: respondsTo(world, person, boundaries).length > 0,
    owesSignature: whereabouts !== undefined && owes(world, person, whereabouts.patient),
  };
}

/** X18: something that the person performed for this patient waits for their signature. */
function owes(world: World, person: string, patient: string): boolean {
  return world.unsignedActsByPerson
    .get(person)
    .some((id) => survivorOf(world, world.unsignedActs.get(id)?.patient ?? "") === patient);
}
