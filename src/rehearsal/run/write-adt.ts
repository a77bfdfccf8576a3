import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import type { AdtTrigger, Location } from "../../world/index.ts";

/** What an ADT interface would tell. All ids are the scenario's own names and need no escaping. */
export interface AdtTold {
  readonly trigger: AdtTrigger;
  /** Which message of its sender this is. */
  readonly count: number;
  /** When it happened. */
  readonly at: Instant;
  /** The patient's number. */
  readonly number: string;
  readonly name: string;
  readonly visit?: string;
  readonly class?: string;
  readonly location?: Location;
  readonly temporary?: Location;
  readonly attending?: readonly string[];
  readonly consulting?: readonly string[];
  /** The number that becomes part of this patient's (A40). */
  readonly prior?: string;
  /** The number whose patient this is not (A37). */
  readonly other?: string;
}

/** MSH-11 of rehearsed messages: T, training (HL7 table 0103). */
export const rehearsed = "T";

/** The day on which every rehearsed patient was born. */
export const bornOn = "1950-01-01";

/** Writes an ADT message (HL7 v2.5.1 chapter 3), as an interface would send it. */
export function writeAdt(told: AdtTold): Uint8Array {
  const { trigger, count, at, number, name } = told;
  const time = hl7Time(at);
  const control = `RH${String(count).padStart(6, "0")}`;
  const segments = [
    header(`ADT^${trigger}`, time, control),
    ["EVN", trigger, time],
    ["PID", "1", "", `${number}^^^WARDKEY^MR`, "", `${name}^Rehearsed`, "", hl7Day(bornOn)],
    ...(told.other === undefined
      ? []
      : [["PID", "2", "", `${told.other}^^^WARDKEY^MR`, "", "^Rehearsed"]]),
    ...(told.visit === undefined ? [] : [visitOf(told)]),
    ...(told.prior === undefined ? [] : [["MRG", `${told.prior}^^^WARDKEY^MR`]]),
  ];
  return encode(segments);
}

/** Writes the message by which an interface says that it is alive (NMD^N02). */
export function writeHeartbeat(at: Instant, count: number): Uint8Array {
  const control = `RB${String(count).padStart(6, "0")}`;
  return encode([header("NMD^N02", hl7Time(at), control)]);
}

function header(type: string, time: string, control: string): readonly string[] {
  const sender = ["REHEARSAL", "HOSPITAL", "WARDKEY", "HOSPITAL"];
  return ["MSH", "^~\\&", ...sender, time, "", type, control, rehearsed, "2.5.1"];
}

/** PV1: class in field 2, place in 3, attending in 7, consulting in 9, temporary place in 11, visit in 19. */
function visitOf(told: AdtTold): readonly string[] {
  const fields: string[] = new Array<string>(20).fill("");
  fields[0] = "PV1";
  fields[1] = "1";
  fields[2] = told.class ?? "";
  fields[3] = placeOf(told.location);
  fields[7] = (told.attending ?? []).join("~");
  fields[9] = (told.consulting ?? []).join("~");
  fields[11] = placeOf(told.temporary);
  fields[19] = told.visit ?? "";
  return fields;
}

function placeOf(location: Location | undefined): string {
  return location === undefined ? "" : `${location.ward}^^${location.bed ?? ""}`;
}

function encode(segments: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(`${segments.map((fields) => fields.join("|")).join("\r")}\r`);
}

function hl7Day(day: string): string {
  return day.replaceAll("-", "");
}

/** An instant as an HL7 time stamp in UTC (HL7 v2.5.1 section 2.A.22). */
function hl7Time(at: Instant): string {
  const utc = Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 });
  return `${utc.replaceAll(/[-:TZ]/g, "")}+0000`;
}
