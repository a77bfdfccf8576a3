import type { Duration } from "../../ports/index.ts";
import type { Constant } from "../calibration.ts";
import type { Explained } from "./decide-on-record.ts";
import type { Denied, Offered } from "./doors.ts";

/** One thing that happened in a step and what it cost the person. */
export interface Event {
  readonly what: string;
  /** Identity work, in milliseconds; 0 for what costs nothing. */
  readonly cost: Duration;
}

/** What is noted while a step is performed. */
export interface Turn {
  readonly events: Event[];
  prompts: number;
  /** Ways forward and advice that came with denials on the way. */
  readonly remedies: Offered[];
  readonly advice: Denied["advice"][number][];
  /** Whether the policy was asked at all. */
  isDecided: boolean;
  /** How long the last permit may be relied on from when it was decided; undefined without one. */
  validity: Duration | undefined;
  /** The decisions on the way and what the policies saw; absent where nobody asks for it. */
  readonly explained?: Explained[];
}

/** How a step ended. */
export type Ending =
  | {
      readonly type: "permit";
      /** What the person was told: why it is permitted, and what goes with it. */
      readonly said: readonly string[];
      /** In whose name it was recorded; absent for what is recorded of nobody. */
      readonly by?: string;
      /** Done under somebody else's session. */
      readonly unattributed?: true;
    }
  | {
      readonly type: "refused";
      readonly said: readonly string[];
      /** The denial that ended it, where it was a decision. */
      readonly denial?: Denied;
    };

/** A turn in which nothing has happened yet. */
export function newTurn(isExplained = false): Turn {
  const noted = isExplained ? { explained: [] } : {};
  return {
    events: [],
    prompts: 0,
    remedies: [],
    advice: [],
    isDecided: false,
    validity: undefined,
    ...noted,
  };
}

/** The identity work of a turn so far. */
export function costOf({ events }: Pick<Turn, "events">): Duration {
  return events.reduce((sum, { cost }) => sum + cost, 0);
}

/** Something was permitted, without a word. */
export function done(by?: string): Ending {
  return { type: "permit", said: [], ...(by === undefined ? {} : { by }) };
}

/** Something was refused. */
export function refused(...said: readonly string[]): Ending {
  return { type: "refused", said };
}

/** What a constant is called in a list of events. */
export function eventOf({ what, milliseconds }: Constant): Event {
  return { what, cost: milliseconds };
}
