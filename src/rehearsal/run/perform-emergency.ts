import { emergenciesIn, emergenciesOf, signing } from "../../access/index.ts";
import {
  asResponder,
  declareEmergency,
  ExceptionError,
  oweSignature,
  renewEmergency,
  respond,
  signFor,
  standDown,
  takeTask,
} from "../../exceptions/index.ts";
import {
  asOccupant,
  leaveEmergency,
  occupantOf,
  respondByTap,
  SessionError,
  sayRefusal,
  tap,
} from "../../sessions/index.ts";
import type { Command, Emergency, Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { EmergencyAct } from "../vocabulary/acts.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import { decideFor } from "./perform-action.ts";
import { type Entered, goTo, inNow, type Way } from "./perform-at-seat.ts";
import { type Performer, type Run, sceneNow, spend, touch } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** What somebody does in a declared emergency (X16 to X18). */
export async function performEmergency(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: EmergencyAct,
  walks: boolean,
): Promise<Ending> {
  try {
    switch (act.type) {
      case "declare":
        return await declare(run, turn, act);
      case "respond":
        return await respondAt(run, turn, performer, { seat: act.seat, walks });
      case "take-task":
        return await asOne(run, turn, performer, ({ id: emergency }, { person }) =>
          takeTask({ emergency, person, task: act.task }),
        );
      case "renew-emergency":
        return await asOne(run, turn, performer, ({ id: emergency }, { person }) =>
          renewEmergency(run.stage.deps, { emergency, person }),
        );
      case "stand-down":
        return await standItDown(run, turn, performer);
      case "record":
        return await record(run, turn, performer, act);
      case "sign-for":
        return await sign(run, turn, performer, act.patient);
    }
  } catch (error) {
    if (error instanceof ExceptionError || error instanceof SessionError) {
      return refused(error.message);
    }
    throw error;
  }
}

/** Two touches at a seat's screen, whoever is in there or nobody (X16). */
async function declare(
  run: Run,
  turn: Turn,
  { seat, kind, patient: name }: Extract<EmergencyAct, { type: "declare" }>,
): Promise<Ending> {
  const { app, adt, deps } = run.stage;
  const patient = name === undefined ? {} : { patient: await adt.patientId(name) };
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.press);
  await app.submit(declareEmergency(deps, { seat, type: kind, ...patient }));
  await spend(run, turn, responses.lock);
  return done();
}

/** Goes to a seat, taps, says "I am responding" where the tap is not enough (X17), and is at the patient's chart. */
async function respondAt(run: Run, turn: Turn, performer: Performer, way: Way): Promise<Ending> {
  await goTo(run, performer, way);
  const { seat } = way;
  const entered = await comeIn(run, turn, performer, seat);
  if (entered.type === "out") return entered.ending;
  const { session } = entered;
  const { person } = session;
  const [emergency] = emergenciesOf(run.stage.app.world(), person, run.stage.clock.now());
  if (emergency === undefined) return refused("There is no emergency here to respond to.");
  if (emergency.patient === undefined) return done(person);
  const work = { session, place: { type: "seat", seat } as const };
  return await decideFor(run, turn, work, "chart.open", emergency.patient);
}

async function comeIn(run: Run, turn: Turn, performer: Performer, seat: string): Promise<Entered> {
  const { app, deps } = run.stage;
  const already = occupantOf(sceneNow(run), seat);
  if (already?.person === performer.id) return await sayIt(run, turn, already, seat);
  await spend(run, turn, identityWork.tap);
  const tapping = tap(deps, { seat, badge: performer.badge });
  const { answer } = await app.submit(
    asResponder(deps, seat, tapping, (came) => (came.type === "in" ? came : undefined)),
  );
  await spend(run, turn, responses.tap);
  if (answer.type === "refused") {
    return { type: "out", ending: refused(sayRefusal(answer, app.world(), app.now())) };
  }
  if (answer.type === "question") {
    await spend(run, turn, identityWork.press);
    const asked = answer.why === "off-duty" ? "responding" : answer.why;
    const coming = respondByTap(deps, { seat, badge: answer.badge, asked });
    const came = await app.submit(
      asResponder(deps, seat, coming, (entered) =>
        entered.type === "in" ? { person: entered.person, said: entered.emergency } : undefined,
      ),
    );
    await spend(run, turn, responses.tap);
    if (came.answer.type === "refused") {
      return { type: "out", ending: refused("This badge opens nothing here.") };
    }
  }
  return await inNow(run, seat, performer.id);
}

/** Who is in already says it by one touch. */
async function sayIt(run: Run, turn: Turn, session: Session, seat: string): Promise<Entered> {
  const { app, clock, deps } = run.stage;
  const ward = app.world().seats.get(seat)?.ward ?? "";
  const [emergency] = emergenciesIn(app.world(), ward, clock.now());
  await spend(run, turn, identityWork.press);
  if (emergency !== undefined) {
    const { person } = session;
    const said = respond(deps, { emergency: emergency.id, person, seat });
    await app.submit(asOccupant(deps, { seat, session: session.id }, said));
  }
  await spend(run, turn, responses.lock);
  touch(run, seat);
  return { type: "in", session };
}

/** One touch of a responder who is in at a seat. */
async function asOne(
  run: Run,
  turn: Turn,
  { id, place }: Performer,
  command: (emergency: Emergency, session: Session) => Command<unknown>,
): Promise<Ending> {
  const { app, clock, deps } = run.stage;
  const seat = place?.type === "seat" ? place.seat : "";
  const session = occupantOf(sceneNow(run), seat);
  const [emergency] = emergenciesOf(app.world(), id, clock.now());
  if (session?.person !== id) return refused("The seat has locked: it asks for a badge.");
  if (emergency === undefined) return refused("There is no emergency that they respond to.");
  await spend(run, turn, identityWork.press);
  await app.submit(asOccupant(deps, { seat, session: session.id }, command(emergency, session)));
  await spend(run, turn, responses.lock);
  touch(run, seat);
  return done(id);
}

async function standItDown(run: Run, turn: Turn, performer: Performer): Promise<Ending> {
  const { deps } = run.stage;
  // It asks whether it is over: two touches.
  await spend(run, turn, identityWork.press);
  return asOne(run, turn, performer, ({ id: emergency }, { person }) =>
    standDown({ emergency, person }, (world, over, at) => leaveEmergency(deps, world, over, at)),
  );
}

/** Records what somebody else performs (X18): decided for the performer, on record of both. */
async function record(
  run: Run,
  turn: Turn,
  { id, place }: Performer,
  { action, by, patient: name }: Extract<EmergencyAct, { type: "record" }>,
): Promise<Ending> {
  const { adt, app, deps } = run.stage;
  const seat = place?.type === "seat" ? place.seat : "";
  const session = occupantOf(sceneNow(run), seat);
  if (session?.person !== id) return refused("The seat has locked: it asks for a badge.");
  const subject = { type: "person", id: run.performers.get(by)?.id ?? "" } as const;
  const resource = { type: "patient", id: await adt.patientId(name) };
  const request = { subject, action, resource, context: { recording: session.id, seat } };
  const actor = { type: "person", id } as const;
  const decision = decideOnRecord(run, turn, request, { actor, remedies: true });
  const answer = await app.submit(
    asOccupant(deps, { seat, session: session.id }, decision, (given, _now, handling) =>
      given.type === "deny"
        ? []
        : oweSignature({ ...handling, bundle: run.stage.bundle }, request, {
            ward: given.ward,
            scribe: id,
          }),
    ),
  );
  await spend(run, turn, responses.decision);
  touch(run, seat);
  if (answer.type === "deny") {
    turn.advice.push(...answer.advice);
    return { type: "refused", said: answer.reasons, denial: answer };
  }
  return { type: "permit", said: answer.because, by: subject.id };
}

/** Signs, with the PIN, for what one has performed for a patient (X18). */
async function sign(run: Run, turn: Turn, { id, place }: Performer, name: string): Promise<Ending> {
  const { adt, app, deps } = run.stage;
  const seat = place?.type === "seat" ? place.seat : "";
  const session = occupantOf(sceneNow(run), seat);
  if (session?.person !== id) return refused("The seat has locked: it asks for a badge.");
  const patient = await adt.patientId(name);
  const work = { session, place: { type: "seat", seat } as const };
  const ending = await decideFor(run, turn, work, signing, patient);
  if (ending.type === "refused") return ending;
  const signed: Command<undefined> = {
    name: "emergency.sign",
    actor: { type: "person", id },
    handle: ({ world }) => ({ records: signFor(world, id, patient), answer: undefined }),
  };
  const owed = signFor(app.world(), id, patient).length;
  await app.submit(asOccupant(deps, { seat, session: session.id }, signed));
  return owed > 0 ? ending : refused("There is nothing to sign for.");
}
