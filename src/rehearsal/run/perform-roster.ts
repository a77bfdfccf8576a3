import { waitingOn } from "../../exceptions/index.ts";
import { occupantOf } from "../../sessions/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { RosterAct } from "../vocabulary/acts.ts";
import type { AtSeat, Decided } from "./doors.ts";
import { endingOf } from "./perform-action.ts";
import { getIn, givePinAtSeat, goTo } from "./perform-at-seat.ts";
import { type Performer, type Run, sceneNow, spend, touch } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Does what a step says of the roster, at the seat where the performer is. */
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
  const at = { session: entered.session, seat: place.seat };
  await spend(run, turn, identityWork.press);
  for (let raised = false; ; raised = true) {
    const decided = await attempt(run, turn, act, at);
    if (typeof decided === "string") return refused(decided);
    const ending = await settle(run, turn, at, decided);
    const stepsUp =
      decided.type === "deny" &&
      !raised &&
      decided.remedies.some(({ type, and }) => type === "step-up" && and === undefined);
    if (!stepsUp || !(await givePinAtSeat(run, turn, at))) return ending;
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
  const { doors } = run;
  await goTo(run, performer, { seat, walks });
  if (occupantOf(sceneNow(run), seat)?.person === performer.id) {
    return startWhereIn(run, turn, performer, { seat, ward });
  }
  await spend(run, turn, identityWork.tap);
  const tapped = await doors.tap(seat, performer.badge);
  await spend(run, turn, responses.tap);
  if (tapped.type === "off-duty") {
    const start = tapped.starts.find((each) => each.ward === ward);
    if (start === undefined) return refused(`No shift on ${ward} can be started.`);
    await spend(run, turn, identityWork.press);
    turn.prompts++;
    await spend(run, turn, identityWork.pin);
    const answer = await doors.enterPin(seat, start);
    await spend(run, turn, responses.pin);
    touch(run, seat);
    return answer.type === "in" ? done(performer.id) : refused(answer.said);
  }
  if (tapped.type === "refused") return refused(`No shift on ${ward} can be started.`);
  return startWhereIn(run, turn, performer, { seat, ward });
}

async function startWhereIn(
  run: Run,
  turn: Turn,
  performer: Performer,
  { seat, ward }: { readonly seat: string; readonly ward: string },
): Promise<Ending> {
  const entered = await getIn(run, turn, performer, seat);
  if (entered.type !== "in") return entered.ending;
  await spend(run, turn, identityWork.press);
  const { world } = sceneNow(run);
  const held = world.rolesByPerson.get(performer.id).map((id) => world.roles.get(id));
  const role = held.find((each) => each?.ward === ward)?.role ?? "";
  const at = { session: entered.session, seat };
  return settle(run, turn, at, await run.doors.startShift(turn, at, { ward, role }));
}

/** What came of it, or why there is nothing to do. */
async function attempt(
  run: Run,
  turn: Turn,
  act: Exclude<RosterAct, { type: "start-shift" }>,
  at: AtSeat,
): Promise<Decided | string> {
  const { doors, stage } = run;
  const { app, adt } = stage;
  const { person } = at.session;
  switch (act.type) {
    case "no-relief":
      return doors.stay(turn, at, app.world().seats.get(at.seat)?.ward ?? "");
    case "confirm-roster": {
      const { world, at: now } = sceneNow(run);
      const waiting = waitingOn(world, (each) => each === act.ward, { person, at: now });
      const ids = [...waiting.duties, ...waiting.swaps].map(({ id }) => id);
      return ids.length === 0 ? "Nobody waits to be confirmed." : doors.confirm(turn, at, ids);
    }
    case "hand-over":
      return doors.handOver(turn, at, await adt.patientId(act.patient), personId(run, act.person));
    case "propose-swap": {
      const shift = nextShift(run, person);
      if (shift === undefined) return "There is no shift to swap.";
      const colleague = personId(run, act.person);
      return doors.proposeSwap(turn, at, { shift: shift.id, ward: shift.ward, colleague });
    }
    case "agree-swap": {
      const [swap] = app.world().swapsByPerson.get(person);
      return swap === undefined ? "Nobody has proposed a swap." : doors.agreeSwap(turn, at, swap);
    }
    case "half-write":
      await doors.keepHalf(at, await adt.patientId(act.patient));
      return { type: "permit", said: [] };
  }
}

async function settle(run: Run, turn: Turn, at: AtSeat, decided: Decided): Promise<Ending> {
  await spend(run, turn, responses.decision);
  touch(run, at.seat);
  const place = { type: "seat", seat: at.seat } as const;
  return endingOf(turn, { session: at.session, place }, decided);
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
