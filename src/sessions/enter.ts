import type { Duty } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import {
  type Handling,
  type NewRecord,
  provenBy,
  type Session,
  type SessionProof,
  withProof,
} from "../world/index.ts";
import { letIn, type NotLetIn } from "./let-in.ts";
import { isIn, whyOver } from "./liveness.ts";
import { leave, seatSessionOf, seatSessions, vacate } from "./occupants.ts";
import type { Scene } from "./scene.ts";
import { latestEnd, seatSessionEnd } from "./session-end.ts";
import { turnToPatient } from "./turn-to-patient.ts";

/** Somebody comes in at a seat. */
export interface Entry {
  readonly seat: string;
  readonly person: string;
  /** Absent for a passkey. */
  readonly badge?: string;
  readonly duties: readonly Duty[];
  /** The emergency that lets them in where a tap is not enough (X17): they are in only while it lasts. */
  readonly emergency?: { readonly id: string; readonly engagement: string };
  /** How long the session may last, where the roster as it is does not say (L9). */
  readonly until?: Instant;
  /** What was given just now; absent for a bare tap, which changes neither level nor instant (A1). */
  readonly proof?: EntryProof;
}

/** A PIN, or a passkey with its level. */
export type EntryProof =
  | { readonly method: "pin"; readonly level: 2 }
  | { readonly method: "passkey"; readonly level: 3 | 4; readonly passkey: string };

/** A PIN after a tap is level 2. */
export const byPin: EntryProof = { method: "pin", level: 2 };

/** The records of coming in, and which session it is. */
export interface Entered {
  readonly type: "entered";
  readonly records: readonly NewRecord[];
  readonly session: string;
  readonly how: "opened" | "resumed" | "moved" | "already";
}

/** The policy does not let them in (A1): nothing of it has happened, and nobody was parked by it. */
export interface Denied extends NotLetIn {
  readonly type: "denied";
}

/**
 * The one way into a seat: parks whoever else is in (S2), locks the seat the person comes from (S3),
 * closes what is over, and resumes their session or opens one; on the patient of the open case (S7), or of the bed (S8). Whether
 * they may come in there, the policy says (A1), except to who is called to an emergency (X17).
 */
export function enter(handling: Handling, scene: Scene, entry: Entry): Entered | Denied {
  const { person } = entry;
  const session = seatSessionOf(scene, person);
  const cleared = [
    ...vacate(scene, entry.seat, "tap-over", person),
    ...closeOthers(scene, person, session),
  ];
  const entered =
    session === undefined ? open(handling, scene, entry) : resume(scene, entry, session);
  if (entered.type === "denied") return entered;
  const actor = { type: "person", id: person } as const;
  const records = [...cleared, ...entered.records].map((record) => ({ actor, ...record }));
  return { ...entered, records };
}

/** What is over, and (never in a sound log) a second seat session: at most one per person. */
function closeOthers(
  scene: Scene,
  person: string,
  kept: Session | undefined,
): readonly NewRecord[] {
  return seatSessions(scene, person)
    .filter(({ id }) => id !== kept?.id)
    .map((session) => ({
      kind: "session.closed",
      body: { session: session.id, reason: whyOver(scene, session) ?? "replaced" },
    }));
}

function resume(scene: Scene, entry: Entry, session: Session): Entered | Denied {
  const { seat, badge, proof, emergency } = entry;
  const surface = { id: seat, type: "seat" } as const;
  const here = session.surface.id === seat;
  const already = here && isIn(scene, session);
  const until = endOf(scene, entry, session);
  const records: NewRecord[] = [];
  if (session.state === "open" && !already) records.push(leave(scene, session, "moved"));
  if (!already) {
    records.push({
      kind: "session.resumed",
      body: {
        ...(badge === undefined ? {} : { badge }),
        ...(emergency === undefined ? {} : { emergency: emergency.id }),
        session: session.id,
        surface,
        until,
      },
    });
  }
  if (proof !== undefined) {
    records.push({ kind: "session.raised", body: { session: session.id, ...proof } });
  }
  const at = scene.world.seats.get(seat);
  if (!already && at !== undefined) {
    // Who comes in by a PIN or passkey is in by that, and by no emergency that let them in before.
    const { awaySince: _, emergency: _before, ...known } = session;
    const by = emergency === undefined ? {} : { emergency: emergency.id };
    const raised = proof === undefined ? {} : withProof(session, givenAt(proof, scene.at));
    const entered: Session = { ...known, ...raised, ...by, surface, until, state: "open" };
    const denied = emergency === undefined ? letIn(scene, entered, "seat.unlock") : undefined;
    if (denied !== undefined) return { type: "denied", ...denied };
    records.push(...turnToPatient(scene, at, entered));
  }
  const how = already ? "already" : here ? "resumed" : "moved";
  return { type: "entered", records, session: session.id, how };
}

/** By an emergency, to the end that any session has: it is over before that, with the emergency. */
function endOf(
  scene: Scene,
  { emergency, until }: Entry,
  session: Pick<Session, "person" | "engagement" | "openedAt">,
): Instant {
  if (until !== undefined) return Math.min(until, latestEnd(scene, session));
  return emergency === undefined ? seatSessionEnd(scene, session) : latestEnd(scene, session);
}

function givenAt({ method: _method, ...proof }: EntryProof, at: Instant): SessionProof {
  return { ...proof, at };
}

/** Nobody has shown that it is them: presence only, and no PIN that a grace could be counted from. */
const byTapAlone = { method: "tap", level: 1, provedAt: 0 } as const;

/** A new session begins with a PIN or a passkey: a bare tap only ever resumes (S4), but for who is called to an emergency (X17). */
function open(handling: Handling, scene: Scene, entry: Entry): Entered | Denied {
  const { seat, badge, duties, person, proof = byPin, emergency } = entry;
  const session = handling.id("ses");
  const { at, world } = scene;
  const engagement = emergency?.engagement ?? duties[0]?.engagement ?? "";
  const until = endOf(scene, entry, { person, engagement, openedAt: at });
  const surface = { id: seat, type: "seat" } as const;
  const how = emergency === undefined ? { provedAt: at, ...proof } : byTapAlone;
  const by = {
    ...(badge === undefined ? {} : { badge }),
    ...(emergency === undefined ? {} : { emergency: emergency.id }),
  };
  const body = { session, person, engagement, surface, ...how, until, ...by };
  const proven = provenBy(
    emergency === undefined ? givenAt(proof, at) : { level: byTapAlone.level, at: 0 },
  );
  const known = { id: session, person, engagement, surface, ...proven, until, ...by };
  const entered: Session = { ...known, state: "open", openedAt: at, seenAt: at };
  const denied = emergency === undefined ? letIn(scene, entered, "seat.open") : undefined;
  if (denied !== undefined) return { type: "denied", ...denied };
  const place = world.seats.get(seat);
  const turned = place === undefined ? [] : turnToPatient(scene, place, entered);
  const records: readonly NewRecord[] = [{ kind: "session.opened", body }, ...turned];
  return { type: "entered", records, session, how: "opened" };
}
