import type { Duration, Instant } from "../ports/index.ts";
import type { Command, Session } from "../world/index.ts";
import { badgeKey, badgeRefused, engagementsOf, findBadge, type RecordsRefusal } from "./badge.ts";
import { failedPin, proved } from "./enter-pin.ts";
import { occupantChanged } from "./errors.ts";
import { isLive } from "./liveness.ts";
import { atConsole } from "./pin-gate.ts";
import { type PasskeyUse, provePasskey } from "./prove-passkey.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";
import { latestEnd } from "./session-end.ts";

/** What a console's session keeps of its person's doings: one record a minute at most. */
const heardEvery: Duration = 60_000;

/** A sign-in at a console, by badge number and PIN. */
export interface ConsoleSignIn {
  /** The keyed hash of the badge's number. */
  readonly badge: string;
  /** Whether the PIN is that of the badge's person; false for an unknown badge. */
  readonly right: boolean;
  /** The keyed hash of the random value in the browser's cookie: what a session is found by. */
  readonly surface: string;
  /** Whether a refusal of this badge, or of a number that is none, is recorded (S4); absent: it always is. */
  readonly recordsRefusal?: RecordsRefusal;
}

/** What a sign-in led to. There is one refusal: it tells nobody which numbers are badges. */
export type ConsoleAnswer =
  | { readonly type: "in"; readonly session: string; readonly person: string }
  | { readonly type: "refused" };

/**
 * Opens a console session: 16 h at most, 30 min idle, or the engagement's end; no duty is needed.
 *
 * @throws SessionError `no-policy`
 */
export function openConsole(deps: SessionDeps, request: ConsoleSignIn): Command<ConsoleAnswer> {
  return {
    name: "console.sign-in",
    actor: { type: "system", id: "wardkey" },
    needs: [badgeKey(request.badge)],
    handle: (handling) => {
      const scene = sceneOf(deps, handling.world, handling.at);
      const found = findBadge(handling, request.badge);
      const refused: ConsoleAnswer = { type: "refused" };
      if (found.type === "refused") {
        const records = badgeRefused(found.why, found.id, request.recordsRefusal);
        return { records, answer: refused };
      }
      const { badge } = found;
      const failure = failedPin(badge, atConsole, request.right, scene.at);
      if (failure !== undefined) return { records: failure.records, answer: refused };
      const { person } = badge;
      const session = handling.id("ses");
      const { surface } = request;
      const engagements = engagementsOf(scene.world, person, scene.at);
      const begun = newSession(scene, { person, surface, engagements });
      const opened = {
        ...begun,
        // A badge that is lent for a shift opens nothing for longer (A3).
        until: Math.min(begun.until, badge.until),
        session,
        level: 2,
        method: "pin",
        badge: badge.id,
      } as const;
      const actor = { type: "person", id: person } as const;
      return {
        records: [proved(badge), { kind: "session.opened", body: opened, actor }],
        answer: { type: "in", session, person },
      };
    },
  };
}

/**
 * Opens a console session by a passkey (A1: level 3, or 4 for a hardware passkey). It lasts no longer than the
 * engagement that the passkey was enrolled under.
 *
 * @throws SessionError `no-policy`
 */
export function openConsoleByPasskey(
  deps: SessionDeps,
  { surface, ...use }: PasskeyUse & Pick<ConsoleSignIn, "surface">,
): Command<ConsoleAnswer> {
  return {
    name: "console.sign-in-by-passkey",
    actor: { type: "system", id: "wardkey" },
    handle: (handling) => {
      const scene = sceneOf(deps, handling.world, handling.at);
      const proof = provePasskey(scene, use);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const { level, passkey } = proof;
      const { person } = passkey;
      const session = handling.id("ses");
      const opened = {
        ...newSession(scene, { person, surface, engagements: [passkey.engagement] }),
        session,
        level,
        method: "passkey",
        passkey: passkey.id,
      } as const;
      const actor = { type: "person", id: person } as const;
      return {
        records: [...proof.records, { kind: "session.opened", body: opened, actor }],
        answer: { type: "in", session, person },
      };
    },
  };
}

interface NewSession {
  readonly person: string;
  readonly surface: string;
  /** Running ones; the session hangs on the one that lets it last longest. */
  readonly engagements: readonly string[];
}

function newSession({ world, at }: Scene, { person, surface: id, engagements }: NewSession) {
  const last = engagements
    .map((engagement) => ({
      engagement,
      until: latestEnd({ world }, { engagement, openedAt: at }),
    }))
    .toSorted((a, b) => b.until - a.until)[0] as { engagement: string; until: Instant };
  const surface = { type: "console", id } as const;
  return { person, ...last, surface, provedAt: at };
}

/** The live session of the console browser whose cookie hashes to `surface`. */
export function consoleSessionOf(scene: Scene, surface: string): Session | undefined {
  return scene.world.sessionsBySurface
    .get(surface)
    .map((id) => scene.world.sessions.get(id))
    .filter((session) => session !== undefined)
    .find((session) => session.surface.type === "console" && isLive(scene, session));
}

/** Whether {@link continueConsole} would record anything. */
export function isDueToContinue(session: Session, at: Instant): boolean {
  return at - session.seenAt >= heardEvery;
}

/**
 * Notes that a console's person did something, so that its idle end is counted from here.
 *
 * @throws SessionError `occupant-changed` when the session is over
 */
export function continueConsole(deps: SessionDeps, id: string): Command<void> {
  return {
    name: "session.continue",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world, at }) => {
      const session = world.sessions.get(id);
      if (session === undefined || !isLive(sceneOf(deps, world, at), session)) {
        throw occupantChanged();
      }
      if (!isDueToContinue(session, at)) return { records: [], answer: undefined };
      const actor = { type: "person", id: session.person } as const;
      return {
        records: [{ kind: "session.continued", body: { session: id }, actor }],
        answer: undefined,
      };
    },
  };
}
