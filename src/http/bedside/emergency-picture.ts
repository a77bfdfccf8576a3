import { decide, emergenciesIn, emergenciesOf, rosteredFor } from "../../access/index.ts";
import { maySendAway } from "../../exceptions/index.ts";
import { callFor, patientAtBed, type Scene } from "../../sessions/index.ts";
import { type Emergency, type Seat, type Session, survivorOf } from "../../world/index.ts";
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

/** The call that stands in a ward, as a screen may show it that nobody is in at. */
export function callAt(scene: Scene, seat: Seat): Drawn<EmergencyCallView> | undefined {
  const [latest] = emergenciesIn(scene.world, seat.ward, scene.at);
  if (latest === undefined) return undefined;
  return { view: callView(scene, latest), lookAt: [latest.until] };
}

/** What somebody who has tapped may answer with "I am responding" instead of a PIN (X17). */
export function callOf(
  scene: Scene,
  seat: Seat,
  person: string,
): Drawn<EmergencyCallView> | undefined {
  const call = callFor(scene, seat, person);
  const emergency = call && scene.world.emergencies.get(call.id);
  if (emergency === undefined) return undefined;
  return { view: callView(scene, emergency), lookAt: [emergency.until] };
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

/** What somebody who is in sees of emergencies: the one that they respond to, that of the screen's ward, or one that they are rostered for or have declared. */
export function drawEmergencies(
  scene: Scene,
  seat: Seat,
  session: Session,
  names: NameBook,
): Drawn<SeatEmergencies> {
  const { at } = scene;
  const { patient } = session;
  const call = emergencyFor(scene, seat, session.person);
  const isThere = seat.ward === call?.ward && callFor(scene, seat, session.person) !== undefined;
  const view = call && emergencyView(scene, session.person, call, names, isThere);
  const open = patient === undefined ? undefined : { patient, name: names.patient(patient).name };
  const warnAt = call === undefined ? undefined : warnsAt(scene, call);
  return {
    view: {
      ...(view === undefined ? {} : { emergency: view }),
      declare: choicesAt(scene, seat, open),
      unsigned: unsignedOf(scene, session.person, names),
    },
    lookAt:
      call === undefined ? [] : [call.until, warnAt ?? call.until].filter((then) => then > at),
  };
}

function emergencyFor(
  { bundle, world, at }: Scene,
  { ward }: Seat,
  person: string,
): Emergency | undefined {
  const [own] = emergenciesOf(world, person, at).toSorted((a, b) => b.at - a.at);
  const [here] = emergenciesIn(world, ward, at);
  if (own !== undefined || here !== undefined) return own ?? here;
  const elsewhere = [...world.emergencies.values()].filter(({ until }) => at < until);
  return (
    elsewhere.find((each) => rosteredFor(bundle, world, each, person, at) !== undefined) ??
    elsewhere.find(({ declaredBy }) => declaredBy === person)
  );
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
  const { id, at, patient, type, until, ward } = emergency;
  const lies = patient === undefined ? undefined : placeOf(world, survivorOf(world, patient));
  const where = lies === undefined || lies.bed === "" ? ward : bedOf(lies.ward, lies.bed);
  return { id, type, title: bundle.emergencies.get(type)?.title ?? type, where, since: at, until };
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
