import type { Instant } from "../../ports/index.ts";
import type { NewRecord } from "../../world/index.ts";
import type { Hospital, HospitalSize } from "../hospital.ts";

/** Why somebody who had to, or had not, looked at a chart. */
export type AccessKind =
  // Ordinary work, of which the hospital's systems know why.
  | "shift"
  | "around-shift"
  | "responsible"
  | "on-call"
  | "asked"
  | "follow-up"
  // Ordinary work, of which they do not: nobody rostered or ordered it.
  | "lent"
  | "advice"
  | "letter"
  // Snooping.
  | "neighbour"
  | "colleague"
  | "celebrity"
  | "ex-ward";

/** The kinds that are snooping. */
export const snooping: ReadonlySet<AccessKind> = new Set<AccessKind>([
  "neighbour",
  "colleague",
  "celebrity",
  "ex-ward",
]);

/** Somebody looked at a chart. */
export interface MonthAccess {
  readonly person: string;
  readonly patient: string;
  readonly at: Instant;
  readonly kind: AccessKind;
}

/** What a month is made from: the same plan gives the same month. */
export interface MonthPlan {
  readonly seed: string;
  /** Its end. */
  readonly now: Instant;
  readonly size: Partial<HospitalSize>;
  readonly accesses: number;
  /** The share of them that is snooping. */
  readonly snooping: number;
}

/** Something that was recorded at an instant. */
export interface Recorded {
  readonly at: Instant;
  readonly record: NewRecord;
}

/** A month of a hospital: what its systems recorded, and who looked at which chart, both in the order of time. */
export interface Month {
  readonly hospital: Hospital;
  readonly records: readonly Recorded[];
  readonly accesses: readonly MonthAccess[];
}
