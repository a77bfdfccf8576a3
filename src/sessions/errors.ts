import { SaidError, type Values } from "../access/index.ts";
import { sessionWords } from "./error-words.ts";

/** Why something about a session is refused outright. What a person is told of a tap is an answer, not an error. */
export type SessionErrorCode =
  /** No policy is active: nobody can come in, since nothing would say how (fails closed). */
  | "no-policy"
  /** There is no such seat. */
  | "seat-unknown"
  /** In the demonstration: every seat is taken. */
  | "no-free-seat"
  /** S0: the key is no seat's sensor's. */
  | "sensor-unknown"
  /** Somebody else is in by now, or nobody; what was asked for was not done (S1, S7). */
  | "occupant-changed"
  /** S10: the screen does not ask for this witness (any more). */
  | "witness-over"
  /** S8: this screen stands at another patient's bed, and nobody has said that this one is meant. */
  | "unconfirmed"
  /** S7: no case can be open at this screen, or not for this patient. */
  | "no-case-here"
  /** The key is no phone's (any more), or it is one's already. */
  | "phone-unknown"
  | "phone-known"
  /** There is no such site. */
  | "site-unknown"
  /** C8: the phone has come onto another network in the middle of it. */
  | "place-changed"
  /** There is no such person, or no such badge. */
  | "person-unknown"
  | "badge-unknown"
  /** There is no such passkey, or it is enrolled already. */
  | "passkey-unknown"
  | "passkey-known"
  /** There is no such connected application, or there is one already. */
  | "application-unknown"
  | "application-known"
  /** Nobody enrols their own passkey, or gives themselves a badge. */
  | "own-passkey"
  | "own-badge"
  /** L1: what is issued hangs on a live engagement. */
  | "not-engaged"
  | "badge-taken"
  /** A badge or PIN in place of another is given once somebody said what they checked. */
  | "proofing-unstated"
  /** Credentials for whoever may more than the supervisor take a second person, and that one has to be another. */
  | "reaches-further"
  | "second-refused"
  /** A link for somebody's own phone that is good no more, or never was; or a booking that takes none. */
  | "invitation-refused"
  /** Who is lent a badge for a shift is on it. */
  | "off-duty";

/** What is said of it: the code, or a variant of it. */
export type SessionSaying = keyof typeof sessionWords;

/** A refusal of an operation on sessions, seats or badges; nothing of it has happened. */
export class SessionError extends SaidError<SessionErrorCode> {
  constructor(said: SessionSaying, values?: Values) {
    super("SessionError", sessionWords[said], said, values);
  }
}

/** Somebody else is in by now, or nobody. */
export function occupantChanged(): SessionError {
  return new SessionError("occupant-changed");
}

/** The screen does not ask for this witness (any more) (S10). */
export function witnessOver(): SessionError {
  return new SessionError("witness-over");
}

/** This screen stands at another patient's bed, and nobody has said that this one is meant (S8). */
export function unconfirmed(): SessionError {
  return new SessionError("unconfirmed");
}

/** No case can be open at this screen, or not for this patient (S7). */
export function noCaseHere(): SessionError {
  return new SessionError("no-case-here");
}

/** The key is no seat's sensor's, or not this one's any more (S0). */
export function sensorUnknown(): SessionError {
  return new SessionError("sensor-unknown");
}

/** There is no such phone (any more). */
export function phoneUnknown(): SessionError {
  return new SessionError("phone-unknown");
}
