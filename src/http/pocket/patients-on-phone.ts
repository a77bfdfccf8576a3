import { mayHere } from "../../access/index.ts";
import { dutiesOf, type Scene } from "../../sessions/index.ts";
import type { Seen, Session } from "../../world/index.ts";
import { candidates, order, type Place, placeOf, wardsOf } from "../bedside/my-patients.ts";
import { phonePlace } from "./phone-place.ts";

/** The patients whose charts a phone's person may open on it now. */
export interface PhonePatients {
  /** Of their wards and care teams. */
  readonly own: readonly string[];
  /** Only of the services that they are on call for. */
  readonly onCall: readonly string[];
}

/**
 * The patients of the session's person now: of those whom a duty, a care team or unfinished work points to, the ones
 * whose chart they may open on this phone (C8). Unrecorded: it enforces nothing, opening does. What is near comes first (C6):
 * the ward where a beacon saw the phone, the wards of the person's duties, the one that runs before others, then what else is at the
 * site where the phone is.
 */
export function patientsOnPhone(scene: Scene, session: Session): PhonePatients {
  const { world } = scene;
  const may = candidates(scene, session.person).filter((patient) =>
    mayHere(scene, session, { action: "chart.open", patient }),
  );
  const wards = dutiesOf(scene, session.person).map((duty) => wardsOf(world, duty));
  const near = phonePlace(scene, session);
  const listed = may
    .map((patient) => ({ patient, ...placeOf(world, patient) }))
    .map((row) => ({ ...row, duty: firstWith(wards, row.ward) }))
    .map((row) => ({ ...row, far: isFar(scene, near, row.ward) ? 1 : 0 }))
    .map((row) => ({ ...row, beside: row.ward === near.ward ? 0 : 1 }))
    .toSorted(
      (a, b) => a.beside - b.beside || a.duty - b.duty || a.far - b.far || compareBeds(a, b),
    );
  const called = calledTo(scene, session.person);
  const isCalled = ({ patient, ward }: (typeof listed)[number]) =>
    called.has(ward) && !isTheirs(scene, session.person, patient);
  return {
    own: listed.filter((row) => !isCalled(row)).map(({ patient }) => patient),
    onCall: listed.filter(isCalled).map(({ patient }) => patient),
  };
}

/** Which of the person's duties comes first that covers a ward; a ward of none comes after them all. */
function firstWith(wards: readonly (readonly string[])[], ward: string): number {
  const first = wards.findIndex((covered) => covered.includes(ward));
  return first === -1 ? wards.length : first;
}

function compareBeds(a: Place, b: Place): number {
  return order.compare(`${a.ward} ${a.bed}`, `${b.ward} ${b.bed}`);
}

function isFar({ world }: Scene, { site }: Pick<Seen, "site">, ward: string): boolean {
  return site !== undefined && world.wards.get(ward)?.site !== site;
}

/** The wards that one is only on call for. */
function calledTo(scene: Scene, person: string): ReadonlySet<string> {
  const duties = dutiesOf(scene, person);
  const of = (type: "shift" | "on-call") =>
    duties.filter((duty) => duty.type === type).flatMap((duty) => wardsOf(scene.world, duty));
  const shifts = new Set(of("shift"));
  return new Set(of("on-call").filter((ward) => !shifts.has(ward)));
}

/** Attending, consulting, or in the care team. */
function isTheirs({ world }: Scene, person: string, patient: string): boolean {
  const encounters = world.encountersByPatient.get(patient).map((id) => world.encounters.get(id));
  const inCharge = encounters.some(
    (each) =>
      each !== undefined &&
      (each.state.attending.includes(person) || each.state.consulting.includes(person)),
  );
  const teams = world.careTeamsByPerson.get(person);
  return inCharge || teams.some((id) => world.careTeams.get(id)?.patient === patient);
}
