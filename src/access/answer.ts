import type { Duration, Instant, Position } from "../ports/index.ts";
import type { GrantKind } from "../world/index.ts";
import type { Values } from "./words.ts";

/** What a permit asks of those who rely on it. */
export type Obligation =
  /** Show summaries and pending results only (C3). */
  | { readonly type: "summary-only"; readonly text: string }
  /** Say that a feed is silent (C4). */
  | {
      readonly type: "feed-stale";
      readonly feed: string;
      readonly since: Instant;
      readonly text: string;
    }
  /** What a hospital's own policy asks, by the name in its `@obligation`. */
  | { readonly type: "policy"; readonly name: string };

/** A way forward that leads to a permit (D3): found by asking the policy again. */
export type Remedy =
  | StepUpRemedy
  | SignInRemedy
  | WitnessRemedy
  | SignRemedy
  | StartCoverRemedy
  | RequestCoverRemedy
  | BreakGlassRemedy
  | StartShiftRemedy;

interface AnyRemedy {
  /** What it costs the person, in seconds; of both when there are two. */
  readonly cost: number;
  /** "Enter your PIN". */
  readonly label: string;
  /** A second one that is needed too. */
  readonly and?: Remedy;
}

interface StepUpRemedy extends AnyRemedy {
  readonly type: "step-up";
  /** The level to reach. */
  readonly level: 2 | 3 | 4;
  /** How long ago the PIN or passkey may have been given then; absent: at any time in this session. */
  readonly within?: Duration;
}

/** Signing in at a screen, as surely as it needs, and asking again from there: nobody is in, or at a console alone. */
interface SignInRemedy extends AnyRemedy {
  readonly type: "sign-in";
}

/** A colleague countersigns at the same seat (S10): it needs their consent, so it is worded as a request. */
interface WitnessRemedy extends AnyRemedy {
  readonly type: "witness";
}

/** The act of signing just this, by a passkey of the level that it needs (A4). */
interface SignRemedy extends AnyRemedy {
  readonly type: "sign";
}

/** What is asked for: everything but who asks, why, and whether it is to begin later. */
export interface CoverWish {
  readonly kind: GrantKind;
  /** Those who answer are this ward's. */
  readonly ward: string;
  readonly patient?: string;
  readonly action?: string;
  readonly role?: string;
  /** In milliseconds. */
  readonly lasts: Duration;
}

/** Access that was approved already and only has to be begun (X1). */
interface StartCoverRemedy extends AnyRemedy {
  readonly type: "start-cover";
  readonly grant: string;
  readonly lasts: Duration;
}

/** The whole request for access that somebody else approves; asking for it needs a reason besides. */
interface RequestCoverRemedy extends AnyRemedy {
  readonly type: "request-cover";
  /** What gives the least. */
  readonly request: CoverWish;
  /** What would do too, and gives more: the ward's patients, a role in it. */
  readonly wider: readonly CoverWish[];
}

/** Emergency access to this patient (X10), which somebody else reviews. */
interface BreakGlassRemedy extends AnyRemedy {
  readonly type: "break-glass";
  /** How long it lasts, in milliseconds. */
  readonly lasts: Duration;
}

/** A shift that the roster does not have (L9): somebody else confirms it, or it ends. */
interface StartShiftRemedy extends AnyRemedy {
  readonly type: "start-shift";
  readonly ward: string;
  readonly role: string;
  /** How long it lasts unless it is confirmed, in milliseconds. */
  readonly lasts: Duration;
}

/** What a sentence says: its code, what fills it, and the time zone that its instants are said in. */
export interface SaidIn {
  /** Empty where a hospital's own policy says its own text. */
  readonly code: string;
  readonly values: Values;
  readonly zone: string;
}

/** Whom to ask, or when it opens by itself: advice, not a remedy (D3). */
export interface Advice {
  readonly type: "ask-whom" | "wait";
  readonly text: string;
  readonly said: SaidIn;
  /** Ids of the people meant, at most three. */
  readonly people: readonly string[];
  readonly ward?: string;
  /** For `wait`: when. */
  readonly at?: Instant;
}

/** Why nothing was permitted: nothing permits it, something forbids it, or it could not be evaluated. */
export type DenialCause = "no-policy" | "forbidden" | "error";

/** The answer to a request, for the world before `position` and one instant. */
export type Answer = Permit | Denial;

/** It may be done, once, now (D6). */
export interface Permit {
  readonly type: "permit";
  /** The policies that determined it, sorted. */
  readonly policies: readonly string[];
  /** Why, in words. */
  readonly because: readonly string[];
  /** The same, for a screen to say in its own language. */
  readonly said: readonly SaidIn[];
  readonly obligations: readonly Obligation[];
  /** The ward in which it is done; absent when the patient is in none. */
  readonly ward?: string;
  /** The grant that it rests on, where nothing else permits it (X4). */
  readonly grant?: string;
  /** The first moment at which the same policies might no longer permit it, or until when it may be relied on. */
  readonly validUntil: Instant;
  readonly position: Position;
  /** The node is cut off from the log: `position` is where what it saw last ends, on which this rests (X14). */
  readonly offline?: true;
  /** The bundle's hash. */
  readonly bundle: string;
}

/** A session that is open, and where. */
export interface SessionPlace {
  readonly session: string;
  readonly type: "seat" | "phone" | "console";
  /** The seat or the phone; absent for a console. */
  readonly seat?: string;
  readonly device?: string;
}

/** It may not. */
export interface Denial {
  readonly type: "deny";
  readonly cause: DenialCause;
  readonly policies: readonly string[];
  /** Why, in words. */
  readonly reasons: readonly string[];
  /** The same as codes, which is what is recorded. */
  readonly codes: readonly string[];
  /** The same, for a screen to say in its own language. */
  readonly said: readonly SaidIn[];
  readonly remedies: readonly Remedy[];
  readonly advice: readonly Advice[];
  /** Where the person is in, at several places: what there would help is told once the request names one of these (S1). */
  readonly sessions?: readonly SessionPlace[];
  readonly position: Position;
  /** As of a {@link Permit}. */
  readonly offline?: true;
  /** The bundle's hash; empty when there is none. */
  readonly bundle: string;
}
