import { type Answer, decideHere } from "../access/index.ts";
import { type Connection, type Session, survivorOf } from "../world/index.ts";
import { asApplicationsSee } from "./away.ts";
import { isIn, isLive } from "./liveness.ts";
import { reachesPatients } from "./reaches-patients.ts";
import type { Scene } from "./scene.ts";

/**
 * How an application's connection stands, and with it every token that hangs on it. `suspended`: its session is
 * parked, or has moved to another seat, its screen has come back to another patient than the one of the launch, the policy does not let it reach every patient from there where it does, or the chart that it was
 * launched for may not be opened by its person now; it may come back. `ended`: it never will.
 */
export type Standing = "live" | "suspended" | "ended";

/** Derived from the world each time: nothing has to be deleted for access to end (L1, L3, S3, S5, S6). */
export function standingOf(scene: Scene, id: string): Standing {
  const standing = sessionStandingOf(scene, id);
  const connection = scene.world.connections.get(id);
  if (standing !== "live" || connection === undefined) return standing;
  return isChartOpen(scene, connection) ? "live" : "suspended";
}

/** As {@link standingOf}, whatever becomes of the chart: for those who decide about that themselves, on record. */
export function sessionStandingOf(scene: Scene, id: string): Standing {
  const connection = scene.world.connections.get(id);
  if (connection === undefined) return "ended";
  if (!scene.world.applications.has(connection.application)) return "ended";
  const session = scene.world.sessions.get(connection.session);
  if (session === undefined || !isLive(scene, session)) return "ended";
  if (!isIn(scene, session) || !isSameSurface(connection, session)) return "suspended";
  if (!isTurnedTo(scene, connection, session)) return "suspended";
  if (connection.reachesAll === true && !reachesPatients(scene, session)) return "suspended";
  return connection.from === undefined ? "live" : sessionStandingOf(scene, connection.from);
}

/**
 * Whether the patient of a launch is one whose chart its session has shown since its person last came back in: work on any other
 * stays parked until that chart is chosen again (S8).
 */
export function isTurnedTo(
  { world }: Scene,
  { patient }: Pick<Connection, "patient">,
  { back }: Session,
): boolean {
  if (patient === undefined || back === undefined) return true;
  const chart = survivorOf(world, patient);
  return back.charts.some((shown) => survivorOf(world, shown) === chart);
}

/** Whether the policy lets the person of a launch open its chart now; without a patient there is nothing to ask. */
export function isChartOpen(
  scene: Scene,
  { patient, session: id }: Pick<Connection, "patient" | "session">,
): boolean {
  const session = scene.world.sessions.get(id);
  if (patient === undefined || session === undefined) return true;
  const chart = survivorOf(scene.world, patient);
  const intent = { action: "chart.open", patient: chart };
  const seen = asApplicationsSee(scene, session);
  return opensWhole(decideHere(seen, session, intent, { remedies: false }));
}

/**
 * Whether an answer opens the chart as a launch needs it: whole. What is narrowed to summaries (C3) is shown so at our own
 * screens; an application reads all that its scopes say, and is told of no such limit.
 */
export function opensWhole(answer: Answer): boolean {
  return (
    answer.type === "permit" && !answer.obligations.some(({ type }) => type === "summary-only")
  );
}

function isSameSurface(
  { surface: made }: Pick<Connection, "surface">,
  { surface }: Pick<Connection, "surface">,
): boolean {
  return made.type === surface.type && made.id === surface.id;
}
