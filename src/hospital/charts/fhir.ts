import { Temporal } from "temporal-polyfill";
import type { Instant, Json } from "../../ports/index.ts";
import type { HospitalPatient } from "../hospital.ts";
import type { Coded } from "./content.ts";

/** A resource of FHIR R4 as JSON. */
export type Resource = { readonly [key: string]: Json };

/** Whom a chart is about. */
export interface Subject {
  readonly patient: HospitalPatient;
  readonly age: number;
  readonly service: string;
  readonly admittedAt: Instant;
  /** Absent while the patient is in the hospital. */
  readonly dischargedAt?: Instant;
  /** The clinicians who are named in the chart; may be none. */
  readonly attending: readonly string[];
}

/** What making resources needs. */
export interface Making {
  readonly seed: string;
  readonly subject: Subject;
  readonly at: Instant;
  readonly limit: number;
}

/** A code with its words. */
export function concept(system: string, { code, text }: Coded): Json {
  return { coding: [{ system, code, display: text }], text };
}

/** "active", in a system of codes. */
export function status(system: string): Json {
  return { coding: [{ system, code: "active" }], text: "active" };
}

/** A reference to the patient. */
export function subjectReference(patient: string): Json {
  return { reference: `Patient/${patient}` };
}

/** An instant as FHIR writes it. */
export function iso(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}

/** Its day. */
export function date(at: Instant): string {
  return iso(at).slice(0, 10);
}
