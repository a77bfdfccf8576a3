import type { Instant } from "./clock.ts";

/** What a professional register says of a number; `unknown`: there is none of that number. */
export type RegisterAnswer =
  | { readonly standing: "registered"; readonly until: Instant }
  | { readonly standing: "expired" | "struck-off" | "suspended" | "unknown" };

/** One professional register: of nurses, of doctors. It can be asked. */
export interface Register {
  /** The code by which the hospital's records name it. */
  readonly id: string;
  /**
   * What it says of these numbers, one answer for each in their order.
   *
   * Rejects where it does not answer, answers what cannot be understood, or what it has is too old to be believed: nothing of it
   * counts then, and nobody is suspended by it.
   */
  ask(numbers: readonly string[]): Promise<readonly RegisterAnswer[]>;
}
