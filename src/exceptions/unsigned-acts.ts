import {
  type AccessRequest,
  type Bundle,
  emergenciesOf,
  isFor,
  signatureOwed,
  wardsWith,
} from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { opened } from "../reviews/index.ts";
import type { Handling, NewRecord, UnsignedAct, World } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Joining } from "./join-emergency.ts";

/**
 * The records that follow in one batch from the permit for something done in an emergency: who performed it, who recorded it,
 * and by when its performer signs for it (X18). None where nothing is owed.
 *
 * @param scribe who recorded it, if not the performer
 */
export function oweSignature(
  { bundle, world, at, id }: Joining,
  request: AccessRequest,
  { ward, scribe }: { readonly ward?: string | undefined; readonly scribe?: string },
): readonly NewRecord[] {
  const emergency = signatureOwed({ bundle, world }, request, at);
  if (emergency === undefined) return [];
  const { type } = emergency;
  const body = {
    act: id("act"),
    action: request.action,
    due: at + (bundle.emergencies.get(type)?.signWithin ?? 0),
    emergency: emergency.id,
    patient: request.resource.id,
    performer: request.subject.id,
    ...(scribe === undefined ? {} : { scribe }),
    type,
    ...(ward === undefined ? {} : { ward }),
  };
  return [{ kind: "act.recorded", body }];
}

/** What is performed, and not written down: it is one's own who does it. */
const performed = ["order-entry", "medication-administration"] as const;

/**
 * Whoever records in an emergency does not perform in it (X18).
 *
 * @throws ExceptionError `performs-alone`
 */
export function requirePerforming(
  { bundle, world, at }: Pick<Joining, "bundle" | "world" | "at">,
  { action, resource, subject: { id: person } }: AccessRequest,
): void {
  const groups = bundle.actions.get(action)?.groups;
  if (!performed.some((group) => groups?.has(group) === true)) return;
  const patient = survivorOf(world, resource.id);
  const wards = wardsWith(world, patient, at);
  const tasks = emergenciesOf(world, person, at)
    .filter((emergency) => isFor(world, emergency, { patient, wards }))
    .flatMap(({ responders }) => responders.filter((each) => each.person === person));
  const records = tasks.some(({ task }) => task === "records");
  if (records && !tasks.some(({ task }) => task === "performs")) {
    throw new ExceptionError("performs-alone");
  }
}

/** The records by which somebody signs for all that they performed for a patient: in the batch of the permit to do so. */
export function signFor(world: World, person: string, patient: string): readonly NewRecord[] {
  return actsOf(world, person)
    .filter((act) => survivorOf(world, act.patient) === survivorOf(world, patient))
    .map(({ id: act }) => ({ kind: "act.signed", body: { act, person } }));
}

/**
 * The records that say which acts nobody has signed for in time, each with a review that somebody else owes it: for the ticker.
 * They may be signed for still.
 */
export function overdueActs(
  bundle: Bundle | undefined,
  { world, at, id }: Pick<Handling, "world" | "at" | "id">,
): readonly NewRecord[] {
  if (bundle === undefined) return [];
  return [...world.unsignedActs.values()]
    .filter(({ due, overdue }) => due <= at && overdue === undefined)
    .flatMap((act) => [
      { kind: "act.overdue", body: { act: act.id } },
      opened(id("rev"), reviewOf(bundle, act, at)),
    ]);
}

function reviewOf(
  { emergencies }: Bundle,
  { id, action, patient, performer, type, ward }: UnsignedAct,
  at: Instant,
) {
  return {
    type: "unsigned-act",
    about: id,
    due: at + (emergencies.get(type)?.reviewWithin ?? 0),
    patient,
    person: performer,
    reason: action,
    ...(ward === undefined ? {} : { ward }),
  } as const;
}

function actsOf(world: World, person: string): readonly UnsignedAct[] {
  return world.unsignedActsByPerson.get(person).flatMap((id) => world.unsignedActs.get(id) ?? []);
}
