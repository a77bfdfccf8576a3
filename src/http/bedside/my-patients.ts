import type { Duty } from "../../access/index.ts";
import { emergenciesOf, mayHere } from "../../access/index.ts";
import type { Scene } from "../../sessions/index.ts";
import { dutiesOf } from "../../sessions/index.ts";
import type { Grant, Seat, Session, World } from "../../world/index.ts";
import { currentStay, survivorOf } from "../../world/index.ts";

/**
 * The patients of the session's person now: of those whom a duty, a care team or unfinished work points
 * to, the ones whose chart they may open at this seat. Unrecorded: it enforces nothing, opening does.
 */
export function myPatients(scene: Scene, seat: Seat, session: Session): readonly string[] {
  const may = candidates(scene, session.person).filter((patient) =>
    mayHere(scene, session, { action: "chart.open", patient }),
  );
  return may.toSorted((a, b) => compareBeds(scene.world, seat, a, b));
}

/** Whom the person may have to do with: a superset that the decisions narrow. */
export function candidates(scene: Scene, person: string): readonly string[] {
  const { world } = scene;
  const found = new Set<string>();
  const wards = new Set(wardsOfWork(scene, person));
  for (const { patient, ward } of runningGrants(world, person)) {
    if (patient === undefined) wards.add(ward);
    else found.add(survivorOf(world, patient));
  }
  for (const { id: ward } of world.wards.values()) {
    for (const id of world.encountersByWard.get(ward)) {
      const encounter = world.encounters.get(id);
      if (encounter === undefined) continue;
      const { attending, consulting } = encounter.state;
      const theirs = attending.includes(person) || consulting.includes(person);
      if (theirs || wards.has(ward)) found.add(encounter.patient);
    }
  }
  for (const { patient, ward } of emergenciesOf(world, person, scene.at)) {
    if (patient !== undefined) found.add(survivorOf(world, patient));
    else for (const each of patientsIn(world, ward)) found.add(each);
  }
  for (const id of world.careTeamsByPerson.get(person)) {
    const team = world.careTeams.get(id);
    if (team !== undefined) found.add(survivorOf(world, team.patient));
  }
  for (const id of world.contributionsByPerson.get(person)) {
    const contribution = world.contributions.get(id);
    if (contribution !== undefined) found.add(survivorOf(world, contribution.patient));
  }
  for (const id of contactsOf(scene, person)) {
    const contact = world.contacts.get(id);
    if (contact !== undefined) found.add(survivorOf(world, contact.patient));
  }
  return [...found];
}

function patientsIn(world: World, ward: string): readonly string[] {
  return world.encountersByWard.get(ward).flatMap((id) => world.encounters.get(id)?.patient ?? []);
}

/** What was granted for a time, and runs (X1). */
function runningGrants(world: World, person: string): readonly Grant[] {
  const grants = world.grantsByPerson.get(person).flatMap((id) => world.grants.get(id) ?? []);
  return grants.filter(({ state }) => state === "active");
}

/** Contacts that name the person, and those of the services that they are on duty for or hold a role in (C5). */
function contactsOf(scene: Scene, person: string): readonly string[] {
  const { world } = scene;
  const services = new Set(
    dutiesOf(scene, person).flatMap((duty) => [duty.ward, ...wardsOf(world, duty)]),
  );
  for (const id of world.rolesByPerson.get(person)) services.add(world.roles.get(id)?.ward ?? "");
  const ids = [...services].flatMap((service) => world.contactsByService.get(service));
  return [...world.contactsByPerson.get(person), ...ids];
}

/** The wards that a person is at work for. */
export function wardsOfWork(scene: Scene, person: string): readonly string[] {
  const wards = dutiesOf(scene, person).flatMap((duty) => wardsOf(scene.world, duty));
  return [...new Set(wards)];
}

/** The wards that a duty covers: a shift's own, an on-call period's service's. */
export function wardsOf(world: World, duty: Duty): readonly string[] {
  if (duty.type === "shift") return [duty.ward];
  return [...world.wards.values()]
    .filter(({ site }) => duty.site === undefined || duty.site === site)
    .filter(({ id, service }) => id === duty.ward || service === duty.ward)
    .map(({ id }) => id);
}

/** The seat's own bed first (C6), then its ward, then by ward and bed. */
function compareBeds(world: World, seat: Seat, a: string, b: string): number {
  const [first, second] = [placeOf(world, a), placeOf(world, b)];
  const nearness = near(seat, first) - near(seat, second);
  if (nearness !== 0) return nearness;
  return order.compare(`${first.ward} ${first.bed}`, `${second.ward} ${second.bed}`);
}

/** Beds and wards as people count them: 4 before 10. */
export const order: Intl.Collator = new Intl.Collator("en", { numeric: true });

/** Where a patient lies; outside every ward, one that comes after them all. */
export interface Place {
  readonly ward: string;
  readonly bed: string;
}

function near(seat: Seat, { ward, bed }: Place): number {
  if (ward !== seat.ward) return 2;
  return seat.bed !== undefined && seat.bed === bed ? 0 : 1;
}

export function placeOf(world: World, patient: string): Place {
  for (const id of world.encountersByPatient.get(patient)) {
    const state = world.encounters.get(id)?.state;
    const stay = state === undefined ? undefined : currentStay(state);
    if (stay !== undefined) return { ward: stay.ward, bed: stay.bed ?? "" };
  }
  return { ward: "~", bed: "" };
}
