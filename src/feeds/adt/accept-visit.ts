import type { SideKey } from "../../ports/index.ts";
import type { AdtEvent, AdtTrigger, Encounter, Location } from "../../world/index.ts";
import { eventsKept, survivorOf } from "../../world/index.ts";
import type { AdtMessage, AdtVisit, PointOfCare } from "../hl7v2/adt-message.ts";
import { printable } from "../hl7v2/decode-bytes.ts";
import type { Problem } from "../hl7v2/message.ts";
import { isBedCode } from "../shared/bed-code.ts";
import type { Slate } from "../shared/deps.ts";
import { markPatient } from "../shared/patient-marks.ts";
import { describePatient, registerPatient, toldPatient } from "../shared/patient-rows.ts";
import { type AdtSettings, wardOf } from "./settings.ts";

/** Where an event without its place would be worth nothing: PV1-3. */
const needPlace: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>([
  "A01",
  "A02",
  "A04",
  "A06",
  "A07",
  "A09",
  "A10",
  "A17",
]);

/** The events that begin a visit, where visits have no numbers. */
const beginnings: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>(["A01", "A04", "A05", "A14"]);

/** The rows that {@link acceptVisit} reads for a visit. */
export function visitKeys({
  patient,
  visit,
  attending = [],
  consulting = [],
}: AdtVisit): readonly SideKey[] {
  const keys = [`mrn|${patient.number}`, visitKey(patient.number, visit)];
  const staff = [...attending, ...consulting].map((number) => `staff|${number}`);
  return [...keys, ...staff].map((key) => ({ table: "identifiers", key }));
}

/** A sender without visit numbers has one visit of a patient at a time. */
function visitKey(patient: string, visit: string | undefined): string {
  return visit === undefined ? `visit||${patient}` : `visit|${visit}`;
}

/**
 * Takes in what a message says of one visit: its event joins the visit's others, in their true order (C1).
 * Answers with the problem when it cannot; then nothing of the slate counts.
 */
export function acceptVisit(
  slate: Slate,
  settings: AdtSettings,
  message: AdtMessage,
  control: string,
  visit: AdtVisit,
): Problem | undefined {
  const key = `mrn|${visit.patient.number}`;
  const patient = toldPatient(slate, key) ?? registerPatient(slate, [key]);
  describePatient(slate, patient, visit.patient, [key], message.at);
  const { sealed, vip } = visit;
  const told = {
    ...(sealed === undefined ? {} : { sealed }),
    ...(vip === undefined ? {} : { vip }),
  };
  markPatient(slate, settings.feed, patient, told, message.at);
  if (!visit.isVisit) return undefined;
  const found = findEncounter(slate, message, visit, survivorOf(slate.world, patient));
  if ("code" in found) return found;
  const event = toEvent(slate, settings, message, control, visit);
  if ("code" in event) return event;
  if (found.known?.events.some((known) => known.control === control) === true) return undefined;
  const body = { feed: settings.feed, encounter: found.encounter, patient, event };
  slate.record({ kind: "adt.accepted", occurredAt: message.at, body });
  return undefined;
}

interface Found {
  readonly encounter: string;
  readonly known?: Encounter;
}

function findEncounter(
  slate: Slate,
  message: AdtMessage,
  { patient: { number }, visit }: AdtVisit,
  patient: string,
): Found | Problem {
  const running = visit === undefined ? onlyRunning(slate, patient) : undefined;
  if (running !== undefined) return { encounter: running.id, known: running };
  const key = visitKey(number, visit);
  const id = slate.read("identifiers", key);
  const known = typeof id === "string" ? slate.world.encounters.get(id) : undefined;
  const begins = visit === undefined && beginnings.has(message.trigger);
  if (typeof id !== "string" || (begins && isOver(known, message.at))) {
    const encounter = slate.id("enc");
    slate.write("identifiers", key, encounter);
    return { encounter };
  }
  if (known === undefined || isLate(known, slate.at)) return tooLate;
  if (known.patient !== patient) {
    const what =
      "the visit is one of another patient; send the merge of the two, or correct the number";
    return { code: "other-patient", segment: "PV1", field: 19, what };
  }
  return { encounter: known.id, known };
}

const tooLate: Problem = {
  code: "too-late",
  segment: "PV1",
  field: 19,
  what: "the visit ended more than 7 days ago",
};

/** C1: an encounter keeps its events until seven days after discharge; beyond that a message is parked. */
function isLate({ state }: Encounter, at: number): boolean {
  const ended = state.dischargedAt ?? state.cancelledAt;
  return ended !== undefined && ended + eventsKept <= at;
}

function isOver(known: Encounter | undefined, at: number): boolean {
  const ended = known?.state.dischargedAt ?? known?.state.cancelledAt;
  return known === undefined || (ended !== undefined && ended <= at);
}

function onlyRunning({ world }: Slate, patient: string): Encounter | undefined {
  const running = world.encountersByPatient
    .get(patient)
    .flatMap((id) => world.encounters.get(id) ?? [])
    .filter(({ state }) => state.status === "admitted" || state.status === "planned");
  const admitted = running.filter(({ state }) => state.status === "admitted");
  const candidates = admitted.length > 0 ? admitted : running;
  return candidates.length === 1 ? candidates[0] : undefined;
}

function toEvent(
  slate: Slate,
  settings: AdtSettings,
  message: AdtMessage,
  control: string,
  visit: AdtVisit,
): AdtEvent | Problem {
  const location = place(slate, settings, visit.location);
  const temporary = place(slate, settings, visit.temporary);
  const odd = oddBed(3, location) ?? oddBed(11, temporary);
  if (odd !== undefined) return odd;
  const named = visit.temporary === undefined ? visit.location : visit.temporary;
  if (needPlace.has(message.trigger) && visit.location !== undefined && location === undefined) {
    return unknownWard(3, visit.location);
  }
  const isPassing = message.trigger === "A09" || message.trigger === "A10";
  if (
    isPassing &&
    named !== undefined &&
    temporary === undefined &&
    visit.temporary !== undefined
  ) {
    return unknownWard(11, named);
  }
  const attending = persons(slate, visit.attending);
  const consulting = persons(slate, visit.consulting);
  return {
    at: message.at,
    ...(attending === undefined ? {} : { attending }),
    ...(visit.class === undefined ? {} : { class: visit.class }),
    ...(consulting === undefined ? {} : { consulting }),
    control,
    ...(location === undefined ? {} : { location }),
    ...(message.order === undefined ? {} : { order: message.order }),
    ...(message.sequence === undefined ? {} : { sequence: message.sequence }),
    ...(temporary === undefined ? {} : { temporary }),
    trigger: message.trigger,
  };
}

function unknownWard(field: number, { ward }: PointOfCare): Problem {
  const what = `ward ${printable(ward)} is not known here`;
  return { code: "unknown-ward", segment: "PV1", field, what };
}

/** A bed's code goes into the log as it is (U3): a message in which some other text stands there waits for people. */
function oddBed(field: number, location: Location | undefined): Problem | undefined {
  const bed = location?.bed;
  if (bed === undefined || isBedCode(bed)) return undefined;
  const what = `"${printable(bed)}" is no code of a room and bed, such as 7, Bed 9 or Room 2-9`;
  return { code: "bad-field", segment: "PV1", field, what };
}

function place(
  slate: Slate,
  settings: AdtSettings,
  told: PointOfCare | undefined,
): Location | undefined {
  if (told === undefined) return undefined;
  const ward = wardOf(settings, told);
  if (!slate.world.wards.has(ward)) return undefined;
  return told.bed === undefined ? { ward } : { bed: told.bed, ward };
}

/** The persons behind staff numbers; a number that nobody here has is left out. */
function persons(
  slate: Slate,
  numbers: readonly string[] | undefined,
): readonly string[] | undefined {
  return numbers?.flatMap((number) => {
    const person = slate.read("identifiers", `staff|${number}`);
    return typeof person === "string" ? [person] : [];
  });
}
