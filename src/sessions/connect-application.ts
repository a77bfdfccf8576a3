import type { DecisionDeps, Recorded } from "../access/index.ts";
import type { Command, Connection } from "../world/index.ts";
import { occupantChanged, SessionError } from "./errors.ts";
import { isIn, isLive } from "./liveness.ts";
import { openLaunchedChart, presentStay } from "./open-launched-chart.ts";
import { reachesPatients } from "./reaches-patients.ts";
import { sceneOf } from "./scene.ts";
import { isChartOpen, isTurnedTo, opensWhole } from "./standing.ts";

/** An application that a person signs in to from their session. */
export interface ConnectRequest
  extends Pick<Connection, "application" | "session" | "surface" | "patient" | "from"> {
  readonly scopes: readonly string[];
  /** The address that its tokens are for. */
  readonly audience?: string;
}

/**
 * The connection, or that the policy does not let the person open the chart that it is launched for, or reach all patients, or that the
 * screen has turned to another patient.
 */
export type Connected =
  | { readonly type: "connected"; readonly connection: Connection }
  | { readonly type: "refused" };

const refused: Connected = { type: "refused" };

/**
 * Connects an application to a session; its tokens live as that does. The session must be open on the surface where
 * the application asked: a lock or a tap-over that came first has the last word (S1, S7). A launch for a patient opens that
 * chart, which is decided and recorded in the same batch: who may not gets no connection, nor does a launch for another patient than
 * the screen has shown since its person came back in (S8).
 *
 * @throws SessionError `occupant-changed`, `application-unknown`, `no-policy`
 */
export function connectApplication(
  deps: DecisionDeps,
  request: ConnectRequest,
): Command<Connected> {
  const { session: sessionId, surface, patient } = request;
  // One command counts a repeated denial once, however often its batch is handled.
  let decision: Command<Recorded> | undefined;
  return {
    name: "application.connect",
    actor: { type: "system", id: "wardkey" },
    handle: (handling) => {
      const { world, at, id } = handling;
      const scene = sceneOf(deps, world, at);
      const session = world.sessions.get(sessionId);
      if (session?.surface.id !== surface.id || !isLive(scene, session) || !isIn(scene, session)) {
        throw occupantChanged();
      }
      if (!world.applications.has(request.application)) throw applicationUnknown();
      const reaches = request.scopes.some((scope) => scope.startsWith("user/"));
      if (reaches && !reachesPatients(scene, session)) return { records: [], answer: refused };
      // A launch from before its person was away, when the screen has turned to another patient since (S8).
      if (!isTurnedTo(scene, request, session)) return { records: [], answer: refused };
      const { person } = session;
      const actor = { type: "person", id: person } as const;
      if (patient !== undefined) {
        decision ??= openLaunchedChart(deps, world, { session, patient, actor });
      }
      const opened = decision?.handle(handling);
      const isOpen = opened === undefined || opensWhole(opened.answer);
      if (opened !== undefined && !(isOpen && isChartOpen(scene, request))) {
        return { ...opened, answer: refused };
      }
      const encounter = patient === undefined ? undefined : presentStay(world, patient);
      const connection = id("con");
      const stay = encounter === undefined ? {} : { encounter };
      const body = { ...request, connection, person, ...stay };
      const seat = surface.type === "seat" ? { seat: surface.id } : {};
      const { scopes: _scopes, audience: _audience, ...kept } = body;
      return {
        records: [
          ...(opened?.records ?? []),
          { kind: "application.connected", body, actor, ...seat },
        ],
        answer: { type: "connected", connection: { ...kept, id: connection, at } },
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
  outcome: "told" | "refused" | "unreachable" | "given-up",
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
  return new SessionError("application-unknown");
}
