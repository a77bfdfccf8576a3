import { occupantOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { identityWork, responses, walking } from "../calibration.ts";
import type { AtSeat } from "./doors.ts";
import { moveTo, type Performer, type Run, sceneNow, seatAt, sense, spend, touch } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Walks to a seat and gets in. */
export async function tapIn(run: Run, turn: Turn, performer: Performer, way: Way): Promise<Ending> {
  await goTo(run, performer, way);
  const entered = await getIn(run, turn, performer, way.seat);
  return entered.type === "in" ? done(performer.id) : entered.ending;
}

/** To which seat, and whether it takes a walk. */
export interface Way {
  readonly seat: string;
  readonly walks: boolean;
}

/** Is before a seat from now on, and before none on the way: the seats' sensors see it. */
export async function goTo(run: Run, performer: Performer, { seat, walks }: Way): Promise<void> {
  const { place } = performer;
  if (seatAt(place) !== seat) await goAway(run, performer);
  if (walks) await walk(run, performer, seat);
  performer.place = { type: "seat", seat };
  performer.lastSeat = seat;
  await sense(run, seat);
}

async function goAway(run: Run, performer: Performer): Promise<void> {
  const seat = seatAt(performer.place);
  performer.place = undefined;
  if (seat !== undefined) await sense(run, seat);
}

/** Walking passes on the clock; it is no identity work. */
async function walk(run: Run, { lastSeat }: Performer, seat: string): Promise<void> {
  if (lastSeat === undefined || lastSeat === seat) return;
  const { clock, app } = run.stage;
  const world = app.world();
  const [from, to] = [lastSeat, seat].map((id) => world.seats.get(id)?.ward ?? "");
  const siteOf = (ward: string | undefined) => world.wards.get(ward ?? "")?.site;
  const far = siteOf(from) === siteOf(to) ? walking.sameSite : walking.otherSite;
  const { milliseconds } = from === to ? walking.sameWard : far;
  await moveTo(run, clock.now() + milliseconds);
}

/** In at a seat under one's own name, or why not. */
export type Entered =
  | {
      readonly type: "in";
      readonly session: Session;
      /** Why the chart may be seen that has opened with it. */
      readonly said?: readonly string[];
    }
  | { readonly type: "out"; readonly ending: Ending };

/** Gets in at a seat: taps unless in already, and gives the PIN when it is asked for. */
export async function getIn(
  run: Run,
  turn: Turn,
  performer: Performer,
  seat: string,
): Promise<Entered> {
  const already = occupantOf(sceneNow(run), seat);
  if (already?.person === performer.id) {
    touch(run, seat);
    return { type: "in", session: already };
  }
  await spend(run, turn, identityWork.tap);
  const tapped = await run.doors.tap(seat, performer.badge);
  await spend(run, turn, responses.tap);
  switch (tapped.type) {
    case "question":
      if (tapped.byPin) return await answerPin(run, turn, performer, seat);
      return { type: "out", ending: refused(tapped.said) };
    case "refused":
    case "off-duty":
      return { type: "out", ending: refused(tapped.said) };
    default:
      return await inNow(run, seat, performer.id);
  }
}

async function answerPin(run: Run, turn: Turn, { id }: Performer, seat: string): Promise<Entered> {
  turn.prompts++;
  await spend(run, turn, identityWork.pin);
  const answer = await run.doors.enterPin(seat);
  await spend(run, turn, responses.pin);
  if (answer.type === "in") return await inNow(run, seat, id);
  return { type: "out", ending: refused(answer.said) };
}

/** Whoever came in is seen to be in, with what was open. */
export async function inNow(run: Run, seat: string, person: string): Promise<Entered> {
  touch(run, seat);
  await run.doors.look(seat);
  const session = occupantOf(sceneNow(run), seat);
  if (session?.person === person) return { type: "in", session };
  return { type: "out", ending: refused("The seat locked before anything could be done.") };
}

/** Locks the seat, by the badge or by the button, or signs out there. */
export async function leaveTheSeat(
  run: Run,
  turn: Turn,
  performer: Performer,
  seat: string,
  how: "tap-out" | "lock" | "sign-out",
): Promise<Ending> {
  const { doors } = run;
  const session = occupantOf(sceneNow(run), seat);
  // It has locked by itself: nobody taps out of a locked seat.
  if (session?.person !== performer.id) return done(performer.id);
  if (how === "tap-out") {
    await spend(run, turn, identityWork.tap);
    await doors.tap(seat, performer.badge);
    await spend(run, turn, responses.tap);
  } else {
    await spend(run, turn, identityWork.press);
    if (how === "lock") await doors.park({ seat, session }, "lock");
    else await doors.signOut({ seat, session });
    await spend(run, turn, responses.lock);
  }
  return done(performer.id);
}

/** Goes away from the seat without locking it. */
export async function walkAway(run: Run, performer: Performer): Promise<Ending> {
  await goAway(run, performer);
  return done();
}

/** Is before the seat again where they were in. */
export async function comeBack(run: Run, performer: Performer, way: Way): Promise<Ending> {
  await goTo(run, performer, way);
  await run.doors.look(way.seat);
  const session = occupantOf(sceneNow(run), way.seat);
  if (session?.person !== performer.id) return refused("The seat has locked: it asks for a badge.");
  touch(run, way.seat);
  return done(performer.id);
}

/** Goes on where somebody else is still in. */
export async function sitDownAsItIs(run: Run, performer: Performer, way: Way): Promise<Ending> {
  const { seat } = way;
  await goTo(run, performer, way);
  await run.doors.look(seat);
  const session = occupantOf(sceneNow(run), seat);
  if (session === undefined) return refused("The seat is locked, or free: it asks for a badge.");
  touch(run, seat);
  if (session.person === performer.id) return done(performer.id);
  performer.place = { type: "borrowed", seat, session: session.id, occupant: session.person };
  return done(session.person);
}

/** Gives the PIN for the session at a seat. */
export async function givePinAtSeat(run: Run, turn: Turn, at: AtSeat): Promise<boolean> {
  turn.prompts++;
  await spend(run, turn, identityWork.pin);
  const isRaised = await run.doors.stepUp(at);
  if (isRaised) await spend(run, turn, responses.pin);
  return isRaised;
}
