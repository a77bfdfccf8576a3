import type { AdtPatient, AdtReading, AdtVisit, PointOfCare } from "./adt-message.ts";
import { printable } from "./decode-bytes.ts";
import type { Hl7Message, Problem, Segment } from "./message.ts";
import { componentOf, isNull, repetitionsOf, textOf } from "./message.ts";
import { parseDay } from "./parse-timestamp.ts";

/** Numbers and codes that are longer than this are none; of names no more is kept. */
const longest = 64;

function tooLong(segment: string, field: number): Problem {
  const what = `it is longer than ${longest} characters`;
  return { code: "bad-field", segment, field, what };
}

/** The first day of birth (PID-7) of a message that is none: a name's company, which decides nothing. */
export function leftOut(message: Hl7Message): string | undefined {
  const written = message.segments
    .filter(({ name }) => name === "PID")
    .map((pid) => textOf(message, pid, 7))
    // Of some only the year is known, or the month.
    .find((text) => text !== "" && !/^\d{4}(0[1-9]|1[0-2])?$/.test(text) && !parseDay(text));
  return written === undefined
    ? undefined
    : `PID-7: "${printable(written)}" is no day, and was left out`;
}

/** The patient of a PID segment (HL7 v2.5.1 section 3.4.2). */
export function readPatient(
  message: Hl7Message,
  pid: Segment,
  reading: AdtReading,
): AdtPatient | Problem {
  const number = readNumber(message, pid, 3, reading) ?? readNumber(message, pid, 2, reading);
  if (typeof number === "object") return number;
  if (number === undefined) {
    return {
      code: "field-missing",
      segment: "PID",
      field: 3,
      what: "the patient number is missing",
    };
  }
  const sex = textOf(message, pid, 8).toUpperCase();
  const birthDate = parseDay(textOf(message, pid, 7));
  return {
    number,
    family: textOf(message, pid, 5).slice(0, longest),
    given: textOf(message, pid, 5, 2).slice(0, longest),
    ...(/^[FMOUAN]$/.test(sex) ? { sex } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
  };
}

/** The visit that PID and PV1 speak of. */
export function readVisit(
  message: Hl7Message,
  pid: Segment,
  pv1: Segment | undefined,
  reading: AdtReading,
): AdtVisit | Problem {
  const patient = readPatient(message, pid, reading);
  if ("code" in patient) return patient;
  if (pv1 === undefined) return { patient, isVisit: false };
  const visit = firstOf(textOf(message, pv1, 19), textOf(message, pid, 18));
  // Without it the message would be about another visit, or about any.
  if (visit !== undefined && visit.length > longest)
    return textOf(message, pv1, 19) === "" ? tooLong("PID", 18) : tooLong("PV1", 19);
  const kind = textOf(message, pv1, 2).toUpperCase();
  const location = readPlace(message, pv1, 3);
  const temporary = readPlace(message, pv1, 11);
  const attending = readStaff(message, pv1, 7);
  const consulting = readStaff(message, pv1, 9);
  return {
    patient,
    isVisit: true,
    ...(visit === undefined ? {} : { visit }),
    // HL7 table 0004 has one letter each; what is no code is no class.
    ...(/^[A-Z]{1,12}$/.test(kind) ? { class: kind } : {}),
    ...(location === undefined ? {} : { location }),
    ...(temporary === undefined ? {} : { temporary }),
    ...(attending === undefined ? {} : { attending }),
    ...(consulting === undefined ? {} : { consulting }),
  };
}

/**
 * How sensitive the chart is (C10): the VIP indicator (PV1-16, whose codes are the hospital's own: any but a no), and the
 * protection indicators of the visit (PV2-22) and of the patient (PD1-12, both Y or N).
 */
export function readMarks(
  message: Hl7Message,
  { pd1, pv1, pv2 }: Partial<Record<"pd1" | "pv1" | "pv2", Segment>>,
): Pick<AdtVisit, "vip" | "sealed"> {
  const vip = isSet(message, pv1, 16);
  const protections = [isSet(message, pv2, 22), isSet(message, pd1, 12)];
  const sealed =
    protections.find((each) => each === true) ?? protections.find((each) => each === false);
  return { ...(vip === undefined ? {} : { vip }), ...(sealed === undefined ? {} : { sealed }) };
}

/** Undefined: the field says nothing; `""` is HL7's word for nothing any more. */
function isSet(
  message: Hl7Message,
  segment: Segment | undefined,
  field: number,
): boolean | undefined {
  if (segment === undefined) return undefined;
  if (isNull(segment, field)) return false;
  const code = textOf(message, segment, field).toUpperCase();
  return code === "" ? undefined : !/^(N|NO|0)$/.test(code);
}

/** The number in a field of extended composite ids (CX) that the hospital goes by; else the first. */
export function readNumber(
  message: Hl7Message,
  segment: Segment,
  field: number,
  { numbers }: AdtReading,
): string | undefined | Problem {
  const { authority, types = ["MR", "MRN"] } = numbers ?? {};
  const known = repetitionsOf(message, segment, field)
    .map((repetition) => ({
      value: componentOf(message, repetition, 1),
      authority: componentOf(message, repetition, 4),
      type: componentOf(message, repetition, 5),
    }))
    .filter(({ value }) => value !== "");
  const chosen =
    known.find((number) => authority !== undefined && number.authority === authority) ??
    known.find(({ type }) => types.includes(type)) ??
    known[0];
  if (chosen !== undefined && chosen.value.length > longest) return tooLong(segment.name, field);
  return chosen?.value;
}

/** A person location (PL): point of care, room, bed, facility. */
function readPlace(message: Hl7Message, pv1: Segment, field: number): PointOfCare | undefined {
  const part = (component: number) => textOf(message, pv1, field, component);
  const ward = part(1);
  if (ward === "") return undefined;
  const [room, bed] = [part(2), part(3)];
  // Beds are counted within a room as often as within the ward: only both together are sure to be one.
  const isOwnRoom = room !== "" && room !== ward && !bed.startsWith(room);
  const whole = isOwnRoom && bed !== "" ? `${room}-${bed}` : firstOf(bed, isOwnRoom ? room : "");
  return { facility: part(4), ward, ...(whole === undefined ? {} : { bed: whole }) };
}

function readStaff(
  message: Hl7Message,
  pv1: Segment,
  field: number,
): readonly string[] | undefined {
  if (isNull(pv1, field)) return [];
  const repetitions = repetitionsOf(message, pv1, field);
  if (repetitions.length === 0) return undefined;
  const numbers = repetitions.map((repetition) => componentOf(message, repetition, 1));
  return [...new Set(numbers.filter((number) => number !== "" && number.length <= longest))];
}

function firstOf(...texts: readonly string[]): string | undefined {
  return texts.find((text) => text !== "");
}
