import { Temporal } from "temporal-polyfill";
import type { Instant } from "../ports/index.ts";
import type { Location } from "../world/index.ts";
import type { Hospital, HospitalEncounter, HospitalEvent, HospitalPatient } from "./hospital.ts";

/** Who sends a site's ADT messages: MSH-3 and MSH-4. */
interface Sender {
  readonly application: string;
  readonly facility: string;
}

/** The name of the bed management system in its messages. */
const application = "BEDS";

/** The sender behind a feed: `adt-north` is the bed management of NORTH. */
function senderOf(feed: string): Sender {
  return { application, facility: feed.replace(/^adt-/, "").toUpperCase() };
}

/**
 * What makes a message this one, as the ADT feed reads it: feed, sender, MSH-10, trigger and time. Its hash is the event's
 * `control`, so that a message that comes again over the wire is known to have been taken in.
 */
export function messageIdentity(feed: string, { at, message, trigger }: HospitalEvent): string {
  const sender = senderOf(feed);
  return [feed, sender.application, sender.facility, message, trigger, at].join("\u0000");
}

/** The length at which a message's hash is kept. */
export const controlLength = 32;

/** What writing messages needs to know of a hospital. */
export type MessageSource = Pick<Hospital, "patients" | "staff">;

/** Which installation messages are for: MSH-11, `P` unless said otherwise. */
export interface MessageOptions {
  readonly processing?: "P" | "T" | "D";
}

/** Writes ADT messages of HL7 v2.5.1, segments ended by carriage returns (section 2.5). */
export interface MessageWriter {
  /** The message for one event of a visit. */
  event(encounter: HospitalEncounter, event: HospitalEvent): string;
  /** The message that merges a number into a patient (A40). */
  merge(merge: Hospital["merges"][number], at: Instant): string;
}

/** A writer for the events of a hospital. */
export function messageWriter(source: MessageSource, options: MessageOptions = {}): MessageWriter {
  const patients = new Map(source.patients.map((patient) => [patient.id, patient]));
  const staff = new Map(source.staff.map((member) => [member.person, member]));
  const { processing = "P" } = options;
  const clinicians = (people: readonly string[] | undefined): string =>
    (people ?? [])
      .flatMap((person) => staff.get(person) ?? [])
      .map(
        ({ name, staffNumber }) =>
          `${staffNumber}^${escaped(name.family)}^${escaped(name.given ?? "")}`,
      )
      .join("~");
  return {
    event(encounter, event) {
      const { at, trigger } = event;
      const visit = fields("PV1", {
        1: "1",
        2: event.class ?? "",
        3: place(event.location),
        7: clinicians(event.attending),
        9: clinicians(event.consulting),
        11: place(event.temporary),
        19: encounter.visit,
      });
      return message([
        header(senderOf(encounter.feed), `ADT^${trigger}`, event.message, at, processing),
        fields("EVN", { 1: trigger, 2: timestamp(at), 6: timestamp(at) }),
        identification(patients.get(encounter.patient)),
        visit,
      ]);
    },
    merge({ feed, into, patient }, at) {
      const prior = patients.get(patient)?.number ?? "";
      return message([
        header(senderOf(feed), "ADT^A40", `M${prior}`, at, processing),
        fields("EVN", { 1: "A40", 2: timestamp(at), 6: timestamp(at) }),
        identification(patients.get(into)),
        fields("MRG", { 1: `${prior}^^^HOSPITAL^MR` }),
      ]);
    },
  };
}

/**
 * What an ADT interface says when it has nothing to say: NMD^N02 (HL7 v2.5.1 section 14.3.1). It keeps the feed from going
 * stale (C4) and changes nothing else. `count` numbers the heartbeats of one sender.
 */
export function adtHeartbeat(
  feed: string,
  at: Instant,
  count: number,
  options: MessageOptions = {},
): string {
  const { processing = "P" } = options;
  return message([
    header(senderOf(feed), "NMD^N02", `H${at}-${count}`, at, processing),
    fields("NCK", { 1: timestamp(at) }),
  ]);
}

function message(segments: readonly string[]): string {
  return segments.map((segment) => `${segment}\r`).join("");
}

function header(
  sender: Sender,
  type: string,
  control: string,
  at: Instant,
  processing: string,
): string {
  const { application: from, facility } = sender;
  // MSH-1 is the separator itself, so that every further field stands one place earlier.
  const rest = fields("", {
    1: "^~\\&",
    2: from,
    3: facility,
    4: "WARDKEY",
    5: facility,
    6: timestamp(at),
    8: type,
    9: control,
    10: processing,
    11: "2.5.1",
    17: "UNICODE UTF-8",
  });
  return `MSH${rest}`;
}

function identification(patient: HospitalPatient | undefined): string {
  if (patient === undefined) return fields("PID", {});
  const { birthDate, name, number, sex } = patient;
  return fields("PID", {
    1: "1",
    3: `${number}^^^HOSPITAL^MR`,
    5: `${escaped(name.family)}^${escaped(name.given ?? "")}`,
    7: birthDate.replaceAll("-", ""),
    8: sex,
  });
}

/** A segment from its fields by number; the ones between are empty. */
function fields(name: string, values: Readonly<Record<number, string>>): string {
  const last = Math.max(0, ...Object.keys(values).map(Number));
  const list = Array.from({ length: last }, (_, index) => values[index + 1] ?? "");
  return [name, ...list].join("|").replace(/\|+$/, "");
}

function place(location: Location | undefined): string {
  if (location === undefined) return "";
  return location.bed === undefined ? location.ward : `${location.ward}^^${location.bed}`;
}

/** HL7 v2.5.1 section 2.7: what separates fields is written as an escape sequence inside them. */
function escaped(text: string): string {
  const sequences: Readonly<Record<string, string>> = {
    "|": "\\F\\",
    "^": "\\S\\",
    "~": "\\R\\",
    "\\": "\\E\\",
    "&": "\\T\\",
  };
  return text.replace(/[|^~\\&]/g, (sign) => sequences[sign] ?? sign);
}

/** An instant in UTC with its offset, to the second; milliseconds where there are some. */
function timestamp(at: Instant): string {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString();
  return `${text.replace(/[-:TZ]/g, "")}+0000`;
}
