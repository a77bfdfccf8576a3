import { breaking, hospital, type Resource } from "../../access/index.ts";
import { occupantOf } from "../../sessions/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { PersonAct } from "../vocabulary/acts.ts";
import { askAsApplication } from "./ask-as-application.ts";
import type { Decided, Offered, Wish, Work } from "./doors.ts";
import { raiseAtConsole } from "./perform-at-console.ts";
import { getIn, givePinAtSeat } from "./perform-at-seat.ts";
import { sessionOnPhone, signInAgain } from "./perform-on-phone.ts";
import { liveSession, type Performer, type Run, sceneNow, seatAt, spend, touch } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** What is done on the chart of one patient has that chart open. */
const withoutChart: ReadonlySet<string> = new Set(["patient.search", "chart.open", breaking]);

/** Asks for an action for a patient, having got in where the performer is and opened the chart if need be. */
export async function performAction(
  run: Run,
  turn: Turn,
  performer: Performer,
  { action, patient: name }: { readonly action: string; readonly patient: string },
): Promise<Ending> {
  const { adt } = run.stage;
  if (!(await adt.isKnown(name))) return refused(`Nobody has registered ${name} yet.`);
  const patient = await adt.patientId(name);
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const isOpen = work.session.patient === patient;
  if (!withoutChart.has(action) && !isOpen) {
    const opened = await decideFor(run, turn, work, "chart.open", patient);
    if (opened.type === "refused") return opened;
  }
  if (action !== breaking) return decideFor(run, turn, work, action, patient);
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.reason);
  const broken = await decideFor(run, turn, work, action, patient);
  // The chart opens with it: a second decision.
  if (broken.type === "permit") await spend(run, turn, responses.decision);
  return broken;
}

/** Registers somebody whose chart is not here (C9), in the ward of the seat; their number is the scenario's, by which they are merged. */
export async function registerByHand(
  run: Run,
  turn: Turn,
  performer: Performer,
  name: string,
): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const { session, place } = work;
  const seat = seatAt(place);
  if (seat === undefined) return refused("Somebody is registered at a seat.");
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.press);
  const decided = await run.doors.register(turn, { session, seat }, name);
  await spend(run, turn, responses.decision);
  touch(run, seat);
  return endingOf(turn, work, decided);
}

/** In at the place where the performer is: their own session, or the one that they borrow. */
export async function getToWork(
  run: Run,
  turn: Turn,
  performer: Performer,
): Promise<Work | { readonly ending: Ending }> {
  const { place } = performer;
  switch (place?.type) {
    case "seat": {
      const entered = await getIn(run, turn, performer, place.seat);
      return entered.type === "in"
        ? { session: entered.session, place }
        : { ending: entered.ending };
    }
    case "borrowed": {
      const session = occupantOf(sceneNow(run), place.seat);
      if (session?.id === place.session) return { session, place };
      return { ending: refused("The seat has locked: it asks for a badge.") };
    }
    case "phone": {
      const found = await sessionOnPhone(run, turn, performer, place);
      return "session" in found
        ? { session: found.session, place: performer.place ?? place }
        : found;
    }
    case "console": {
      const session = liveSession(run, place.session);
      return session === undefined
        ? { ending: refused("The console asks to sign in.") }
        : { session, place };
    }
    default:
      return { ending: refused("Nothing can be done without a seat, a phone or a console.") };
  }
}

/** Has one of the policy's actions decided and recorded, having got in where the performer is. */
export async function tryAction(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: Extract<PersonAct, { readonly type: "try" }>,
): Promise<Ending> {
  const { action, patient: name, ward, seat, purpose, byApplication } = act;
  const { adt } = run.stage;
  if (name !== undefined && !(await adt.isKnown(name))) {
    return refused(`Nobody has registered ${name} yet.`);
  }
  const patient = name && (await adt.patientId(name));
  if (byApplication === true) {
    const resource = resourceOf(patient, ward, undefined);
    return askAsApplication(run, turn, performer, { action, resource, seat });
  }
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const resource = resourceOf(patient, ward, seat);
  return decideOn(run, turn, work, { action, resource, purpose, onlyTried: true });
}

function resourceOf(
  patient: string | undefined,
  ward: string | undefined,
  seat: string | undefined,
): Resource {
  if (patient !== undefined) return { type: "patient", id: patient };
  if (ward !== undefined) return { type: "ward", id: ward };
  return seat === undefined ? hospital : { type: "seat", id: seat };
}

/** Has an action for a patient decided and recorded, and does what follows. */
export function decideFor(
  run: Run,
  turn: Turn,
  work: Work,
  action: string,
  patient: string,
): Promise<Ending> {
  return decideOn(run, turn, work, { action, resource: { type: "patient", id: patient } });
}

/** What is asked of the hospital at a console is asked to run it, and of a patient to treat them, unless it is said for what. */
function meantAt({ place }: Work, wish: Wish): Wish {
  if (place.type !== "console" || wish.resource.type === "patient") return wish;
  return { ...wish, purpose: wish.purpose ?? "HOPERAT" };
}

/** Has it decided and recorded; a step-up that is offered is done, and the same is asked again (A2). */
export async function decideOn(
  run: Run,
  turn: Turn,
  begun: Work,
  wish: Wish,
  deciding: (work: Work) => Promise<Decided> = (work) =>
    run.doors.decide(turn, work, meantAt(work, wish)),
): Promise<Ending> {
  let work = begun;
  for (let isSurer = false; ; isSurer = true) {
    const decided = await deciding(work);
    const ending = endingOf(turn, work, decided);
    if (decided.type === "gone") return ending;
    await spend(run, turn, responses.decision);
    const seat = seatAt(work.place);
    if (seat !== undefined) touch(run, seat);
    const surer =
      decided.type === "deny" && !isSurer
        ? await raise(run, turn, work, decided.remedies, wish)
        : undefined;
    if (surer === undefined) return ending;
    work = surer;
  }
}

/** How it ended for the person, with what a denial offers noted. */
export function endingOf(turn: Turn, { session, place }: Work, decided: Decided): Ending {
  if (decided.type === "permit" || decided.type === "deny") turn.isDecided = true;
  switch (decided.type) {
    case "permit":
      return {
        type: "permit",
        said: decided.said,
        by: session.person,
        ...(place.type === "borrowed" ? { unattributed: true } : {}),
      };
    case "deny": {
      turn.remedies.push(...decided.remedies);
      turn.advice.push(...decided.advice);
      const said = [...decided.reasons, ...decided.advice.map(({ text }) => text)];
      return { type: "refused", said, denial: decided };
    }
    case "gone":
      return refused("This was not done: the seat locked before it arrived.");
    case "impossible":
      return refused(decided.said);
  }
}

/**
 * Does the step-up that is offered, where the performer can: somebody else's PIN nobody knows, and a phone knows passkeys alone.
 * Answers the session that is surer: on a phone a new one, as the product makes it there.
 */
async function raise(
  run: Run,
  turn: Turn,
  work: Work,
  remedies: readonly Offered[],
  { action }: Wish,
): Promise<Work | undefined> {
  const { session, place } = work;
  const remedy = remedies.find(({ and }) => and === undefined);
  if (remedy?.type !== "step-up" || place.type === "borrowed") return undefined;
  if (place.type === "phone") {
    if (remedy.level !== 3) return undefined;
    const again = await signInAgain(run, turn, session, place.device);
    const { patient } = session;
    // A new session has no chart open: the one that was is opened again.
    if (again !== undefined && patient !== undefined && !withoutChart.has(action)) {
      await decideFor(run, turn, again, "chart.open", patient);
      const opened = liveSession(run, again.session.id);
      return opened && { ...again, session: opened };
    }
    return again;
  }
  const isRaised =
    place.type === "console"
      ? remedy.level !== 4 && (await raiseAtConsole(run, turn, session))
      : remedy.level === 2 && (await givePinAtSeat(run, turn, { session, seat: place.seat }));
  return isRaised ? work : undefined;
}

/** Gives the PIN without being asked. */
export async function givePin(run: Run, turn: Turn, performer: Performer): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const { session, place } = work;
  if (place.type === "borrowed") return refused("Nobody knows somebody else's PIN.");
  if (place.type === "console") return refused("A console asks for the PIN when one signs in.");
  if (place.type === "phone") return refused("A phone asks for the passkey, never for a PIN.");
  const raised = await givePinAtSeat(run, turn, { session, seat: place.seat });
  return raised ? done(performer.id) : refused("The PIN did not count.");
}

/** Leaves the open chart. */
export async function closeChart(run: Run, performer: Performer): Promise<Ending> {
  const { place } = performer;
  if (place === undefined) return done();
  const scene = sceneNow(run);
  const session =
    place.type === "phone" || place.type === "console"
      ? scene.world.sessions.get(place.session)
      : occupantOf(scene, place.seat);
  if (session === undefined) return done();
  await run.doors.closeChart({ session, place });
  const seat = seatAt(place);
  if (seat !== undefined) touch(run, seat);
  return done(session.person);
}
