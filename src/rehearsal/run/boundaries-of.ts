import { type Bundle, findPattern } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { summariesKept, survivorOf, type World } from "../../world/index.ts";

/**
 * The instants at which a person's access to a patient may change while nothing happens: begin and end of
 * shifts and on-call periods with and without their margins, of engagements, roles and care teams, tails after
 * stays, contacts with their leads and tails, thirty days after a discharge, the end of broken glass, of grants and of emergencies.
 * In order, each once.
 */
export function boundariesOf(
  bundle: Bundle,
  world: World,
  person: string,
  patient: string,
): readonly Instant[] {
  const found = new Set<Instant>();
  addDuties(bundle, world, person, found);
  for (const id of world.engagementsByPerson.get(person)) add(found, world.engagements.get(id));
  for (const id of world.rolesByPerson.get(person)) add(found, world.roles.get(id));
  for (const id of world.glassesByPerson.get(person)) {
    const glass = world.glasses.get(id);
    if (glass !== undefined) found.add(glass.until);
  }
  addRoster(bundle, world, person, found);
  for (const id of world.grantsByPerson.get(person)) {
    const until = world.grants.get(id)?.until;
    if (until !== undefined) found.add(until);
  }
  for (const { responders, until } of world.emergencies.values()) {
    if (responders.some((responder) => responder.person === person)) found.add(until);
  }
  addPatient(bundle, world, survivorOf(world, patient), person, found);
  return [...found].sort((a, b) => a - b);
}

function addDuties(bundle: Bundle, world: World, person: string, found: Set<Instant>): void {
  const shifts = world.shiftsByPerson.get(person).map((id) => world.shifts.get(id));
  const onCalls = world.onCallsByPerson.get(person).map((id) => world.onCalls.get(id));
  const periods = [
    ...shifts.map((shift) => shift && { ...shift, place: shift.ward }),
    ...onCalls.map((onCall) => onCall && { ...onCall, place: onCall.service }),
  ];
  for (const period of periods) {
    if (period === undefined) continue;
    const pattern = findPattern(bundle, world, period.place);
    add(found, period);
    found.add(period.from - (pattern?.handoverMarginBefore ?? 0));
    found.add(period.to + (pattern?.handoverMarginAfter ?? 0));
  }
}

/** What the roster does not know (L9, S9): unconfirmed shifts, staying for relief, and to finish drafts. */
function addRoster(bundle: Bundle, world: World, person: string, found: Set<Instant>): void {
  for (const id of world.declaredByPerson.get(person)) {
    const duty = world.declared.get(id);
    if (duty !== undefined) found.add(duty.until);
  }
  for (const id of world.reliefsByPerson.get(person)) {
    const relief = world.reliefs.get(id);
    if (relief !== undefined) found.add(relief.until);
  }
  if (world.draftsByPerson.get(person).length === 0) return;
  for (const id of world.shiftsByPerson.get(person)) {
    const shift = world.shifts.get(id);
    const margin = findPattern(bundle, world, shift?.ward ?? "")?.handoverMarginAfter ?? 0;
    if (shift !== undefined) found.add(shift.to + margin + bundle.rosters.drafts);
  }
}

function addPatient(
  bundle: Bundle,
  world: World,
  patient: string,
  person: string,
  found: Set<Instant>,
): void {
  for (const id of world.careTeamsByPatient.get(patient)) {
    for (const member of world.careTeams.get(id)?.members ?? []) {
      if (member.person === person) add(found, member);
    }
  }
  for (const id of world.contactsByPatient.get(patient)) {
    const contact = world.contacts.get(id);
    if (contact === undefined) continue;
    const pattern = findPattern(bundle, world, contact.service);
    add(found, contact);
    if (contact.teams !== undefined) continue;
    found.add(contact.from - (pattern?.contactLead ?? 0));
    found.add(contact.to + (pattern?.contactTail ?? 0));
  }
  for (const id of world.encountersByPatient.get(patient)) {
    const state = world.encounters.get(id)?.state;
    if (state === undefined) continue;
    const { dischargedAt, cancelledAt, stays, visits = [] } = state;
    if (dischargedAt !== undefined) found.add(dischargedAt + summariesKept);
    for (const { ward, to = cancelledAt } of [...stays, ...visits]) {
      const tail = findPattern(bundle, world, ward)?.tail ?? 0;
      if (to !== undefined) found.add(to + tail);
    }
  }
}

function add(
  found: Set<Instant>,
  period: { readonly from: Instant; readonly to?: Instant } | undefined,
): void {
  if (period === undefined) return;
  found.add(period.from);
  if (period.to !== undefined) found.add(period.to);
}
