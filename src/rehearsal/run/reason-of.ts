import { emergenciesOf, openGlass } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import {
  contributionOf,
  currentStay,
  idsOf,
  isRunning,
  type PathwayTeams,
  summariesKept,
  survivorOf,
  type World,
} from "../../world/index.ts";

/** Why somebody has to do with a patient at one instant. */
export type Reason =
  | "shift"
  | "on-call"
  | "care-team"
  | "contact"
  | "responsible"
  | "cover"
  | "declared"
  | "emergency"
  | "staying";

interface Duty {
  readonly engagement: string;
  readonly type: "shift" | "on-call";
  readonly place: string;
  readonly site: string | undefined;
}

/**
 * The reason that a person has for a patient at an instant, without any margin, tail or grace: on shift where
 * the patient is or has a bed, on call for its service, or on duty and in the care team (attending and
 * consulting included), on duty for a service or named by a contact that goes on, or on duty and responsible at a
 * discharge in the last 30 days, on duty and with a grant that runs, on duty and having broken the glass, or responding to a declared
 * emergency. It is worked out here
 * from the hospital's facts and not asked of the policy, whose permits are measured by it.
 */
export function reasonOf(
  world: World,
  person: string,
  patient: string,
  at: Instant,
): Reason | undefined {
  const survivor = survivorOf(world, patient);
  if (isStaying(world, person, survivor, at)) return "staying";
  const wards = wardsOf(world, survivor);
  if (isResponding(world, person, survivor, wards, at)) return "declared";
  const duties = dutiesWithoutMargin(world, person, at);
  if (duties.length === 0) return undefined;
  if (duties.some(({ type, place }) => type === "shift" && wards.includes(place))) return "shift";
  if (wards.some((ward) => duties.some((duty) => covers(world, duty, ward)))) return "on-call";
  if (isCaring(world, person, survivor, at)) return "care-team";
  if (isSeeing(world, person, survivor, duties, at)) return "contact";
  if (isResponsible(world, person, survivor, at)) return "responsible";
  if (hasCover(world, person, survivor, wards, at)) return "cover";
  // Whoever broke the glass said why, and somebody looks at it: a reason, for as long as it lasts.
  return openGlass(world, person, survivor, at) === undefined ? undefined : "emergency";
}

/** Who stays because relief has not come has a reason for those they cared for; who left a text unfinished, for whom it is (S9). */
function isStaying(world: World, person: string, patient: string, at: Instant): boolean {
  const begun = world.draftsByPerson
    .get(person)
    .some((id) => survivorOf(world, world.drafts.get(id)?.patient ?? "") === patient);
  const relief = world.reliefsByPerson.get(person).some((id) => {
    const known = world.reliefs.get(id);
    if (known === undefined || at >= known.until) return false;
    const worked = idsOf(world, patient).some((told) =>
      world.contributions.has(contributionOf(person, told, known.ward)),
    );
    return worked || isCaring(world, person, patient, at);
  });
  return begun || relief;
}

/** Access for a time that somebody approved, and that runs (X1). */
function hasCover(
  world: World,
  person: string,
  patient: string,
  wards: readonly string[],
  at: Instant,
): boolean {
  return world.grantsByPerson.get(person).some((id) => {
    const grant = world.grants.get(id);
    if (grant?.state !== "active" || at >= (grant.until ?? at)) return false;
    if (grant.kind === "task") return false;
    if (grant.patient === undefined) return wards.includes(grant.ward);
    return survivorOf(world, grant.patient) === patient;
  });
}

/** On duty or not: whoever responds to a declared emergency has a reason for as long as it lasts (X17). */
function isResponding(
  world: World,
  person: string,
  survivor: string,
  wards: readonly string[],
  at: Instant,
): boolean {
  return emergenciesOf(world, person, at).some(({ patient, ward }) =>
    patient === undefined ? wards.includes(ward) : survivorOf(world, patient) === survivor,
  );
}

function dutiesWithoutMargin(world: World, person: string, at: Instant): readonly Duty[] {
  const duties: Duty[] = [];
  const holds = ({ from, to, engagement }: { from: Instant; to: Instant; engagement: string }) => {
    return isRunning(world.engagements.get(engagement), at) && from <= at && at < to;
  };
  for (const id of world.shiftsByPerson.get(person)) {
    const shift = world.shifts.get(id);
    if (shift !== undefined && holds(shift)) {
      const { engagement, ward: place } = shift;
      duties.push({ type: "shift", engagement, place, site: undefined });
    }
  }
  for (const id of world.onCallsByPerson.get(person)) {
    const onCall = world.onCalls.get(id);
    if (onCall !== undefined && holds(onCall)) {
      const { engagement, service: place, site } = onCall;
      duties.push({ type: "on-call", engagement, place, site });
    }
  }
  for (const id of world.declaredByPerson.get(person)) {
    const declared = world.declared.get(id);
    if (declared === undefined || declared.ended !== undefined) continue;
    const { at: from, until: to, engagement, ward } = declared;
    if (holds({ from, to, engagement }))
      duties.push({ type: "shift", engagement, place: ward, site: undefined });
  }
  return duties;
}

/** The wards where the patient is or has a bed. */
function wardsOf(world: World, patient: string): readonly string[] {
  return world.encountersByPatient.get(patient).flatMap((id) => {
    const state = world.encounters.get(id)?.state;
    if (state?.status !== "admitted") return [];
    const wards = [currentStay(state)?.ward, state.temporary?.ward];
    return wards.filter((ward) => ward !== undefined);
  });
}

function covers(world: World, { type, place, site }: Duty, id: string): boolean {
  const ward = world.wards.get(id);
  if (type !== "on-call" || ward === undefined) return false;
  if (site !== undefined && site !== ward.site) return false;
  return ward.service === place || ward.id === place;
}

function isCaring(world: World, person: string, patient: string, at: Instant): boolean {
  const inTeam = world.careTeamsByPatient.get(patient).some((id) => {
    const members = world.careTeams.get(id)?.members ?? [];
    return members.some(
      (member) =>
        member.person === person &&
        member.from <= at &&
        (member.to === undefined || at < member.to),
    );
  });
  return (
    inTeam || encountersFor(world, person, patient).some(({ status }) => status === "admitted")
  );
}

/** An appointment, or what a service is asked for, that goes on now. */
function isSeeing(
  world: World,
  person: string,
  patient: string,
  duties: readonly Duty[],
  at: Instant,
): boolean {
  return world.contactsByPatient.get(patient).some((id) => {
    const contact = world.contacts.get(id);
    if (contact === undefined || at < contact.from || at >= contact.to) return false;
    const { service, teams } = contact;
    if (contact.person === person) return true;
    return duties.some(
      ({ engagement, place }) => place === service && isOfTeam(world, engagement, teams),
    );
  });
}

/** Of a care pathway only those of its teams: by whose staff passport somebody is here (C11). */
function isOfTeam(world: World, engagement: string, teams: PathwayTeams | undefined): boolean {
  if (teams === undefined) return true;
  const issuer = world.engagements.get(engagement)?.proof?.passport?.issuer;
  return issuer === undefined ? teams.own : teams.visiting.includes(issuer);
}

function isResponsible(world: World, person: string, patient: string, at: Instant): boolean {
  return encountersFor(world, person, patient).some(
    ({ dischargedAt }) => dischargedAt !== undefined && at < dischargedAt + summariesKept,
  );
}

/** The states of the patient's encounters in which the person is attending or consulting. */
function encountersFor(world: World, person: string, patient: string) {
  return world.encountersByPatient
    .get(patient)
    .map((id) => world.encounters.get(id)?.state)
    .filter((state) => state !== undefined)
    .filter(
      ({ attending, consulting }) => attending.includes(person) || consulting.includes(person),
    );
}
