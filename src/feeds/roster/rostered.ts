import type { Instant } from "../../ports/index.ts";

/** A period for a person that a roster states, whatever its format. */
export interface Rostered {
  readonly line: number;
  /** What the roster calls it; the same in every export. */
  readonly key: string;
  readonly type: "shift" | "on-call";
  readonly staff: string;
  /** HR's number of the engagement, where the person has several. */
  readonly engagement?: string;
  /** Absent: the person's only role there. */
  readonly role?: string;
  /** The ward, or the service of an on-call period. */
  readonly ward: string;
  readonly site?: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly isCancelled: boolean;
  /** What the file calls what CSV calls by the name of a column. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** The part of a key that is the roster's own: any text, in signs that separate nothing. */
export function keyOf(uid: string, ...parts: readonly string[]): string {
  return [uid, ...parts].map((part) => encodeURIComponent(part.toWellFormed())).join("|");
}
