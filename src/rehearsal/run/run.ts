import { goneFrom, patternOf } from "../../access/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import { isLive, occupantOf, type Scene, sceneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { Constant } from "../calibration.ts";
import type { Doors } from "./doors.ts";
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
    }
  /** In the browser of a desk of their own. */
  | { readonly type: "console"; readonly session: string };

/** The seat that somebody is at; undefined on a phone or at a console. */
export function seatAt(place: Place | undefined): string | undefined {
  return place?.type === "seat" || place?.type === "borrowed" ? place.seat : undefined;
}

/** Somebody while the rehearsal runs. */
export interface Performer extends Player {
  place: Place | undefined;
  /** The seat where they were last, from which they walk. */
  lastSeat: string | undefined;
}

/** A seat's screen: when it was last touched. */
interface Screen {
  readonly touchedAt: Instant;
}

/** A rehearsal under way. */
export interface Run {
  readonly stage: Stage;
  readonly performers: ReadonlyMap<string, Performer>;
  readonly screens: Map<string, Screen>;
  /** By which everything is done. */
  readonly doors: Doors;
  /** When each seat's badge reader last said whom it sees. */
  readonly sensed: Map<string, Instant>;
  /** When the ticker last looked at what has ended, and when something ends next as far as it knew. */
  readonly ticked: { at: Instant; next: Instant };
}

/** As the server's ticker: each second, and when something ends by itself. */
const tickEvery: Duration = 1_000;

/** A run in which nobody has done anything. */
export function startRun(stage: Stage, doors: Doors): Run {
  const performers = new Map<string, Performer>();
  for (const [name, player] of stage.players) {
    performers.set(name, { ...player, place: undefined, lastSeat: undefined });
  }
  const ticked = { at: 0, next: 0 };
  return { stage, performers, screens: new Map(), doors, sensed: new Map(), ticked };
}

/** The scene as it is committed now. */
export function sceneNow({ stage: { app, deps, clock } }: Run): Scene {
  return sceneOf(deps, app.world(), clock.now());
}

/** Whose session a seat shows now; undefined: it is locked, or free. */
export function occupantHere(run: Run, seat: string): Session | undefined {
  return occupantOf(sceneNow(run), seat);
}

/** A session; undefined when it is over. */
export function liveSession(run: Run, id: string): Session | undefined {
  const scene = sceneNow(run);
  const session = scene.world.sessions.get(id);
  return session !== undefined && isLive(scene, session) ? session : undefined;
}

/** Notes that somebody is working at a seat: it does not lock for a while. */
export function touch({ screens, stage }: Run, seat: string): void {
  screens.set(seat, { touchedAt: stage.clock.now() });
}

/** The seat's badge reader says whom it sees before it now (S6). */
export async function sense(run: Run, seat: string): Promise<void> {
  const { performers, doors, stage, sensed } = run;
  // What a reader sees is the database's to take in, and is lost without it.
  if (stage.database?.isAway() === true) return;
  const near = [...performers.values()]
    .filter(({ place }) => seatAt(place) === seat)
    .map(({ badge }) => badge);
  sensed.set(seat, stage.clock.now());
  await doors.sense(seat, near);
}

/** A reader that sees what it saw says so again; one that is not heard for minutes counts for nothing (S6). */
const senseEvery: Duration = 60_000;

/** Readers that have been heard go on saying whom they see. */
export async function senseAgain(run: Run): Promise<void> {
  const now = run.stage.clock.now();
  for (const [seat, at] of run.sensed) if (now - at >= senseEvery) await sense(run, seat);
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
  const { clock } = run.stage;
  // Before time passes, the ticker looks at what was done since.
  const isLong = instant - clock.now() >= tickEvery;
  if (isLong && run.ticked.at < clock.now()) await tick(run);
  for (;;) {
    const due = nextLock(run);
    if (due === undefined || due.at > instant) break;
    clock.moveTo(due.at);
    await lockByItself(run, due);
  }
  if (instant <= clock.now()) return;
  const { ticked } = run;
  // What ends meanwhile is recorded when it does.
  while (ticked.next > ticked.at && ticked.next < instant) {
    clock.moveTo(ticked.next);
    await tick(run);
  }
  clock.moveTo(instant);
  if (instant >= Math.min(ticked.at + tickEvery, ticked.next)) await tick(run);
}

async function tick({ stage: { app, clock, database }, ticked }: Run): Promise<void> {
  await database?.look();
  ticked.next = (await app.tick()) ?? Number.POSITIVE_INFINITY;
  ticked.at = clock.now();
}

interface DueLock {
  readonly seat: string;
  readonly at: Instant;
  /** By the screen itself; else its occupant has walked away, which only has to be recorded. */
  readonly isIdle: boolean;
}

function nextLock(run: Run): DueLock | undefined {
  const { app, bundle } = run.stage;
  const world = app.world();
  let next: DueLock | undefined;
  for (const [seat, { touchedAt }] of run.screens) {
    const { idleLock } = patternOf(bundle, world, world.seats.get(seat)?.ward ?? "");
    const idle: DueLock = { seat, at: touchedAt + idleLock, isIdle: true };
    const occupant = occupantOf(sceneNow(run), seat);
    const gone = occupant === undefined ? undefined : goneFrom(bundle, world, occupant);
    const due = gone !== undefined && gone < idle.at ? { seat, at: gone, isIdle: false } : idle;
    if (next === undefined || due.at < next.at) next = due;
  }
  return next;
}

async function lockByItself(run: Run, { seat, isIdle }: DueLock): Promise<void> {
  run.screens.delete(seat);
  if (!isIdle) {
    await run.stage.app.tick();
    await run.doors.look(seat);
    return;
  }
  const session = occupantOf(sceneNow(run), seat);
  if (session !== undefined) await run.doors.park({ seat, session }, "idle");
}

/** Every seat's screen reacts to what has changed: a chart that may not be open any more closes. */
export async function showScreens({ doors, screens }: Run): Promise<void> {
  for (const seat of screens.keys()) await doors.look(seat);
}
