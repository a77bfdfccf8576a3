import {
  decide,
  emergenciesAt,
  emergenciesOf,
  patientAtBed,
  rosteredFor,
} from "../../access/index.ts";
import { maySendAway } from "../../exceptions/index.ts";
import { callFor, type Scene } from "../../sessions/index.ts";
import {
  type Emergency,
  type Location,
  type Seat,
  type Session,
  survivorOf,
  type World,
} from "../../world/index.ts";
import type { PersonView } from "../contract.ts";
import type {
  EmergencyCallView,
  EmergencyChoice,
  EmergencyView,
  SeatEmergencies,
  UnsignedActView,
} from "../emergency-contract.ts";
import type { NameBook } from "../names.ts";
import { placeOf } from "./my-patients.ts";
import { labelOf } from "./witness-picture.ts";

/** What is drawn of emergencies, and when time alone changes it. */
export interface Drawn<T> {
  readonly view: T;
  readonly lookAt: readonly number[];
}

/** The calls that stand in a ward, as a screen may show them that nobody is in at. */
export function callsAt(scene: Scene, seat: Seat): Drawn<readonly EmergencyCallView[]> {
  const here = emergenciesAt(scene.world, seat, scene.at);
  return {
    view: here.map((each) => callView(scene, each)),
    lookAt: here.map(({ until }) => until),
  };
}

/** What somebody who has tapped may answer with "I am responding" instead of a PIN (X17): whichever of them it is. */
export function callsFor(
  scene: Scene,
  seat: Seat,
  person: string,
): Drawn<readonly EmergencyCallView[]> {
  const isClinician = callFor(scene, seat, person) !== undefined;
  return isClinician ? callsAt(scene, seat) : { view: [], lookAt: [] };
}

/** What anybody may declare at a seat (X16): for its bed's patient or the open chart's first, else for the ward. */
export function choicesAt(
  { bundle, world }: Scene,
  seat: Seat,
  open?: { readonly patient: string; readonly name: string },
): readonly EmergencyChoice[] {
  const bed = patientAtBed(world, seat) === undefined ? undefined : seat.bed;
  const lying = bed === undefined ? undefined : bedOf(seat.ward, bed);
  return [...bundle.emergencies.values()].flatMap(
    ({ forPatient, forWard, name: type, title }): readonly EmergencyChoice[] => [
      ...(open && forPatient ? [{ type, title, whom: "chart", where: open.name } as const] : []),
      ...(lying && forPatient ? [{ type, title, whom: "bed", where: lying } as const] : []),
      ...(forWard ? [{ type, title, whom: "ward", where: seat.ward } as const] : []),
    ],
  );
}

/** What somebody who is in sees of emergencies: those that they respond to, those of the screen's ward, and those that they are rostered for or have declared. */
export function drawEmergencies(
  scene: Scene,
  seat: Seat,
  session: Session,
  names: NameBook,
): Drawn<SeatEmergencies> {
  const { at } = scene;
  const { patient } = session;
  const { person } = session;
  const isClinician = callFor(scene, seat, person) !== undefined;
  const shown = emergenciesFor(scene, seat, person);
  const open = patient === undefined ? undefined : { patient, name: names.patient(patient).name };
  return {
    view: {
      declared: shown.map((each) =>
        emergencyView(scene, person, each, names, isClinician && seat.ward === each.ward),
      ),
      declare: choicesAt(scene, seat, open),
      unsigned: unsignedOf(scene, person, names),
    },
    lookAt: shown.flatMap((each) => [each.until, warnsAt(scene, each)]).filter((then) => then > at),
  };
}

/** One after the other, so that none hides another: what they came to last is first. */
function emergenciesFor(
  { bundle, world, at }: Scene,
  seat: Seat,
  person: string,
): readonly Emergency[] {
  const elsewhere = [...world.emergencies.values()]
    .filter(({ until, ward }) => at < until && ward !== seat.ward)
    .filter(
      (each) =>
        each.declaredBy === person || rosteredFor(bundle, world, each, person, at) !== undefined,
    )
    .toSorted((a, b) => b.at - a.at);
  const shown = [
    ...latestJoined(emergenciesOf(world, person, at), person),
    ...emergenciesAt(world, seat, at),
    ...elsewhere,
  ];
  return [...new Set(shown)];
}

/** The emergencies that somebody responds to, what they came to last first. */
export function latestJoined(some: readonly Emergency[], person: string): readonly Emergency[] {
  const since = ({ responders }: Emergency): number =>
    responders.find((each) => each.person === person)?.at ?? 0;
  return some.toSorted((a, b) => since(b) - since(a));
}

/**
 * An emergency as somebody who is in sees it.
 *
 * @param isThere they are at a screen of its ward, so that they may say that they respond without being rostered for it (X17)
 */
export function emergencyView(
  scene: Scene,
  person: string,
  emergency: Emergency,
  names: NameBook,
  isThere: boolean,
): EmergencyView {
  const { bundle, world, at } = scene;
  const { patient, responders, type, until } = emergency;
  const own = emergenciesOf(world, person, at).some(({ id }) => id === emergency.id)
    ? responders.find((each) => each.person === person)
    : undefined;
  const longest = bundle.emergencies.get(type)?.longest ?? 0;
  const may =
    own === undefined &&
    (rosteredFor(bundle, world, emergency, person, at) !== undefined || isThere);
  const maySend = maySendAway(bundle, world, emergency, person, at);
  const whose =
    own === undefined || patient === undefined ? {} : { patient: survivorOf(world, patient) };
  return {
    ...callView(scene, emergency),
    ...(own === undefined ? {} : { task: own.task }),
    mayRespond: may,
    renewable:
      own !== undefined && at >= warnsAt(scene, emergency) && until < emergency.at + longest,
    responders: responders.map(({ how, person: who, task }) => ({
      who: names.person(who),
      task,
      ...(maySend && how === "said-so" && who !== person ? { maySendAway: true } : {}),
    })),
    ...whose,
  };
}

/** From when its responders are offered more time. */
function warnsAt({ bundle }: Scene, { type, until }: Emergency): number {
  return until - (bundle.emergencies.get(type)?.warnBefore ?? 0);
}

function callView({ bundle, world }: Scene, emergency: Emergency): EmergencyCallView {
  const { id, at, type, until } = emergency;
  const title = bundle.emergencies.get(type)?.title ?? type;
  return { id, type, title, where: whereOf(world, emergency), since: at, until };
}

/** The bed; away from it for the moment, where else (C3), unless it was declared at the screen of the bed itself. */
function whereOf(world: World, { patient, seat: from, ward }: Emergency): string {
  if (patient === undefined) return ward;
  const lying = survivorOf(world, patient);
  const seat = from === undefined ? undefined : world.seats.get(from);
  const isAtBed = seat !== undefined && patientAtBed(world, seat) === lying;
  const away = isAtBed ? undefined : awayTo(world, lying);
  const place = away ?? placeOf(world, lying);
  return place.bed === undefined || place.bed === "" ? place.ward : bedOf(place.ward, place.bed);
}

function awayTo(world: World, patient: string): Location | undefined {
  return world.encountersByPatient
    .get(patient)
    .flatMap((id) => world.encounters.get(id)?.state.temporary ?? [])[0];
}

function bedOf(ward: string, bed: string): string {
  return `${ward}, bed ${bed}`;
}

function unsignedOf(
  { bundle, world }: Scene,
  person: string,
  names: NameBook,
): readonly UnsignedActView[] {
  return world.unsignedActsByPerson
    .get(person)
    .flatMap((id) => world.unsignedActs.get(id) ?? [])
    .map(({ id, action, at, due, patient, scribe }) => ({
      id,
      label: labelOf(bundle, action),
      patient: names.patient(survivorOf(world, patient)),
      at,
      due,
      ...(scribe === undefined ? {} : { recordedBy: names.person(scribe).name }),
    }));
}

/** For somebody who records in an emergency: who of those that perform may do this for the open patient (X18). Unrecorded. */
export function performersOf(
  { bundle, world, at }: Scene,
  seat: Seat,
  { id, patient, person }: Session,
  action: string,
  names: NameBook,
): readonly PersonView[] {
  if (patient === undefined) return [];
  const scribes = emergenciesOf(world, person, at).filter(({ responders }) =>
    responders.some((each) => each.person === person && each.task === "records"),
  );
  const others = scribes.flatMap(({ responders }) => responders.map((each) => each.person));
  const may = [...new Set(others)].filter((performer) => {
    const request = {
      subject: { type: "person", id: performer },
      action,
      resource: { type: "patient", id: patient },
      context: { seat: seat.id, recording: id },
    };
    return decide({ bundle, world, request, at, remedies: false }).type === "permit";
  });
  return may.map((performer) => names.person(performer));
}
