import { unescapeText } from "./unescape-text.ts";

/** The characters that a message declares in MSH-1 and MSH-2 (HL7 v2.5.1 section 2.5.4). */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

/** One line of a message. `fields[n]` is field n as it was written; `fields[0]` is the name; MSH-1 is the field separator itself. */
export interface Segment {
  readonly name: string;
  readonly fields: readonly string[];
}

/** A message that could be read: nothing is said yet about whether it makes sense. */
export interface Hl7Message {
  readonly type: "message";
  readonly delimiters: Delimiters;
  /** In the order they came; the first is MSH. */
  readonly segments: readonly Segment[];
  /** All of it, as text. */
  readonly text: string;
}

/** Why a message or a part of it cannot be used. The text holds what the message said and never enters the log; the code does. */
export interface Problem {
  readonly code: ProblemCode;
  /** Where: `PV1`. */
  readonly segment: string;
  readonly field?: number;
  /** What is wrong, for people. */
  readonly what: string;
}

/** What the log says of why a message was parked. */
export type ProblemCode =
  | "empty"
  | "too-large"
  | "no-header"
  /** It came outside of a frame, or its frame was begun anew. */
  | "no-frame"
  | "bad-delimiters"
  | "bad-characters"
  | "bad-segment"
  | "segment-missing"
  | "field-missing"
  | "bad-field"
  | "bad-time"
  | "future-time"
  | "unknown-ward"
  | "other-patient"
  /** A merge is to be taken back, and the two are not one. */
  | "not-merged"
  | "too-late"
  /** Wardkey failed on it. */
  | "fault";

/** `PV1-3: ward 9Z is not known here`: a problem in one line. */
export function describeProblem({ segment, field, what }: Problem): string {
  return `${field === undefined ? segment : `${segment}-${field}`}: ${what}`;
}

/** The first segment called `name`. */
export function segmentOf(message: Hl7Message, name: string): Segment | undefined {
  return message.segments.find((segment) => segment.name === name);
}

/** The repetitions of a field, as they were written; none for a field that is absent, empty or the explicit null `""`. */
export function repetitionsOf(
  message: Hl7Message,
  segment: Segment,
  field: number,
): readonly string[] {
  const raw = segment.fields[field];
  if (raw === undefined || raw === "" || raw === '""') return [];
  return raw.split(message.delimiters.repetition).filter((repetition) => repetition !== "");
}

/** Whether a field says, with the explicit null `""`, that there is nothing (HL7 v2.5.1 section 2.5.3). */
export function isNull(segment: Segment, field: number): boolean {
  return segment.fields[field] === '""';
}

/** One component of a repetition (both counted from 1), its escapes resolved; "" when it is not there. */
export function componentOf(
  { delimiters }: Hl7Message,
  repetition: string,
  component: number,
  subcomponent = 1,
): string {
  const whole = repetition.split(delimiters.component)[component - 1] ?? "";
  const part =
    delimiters.subcomponent === "" ? whole : whole.split(delimiters.subcomponent)[subcomponent - 1];
  if (part === undefined || part === '""') return "";
  return unescapeText(part, delimiters).trim();
}

/** The first repetition's first component of a field: what most fields are. */
export function textOf(
  message: Hl7Message,
  segment: Segment | undefined,
  field: number,
  component = 1,
): string {
  if (segment === undefined) return "";
  const [first] = repetitionsOf(message, segment, field);
  return first === undefined ? "" : componentOf(message, first, component);
}
