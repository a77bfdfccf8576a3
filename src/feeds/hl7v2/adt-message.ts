import type { Instant } from "../../ports/index.ts";
import type { AdtTrigger } from "../../world/index.ts";

/** What PID says of a patient. */
export interface AdtPatient {
  /** The patient number of PID-3 that this hospital goes by. */
  readonly number: string;
  readonly family: string;
  readonly given: string;
  /** PID-8: F, M, O, U, A, N. */
  readonly sex?: string;
  /** `1958-03-12` */
  readonly birthDate?: string;
}

/** PV1-3 or PV1-11: a place in the sender's own codes. */
export interface PointOfCare {
  readonly facility: string;
  readonly ward: string;
  readonly bed?: string;
}

/** What PID and PV1 say of one visit. */
export interface AdtVisit {
  readonly patient: AdtPatient;
  /** Whether there was a PV1 at all; without it the message is about the patient only. */
  readonly isVisit: boolean;
  /** PV1-16, PV2-22 and PD1-12; what the message does not say is absent. */
  readonly vip?: boolean;
  readonly sealed?: boolean;
  /** PV1-19, else PID-18. */
  readonly visit?: string;
  readonly class?: string;
  readonly location?: PointOfCare;
  readonly temporary?: PointOfCare;
  /** Staff numbers; an empty list when the message says that there is nobody. */
  readonly attending?: readonly string[];
  readonly consulting?: readonly string[];
}

/** The chart of the patient number `prior` became part of `survivor`'s (PID and MRG). */
export interface AdtMerge {
  readonly survivor: AdtPatient;
  readonly prior: string;
}

/** The charts of two patient numbers are two again: the two PIDs of A37. */
export interface AdtUnlink {
  readonly one: string;
  readonly other: string;
}

/** An ADT message in plain words, still in the sender's numbers and codes. */
export interface AdtMessage {
  readonly type: "adt";
  readonly trigger: AdtTrigger;
  /** EVN-6, else EVN-2, else MSH-7. */
  readonly at: Instant;
  /** MSH-13. */
  readonly sequence?: number;
  /** The last four digits of an MSH-10 that counts. */
  readonly order?: number;
  /** What makes this message this one: its sender, MSH-10, trigger and time. */
  readonly identity: string;
  /** What of it could not be read and decides nothing, so that the rest is taken in; for the sender's people. */
  readonly left?: string;
  /** One; the two that change places in A17; none in a merge. */
  readonly visits: readonly AdtVisit[];
  /** A34, A36 and A40. */
  readonly merges: readonly AdtMerge[];
  /** A37. */
  readonly unlinks: readonly AdtUnlink[];
}

/** How to read one sender's messages. */
export interface AdtReading {
  /** The IANA zone of times without an offset. */
  readonly zone: string;
  /** MSH-11 of the messages that are for this listener: P, T or D. */
  readonly processing: string;
  /** Which of several numbers in PID-3 and MRG-1 is the hospital's: by its assigning authority, or else its type. */
  readonly numbers?: { readonly authority?: string; readonly types?: readonly string[] };
}
