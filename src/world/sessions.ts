import { disconnectSession } from "./applications.ts";
import type { Appliers } from "./apply.ts";
import { badgeSeen } from "./people.ts";
import {
  type AssuranceLevel,
  type Proven,
  provenBy,
  type SessionProof,
  withProof,
} from "./proofs.ts";
import { dropDraftsOf } from "./rosters.ts";
import type { Signature } from "./signing.ts";
import type { Asking } from "./witness.ts";
import type { Draft } from "./world.ts";

/** Where a session is: a seat, a registered phone, or a console browser. */
export interface Surface {
  readonly type: "seat" | "phone" | "console";
  readonly id: string;
}

/** A person on a surface. A closed session has left the world. */
export interface Session extends Proven {
  readonly id: string;
  readonly person: string;
  readonly engagement: string;
  readonly surface: Surface;
  readonly state: "open" | "parked";
  readonly openedAt: number;
  /** The latest it may last: shift and margin, or 16 hours (S5). */
  readonly until: number;
  /** The badge it was last entered with; absent for a passkey. */
  readonly badge?: string;
  /** When its person was last heard from, to the minute: what a console's idle end is counted from. */
  readonly seenAt: number;
  /** When the screen that it is open at was last heard, to two minutes; absent: none was (S6). */
  readonly heardAt?: number;
  /** Since when the seat's sensor does not see its person; absent while it does, or none says so (S6). */
  readonly awaySince?: number;
  /** A phone's: the site whose network it was last on; absent: on none of ours (C8). */
  readonly site?: string;
  /** What was shown since its person last came back in; absent: they never left (S8). */
  readonly back?: { readonly at: number; readonly charts: readonly string[] };
  /** The patient whose chart is open, and what is shown of it. */
  readonly patient?: string;
  readonly screen?: string;
  /** The witness that its screen asks for (S10). */
  readonly asking?: Asking;
  /** The emergency that let its person in by a tap where that is not enough (X17): they are in only while it lasts. */
  readonly emergency?: string;
  /** What its person has just signed and not yet done (A4). */
  readonly signature?: Signature;
}

/** The bodies of records about sessions. */
export interface SessionBodies {
  readonly "session.opened": {
    readonly session: string;
    readonly person: string;
    readonly engagement: string;
    readonly surface: Surface;
    readonly level: AssuranceLevel;
    readonly provedAt: number;
    readonly until: number;
    readonly method: "tap" | "pin" | "passkey" | "declared";
    readonly passkey?: string;
    readonly badge?: string;
    readonly site?: string;
    readonly emergency?: string;
  };
  /** A phone has come onto a site's network, or off it. */
  readonly "session.placed": { readonly session: string; readonly site?: string };
  readonly "session.parked": {
    readonly session: string;
    readonly reason:
      | "idle"
      | "walk-away"
      | "tap-over"
      | "lock"
      | "tap-out"
      | "moved"
      | "forced"
      | "emergency-over"
      | "not-me";
    /** The badge that tapped out. */
    readonly badge?: string;
  };
  /** Open again, here or (S3) at another seat. */
  readonly "session.resumed": {
    readonly session: string;
    readonly surface: Surface;
    readonly until: number;
    readonly badge?: string;
    readonly emergency?: string;
  };
  /** Its person may stay for longer than was known when it was opened (L9, S9). */
  readonly "session.extended": { readonly session: string; readonly until: number };
  /** A console session's person did something; at most one record a minute. */
  readonly "session.continued": { readonly session: string };
  /** A PIN or passkey was given: a step-up, or the sign-in after grace (A2). */
  readonly "session.raised": {
    readonly session: string;
    readonly level: AssuranceLevel;
    readonly method: "pin" | "passkey";
    readonly passkey?: string;
  };
  readonly "session.closed": {
    readonly session: string;
    readonly reason:
      | "signed-out"
      | "over"
      | "engagement-ended"
      | "badge-ended"
      | "passkey-ended"
      | "pin-replaced"
      | "device-ended"
      | "forced"
      | "replaced";
  };
  /** What the session looks at; absent when it left the patient. */
  readonly "session.focused": {
    readonly session: string;
    readonly patient?: string;
    readonly screen?: string;
  };
}

/** The fold of records about sessions. */
export const sessionAppliers: Appliers<keyof SessionBodies> = {
  "session.opened": (draft, { at, body }) => {
    const { session, method: _method, level, passkey, provedAt, ...rest } = body;
    const proven = provenBy(proofOf(level, provedAt, passkey));
    put(draft, { id: session, state: "open", openedAt: at, seenAt: at, ...rest, ...proven });
    badgeSeen(draft, body.badge, body.surface.id, at);
    signedIn(draft, body.person, at);
  },
  "session.parked": (draft, { at, body }) => {
    const session = draft.sessions.get(body.session);
    if (session === undefined) return;
    put(draft, { ...settled(session), state: "parked" });
    badgeSeen(draft, body.badge, session.surface.id, at);
  },
  "session.resumed": (draft, { at, body }) => {
    const session = draft.sessions.get(body.session);
    if (session === undefined) return;
    const { surface, until } = body;
    const badge = body.badge === undefined ? {} : { badge: body.badge };
    const emergency = body.emergency === undefined ? {} : { emergency: body.emergency };
    const { emergency: _before, ...known } = settled(session);
    const back = { at, charts: session.patient === undefined ? [] : [session.patient] };
    put(draft, {
      ...known,
      state: "open",
      surface,
      until,
      seenAt: at,
      back,
      ...badge,
      ...emergency,
    });
    badgeSeen(draft, body.badge, surface.id, at);
    signedIn(draft, session.person, at);
  },
  "session.extended": (draft, { body }) => {
    const session = draft.sessions.get(body.session);
    if (session !== undefined) put(draft, { ...session, until: body.until });
  },
  "session.continued": (draft, { at, body }) => {
    const session = draft.sessions.get(body.session);
    if (session !== undefined) put(draft, { ...session, seenAt: at });
  },
  "session.raised": (draft, { at, body }) => {
    const session = draft.sessions.get(body.session);
    if (session === undefined) return;
    const proof = proofOf(body.level, at, body.passkey);
    put(draft, { ...session, ...withProof(session, proof) });
  },
  "session.placed": (draft, { body }) => {
    const session = draft.sessions.get(body.session);
    if (session === undefined) return;
    const { site: _site, ...rest } = session;
    put(draft, body.site === undefined ? rest : { ...rest, site: body.site });
  },
  "session.closed": (draft, { at, body }) => {
    disconnectSession(draft, body.session, at);
    dropDraftsOf(draft, body.session);
    drop(draft, body.session);
  },
  "session.focused": (draft, { at, body }) => {
    const session = draft.sessions.get(body.session);
    if (session === undefined) return;
    const { patient, screen: _screen, ...rest } = session;
    const back = shownSince(session, body.patient, at);
    put(draft, {
      ...(body.patient === patient ? rest : withoutActs(rest)),
      ...(back === undefined ? {} : { back }),
      ...(body.patient === undefined ? {} : { patient: body.patient }),
      ...(body.screen === undefined ? {} : { screen: body.screen }),
    });
  },
};

/** Notes since when a session's person is away from the seat that they are in at; undefined: they are there. */
export function setAway(draft: Draft, id: string, since: number | undefined): void {
  const session = draft.sessions.get(id);
  if (session?.state !== "open") return;
  const known = withoutAway(session);
  put(draft, since === undefined ? known : { ...known, awaySince: since });
}

/** Notes that the screen at which a session is open is there. */
export function setHeard(draft: Draft, id: string, at: number): void {
  const session = draft.sessions.get(id);
  if (session?.state === "open") put(draft, { ...session, heardAt: at });
}

/** Notes which witness a session's screen asks for, if it still is open. */
export function putAsking(
  draft: Draft,
  id: string,
  next: (known: Asking | undefined) => Asking | undefined,
): void {
  const session = draft.sessions.get(id);
  if (session?.state !== "open") return;
  const { asking: known, ...rest } = session;
  const asking = next(known);
  put(draft, asking === undefined ? rest : { ...rest, asking });
}

/** Notes what a session's person has signed, if it still is open. */
export function putSignature(draft: Draft, id: string, signature: Signature | undefined): void {
  const session = draft.sessions.get(id);
  if (session?.state !== "open") return;
  const { signature: _known, ...rest } = session;
  put(draft, signature === undefined ? rest : { ...rest, signature });
}

function proofOf(level: AssuranceLevel, at: number, passkey: string | undefined): SessionProof {
  return { level, at, ...(passkey === undefined ? {} : { passkey }) };
}

/** In the instant of coming back the screen turns to the patient who is there (S8): what was open before has not been shown. */
function shownSince(
  { back }: Session,
  patient: string | undefined,
  at: number,
): Session["back"] | undefined {
  if (back === undefined) return undefined;
  const before = at === back.at ? [] : back.charts;
  if (patient === undefined) return { at: back.at, charts: before };
  return before.includes(patient) ? back : { at: back.at, charts: [...before, patient] };
}

/** What is about this stay at the seat only is over with it. */
function settled(session: Session): Session {
  return withoutActs(withoutHeard(withoutAway(session)));
}

/** What is asked for, or signed, on one chart is so no more with another. */
function withoutActs(session: Session): Session {
  if (session.asking === undefined && session.signature === undefined) return session;
  const { asking: _asking, signature: _signature, ...rest } = session;
  return rest;
}

function withoutHeard(session: Session): Session {
  if (session.heardAt === undefined) return session;
  const { heardAt: _heardAt, ...rest } = session;
  return rest;
}

/** Nearly always the session itself: most people lock before they leave. */
function withoutAway(session: Session): Session {
  if (session.awaySince === undefined) return session;
  const { awaySince: _awaySince, ...rest } = session;
  return rest;
}

function put(draft: Draft, session: Session): void {
  const before = draft.sessions.get(session.id);
  draft.sessions.set(session.id, session);
  // Most records about a session leave it with its person and on its surface: the indexes have it there.
  const stays = before?.person === session.person && before.surface.id === session.surface.id;
  if (stays) return;
  if (before !== undefined) unlist(draft, before);
  draft.sessionsByPerson.add(session.person, session.id);
  draft.sessionsBySurface.add(session.surface.id, session.id);
}

function drop(draft: Draft, id: string): void {
  const session = draft.sessions.get(id);
  if (session === undefined) return;
  draft.sessions.delete(id);
  unlist(draft, session);
}

function unlist(draft: Draft, { id, person, surface }: Session): void {
  draft.sessionsByPerson.remove(person, id);
  draft.sessionsBySurface.remove(surface.id, id);
}

/** So exactly is it known when somebody signed in last: whoever taps in and out all day changes nothing by it. */
const hour = 3_600_000;

function signedIn(draft: Draft, id: string, at: number): void {
  const person = draft.people.get(id);
  if (person === undefined || at - (person.signedInAt ?? Number.NEGATIVE_INFINITY) < hour) return;
  draft.people.set(id, { ...person, signedInAt: at });
}
