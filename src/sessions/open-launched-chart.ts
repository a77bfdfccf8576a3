import { type DecisionDeps, type Recorded, recordDecision } from "../access/index.ts";
import type { Actor, Command, Connection, Session, World } from "../world/index.ts";
import { currentStay, survivorOf } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { sceneOf } from "./scene.ts";
import { opensWhole, sessionStandingOf } from "./standing.ts";

/** Who opens the chart that an application is launched for, on record. */
export interface LaunchedChart {
  readonly session: Pick<Session, "id" | "person" | "surface">;
  readonly patient: string;
  /** The person, by whose touch it is launched; or this house, when their application comes back for new tokens. */
  readonly actor: Actor;
}

/** Decides and records whether the chart may be opened by the session's person on its surface, as at our own screens (D8). */
export function openLaunchedChart(
  deps: DecisionDeps,
  world: World,
  { actor, patient, session }: LaunchedChart,
): Command<Recorded> {
  const { id, person, surface } = session;
  const place =
    surface.type === "seat"
      ? { seat: surface.id }
      : surface.type === "phone"
        ? { device: surface.id }
        : {};
  const request = {
    subject: { type: "person", id: person },
    action: "chart.open",
    resource: { type: "patient", id: survivorOf(world, patient) },
    context: { session: id, ...place },
  };
  return recordDecision(deps, request, { actor, remedies: false, revocationStream: true });
}

/**
 * Decides anew, when an application comes for new tokens, whether its person may still open the chart that it was launched
 * for; one without a patient asks nothing. False for a denial, and for summaries alone; both are recorded.
 *
 * @throws SessionError `occupant-changed` when its session is not in on its surface (any more), `no-policy`
 */
export function reopenLaunchedChart(deps: DecisionDeps, connection: string): Command<boolean> {
  // One command counts a repeated denial once, however often its batch is handled.
  let decision: Command<Recorded> | undefined;
  return {
    name: "application.refresh",
    actor: { type: "system", id: "wardkey" },
    handle: (handling) => {
      const { world, at } = handling;
      const known = world.connections.get(connection);
      const session = known === undefined ? undefined : world.sessions.get(known.session);
      const standing = sessionStandingOf(sceneOf(deps, world, at), connection);
      if (known === undefined || session === undefined || standing !== "live") {
        throw occupantChanged();
      }
      const { patient } = known;
      if (patient === undefined) return { records: [], answer: true };
      const actor = { id: "wardkey", onBehalfOf: session.person, type: "system" } as const;
      decision ??= openLaunchedChart(deps, world, { session, patient, actor });
      const outcome = decision.handle(handling);
      return { ...outcome, answer: opensWhole(outcome.answer) };
    },
  };
}

/** The chart and the stay that a connection means now: a merged patient's is the surviving chart (C2), and the stay the present one. */
export function launchContextNow(
  world: World,
  { encounter, patient }: Pick<Connection, "encounter" | "patient">,
): Pick<Connection, "encounter" | "patient"> {
  if (patient === undefined) return {};
  const survivor = survivorOf(world, patient);
  const stay = presentStay(world, survivor) ?? encounter;
  return { patient: survivor, ...(stay === undefined ? {} : { encounter: stay }) };
}

/** The encounter that a patient is in the house for. */
export function presentStay(world: World, patient: string): string | undefined {
  return world.encountersByPatient.get(patient).find((id) => {
    const state = world.encounters.get(id)?.state;
    return state !== undefined && currentStay(state) !== undefined;
  });
}
