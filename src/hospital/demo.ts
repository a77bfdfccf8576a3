import type { Instant } from "../ports/index.ts";
import { HospitalError } from "./errors.ts";
import type {
  Hospital,
  HospitalPatient,
  HospitalWard,
  RosteredShift,
  StaffMember,
} from "./hospital.ts";
import { displayName } from "./names.ts";
import { randomFrom } from "./random.ts";
import { extendRosters } from "./rosters.ts";

/** Somebody whose badge a visitor may tap. */
export interface DemoPerson {
  readonly person: string;
  readonly name: string;
  /** What they are, in a word: "nurse", "ward manager". */
  readonly role: string;
  /** The ward or service they are on duty for. */
  readonly ward: string;
  /** Ten digits. */
  readonly badge: string;
  /** Four digits. */
  readonly pin: string;
  /** When their shift or on-call period ends. */
  readonly until: Instant;
}

/** A patient to try. */
export interface DemoPatient {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly ward: string;
  readonly bed: string;
}

/** What a visitor is given to try the demonstration with. All of it is made up, and worthless elsewhere. */
export interface Demo {
  /** The nurse's ward. */
  readonly ward: string;
  readonly wardName: string;
  readonly people: {
    readonly nurse: DemoPerson;
    /** The nurse in charge of the same shift: somebody to tap over, and to witness. */
    readonly colleague: DemoPerson;
    readonly doctor: DemoPerson;
    readonly locum: DemoPerson;
    readonly manager: DemoPerson;
    readonly privacyOfficer: DemoPerson;
  };
  /** A nurse of the same ward whom the roster does not have now: to start a shift without it. Absent where all are on it. */
  readonly unrostered?: DemoPerson;
  /** The ward's seats, then those of the locum's ward, then all others. */
  readonly seats: readonly string[];
  /** A program that may ask for decisions, and its API key. */
  readonly workload: { readonly id: string; readonly name: string; readonly key: string };
  readonly patients: {
    /** In the nurse's ward: the chart opens. */
    readonly own: readonly DemoPatient[];
    /** In another ward, without a tie to the nurse: the chart is refused. */
    readonly elsewhere: DemoPatient;
    /** Charts that need care (C10): refused to a whole ward, the nurse's own or not. */
    readonly sealed?: DemoPatient;
    readonly vip?: DemoPatient;
  };
}

/** Fewer patients than this make a dull ward. */
const enoughPatients = 4;

/**
 * Who may be tried out at `at`: people who are rostered or on call then, at whatever hour. The same hospital and instant
 * give the same choice.
 *
 * @throws HospitalError `nobody-on-duty`: a hospital of fewer than twelve wards may lack a locum
 */
export function chooseDemo(hospital: Hospital, at: Instant): Demo {
  const scene = sceneAt(hospital, at);
  const crews = hospital.wards
    .filter((ward) => ward.type === "ward")
    .flatMap((ward) => crewOf(scene, ward) ?? []);
  const isMain = ({ ward }: Crew) => Number(ward.site === hospital.wards[0]?.site);
  const crew = crews.toSorted(
    (a, b) => rank(b) - rank(a) || isMain(b) - isMain(a) || b.until - a.until,
  )[0];
  if (crew === undefined) throw nobody("a ward with nurses, a doctor and a manager");
  const locum = latest(scene.shifts.filter((shift) => scene.locums.has(shift.person)));
  if (locum === undefined) throw nobody("a locum");
  const { colleague, doctor, manager, nurse, ward } = crew;
  return {
    ward: ward.id,
    wardName: ward.name,
    people: {
      nurse: personOf(scene, nurse, "nurse"),
      colleague: personOf(scene, colleague, "nurse in charge"),
      doctor: personOf(scene, doctor, "doctor"),
      locum: personOf(scene, locum, locum.role === "doctor" ? "locum doctor" : "agency nurse"),
      manager: personOf(scene, manager, "ward manager"),
      privacyOfficer: privacyOfficer(scene),
    },
    ...unrosteredIn(scene, hospital, ward.id, at),
    seats: seatsFor(hospital, [ward.id, locum.ward]),
    workload: workloadOf(hospital),
    patients: patientsFor(scene, crew),
  };
}

/** The API key of the demonstration's workload: from the seed, so that a restart keeps it. */
function workloadOf({ seed, workloads }: Hospital): Demo["workload"] {
  const workload = workloads[0];
  if (workload === undefined) throw nobody("a workload");
  const random = randomFrom(seed, "api-key");
  const words = Array.from({ length: 5 }, () => random.next().toString(16).padStart(8, "0"));
  return { id: workload.id, name: workload.name, key: `wardkey-demo-${words.join("")}` };
}

interface Scene {
  readonly hospital: Hospital;
  readonly staff: ReadonlyMap<string, StaffMember>;
  readonly locums: ReadonlySet<string>;
  /** On duty now. */
  readonly shifts: readonly RosteredShift[];
  readonly onCalls: readonly {
    readonly person: string;
    readonly service: string;
    readonly to: Instant;
  }[];
  readonly inPatients: ReadonlyMap<string, readonly DemoPatient[]>;
  /** Those who have to do with a patient by name. */
  readonly tied: (person: string, patient: string) => boolean;
}

function sceneAt(hospital: Hospital, at: Instant): Scene {
  const { shifts, onCalls } = extendRosters(hospital, at, at + 1);
  const staff = new Map(hospital.staff.map((member) => [member.person, member]));
  const ties = new Set([
    ...hospital.careTeams.flatMap(({ members, patient }) =>
      members.map(({ person }) => `${person}|${patient}`),
    ),
    ...hospital.contributions.map(({ patient, person }) => `${person}|${patient}`),
  ]);
  return {
    hospital,
    staff,
    shifts,
    onCalls,
    locums: new Set(
      hospital.staff
        .filter(({ engagement }) => engagement.type === "locum" && engagement.renewed)
        .map(({ person }) => person),
    ),
    inPatients: patientsByWard(hospital),
    tied: (person, patient) => ties.has(`${person}|${patient}`),
  };
}

function patientsByWard(hospital: Hospital): ReadonlyMap<string, readonly DemoPatient[]> {
  const wards = new Map<string, DemoPatient[]>();
  const sensitive = new Set(hospital.sensitive.map(({ patient }) => patient));
  const patients = new Map(hospital.patients.map((patient) => [patient.id, patient]));
  for (const { events, patient } of hospital.encounters.slice(0, hospital.size.inPatients)) {
    // Who is on leave or in theatre is not the one to begin with.
    const last = events.at(-1);
    const known = patients.get(patient);
    if (sensitive.has(patient)) continue;
    if (known === undefined || last?.location?.bed === undefined) continue;
    if (!["A01", "A02", "A04", "A06", "A08"].includes(last.trigger)) continue;
    const { bed, ward } = last.location;
    const shown = shownPatient(known, ward, bed);
    wards.set(ward, [...(wards.get(ward) ?? []), shown]);
  }
  return wards;
}

function shownPatient(
  { id, name, number }: HospitalPatient,
  ward: string,
  bed: string,
): DemoPatient {
  return { id, number, name: displayName(name), ward, bed };
}

/** The people of one ward who show what a ward does. */
interface Crew {
  readonly ward: HospitalWard;
  readonly nurse: RosteredShift;
  readonly colleague: RosteredShift;
  readonly doctor: RosteredShift;
  readonly manager: RosteredShift;
  readonly until: Instant;
}

function crewOf(scene: Scene, ward: HospitalWard): Crew | undefined {
  if ((scene.inPatients.get(ward.id) ?? []).length < enoughPatients) return undefined;
  const here = scene.shifts.filter(
    (shift) => shift.ward === ward.id && !scene.locums.has(shift.person),
  );
  const nurse = latest(here.filter(({ role }) => role === "nurse"));
  const colleague = latest(here.filter(({ role }) => role === "nurse-in-charge"));
  const doctor = latest(here.filter(({ role }) => role === "doctor"));
  const manager = latest(here.filter(({ role }) => role === "ward-manager"));
  if (nurse === undefined || colleague === undefined) return undefined;
  if (doctor === undefined || manager === undefined) return undefined;
  const until = Math.min(...[nurse, colleague, doctor, manager].map(({ to }) => to));
  return { ward, nurse, colleague, doctor, manager, until };
}

/** An ordinary ward shows best what is ordinary. */
function rank({ ward }: Crew): number {
  const order = [
    "telehealth",
    "theatre-icu",
    "emergency",
    "remote-ward",
    "locum-heavy",
    "inpatient",
  ];
  return order.indexOf(ward.pattern);
}

/** At a handover two people are on duty: the one who has just come stays longer. */
function latest(shifts: readonly RosteredShift[]): RosteredShift | undefined {
  return shifts.toSorted((a, b) => b.to - a.to)[0];
}

function personOf(
  scene: Scene,
  duty: { readonly person: string; readonly ward: string; readonly to: Instant },
  role: string,
): DemoPerson {
  const member = scene.staff.get(duty.person);
  if (member === undefined) throw nobody(`a ${role}`);
  const { badge, name, person, pin } = member;
  return {
    person,
    name: displayName(name),
    role,
    ward: duty.ward,
    badge: badge.number,
    pin,
    until: duty.to,
  };
}

/** Off duty for some hours on either side, so that no handover margin lets them in. */
function unrosteredIn(
  scene: Scene,
  hospital: Hospital,
  ward: string,
  at: Instant,
): Pick<Demo, "unrostered"> {
  const hours = 3 * 3_600_000;
  const { shifts } = extendRosters(hospital, at - hours, at + hours);
  const busy = new Set(shifts.map(({ person }) => person));
  const free = hospital.staff.find(
    ({ assignments, engagement, person, role }) =>
      role === "nurse" &&
      engagement.type === "employee" &&
      engagement.from <= at &&
      at < engagement.to &&
      assignments.some((held) => held.ward === ward && held.from <= at && at < held.to) &&
      !busy.has(person),
  );
  if (free === undefined) return {};
  const duty = { person: free.person, ward, to: at };
  return { unrostered: personOf(scene, duty, "nurse off duty") };
}

function privacyOfficer(scene: Scene): DemoPerson {
  const duty = scene.onCalls.find(({ service }) => service === "privacy");
  if (duty === undefined) throw nobody("a privacy officer");
  return personOf(scene, { ...duty, ward: duty.service }, "privacy officer");
}

function seatsFor({ seats }: Hospital, wards: readonly string[]): readonly string[] {
  const place = (ward: string): number => {
    const found = wards.indexOf(ward);
    return found === -1 ? wards.length : found;
  };
  return seats.toSorted((a, b) => place(a.ward) - place(b.ward)).map(({ id }) => id);
}

function patientsFor(scene: Scene, { doctor, nurse, ward }: Crew): Demo["patients"] {
  const own = scene.inPatients.get(ward.id) ?? [];
  const service = ward.service;
  const elsewhere = scene.hospital.wards
    .filter(
      (other) => other.site === ward.site && other.id !== ward.id && other.service !== service,
    )
    .flatMap((other) => scene.inPatients.get(other.id) ?? [])
    .find(({ id }) => !scene.tied(nurse.person, id) && !scene.tied(doctor.person, id));
  if (elsewhere === undefined) throw nobody("a patient in another ward");
  return { own: own.slice(0, 5), elsewhere, ...needingCare(scene.hospital) };
}

/** One of each that needs care, where there is one in a bed. */
function needingCare({
  encounters,
  patients,
  sensitive,
}: Hospital): Pick<Demo["patients"], "sealed" | "vip"> {
  const find = (mark: "sealed" | "vip"): DemoPatient | undefined => {
    const id = sensitive.find(({ marks }) => marks.includes(mark))?.patient;
    const known = patients.find((patient) => patient.id === id);
    const place = encounters.find(({ patient }) => patient === id)?.events.at(-1)?.location;
    return known && place && shownPatient(known, place.ward, place.bed ?? "");
  };
  const [sealed, vip] = [find("sealed"), find("vip")];
  return { ...(sealed && { sealed }), ...(vip && { vip }) };
}

function nobody(whom: string): HospitalError {
  return new HospitalError(
    "nobody-on-duty",
    `This hospital has not ${whom} now. Make it larger: twelve wards have everybody at any hour.`,
  );
}
