import type { Duration, Instant } from "../../ports/index.ts";
import type { Budget } from "../scenario/scenario.ts";
import type { Explained } from "./decide-on-record.ts";
import type { Reason } from "./reason-of.ts";
import type { Event } from "./turn.ts";

/** What came of a scenario. Names are the file's own. */
export interface ScenarioResult {
  readonly file: string;
  readonly task: string;
  readonly zone: string;
  /** Those of its wards and services, in order. */
  readonly patterns: readonly string[];
  readonly passed: boolean;
  readonly steps: readonly StepResult[];
  readonly figures: Figures;
  readonly budget: Budget;
  /** The figures that are over their budget, one sentence each. */
  readonly overBudget: readonly string[];
}

/** What came of one step. */
export interface StepResult {
  readonly line: number;
  /** When it began. */
  readonly at: Instant;
  readonly actor: string;
  readonly sentence: string;
  readonly outcome: "permit" | "refused";
  /** What the person was told. */
  readonly said: readonly string[];
  readonly prompts: number;
  /** Identity work, in milliseconds. */
  readonly friction: Duration;
  readonly events: readonly Event[];
  /** In whose name it is recorded. */
  readonly by?: string;
  readonly unattributed: boolean;
  readonly deadEnd: boolean;
  /** What did not come out as the step says, one sentence each. */
  readonly failures: readonly string[];
  /** Of the step that is explained: what was decided in it, and why. */
  readonly explained?: readonly Explained[];
}

/** What a task costs and leaves open (design/rehearsal.md). */
export interface Figures {
  /** Identity work of everybody, in milliseconds. */
  readonly friction: Duration;
  readonly prompts: number;
  /** Denials of somebody on duty with neither remedy nor advice. */
  readonly deadEnds: number;
  /** The longest access after its reason; absent when there was none. */
  readonly residual?: LongestResidual;
  /** Done under somebody else's session. */
  readonly unattributed: number;
  /** How long seats stood open without their occupants, up to the last step; in milliseconds. */
  readonly unattended: Duration;
}

/** The longest time that somebody could still open a chart with no reason left. */
export interface LongestResidual {
  readonly person: string;
  readonly patient: string;
  readonly after: Reason;
  readonly from: Instant;
  /** Absent: it has no end. */
  readonly to?: Instant;
}
