import { type Denial, starting } from "../../access/index.ts";
import {
  answeringShifts,
  answerSwap,
  beginning,
  ExceptionError,
  handingOver,
  missRelief,
  proposeSwap,
  startShift,
  waitingOn,
} from "../../exceptions/index.ts";
import {
  asOccupant,
  draftKey,
  enterPin,
  extending,
  keepDrafts,
  SessionError,
  tap,
} from "../../sessions/index.ts";
import type { Command, Handling, NewRecord, Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { RosterAct } from "../vocabulary/acts.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import { getIn, givePinAtSeat, goTo } from "./perform-at-seat.ts";
import { type Performer, type Run, sceneNow, spend, touch } from "./run.ts";
import { wishOf } from "./show-screens.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Does what a step says of the roster, by the product's own commands, at the seat where the performer is. */
export async function performRoster(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: RosterAct,
  walks: boolean,
): Promise<Ending> {
  if (act.type === "start-shift") return startAt(run, turn, performer, act, walks);
  const { place } = performer;
  if (place?.type !== "seat") return refused("This is done at a seat.");
  const entered = await getIn(run, turn, performer, place.seat);
  if (entered.type !== "in") return entered.ending;
  const { session } = entered;
  await spend(run, turn, identityWork.press);
  for (let raised = false; ; raised = true) {
    const ending = await attempt(run, turn, act, session, place.seat);
    const stepsUp =
      ending.type === "refused" &&
      !raised &&
      ending.denial?.remedies.some(({ type, and }) => type === "step-up" && and === undefined);
    if (stepsUp !== true) return ending;
    if (!(await givePinAtSeat(run, turn, place.seat, session.id))) return ending;
  }
}

/** Off duty one taps, chooses the shift and gives the PIN; who is in starts it by a button. */
async function startAt(
  run: Run,
  turn: Turn,
  performer: Performer,
  { seat, ward }: Extract<RosterAct, { type: "start-shift" }>,
  walks: boolean,
): Promise<Ending> {
  const { app, deps } = run.stage;
  await goTo(run, performer, { seat, walks });
  await spend(run, turn, identityWork.tap);
  const tapped = await app.submit(tap(deps, { seat, badge: performer.badge }));
  await spend(run, turn, responses.tap);
  if (tapped.type === "off-duty") {
    const role = tapped.starts.find((start) => start.ward === ward)?.role;
    if (role === undefined) return refused(`No shift on ${ward} can be started.`);
    await spend(run, turn, identityWork.press);
    turn.prompts++;
    await spend(run, turn, identityWork.pin);
    const begin = beginning(deps, { seat, ward, role });
    const entry = { seat, badge: tapped.badge, right: true, begin };
    const answer = await app.submit(enterPin(deps, entry));
    await spend(run, turn, responses.pin);
    touch(run, seat);
    if (answer.type === "in") return done(performer.id);
    return refused(answer.type === "not-begun" ? answer.why : "The PIN did not count.");
  }
  if (tapped.type === "refused") return refused(`No shift on ${ward} can be started.`);
  const entered = await getIn(run, turn, performer, seat);
  if (entered.type !== "in") return entered.ending;
  await spend(run, turn, identityWork.press);
  return decided(run, turn, { session: entered.session, seat }, starting, ward, (handling) => {
    const { world } = handling;
    const held = world.rolesByPerson.get(performer.id).map((id) => world.roles.get(id));
    const role = held.find((each) => each?.ward === ward)?.role ?? "";
    const { records, duty } = startShift(handling, { person: performer.id, ward, role });
    return [...records, ...extending(deps, handling, performer.id, duty.to)];
  });
}

type Deciding = Handling & { readonly bundle: Run["stage"]["bundle"] };

async function attempt(
  run: Run,
  turn: Turn,
  act: Exclude<RosterAct, { type: "start-shift" }>,
  session: Session,
  seat: string,
): Promise<Ending> {
  const { app, deps, adt } = run.stage;
  const { person } = session;
  const at = { session, seat };
  const context = { session: session.id, seat };
  const ward = app.world().seats.get(seat)?.ward ?? "";
  switch (act.type) {
    case "no-relief":
      return decided(run, turn, at, "shift.stay", ward, (handling) => {
        const { records, until } = missRelief(handling, { person, ward });
        return [...records, ...extending(deps, handling, person, until)];
      });
    case "confirm-roster": {
      const { world, at: now } = sceneNow(run);
      const waiting = waitingOn(world, (each) => each === act.ward, { person, at: now });
      const confirm = [...waiting.duties, ...waiting.swaps].map(({ id }) => id);
      if (confirm.length === 0) return refused("Nobody waits to be confirmed.");
      const extend = (handling: Handling, who: string, to: number) =>
        extending(deps, handling, who, to);
      const answers = { person, context, confirm, refuse: [] };
      return inOneAct(run, turn, at, answeringShifts({ ...deps, extend }, answers));
    }
    case "hand-over": {
      const patients = [await adt.patientId(act.patient)];
      const to = personId(run, act.person);
      return inOneAct(run, turn, at, handingOver(deps, { person, patients, to, context }));
    }
    case "propose-swap": {
      const shift = nextShift(run, person);
      const colleague = personId(run, act.person);
      return decided(run, turn, at, "shift.swap", shift?.ward ?? ward, (handling) =>
        proposeSwap(handling, { person, colleague, shift: shift?.id ?? "" }),
      );
    }
    case "agree-swap": {
      const swap = app.world().swapsByPerson.get(person)[0] ?? "";
      return decided(run, turn, at, "shift.swap", ward, ({ world }) =>
        answerSwap(world, { person, swap, agrees: true }),
      );
    }
    case "half-write":
      return halfWrite(run, at, await adt.patientId(act.patient));
  }
}

/** What is half-written is kept, so that it can be finished later. */
async function halfWrite(run: Run, { session, seat }: At, patient: string): Promise<Ending> {
  const { app, deps } = run.stage;
  const [before] = await app.side.get([draftKey(session.id)]);
  const begun = [{ patient, action: "note.write" }];
  const request = { seat, session: session.id, before, sealed: `half ${patient}`, begun };
  await app.submit(keepDrafts(deps, request));
  touch(run, seat);
  return done(session.person);
}

interface At {
  readonly session: Session;
  readonly seat: string;
}

/** Decided on record at the seat, with what follows from a permit. */
async function decided(
  run: Run,
  turn: Turn,
  { session, seat }: At,
  action: string,
  ward: string,
  records: (handling: Deciding) => readonly NewRecord[],
): Promise<Ending> {
  const { deps, bundle } = run.stage;
  const subject = { type: "person", id: session.person } as const;
  const resource = { type: "ward", id: ward };
  const context = { session: session.id, seat };
  const request = { subject, action, resource, context };
  const decision = decideOnRecord(run, turn, request, wishOf(subject));
  const command = asOccupant(
    deps,
    { seat, session: session.id },
    decision,
    (answer, _, handling) => (answer.type === "deny" ? [] : records({ ...handling, bundle })),
  );
  const ending = await send(run, command, (answer) =>
    answer.type === "deny" ? answer : undefined,
  );
  return settle(run, turn, ending, { session, seat });
}

async function inOneAct(
  run: Run,
  turn: Turn,
  { session, seat }: At,
  inner: Command<Denial | undefined>,
): Promise<Ending> {
  const at = { seat, session: session.id };
  const command = asOccupant(run.stage.deps, at, inner);
  return settle(run, turn, await send(run, command, (answer) => answer), { session, seat });
}

type Sent = Denial | string | undefined;

/** The denial, or why it could not be done at all; undefined when it was done. */
async function send<A>(
  run: Run,
  command: Command<A>,
  denialIn: (answer: A) => Denial | undefined,
): Promise<Sent> {
  try {
    return denialIn(await run.stage.app.submit(command));
  } catch (error) {
    if (error instanceof ExceptionError || error instanceof SessionError) return error.message;
    throw error;
  }
}

async function settle(run: Run, turn: Turn, sent: Sent, { session, seat }: At): Promise<Ending> {
  await spend(run, turn, responses.decision);
  touch(run, seat);
  if (sent === undefined) return done(session.person);
  if (typeof sent === "string") return refused(sent);
  turn.remedies.push(...sent.remedies);
  turn.advice.push(...sent.advice);
  return { type: "refused", said: [...sent.reasons], denial: sent };
}

function personId(run: Run, name: string): string {
  return run.performers.get(name)?.id ?? "";
}

/** The next shift of theirs that has not begun. */
function nextShift(run: Run, person: string) {
  const { world, at } = sceneNow(run);
  return world.shiftsByPerson
    .get(person)
    .map((id) => world.shifts.get(id))
    .filter((shift) => shift !== undefined)
    .filter(({ from }) => at < from)
    .toSorted((a, b) => a.from - b.from)[0];
}
