import {
  type AccessRequest,
  ask,
  type DecisionWish,
  emergenciesOf,
  isAtBed,
  type Permit,
  patientAtBed,
  recordDecision,
} from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import {
  asOccupant,
  focus,
  hearSeat,
  isDueToHear,
  occupantOf,
  sceneOf,
} from "../../sessions/index.ts";
import type { Actor, Emergency, Session } from "../../world/index.ts";
import type { Stage } from "./stage.ts";

/** The system as an actor: what a screen does by itself. */
const system: Actor = { type: "system", id: "wardkey" };

/** What the screens of all seats do by themselves, as the product's do. */
export interface Screens {
  /** Reacts to what has changed: a chart that may not be open any more closes; one whose permit is over is decided again. */
  look(seat: string): Promise<void>;
  /** A chart was opened by a permit, which is good until then. */
  opened(seat: string, session: string, patient: string, permit: Permit): void;
  /** As {@link Screens.turnTo}, for whom the roster called there: a bed's seat stays with the bed's patient (S8). */
  comeTo(seat: string, joined: Emergency | undefined): Promise<Turned>;
  /** Whoever has come to an emergency is at its patient's chart, where it is for one (X17); others are at what was open. */
  turnTo(seat: string, joined: Emergency | undefined): Promise<Turned>;
}

/** Why the chart that was turned to may be seen; nothing where none was. */
interface Turned {
  readonly said?: readonly string[];
}

/** By what permit a chart is on a screen. */
interface Shown {
  readonly session: string;
  readonly patient: string;
  readonly until: Instant;
  readonly because: readonly string[];
}

/** The screens of a hospital's seats, with nothing on them. */
export function createScreens(stage: Stage): Screens {
  const permits = new Map<string, Shown>();
  const screens: Screens = {
    async look(seat) {
      await look(stage, permits, seat);
      await showItself(stage, seat);
    },
    opened: (seat, session, patient, { because, validUntil: until }) =>
      void permits.set(seat, { session, patient, until, because }),
    comeTo(seat, joined) {
      const { world } = sceneAt(stage);
      const place = world.seats.get(seat);
      const isOccupiedBed = place !== undefined && patientAtBed(world, place) !== undefined;
      const isOthers = isOccupiedBed && joined !== undefined && !isAtBed(world, place, joined);
      return screens.turnTo(seat, isOthers ? undefined : joined);
    },
    async turnTo(seat, joined) {
      const session = occupantOf(sceneAt(stage), seat);
      if (session === undefined) return {};
      if (joined?.patient === undefined) await look(stage, permits, seat);
      else await decideShown(stage, permits, seat, session, joined.patient);
      const shown = permits.get(seat);
      const { app } = stage;
      const responding = emergenciesOf(app.world(), session.person, app.now());
      const isThere = responding.some(({ patient }) => patient === shown?.patient);
      return shown !== undefined && isThere ? { said: shown.because } : {};
    },
  };
  return screens;
}

/** What is asked of a person's request at a seat; its screen hears of what ends, so that a permit lasts. */
function wishOf(actor: Actor): DecisionWish {
  return { actor, remedies: true, revocationStream: true };
}

function sceneAt({ app, clock, deps }: Stage) {
  return sceneOf(deps, app.world(), clock.now());
}

async function look(stage: Stage, permits: Map<string, Shown>, seat: string): Promise<void> {
  const { app } = stage;
  const session = occupantOf(sceneAt(stage), seat);
  const patient = session?.patient;
  if (session === undefined || patient === undefined) {
    permits.delete(seat);
    return;
  }
  const asking = { bundles: app.bundles, world: app.world(), at: app.now(), remedies: false };
  if (ask(asking, showing(session, seat, patient)).type === "deny") {
    permits.delete(seat);
    await app.submit(focus({ session: session.id, from: patient, actor: system }));
    return;
  }
  const shown = permits.get(seat);
  const isProved = shown?.session === session.id && shown.patient === patient;
  if (isProved && app.now() < shown.until) return;
  await decideShown(stage, permits, seat, session, patient);
}

/** Whom the screen shows is heard, as the product's screens are by their streams (S6). */
async function showItself(stage: Stage, seat: string): Promise<void> {
  const scene = sceneAt(stage);
  const session = occupantOf(scene, seat);
  if (session === undefined || scene.world.downtime !== undefined) return;
  if (isDueToHear(session, scene.at)) await stage.app.submit(hearSeat(stage.deps, seat));
}

/** Decides and records that a chart is shown. */
async function decideShown(
  { app, deps }: Stage,
  permits: Map<string, Shown>,
  seat: string,
  session: Session,
  patient: string,
): Promise<void> {
  const actor: Actor = { type: "person", id: session.person };
  const decision = recordDecision(deps, showing(session, seat, patient), wishOf(actor));
  const at = { seat, session: session.id };
  const answer = await app.submit(
    asOccupant(deps, at, decision, (given, now) =>
      given.type === "deny" || now.patient === patient
        ? []
        : [{ kind: "session.focused", body: { session: now.id, patient } }],
    ),
  );
  if (answer.type === "deny") return;
  const { because, validUntil: until } = answer;
  permits.set(seat, { session: session.id, patient, until, because });
}

/** The request of a session at a seat for a chart to be open. */
function showing(session: Session, seat: string, patient: string): AccessRequest {
  return {
    subject: { type: "person", id: session.person },
    action: "chart.open",
    resource: { type: "patient", id: patient },
    context: { session: session.id, seat },
  };
}
