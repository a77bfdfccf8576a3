import { emergenciesAt, emergenciesOf, patientAtBed, signing } from "../../access/index.ts";
import { signFor } from "../../exceptions/index.ts";
import { occupantOf } from "../../sessions/index.ts";
import type { Emergency, Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { EmergencyAct } from "../vocabulary/acts.ts";
import type { AtSeat, Decided } from "./doors.ts";
import { decideOn, endingOf } from "./perform-action.ts";
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
  switch (act.type) {
    case "declare":
      return await declare(run, turn, act);
    case "respond":
      return await respondAt(run, turn, performer, { seat: act.seat, walks });
    case "take-task":
      return await asOne(run, turn, performer, (at, { id }) =>
        run.doors.takeTask(at, id, act.task),
      );
    case "renew-emergency":
      return await asOne(run, turn, performer, (at, { id }) => run.doors.renewEmergency(at, id));
    case "stand-down":
      return await standItDown(run, turn, performer);
    case "record":
      return await record(run, turn, performer, act);
    case "sign-for":
      return await sign(run, turn, performer, act.patient);
  }
}

/** Two touches at a seat's screen, whoever is in there or nobody (X16). */
async function declare(
  run: Run,
  turn: Turn,
  { seat, kind, patient: name }: Extract<EmergencyAct, { type: "declare" }>,
): Promise<Ending> {
  const patient = name === undefined ? undefined : await run.stage.adt.patientId(name);
  if (patient !== undefined && !isOffered(run, seat, patient)) return refused(notOffered);
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.press);
  const declared = await run.doors.declare(seat, kind, patient);
  await spend(run, turn, responses.lock);
  return declared.type === "impossible" ? refused(declared.said) : done();
}

const notOffered =
  "A screen offers to declare it for whoever lies at it, whose chart is open on it, and for its ward.";

/** Whether a seat's screen can declare an emergency for this patient. */
function isOffered(run: Run, seat: string, patient: string): boolean {
  const scene = sceneNow(run);
  const place = scene.world.seats.get(seat);
  const lying = place && patientAtBed(scene.world, place);
  return lying === patient || occupantOf(scene, seat)?.patient === patient;
}

/** Goes to a seat, taps, says "I am responding" where the tap is not enough (X17), and is at the patient's chart. */
async function respondAt(run: Run, turn: Turn, performer: Performer, way: Way): Promise<Ending> {
  await goTo(run, performer, way);
  const { seat } = way;
  const entered = await comeIn(run, turn, performer, seat);
  if (entered.type === "out") return entered.ending;
  const { session, said } = entered;
  const { person } = session;
  const [emergency] = emergenciesOf(run.stage.app.world(), person, run.stage.clock.now());
  if (emergency === undefined) return refused("There is no emergency here to respond to.");
  if (emergency.patient === undefined) return done(person);
  // The screen has turned to it with the tap.
  if (said !== undefined) return { type: "permit", said, by: person };
  const work = { session, place: { type: "seat", seat } as const };
  const resource = { type: "patient", id: emergency.patient };
  return await decideOn(run, turn, work, { action: "chart.open", resource });
}

async function comeIn(run: Run, turn: Turn, performer: Performer, seat: string): Promise<Entered> {
  const { doors } = run;
  const already = occupantOf(sceneNow(run), seat);
  if (already?.person === performer.id) return await sayIt(run, turn, already, seat);
  await spend(run, turn, identityWork.tap);
  const tapped = await doors.tap(seat, performer.badge);
  await spend(run, turn, responses.tap);
  if (tapped.type === "refused") return { type: "out", ending: refused(tapped.said) };
  if (tapped.type === "out") return await inNow(run, seat, performer.id);
  if (tapped.type === "in") return { ...(await inNow(run, seat, performer.id)), ...whyIn(tapped) };
  await spend(run, turn, identityWork.press);
  const came = await doors.respondByTap(seat);
  await spend(run, turn, responses.tap);
  if (came.type === "out") return { type: "out", ending: refused(came.said) };
  return { ...(await inNow(run, seat, performer.id)), ...whyIn(came) };
}

function whyIn({ said }: { readonly said?: readonly string[] }) {
  return said === undefined ? {} : { said };
}

/** Who is in already says it by one touch. */
async function sayIt(run: Run, turn: Turn, session: Session, seat: string): Promise<Entered> {
  const { app, clock } = run.stage;
  const place = app.world().seats.get(seat);
  const [emergency] = place === undefined ? [] : emergenciesAt(app.world(), place, clock.now());
  await spend(run, turn, identityWork.press);
  const responded = emergency && (await run.doors.respond({ session, seat }, emergency.id));
  await spend(run, turn, responses.lock);
  if (responded?.type === "impossible") return { type: "out", ending: refused(responded.said) };
  touch(run, seat);
  const said =
    responded?.type === "permit" && responded.said.length > 0 ? responded.said : undefined;
  return { type: "in", session, ...(said === undefined ? {} : { said }) };
}

/** One touch of a responder who is in at a seat. */
async function asOne(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: (at: AtSeat, emergency: Emergency) => Promise<Decided>,
): Promise<Ending> {
  const at = inAt(run, performer);
  if (at === undefined) return refused(asksForBadge);
  const [emergency] = emergenciesOf(run.stage.app.world(), performer.id, run.stage.clock.now());
  if (emergency === undefined) return refused("There is no emergency that they respond to.");
  await spend(run, turn, identityWork.press);
  const decided = await act(at, emergency);
  await spend(run, turn, responses.lock);
  touch(run, at.seat);
  return endingOf(turn, { session: at.session, place: { type: "seat", seat: at.seat } }, decided);
}

const asksForBadge = "The seat has locked: it asks for a badge.";

/** Where somebody is in under their own name. */
function inAt(run: Run, { id, place }: Performer): AtSeat | undefined {
  const seat = place?.type === "seat" ? place.seat : "";
  const session = occupantOf(sceneNow(run), seat);
  return session?.person === id ? { session, seat } : undefined;
}

async function standItDown(run: Run, turn: Turn, performer: Performer): Promise<Ending> {
  // It asks whether it is over: two touches.
  await spend(run, turn, identityWork.press);
  return asOne(run, turn, performer, (at, { id }) => run.doors.standDown(at, id));
}

/** Records what somebody else performs (X18): decided for the performer, on record of both. */
async function record(
  run: Run,
  turn: Turn,
  performer: Performer,
  { action, by, patient: name }: Extract<EmergencyAct, { type: "record" }>,
): Promise<Ending> {
  const at = inAt(run, performer);
  if (at === undefined) return refused(asksForBadge);
  const subject = run.performers.get(by)?.id ?? "";
  const patient = await run.stage.adt.patientId(name);
  const decided = await run.doors.record(turn, at, { action, performer: subject, patient });
  await spend(run, turn, responses.decision);
  touch(run, at.seat);
  const ending = endingOf(
    turn,
    { session: at.session, place: { type: "seat", seat: at.seat } },
    decided,
  );
  return ending.type === "permit" ? { ...ending, by: subject } : ending;
}

/** Signs, with the PIN, for what one has performed for a patient (X18). */
async function sign(run: Run, turn: Turn, performer: Performer, name: string): Promise<Ending> {
  const at = inAt(run, performer);
  if (at === undefined) return refused(asksForBadge);
  const patient = await run.stage.adt.patientId(name);
  // The screen offers it to whoever owes it.
  const owed = signFor(run.stage.app.world(), performer.id, patient);
  if (owed.length === 0) return refused("There is nothing to sign for.");
  const work = { session: at.session, place: { type: "seat", seat: at.seat } as const };
  return await decideOn(
    run,
    turn,
    work,
    { action: signing, resource: { type: "patient", id: patient } },
    () => run.doors.sign(turn, at, patient),
  );
}
