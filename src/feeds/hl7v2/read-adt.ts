import type { AdtTrigger } from "../../world/index.ts";
import { adtTriggers } from "../../world/index.ts";
import type { ReportedError } from "./acknowledge.ts";
import type {
  AdtMerge,
  AdtMessage,
  AdtPatient,
  AdtReading,
  AdtUnlink,
  AdtVisit,
} from "./adt-message.ts";
import { printable } from "./decode-bytes.ts";
import type { Hl7Message, Problem, Segment } from "./message.ts";
import { segmentOf, textOf } from "./message.ts";
import { parseTimestamp } from "./parse-timestamp.ts";
import { leftOut, readMarks, readNumber, readPatient, readVisit } from "./read-visit.ts";

/** What a message is to an ADT listener. */
export type AdtRead =
  | AdtMessage
  /** NMD^N02: the sender is alive and has nothing to say. */
  | { readonly type: "heartbeat" }
  /** Of a type that is not taken in here: answered AR and counted. */
  | { readonly type: "refused"; readonly error: ReportedError; readonly what: string }
  /** It should have been taken in and cannot be: parked. */
  | { readonly type: "unusable"; readonly problem: Problem };

const merging: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>(["A34", "A36", "A40"]);

/** Events that may be about a person only: A08 without a visit, and A31, which never is about one (section 3.3.31). */
const aboutPatients: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>(["A08", "A31"]);

/** Reads a message as ADT (HL7 v2.5.1 chapter 3). Never throws for what a message says. */
export function readAdt(message: Hl7Message, reading: AdtReading): AdtRead {
  const header = message.segments[0] as Segment;
  const text = (field: number, component = 1) => textOf(message, header, field, component);
  const type = text(9);
  if (type === "") return unusable("field-missing", "MSH", 9, "the message type is missing");
  const event = segmentOf(message, "EVN");
  const trigger = text(9, 2) === "" ? textOf(message, event, 1) : text(9, 2);
  const refusal = refuse(type, trigger, text(11), text(12), reading);
  if (refusal !== undefined) return refusal;
  if (type !== "ADT") return { type: "heartbeat" };
  const control = text(10);
  if (control === "") return unusable("field-missing", "MSH", 10, "the control id is missing");
  const time = readTime(message, header, event, reading.zone);
  if (typeof time !== "number") return { type: "unusable", problem: time };
  const groups = readGroups(message, trigger as AdtTrigger, reading);
  if ("problem" in groups) return { type: "unusable", problem: groups.problem };
  const left = leftOut(message);
  const sequence = /^\d{1,15}$/.test(text(13)) ? Number(text(13)) : undefined;
  const order = /^\D*(\d+)$/.exec(control)?.[1];
  return {
    type: "adt",
    trigger: trigger as AdtTrigger,
    at: time,
    ...(sequence === undefined ? {} : { sequence }),
    // Enough to order what happened in one instant, too little to find the message by (U3).
    ...(order === undefined ? {} : { order: Number(order.slice(-4)) }),
    ...(left === undefined ? {} : { left }),
    identity: [text(3), text(4), control, trigger, time].join("\u0000"),
    ...groups,
  };
}

function refuse(
  type: string,
  trigger: string,
  processing: string,
  version: string,
  reading: AdtReading,
): AdtRead | undefined {
  if (type !== "ADT" && `${type}^${trigger}` !== "NMD^N02") {
    return refused("200", 9, `messages of type ${printable(type)} are not taken in here`);
  }
  if (type === "ADT" && !(adtTriggers as readonly string[]).includes(trigger)) {
    return refused("201", 9, `the event ${printable(trigger)} is not taken in here`);
  }
  // HL7 v2.5.1 section 2.9.2.2: a processing id that is not appropriate is rejected.
  if (processing !== reading.processing) {
    return refused("202", 11, `this listener takes in messages marked ${reading.processing}`);
  }
  if (!/^2(\.|$)/.test(version) && version !== "") {
    return refused("203", 12, "only version 2 is taken in here");
  }
  return undefined;
}

function refused(code: ReportedError["code"], field: number, what: string): AdtRead {
  return { type: "refused", error: { code, segment: "MSH", field }, what };
}

function unusable(code: Problem["code"], segment: string, field: number, what: string): AdtRead {
  return { type: "unusable", problem: { code, segment, field, what } };
}

/** C1: when it happened (EVN-6), else when it was recorded (EVN-2), else when it was sent. */
function readTime(
  message: Hl7Message,
  header: Segment,
  event: Segment | undefined,
  zone: string,
): number | Problem {
  for (const [segment, field] of [
    [event, 6],
    [event, 2],
    [header, 7],
  ] as const) {
    const written = textOf(message, segment, field);
    if (segment === undefined || written === "") continue;
    const at = parseTimestamp(written, zone);
    if (at !== undefined) return at;
    const what = `"${printable(written)}" is no time with a day`;
    return { code: "bad-time", segment: segment.name, field, what };
  }
  return {
    code: "field-missing",
    segment: "EVN",
    field: 2,
    what: "the time of the event is missing",
  };
}

interface Groups {
  readonly visits: readonly AdtVisit[];
  readonly merges: readonly AdtMerge[];
  readonly unlinks: readonly AdtUnlink[];
}

/** A patient's segments: PID and what follows it until the next. */
interface Group {
  readonly pid: Segment;
  pd1?: Segment;
  pv1?: Segment;
  pv2?: Segment;
  mrg?: Segment;
}

/** What a patient has once at most. */
const once = { PD1: "pd1", PV1: "pv1", PV2: "pv2", MRG: "mrg" } as const;

/** The patients of a message; a segment of which there are two would be passed over, and is refused instead. */
function groupsOf({ segments }: Hl7Message): readonly Group[] | { readonly problem: Problem } {
  const groups: Group[] = [];
  const wrong = (segment: string, what: string) => ({
    problem: { code: "bad-segment", segment, what } as const,
  });
  const isEvent = ({ name }: Segment) => name === "EVN";
  if (segments.findIndex(isEvent) !== segments.findLastIndex(isEvent))
    return wrong("EVN", "there are two in one message");
  for (const segment of segments) {
    const { name } = segment;
    if (name === "PID") groups.push({ pid: segment });
    if (!Object.hasOwn(once, name)) continue;
    const key = once[name as keyof typeof once];
    const last = groups.at(-1);
    // Where there is no patient at all, that is what to say.
    if (last === undefined && segments.every((each) => each.name !== "PID")) return [];
    if (last === undefined)
      return wrong(name, "it stands before the patient (PID) that it is about");
    if (last[key] !== undefined) return wrong(name, "there are two for one patient");
    last[key] = segment;
  }
  return groups;
}

function readGroups(
  message: Hl7Message,
  trigger: AdtTrigger,
  reading: AdtReading,
): Groups | { readonly problem: Problem } {
  const groups = groupsOf(message);
  if ("problem" in groups) return groups;
  const expected = trigger === "A17" || trigger === "A37" ? 2 : 1;
  if (groups.length < expected) {
    const what = expected === 2 ? "the second patient is missing" : "there is no patient in it";
    return { problem: { code: "segment-missing", segment: "PID", what } };
  }
  if (groups.length > expected && !merging.has(trigger)) {
    const of = expected === 2 ? "two patients" : "one patient";
    const what = `${trigger} is about ${of}, and there are ${groups.length} in it`;
    return { problem: { code: "bad-segment", segment: "PID", what } };
  }
  if (merging.has(trigger)) return readMerges(message, groups, reading);
  if (trigger === "A37") return readUnlink(message, groups, reading);
  const visits: AdtVisit[] = [];
  for (const group of groups) {
    const { pid, pv1 } = group;
    if (pv1 === undefined && !aboutPatients.has(trigger)) {
      const what = `${trigger} is about a visit, and there is none in it`;
      return { problem: { code: "segment-missing", segment: "PV1", what } };
    }
    const visit = readVisit(message, pid, trigger === "A31" ? undefined : pv1, reading);
    if ("code" in visit) return { problem: visit };
    if (expected === 2 && visit.location === undefined) {
      const what = "a swap of beds needs the new place of both patients";
      return { problem: { code: "field-missing", segment: "PV1", field: 3, what } };
    }
    visits.push({ ...visit, ...readMarks(message, group) });
  }
  return { visits, merges: [], unlinks: [] };
}

/** HL7 v2.5.1 section 3.3.37: two PIDs, of which neither is the other any more. */
function readUnlink(
  message: Hl7Message,
  groups: readonly Group[],
  reading: AdtReading,
): Groups | { readonly problem: Problem } {
  const [one, other] = groups.map(({ pid }) => readPatient(message, pid, reading));
  for (const patient of [one, other]) if (patient && "code" in patient) return { problem: patient };
  const [first, second] = [one, other] as readonly AdtPatient[];
  const unlink = { one: first?.number ?? "", other: second?.number ?? "" };
  return { visits: [], merges: [], unlinks: [unlink] };
}

function readMerges(
  message: Hl7Message,
  groups: readonly Group[],
  reading: AdtReading,
): Groups | { readonly problem: Problem } {
  const merges: AdtMerge[] = [];
  for (const { pid, mrg } of groups) {
    const survivor = readPatient(message, pid, reading);
    if ("code" in survivor) return { problem: survivor };
    if (mrg === undefined) {
      return {
        problem: {
          code: "segment-missing",
          segment: "MRG",
          what: "a merge needs the prior number",
        },
      };
    }
    const prior = readNumber(message, mrg, 1, reading);
    if (typeof prior === "object") return { problem: prior };
    if (prior === undefined) {
      const what = "the prior patient number is missing";
      return { problem: { code: "field-missing", segment: "MRG", field: 1, what } };
    }
    merges.push({ survivor, prior });
  }
  return { visits: [], merges, unlinks: [] };
}
