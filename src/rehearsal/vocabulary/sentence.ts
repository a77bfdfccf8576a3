import { type Constant, identityWork, responses } from "../calibration.ts";
import type { Act } from "./acts.ts";

/** Who can do something in a scenario. */
export type ActorType = "person" | "patient" | "workload" | "feed" | "database" | "register" | "hr";

/** All of them, in the order in which the guide has them. */
export const actorTypes: readonly ActorType[] = [
  "person",
  "patient",
  "workload",
  "feed",
  "database",
  "register",
  "hr",
];

/** What a sentence may name. */
export type SlotName =
  | "seat"
  | "patient"
  | "person"
  | "device"
  | "ward"
  | "bed"
  | "action"
  | "role"
  | "purpose"
  /** How long, as 90m. */
  | "length"
  /** How many. */
  | "count"
  /** A family name. */
  | "family"
  /** A kind of data, as Observation. */
  | "data"
  /** An address that a program calls from. */
  | "address";

/** What a sentence names, and which of its alternative words it used. */
export type Named = Readonly<Partial<Record<SlotName | "word", string>>>;

/**
 * One sentence that a step can be. In `form`, `<seat>` is a name from `given`, `a|her` are words of which one
 * stands there, and `[...]` may be left out.
 */
export interface Sentence {
  readonly actor: ActorType;
  readonly form: string;
  readonly means: string;
  /** What it costs the person. */
  readonly costs: string;
  readonly act: (named: Named) => Act;
}

/** What costs a person no time. */
export const nothing = "nothing";
/** What it costs to get in at a seat. */
export const tapping: string = `a tap (${sayCost(identityWork.tap, responses.tap)}), and the PIN (${sayCost(identityWork.pin, responses.pin)}) when it is asked for`;
/** What it costs to ask for something that the policy decides. */
export const deciding: string = `the answer (${sayCost(responses.decision)}); the PIN when it is asked for; a tap first when the seat has locked`;
/** What a button costs that is answered at once. */
export const pressing: string = `a button (${sayCost(identityWork.press, responses.lock)})`;

type Told = Omit<Sentence, "actor">;

/** A sentence about a person. */
export function person(told: Told): Sentence {
  return { actor: "person", ...told };
}

/** A sentence of a person who asks for one of the policy's actions, for a patient. */
export function asks(form: string, action: string, means: string): Sentence {
  const whole = `${means} Asks for \`${action}\`.`;
  const act = ({ patient: who = "" }: Named): Act => ({ type: "ask", action, patient: who });
  return person({ form, means: whole, costs: deciding, act });
}

/** A sentence about a patient; it costs nobody anything. */
export function patient(told: Omit<Told, "costs">): Sentence {
  return { actor: "patient", costs: nothing, ...told };
}

/** A sentence about a program; it costs nobody anything. */
export function workload(told: Omit<Told, "costs">): Sentence {
  return { actor: "workload", costs: nothing, ...told };
}

/** A sentence about a feed; it costs nobody anything. */
export function feed(told: Omit<Told, "costs">): Sentence {
  return { actor: "feed", costs: nothing, ...told };
}

/** A sentence about the database; it costs nobody anything. */
export function database(told: Omit<Told, "costs">): Sentence {
  return { actor: "database", costs: nothing, ...told };
}

/** A sentence about a professional register; it costs nobody anything. */
export function register(told: Omit<Told, "costs">): Sentence {
  return { actor: "register", costs: nothing, ...told };
}

/** A sentence about what HR's file says; it costs nobody anything. */
export function hr(told: Omit<Told, "costs">): Sentence {
  return { actor: "hr", costs: nothing, ...told };
}

/** So many seconds, in words. */
export function sayCost(...parts: readonly Constant[]): string {
  const milliseconds = parts.reduce((sum, part) => sum + part.milliseconds, 0);
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}
