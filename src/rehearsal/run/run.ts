import { patternOf } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { occupantOf, park, type Scene, sceneOf } from "../../sessions/index.ts";
import type { Constant } from "../calibration.ts";
import type { Player, Stage } from "./stage.ts";
import { eventOf, type Turn } from "./turn.ts";

/** Where somebody works. */
export type Place =
  | { readonly type: "seat"; readonly seat: string }
  /** At a seat where somebody else is in, under their session. */
  | {
      readonly type: "borrowed";
      readonly seat: string;
      readonly session: string;
      readonly occupant: string;
    }
  | {
      readonly type: "phone";
      readonly device: string;
      readonly session: string;
      readonly by: "pin" | "passkey";
    };

/** Somebody while the rehearsal runs. */
export interface Performer extends Player {
  place: Place | undefined;
  /** The seat where they were last, from which they walk. */
  lastSeat: string | undefined;
}

/** A seat's screen: when it was last touched, and when its occupant left it. */
interface Screen {
  touchedAt: Instant;
  leftAt: Instant | undefined;
}

/** A rehearsal under way. */
export interface Run {
  readonly stage: Stage;
  readonly performers: ReadonlyMap<string, Performer>;
  readonly screens: Map<string, Screen>;
}

/** A run in which nobody has done anything. */
export function startRun(stage: Stage): Run {
  const performers = new Map<string, Performer>();
  for (const [name, player] of stage.players) {
    performers.set(name, { ...player, place: undefined, lastSeat: undefined });
  }
  return { stage, performers, screens: new Map() };
}

/** The scene as it is committed now. */
export function sceneNow({ stage: { app, deps, clock } }: Run): Scene {
  return sceneOf(deps, app.world(), clock.now());
}

/** Notes that somebody is working at a seat: it does not lock for a while. */
export function touch({ screens, stage }: Run, seat: string): void {
  const leftAt = screens.get(seat)?.leftAt;
  screens.set(seat, { touchedAt: stage.clock.now(), leftAt });
}

/** Notes that a seat's occupant is back, or somebody new is. */
export function arriveAt({ screens, stage }: Run, seat: string): void {
  screens.set(seat, { touchedAt: stage.clock.now(), leftAt: undefined });
}

/** Notes that a seat's occupant has gone away from it. */
export function leaveSeat({ screens, stage }: Run, seat: string): void {
  const now = stage.clock.now();
  const touchedAt = screens.get(seat)?.touchedAt ?? now;
  screens.set(seat, { touchedAt, leftAt: now });
}

/** Identity work: it passes on the clock, and it is counted. */
export async function spend(run: Run, turn: Turn, constant: Constant): Promise<void> {
  turn.events.push(eventOf(constant));
  await moveTo(run, run.stage.clock.now() + constant.milliseconds);
}

/**
 * Moves the clock on, as the hospital does it: seats that nobody touches lock when their time has come (S6),
 * and what has ended is recorded as ended.
 */
export async function moveTo(run: Run, instant: Instant): Promise<void> {
  const { clock, app } = run.stage;
  for (;;) {
    const due = nextLock(run);
    if (due === undefined || due.at > instant) break;
    clock.moveTo(due.at);
    await lockByItself(run, due);
  }
  if (instant <= clock.now()) return;
  clock.moveTo(instant);
  await app.tick();
}

interface DueLock {
  readonly seat: string;
  readonly at: Instant;
  readonly reason: "idle" | "walk-away";
}

function nextLock(run: Run): DueLock | undefined {
  let next: DueLock | undefined;
  for (const [seat, { touchedAt, leftAt }] of run.screens) {
    const { idleLock, walkAwayLock } = patternAt(run, seat);
    const idle: DueLock = { seat, at: touchedAt + idleLock, reason: "idle" };
    const left =
      leftAt === undefined || walkAwayLock === undefined ? undefined : leftAt + walkAwayLock;
    const due: DueLock =
      left !== undefined && left < idle.at ? { seat, at: left, reason: "walk-away" } : idle;
    if (next === undefined || due.at < next.at) next = due;
  }
  return next;
}

function patternAt({ stage: { app, bundle } }: Run, seat: string) {
  const world = app.world();
  return patternOf(bundle, world, world.seats.get(seat)?.ward ?? "");
}

async function lockByItself(run: Run, { seat, reason }: DueLock): Promise<void> {
  run.screens.delete(seat);
  const occupant = occupantOf(sceneNow(run), seat);
  if (occupant === undefined) return;
  const { app, deps } = run.stage;
  await app.submit(park(deps, { seat, session: occupant.id, reason }));
}
