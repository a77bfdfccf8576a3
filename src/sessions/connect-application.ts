import type { Command, Connection } from "../world/index.ts";
import { currentStay, type World } from "../world/index.ts";
import { occupantChanged, SessionError } from "./errors.ts";
import { isIn, isLive } from "./liveness.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** An application that a person signs in to from their session. */
export interface ConnectRequest
  extends Pick<Connection, "application" | "session" | "surface" | "patient" | "from"> {
  readonly scopes: readonly string[];
  /** The address that its tokens are for. */
  readonly audience?: string;
}

/**
 * Connects an application to a session; its tokens live as that does. The session must be open on the surface where
 * the application asked: a lock or a tap-over that came first has the last word (S1, S7).
 *
 * @throws SessionError `occupant-changed`, `application-unknown`, `no-policy`
 */
export function connectApplication(
  deps: SessionDeps,
  request: ConnectRequest,
): Command<Connection> {
  const { session: sessionId, surface, patient } = request;
  return {
    name: "application.connect",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world, at, id }) => {
      const scene = sceneOf(deps, world, at);
      const session = world.sessions.get(sessionId);
      if (session?.surface.id !== surface.id || !isLive(scene, session) || !isIn(scene, session)) {
        throw occupantChanged();
      }
      if (!world.applications.has(request.application)) throw applicationUnknown();
      const { person } = session;
      const encounter = patient === undefined ? undefined : encounterOf(world, patient);
      const connection = id("con");
      const body = {
        ...request,
        connection,
        person,
        ...(encounter === undefined ? {} : { encounter }),
      };
      const seat = surface.type === "seat" ? { seat: surface.id } : {};
      const actor = { type: "person", id: person } as const;
      const { scopes: _scopes, audience: _audience, ...kept } = body;
      return {
        records: [{ kind: "application.connected", body, actor, ...seat }],
        answer: { ...kept, id: connection, at },
      };
    },
  };
}

/** Ends a connection alone: its application gave it back, or one of its codes or tokens was used twice. */
export function disconnectApplication(
  connection: string,
  reason: "revoked" | "reused",
): Command<void> {
  return {
    name: "application.disconnect",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world }) => {
      const known = world.connections.get(connection);
      if (known === undefined) return { records: [], answer: undefined };
      const actor = { type: "workload", id: known.application } as const;
      return {
        records: [{ kind: "application.disconnected", body: { connection, reason }, actor }],
        answer: undefined,
      };
    },
  };
}

/** Notes that an application was told that a session has ended, or could not be. */
export function noteLogout(
  connection: string,
  outcome: "told" | "refused" | "unreachable",
): Command<void> {
  return {
    name: "logout.note",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world }) => ({
      records: world.logouts.has(connection)
        ? [{ kind: "logout.told", body: { connection, outcome } }]
        : [],
      answer: undefined,
    }),
  };
}

/** There is no such application (any more). */
export function applicationUnknown(): SessionError {
  return new SessionError("application-unknown", "There is no such application.");
}

/** The stay that a patient is in the house for. */
function encounterOf(world: World, patient: string): string | undefined {
  return world.encountersByPatient.get(patient).find((id) => {
    const state = world.encounters.get(id)?.state;
    return state !== undefined && currentStay(state) !== undefined;
  });
}
