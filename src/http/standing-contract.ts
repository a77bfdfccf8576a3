import type { PatientView, PersonView } from "./contract.ts";
import type { GrantView } from "./grants-contract.ts";

/**
 * What the console and the server say to each other of access for a time that would become standing access (X7). All instants are
 * milliseconds since 1970.
 */

/** GET console/api/standing: what one answers for, one's own, and for those who review all; what ends first stands first. */
export interface StandingReply {
  readonly standing: readonly StandingView[];
}

/** Access that ends at its recommended end, unless somebody else confirms it. */
export interface StandingView {
  /** Of its review. */
  readonly id: string;
  readonly who: PersonView;
  /** Why it would become standing access: had again and again, longer than its ward allows, not used since it began. */
  readonly because: "renewed" | "too-long" | "unused";
  /** What was granted; absent: it is emergency access. */
  readonly grant?: GrantView;
  /** Of emergency access, for those who may see whose chart it is. */
  readonly patient?: PatientView;
  readonly wardName?: string;
  readonly since: number;
  /** The recommended end. */
  readonly ends: number;
  /** When it ends if somebody confirms it; emergency access may then be renewed. */
  readonly confirmedUntil: number;
  readonly own: boolean;
  /** The viewer answers for it, and may confirm it. */
  readonly mayConfirm: boolean;
  /** And may end it at once. */
  readonly mayEnd: boolean;
}
