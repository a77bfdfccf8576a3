import type { Duration } from "../ports/index.ts";

/** One constant: how long something takes a person or the system, in milliseconds, and who says so. */
export interface Constant {
  readonly milliseconds: Duration;
  readonly what: string;
  readonly source: string;
}

type Constants<K extends string> = Readonly<Record<K, Constant>>;

const keystrokeLevel =
  "Card, Moran, Newell: The Psychology of Human-Computer Interaction, 1983, Keystroke-Level Model";
const assumed = "a parameter of ours, not measured: change it here to see what rests on it";
const measured =
  "measured in process on two cores with SQLite (nine of ten below it), with room for a ward's network";

/** The operators that everything people do is composed of. */
export const operators: Constants<"key" | "complexKey" | "point" | "home" | "think"> = {
  key: { milliseconds: 280, what: "K: one key, average typist", source: keystrokeLevel },
  complexKey: { milliseconds: 750, what: "K: one key of a complex code", source: keystrokeLevel },
  point: { milliseconds: 1_100, what: "P: pointing at a target", source: keystrokeLevel },
  home: { milliseconds: 400, what: "H: a hand to another device", source: keystrokeLevel },
  think: { milliseconds: 1_350, what: "M: making up one's mind", source: keystrokeLevel },
};

/** Keys of a PIN: four digits and Enter. */
const pinKeys = 5;

/** What a person does to be known: the part of the work that is identity work. */
export const identityWork: Constants<"tap" | "pin" | "passkey" | "press" | "reason"> = {
  tap: {
    milliseconds: 1_000,
    what: "a badge held to the reader",
    source: assumed,
  },
  pin: {
    milliseconds: operators.think.milliseconds + pinKeys * operators.key.milliseconds,
    what: "a four-digit PIN: M + 5 K",
    source: keystrokeLevel,
  },
  passkey: {
    milliseconds: operators.think.milliseconds + operators.point.milliseconds,
    what: "a phone's own passkey, opened by a finger: M + P",
    source: `${keystrokeLevel}; composed by us`,
  },
  press: {
    milliseconds: operators.point.milliseconds,
    what: "a button for locking or signing out: P",
    source: keystrokeLevel,
  },
  reason: {
    milliseconds: operators.think.milliseconds + operators.point.milliseconds,
    what: "a reason, chosen from a list: M + P",
    source: `${keystrokeLevel}; composed by us`,
  },
};

/** How long the system takes to answer. Results rest on these and never on the machine of the day. */
export const responses: Constants<"tap" | "pin" | "signIn" | "lock" | "decision"> = {
  tap: { milliseconds: 20, what: "answer to a tap", source: measured },
  pin: { milliseconds: 120, what: "answer to a PIN (argon2id)", source: measured },
  signIn: { milliseconds: 120, what: "answer to a sign-in on a phone", source: measured },
  lock: { milliseconds: 20, what: "answer to a lock or a sign-out", source: measured },
  decision: { milliseconds: 20, what: "a recorded decision", source: measured },
};

/** Walking to another seat. It passes on the clock and is no identity work: people walk to patients anyway. */
export const walking: Constants<"sameWard" | "sameSite" | "otherSite"> = {
  sameWard: { milliseconds: 10_000, what: "to a seat of the same ward", source: assumed },
  sameSite: { milliseconds: 120_000, what: "to a seat of another ward", source: assumed },
  otherSite: { milliseconds: 30 * 60_000, what: "to a seat of another site", source: assumed },
};
