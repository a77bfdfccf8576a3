import {
  type AccessRequest,
  breaking,
  hospital,
  type Permit,
  type Recorded,
  type Remedy,
  type Resource,
} from "../../access/index.ts";
import { breakGlass, oweSignature } from "../../exceptions/index.ts";
import { registerArrival } from "../../feeds/index.ts";
import { searched } from "../../reviews/index.ts";
import {
  asOccupant,
  asPhone,
  closeCase,
  focus,
  occupantOf,
  openCase,
  SessionError,
} from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { PersonAct } from "../vocabulary/acts.ts";
import { askAsApplication } from "./ask-as-application.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import { raiseAtConsole } from "./perform-at-console.ts";
import { getIn, givePinAtSeat } from "./perform-at-seat.ts";
import { focusOnPhone, onPhone, sessionOnPhone, signInAgain } from "./perform-on-phone.ts";
import {
  liveSession,
  type Performer,
  type Place,
  type Run,
  sceneNow,
  seatAt,
  spend,
  surfaceOf,
  touch,
} from "./run.ts";
import { wishOf } from "./show-screens.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** A session that somebody works in, where it is, and whether it is their own. */
export interface Work {
  readonly session: Session;
  readonly place: Place;
}

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
  if (action === "case.open") return openCaseFor(run, turn, work, patient);
  if (action !== breaking) return decideFor(run, turn, work, action, patient);
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.press);
  const broken = await decideFor(run, turn, work, action, patient);
  return broken.type === "permit" ? decideFor(run, turn, work, "chart.open", patient) : broken;
}

/** Where there are no cases, or the patient is not there, the product says so and opens none (S7). */
async function openCaseFor(run: Run, turn: Turn, work: Work, patient: string): Promise<Ending> {
  try {
    return await decideFor(run, turn, work, "case.open", patient);
  } catch (error) {
    if (error instanceof SessionError && error.code === "no-case-here") {
      return refused(error.message);
    }
    throw error;
  }
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
  const { adt, app, deps } = run.stage;
  const ward = app.world().seats.get(seat)?.ward ?? "";
  const subject = { type: "person", id: session.person } as const;
  const request: AccessRequest = {
    subject,
    action: "patient.register",
    resource: { type: "ward", id: ward },
    context: { session: session.id, seat },
  };
  const identity = { family: "Unknown", given: name, number: adt.numberOf(name) };
  const lasts = run.stage.bundle.arrivalLasts ?? 0;
  const at = { seat, session: session.id };
  const answer = await app.submit(
    asOccupant(
      deps,
      at,
      decideOnRecord(run, turn, request, wishOf(subject)),
      (given, _now, handling) =>
        given.type === "deny"
          ? []
          : registerArrival(handling, { identity, ward, why: "unknown" }, lasts),
    ),
  );
  await spend(run, turn, responses.decision);
  touch(run, seat);
  if (answer.type === "permit") return permitted(work, answer);
  return { type: "refused", said: saidOf(answer), denial: answer };
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
  return decideOn(run, turn, work, { action, resource: resourceOf(patient, ward, seat), purpose });
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

/** What is asked of the policy. */
export interface Wish {
  readonly action: string;
  readonly resource: Resource;
  /** Undefined: treatment. */
  readonly purpose?: string | undefined;
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

/** Has it decided and recorded; a step-up that is offered is done, and the same is asked again (A2). */
export async function decideOn(run: Run, turn: Turn, begun: Work, wish: Wish): Promise<Ending> {
  let work = begun;
  for (let isSurer = false; ; isSurer = true) {
    const answer = await askOnce(run, turn, work, wish);
    if (answer === undefined) {
      return refused("This was not done: the seat locked before it arrived.");
    }
    if (answer.type === "permit") return permitted(work, answer);
    turn.remedies.push(...answer.remedies);
    turn.advice.push(...answer.advice);
    const surer = isSurer ? undefined : await raise(run, turn, work, answer.remedies);
    if (surer === undefined) return { type: "refused", said: saidOf(answer), denial: answer };
    work = surer;
  }
}

function saidOf(answer: Extract<Recorded, { type: "deny" }>): readonly string[] {
  return [...answer.reasons, ...answer.advice.map(({ text }) => text)];
}

function permitted({ session, place }: Work, { because, obligations }: Permit): Ending {
  const asked = obligations.map((each) => ("text" in each ? each.text : each.name));
  return {
    type: "permit",
    said: [...because, ...asked],
    by: session.person,
    ...(place.type === "borrowed" ? { unattributed: true } : {}),
  };
}

/** One decision, at the position where it is recorded; undefined when the session left the seat meanwhile. */
async function askOnce(
  run: Run,
  turn: Turn,
  { session, place }: Work,
  { action, resource, purpose }: Wish,
): Promise<Recorded | undefined> {
  const { app, deps } = run.stage;
  const subject = { type: "person", id: session.person } as const;
  const why = purpose === undefined ? {} : { purpose };
  const request: AccessRequest = {
    subject,
    action,
    resource,
    context: { session: session.id, ...surfaceOf(place), ...why },
  };
  const patient = resource.id;
  const command = decideOnRecord(run, turn, request, wishOf(subject));
  if (place.type === "phone") {
    const on = onPhone(run, place.device, session.id);
    const answer = await app.submit(asPhone(deps, on, command));
    if (answer.type === "permit" && action === "chart.open")
      await focusOnPhone(run, session, patient);
    await spend(run, turn, responses.decision);
    return answer;
  }
  if (place.type === "console") {
    const answer = await app.submit(command);
    await spend(run, turn, responses.decision);
    return answer;
  }
  const at = { seat: place.seat, session: session.id };
  try {
    const answer = await app.submit(
      asOccupant(deps, at, command, (given, now, handling) =>
        given.type === "deny" || resource.type !== "patient"
          ? []
          : following(run, handling, now, given, { action, patient }),
      ),
    );
    await spend(run, turn, responses.decision);
    touch(run, place.seat);
    return answer;
  } catch (error) {
    if (error instanceof SessionError && error.code === "occupant-changed") return undefined;
    throw error;
  }
}

/** What follows from a permit, in its batch: an opened chart is what the session looks at; glass is broken (X10). */
function following(
  run: Run,
  handling: Handling,
  now: Session,
  { ward }: Permit,
  { action, patient }: { readonly action: string; readonly patient: string },
): readonly NewRecord[] {
  const { id: session, engagement, patient: before, person } = now;
  if (action === "chart.open" && before !== patient) {
    return [{ kind: "session.focused", body: { session, patient } }];
  }
  const { bundle } = sceneNow(run);
  const scene = { bundle, world: handling.world, at: handling.at };
  const seat = now.surface.id;
  if (action === "case.open") return openCase(scene, now, patient);
  if (action === "case.close") return closeCase(scene, seat, "closed");
  if (action === "patient.search") {
    const place = handling.world.seats.get(seat)?.ward;
    const told = { person, by: "number", shown: [patient] } as const;
    return searched({ ...handling, bundle }, place === undefined ? told : { ...told, ward: place });
  }
  if (action !== breaking) {
    const subject = { type: "person", id: person };
    const resource = { type: "patient", id: patient };
    // On a tap alone, in an emergency (X18).
    const done = { subject, action, resource, context: { session } };
    return oweSignature({ ...handling, bundle }, done, { ward });
  }
  const [reason = ""] = bundle.breakGlass.reasons.keys();
  const place = ward === undefined ? {} : { ward };
  return breakGlass({ ...handling, bundle }, { engagement, person, patient, reason, ...place });
}

/**
 * Does the step-up that is offered, where the performer can: somebody else's PIN nobody knows, and a phone knows passkeys alone.
 * Answers the session that is surer: on a phone a new one, as the product makes it there.
 */
async function raise(
  run: Run,
  turn: Turn,
  work: Work,
  remedies: readonly Remedy[],
): Promise<Work | undefined> {
  const { session, place } = work;
  const remedy = remedies.find(({ and }) => and === undefined);
  if (remedy?.type !== "step-up" || place.type === "borrowed") return undefined;
  if (place.type === "phone") {
    return remedy.level === 3 ? signInAgain(run, turn, session, place.device) : undefined;
  }
  const isRaised =
    place.type === "console"
      ? remedy.level < 4 && (await raiseAtConsole(run, turn, session))
      : remedy.level === 2 && (await givePinAtSeat(run, turn, place.seat, session.id));
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
  const raised = await givePinAtSeat(run, turn, place.seat, session.id);
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
  const actor = { type: "person", id: session.person } as const;
  await run.stage.app.submit(focus({ session: session.id, actor }));
  const seat = seatAt(place);
  if (seat !== undefined) touch(run, seat);
  return done(session.person);
}
