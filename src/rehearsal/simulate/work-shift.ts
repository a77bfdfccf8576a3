import { patternOf, recordDecision } from "../../access/index.ts";
import type { Duration } from "../../ports/index.ts";
import {
  asOccupant,
  enterPin,
  park,
  reportPresence,
  SessionError,
  tap,
} from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { identityWork, responses, walking } from "../calibration.ts";
import { type Answering, answered, type Routine } from "./agenda.ts";
import { around, type Clinician, count, occupantNow, several, spend } from "./clinician.ts";
import { desert, endDeserted } from "./deserted.ts";
import { shareOfBorrowing } from "./parameters.ts";

const second: Duration = 1_000;
const minute: Duration = 60 * second;
/** Twelve hours, for which sign-ins are counted. */
const shiftOfSignIns: Duration = 12 * 60 * minute;
/** People arrive within so much of the beginning of their shift. */
const arrival: Duration = 10 * minute;

/** How somebody works at a seat: in a session of their own, or under one that they found open. */
interface Work {
  readonly seat: string;
  readonly session: Session;
  readonly borrowed: boolean;
}

/** Somebody's shift: they go to a seat, do what is to be done, and leave it, again and again. */
export function* workShift(clinician: Clinician): Routine {
  const { random, shift, simulation } = clinician;
  const { clock, plan } = simulation;
  count(clinician, (tally) => tally.shifts++);
  yield Math.max(clock.now(), shift.from + random.below(arrival));
  const pause = shiftOfSignIns / plan.people.signIns;
  while (clock.now() < shift.to) {
    const begun = clock.now();
    yield* sitDown(clinician);
    // What is done at the seat is part of the time between two of these.
    yield Math.max(clock.now(), begun + around(random, pause));
  }
}

function* sitDown(clinician: Clinician): Routine {
  const { random, simulation } = clinician;
  const { people } = simulation.plan;
  const seat = yield* freeSeat(clinician);
  if (seat === undefined) return;
  simulation.standing.set(seat, clinician.person);
  try {
    yield* walkTo(clinician, seat);
    let work = yield* getToWork(clinician, seat, random.chance(people.urgent));
    for (let left = several(random, people.charts); left > 0 && work !== undefined; left--) {
      work = yield* readChart(clinician, work);
    }
    if (work !== undefined) yield* leave(clinician, work);
  } finally {
    simulation.standing.delete(seat);
  }
}

/** Walking passes on the clock, and is no identity work. */
function* walkTo(clinician: Clinician, seat: string): Routine {
  const { lastSeat, simulation } = clinician;
  clinician.lastSeat = seat;
  if (lastSeat !== seat) yield simulation.clock.now() + walking.sameWard.milliseconds;
}

/** A seat of the ward at which nobody stands; whoever finds none looks again. Undefined: the shift is over before there is one. */
function* freeSeat(clinician: Clinician): Answering<string | undefined> {
  const { random, seats, shift, simulation } = clinician;
  const { clock, plan, standing } = simulation;
  const wait = plan.people.waits * second;
  while (clock.now() < shift.to) {
    const free = seats.filter((seat) => !standing.has(seat));
    if (free.length > 0) return random.pick(free);
    count(clinician, (tally) => {
      tally.waited += wait;
    });
    yield clock.now() + wait;
  }
  return undefined;
}

/** Gets in at a seat, or works on under a session that is open there. Undefined: it was refused. */
function* getToWork(
  clinician: Clinician,
  seat: string,
  urgent: boolean,
): Answering<Work | undefined> {
  const { person, random, simulation } = clinician;
  const found = occupantNow(simulation, seat);
  if (found !== undefined && found.person !== person) {
    const share = shareOfBorrowing(simulation.plan.people, clinician.lately, urgent);
    if (random.chance(share)) {
      endDeserted(simulation, found.id);
      return { seat, session: found, borrowed: true };
    }
  }
  if (found?.person === person) {
    endDeserted(simulation, found.id);
    yield* sense(clinician, seat, [clinician.badge]);
    return { seat, session: found, borrowed: false };
  }
  const session = yield* signIn(clinician, seat);
  return session && { seat, session, borrowed: false };
}

/** Taps and, where it is asked for, gives the PIN. */
function* signIn(clinician: Clinician, seat: string): Answering<Session | undefined> {
  const { badge, person, random, simulation } = clinician;
  const { app, deps, plan } = simulation;
  clinician.lately = 0;
  count(clinician, (tally) => tally.signIns++);
  yield spend(clinician, "tap", identityWork.tap.milliseconds);
  const answer = yield* answered(app.submit(tap(deps, { seat, badge })));
  yield spend(clinician, "response", responses.tap.milliseconds);
  if (answer.type === "question") {
    for (let right = !random.chance(plan.people.wrongPin); ; right = true) {
      count(clinician, (tally) => tally.prompts++);
      yield spend(clinician, "pin", identityWork.pin.milliseconds);
      const given = yield* answered(
        app.submit(enterPin(deps, { seat, badge: answer.badge, right })),
      );
      yield spend(clinician, "response", responses.pin.milliseconds);
      if (given.type !== "wrong") break;
    }
  }
  const session = occupantNow(simulation, seat);
  return session?.person === person ? session : undefined;
}

/** One chart: opened, looked at, written in. Undefined: there is nothing more to be done there. */
function* readChart(clinician: Clinician, work: Work): Answering<Work | undefined> {
  const { random, simulation } = clinician;
  const { people } = simulation.plan;
  const patient = somePatient(clinician);
  if (patient === undefined) return work;
  let now: Work | undefined = work;
  for (let left = several(random, people.views); left > 0; left--) {
    if (!(yield* isPermitted(clinician, now, "chart.open", patient))) return now;
    yield simulation.clock.now() + responses.decision.milliseconds;
    now = yield* stay(clinician, now, around(random, people.reading * second));
    if (now === undefined) return undefined;
  }
  if (random.chance(people.writes)) {
    now = yield* stay(clinician, now, around(random, people.writing * second));
    if (now === undefined) return undefined;
    yield* isPermitted(clinician, now, "note.write", patient);
  }
  return random.chance(people.interrupted) ? yield* interrupted(clinician, now) : now;
}

/** A patient of the ward, as the world has them now. */
function somePatient({ random, shift, simulation }: Clinician): string | undefined {
  const world = simulation.app.world();
  const visits = world.encountersByWard.get(shift.ward);
  if (visits.length === 0) return undefined;
  return world.encounters.get(random.pick(visits))?.patient;
}

/** Has one thing decided and recorded, at the seat and under the session that is open there. */
function* isPermitted(
  clinician: Clinician,
  { borrowed, seat, session }: Work,
  action: string,
  patient: string,
): Answering<boolean> {
  const { app, deps } = clinician.simulation;
  const subject = { type: "person", id: session.person } as const;
  const resource = { type: "patient", id: patient } as const;
  const request = { subject, action, resource, context: { session: session.id, seat } };
  const wish = { actor: subject, remedies: true, revocationStream: true };
  try {
    const answer = yield* answered(
      app.submit(
        asOccupant(deps, { seat, session: session.id }, recordDecision(deps, request, wish)),
      ),
    );
    count(clinician, (tally) => {
      tally.decisions++;
      if (borrowed) tally.unattributed++;
      if (answer.type === "permit") return;
      tally.denied++;
      if (answer.remedies.length === 0 && answer.advice.length === 0) tally.deadEnds++;
    });
    if (answer.type === "permit" && action === "chart.open") clinician.opened.add(patient);
    return answer.type === "permit";
  } catch (error) {
    // The session went elsewhere, or ended, in the meantime: nothing was done under it.
    if (error instanceof SessionError && error.code === "occupant-changed") return false;
    throw error;
  }
}

/**
 * Time before the screen. It locks where nobody touches it for as long as the pattern has it, unless the warning is seen; who is
 * locked out signs in again.
 */
function* stay(clinician: Clinician, work: Work, time: Duration): Answering<Work | undefined> {
  const { random, shift, simulation } = clinician;
  const { app, bundle, clock, deps, plan } = simulation;
  const { idleLock } = patternOf(bundle, app.world(), shift.ward);
  for (let left = time; ; left -= idleLock) {
    if (left <= idleLock) {
      yield clock.now() + left;
      return occupantNow(simulation, work.seat)?.id === work.session.id ? work : undefined;
    }
    yield clock.now() + idleLock;
    if (random.chance(plan.people.notices)) continue;
    if (occupantNow(simulation, work.seat)?.id !== work.session.id) return undefined;
    const { seat, session } = work;
    yield* answered(app.submit(park(deps, { seat, session: session.id, reason: "idle" })));
    count(clinician, (tally) => tally.interrupted++);
    const again = yield* signIn(clinician, seat);
    return again && { seat, session: again, borrowed: false };
  }
}

/** Called away in the middle: the screen stays as it is, and whoever comes back finds it open, or locked. */
function* interrupted(clinician: Clinician, work: Work): Answering<Work | undefined> {
  const { person, random, simulation } = clinician;
  const { clock, plan, standing } = simulation;
  yield* goAway(clinician, work);
  yield clock.now() + around(random, plan.people.away * second);
  if (standing.has(work.seat)) return undefined;
  standing.set(work.seat, person);
  return yield* getToWork(clinician, work.seat, false);
}

/** Leaves for good: locks by the badge, or forgets to. */
function* leave(clinician: Clinician, work: Work): Routine {
  const { badge, random, simulation } = clinician;
  const { app, deps, plan } = simulation;
  if (work.borrowed || random.chance(plan.people.forgets)) {
    yield* goAway(clinician, work);
    return;
  }
  const { seat, session } = work;
  yield spend(clinician, "lock", identityWork.tap.milliseconds);
  if (occupantNow(simulation, seat)?.id !== session.id) return;
  yield* answered(app.submit(tap(deps, { seat, badge })));
  yield spend(clinician, "response", responses.lock.milliseconds);
}

/** Goes away from a screen that stays open; its sensor, where it has one, sees it. */
function* goAway(clinician: Clinician, { seat, session }: Work): Answering<void> {
  const { simulation } = clinician;
  const { clock, standing } = simulation;
  standing.delete(seat);
  if (occupantNow(simulation, seat)?.id !== session.id) return;
  desert(simulation, session.id, clinician.tallies);
  yield* sense(clinician, seat, []);
  simulation.agenda.put(clock.now(), watchOver(clinician, seat, session));
}

function* sense(
  { simulation }: Clinician,
  seat: string,
  badges: readonly string[],
): Answering<void> {
  const { app, deps } = simulation;
  const sensor = app.world().seats.get(seat)?.sensor;
  if (sensor === undefined) return;
  const report = { seat, key: sensor.key, present: badges.length > 0, badges };
  yield* answered(app.submit(reportPresence(deps, report)));
}

/** The screen that somebody left open: it locks when its sensor has missed them for long enough, or when nobody has touched it. */
function* watchOver(clinician: Clinician, seat: string, session: Session): Routine {
  const { shift, simulation } = clinician;
  const { app, bundle, clock, deps, deserted } = simulation;
  const { idleLock, walkAwayLock = idleLock } = patternOf(bundle, app.world(), shift.ward);
  const left = deserted.get(session.id);
  const isOver = () => left === undefined || deserted.get(session.id) !== left;
  const since = clock.now();
  yield since + Math.min(walkAwayLock, idleLock);
  if (isOver()) return;
  yield* sense(clinician, seat, []);
  yield since + idleLock;
  if (isOver()) return;
  yield* answered(app.submit(park(deps, { seat, session: session.id, reason: "idle" })));
}
