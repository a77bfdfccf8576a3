import { type Answer, type Permit, starting } from "../../access/index.ts";
import {
  answeringShifts,
  answerSwap,
  beginning,
  confirming,
  ExceptionError,
  handing,
  handingOver,
  missRelief,
  proposeSwap,
  startShift,
  takers,
} from "../../exceptions/index.ts";
import type { Instant } from "../../ports/index.ts";
import { asOccupant, extending } from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { SeatReply, SeatState } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import { withNames } from "../names.ts";
import type {
  AnswerShiftsRequest,
  AnswerSwapRequest,
  HandOverRequest,
  ProposeSwapRequest,
  RosterReply,
  StartShiftRequest,
  StayRequest,
  SwapChoicesReply,
  TakersReply,
} from "../roster-contract.ts";
import { swapChoices } from "../rosters/swap-choices.ts";
import { spoken } from "../spoken.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { givePin } from "./give-pin.ts";
import { wardsOfWork } from "./my-patients.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

type Reply = RosterReply<SeatState>;

/**
 * Somebody who has tapped off duty starts a shift that the roster does not have, by their PIN (L9).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `start-unknown`
 */
export function beginShift(
  visit: Visit,
  { ward, role, tap, pin = "" }: StartShiftRequest,
): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const begin = beginning(bedside.decisions, { seat, ward, role });
  return givePin(visit, { pin, ...(tap === undefined ? {} : { tap }) }, begin);
}

/**
 * The occupant starts a shift that the roster does not have: on another ward of theirs, or to go on after their own (L9).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `start-unknown`
 */
export function startHere(visit: Visit, { ward, role }: StartShiftRequest): Promise<Reply> {
  const wish = { action: starting, resource: { type: "ward", id: ward } };
  return doHere(visit, wish, spoken("done.on"), (session, handling) => {
    const bundle = requireBundle(visit, handling);
    const { person } = session;
    const { records, duty } = startShift({ ...handling, bundle }, { person, ward, role });
    return [...records, ...extending(visit.bedside.decisions, handling, person, duty.to)];
  });
}

/**
 * Relief has not come: the occupant keeps their assigned patients for an hour more (S9).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `too-early`
 */
export function stayHere(visit: Visit, { ward }: StayRequest): Promise<Reply> {
  const wish = { action: "shift.stay", resource: { type: "ward", id: ward } };
  const said = spoken("done.stays");
  return doHere(visit, wish, said, ({ person }, handling) => {
    const bundle = requireBundle(visit, handling);
    const { records, until } = missRelief({ ...handling, bundle }, { person, ward });
    return [...records, ...extending(visit.bedside.decisions, handling, person, until)];
  });
}

/**
 * Whoever is in charge answers a whole list of shifts and swaps in one act (L9).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `shift-unknown`, `own-shift`
 */
export async function answerHere(visit: Visit, answers: AnswerShiftsRequest): Promise<Reply> {
  const { bedside, seat } = visit;
  const { bundles, submit } = bedside.deps.app;
  const { id: session, person } = occupantIn(visit);
  const asked = { ...answers, person, context: { session, seat } };
  const answering = answeringShifts({ ...bedside.decisions, extend: extendingBy(bedside) }, asked);
  const denial = await submit(asOccupant({ bundles }, { seat, session }, answering));
  if (denial !== undefined) {
    return { type: "refused", refusal: await refusalOf(visit, confirming, denial) };
  }
  return done(visit, spoken("done.confirmed"));
}

/**
 * Who is there to take the occupant's patients over.
 *
 * @throws SessionError `occupant-changed`
 */
export async function listTakers(visit: Visit): Promise<TakersReply> {
  const { app } = visit.bedside.deps;
  const { person } = occupantIn(visit);
  const { bundle, world, at } = sceneNow(visit.bedside);
  const wards = wardsOfWork(sceneNow(visit.bedside), person);
  const found = new Map(
    wards
      .flatMap((ward) => takers(bundle, world, ward, at))
      .filter((taker) => taker.person !== person)
      .map((taker) => [taker.person, bundle.roles.get(taker.role)?.title]),
  );
  return withNames(app.side, app.world, (names) => ({
    takers: [...found].map(([id, role]) => names.person(id, role)),
  }));
}

/**
 * Hands patients over to somebody by name, all in one act (L10): each is decided and recorded, and nothing is handed over unless
 * all of it may be.
 *
 * @throws SessionError `occupant-changed`; ExceptionError `taker-off-duty`, `own-handover`
 */
export async function handOverHere(visit: Visit, asked: HandOverRequest): Promise<Reply> {
  const { bedside, seat } = visit;
  const { app } = bedside.deps;
  const { id: session, person } = occupantIn(visit);
  const patients = asked.patients.map((patient) => survivorOf(app.world(), patient));
  const handover = handingOver(bedside.decisions, {
    person,
    patients,
    to: asked.to,
    context: { session, seat },
  });
  const at = { seat, session };
  const denial = await app.submit(asOccupant({ bundles: app.bundles }, at, handover));
  if (denial !== undefined) {
    return { type: "refused", refusal: await refusalOf(visit, handing, denial) };
  }
  const name = await withNames(app.side, app.world, (names) => names.person(asked.to).name);
  return done(visit, spoken("done.handed-over", { name }));
}

/**
 * The occupant's coming shifts, and who could do each.
 *
 * @throws SessionError `occupant-changed`
 */
export function listSwapChoices(visit: Visit): Promise<SwapChoicesReply> {
  const { app } = visit.bedside.deps;
  const { person } = occupantIn(visit);
  return withNames(app.side, app.world, (names) => ({
    shifts: swapChoices(sceneNow(visit.bedside), person, names),
  }));
}

/**
 * Proposes that a colleague does a shift of the occupant's (L9).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `swap-unknown`, `own-swap`
 */
export function proposeHere(visit: Visit, asked: ProposeSwapRequest): Promise<Reply> {
  const ward = visit.bedside.deps.app.world().shifts.get(asked.shift)?.ward ?? "";
  const wish = { action: "shift.swap", resource: { type: "ward", id: ward } };
  return doHere(visit, wish, spoken("done.swap-asked"), ({ person }, handling) =>
    proposeSwap(handling, { ...asked, person }),
  );
}

/**
 * Agrees to a swap that a colleague has proposed, declines it, or takes one's own back (L9).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `swap-unknown`
 */
export function answerSwapHere(visit: Visit, { swap, agrees }: AnswerSwapRequest): Promise<Reply> {
  const ward = visit.bedside.deps.app.world().swaps.get(swap)?.ward ?? "";
  const wish = { action: "shift.swap", resource: { type: "ward", id: ward } };
  const said = spoken(agrees ? "done.swap-agreed" : "done.swap-off");
  return doHere(visit, wish, said, ({ person }, { world }) =>
    answerSwap(world, { person, swap, agrees }),
  );
}

/** The records by which somebody may stay as long as their shift. */
function extendingBy({ deps }: Visit["bedside"]) {
  const { bundles } = deps.app;
  return (handling: Handling, person: string, to: Instant): readonly NewRecord[] =>
    extending({ bundles }, handling, person, to);
}

interface Wish {
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
}

/** What is decided at the seat and, where it is permitted, done in the same batch. */
async function doHere(
  visit: Visit,
  wish: Wish,
  said: Spoken,
  records: (session: Session, handling: Handling) => readonly NewRecord[],
): Promise<Reply> {
  const session = occupantIn(visit);
  visit.memory.notice = undefined;
  const answer: Answer = await decideAtSeat(
    visit,
    session,
    wish,
    (now: Session, _permit: Permit, handling: Handling) => records(now, handling),
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, wish.action, answer) };
  }
  return done(visit, said);
}

async function done(visit: Visit, said: Spoken): Promise<Reply> {
  const { state } = await seatReply(visit);
  return { type: "done", state, ...said };
}

function requireBundle({ bedside }: Visit, { world }: Handling) {
  const bundle = bedside.deps.app.bundles.current(world);
  if (bundle !== undefined) return bundle;
  throw new ExceptionError("start-unknown.no-policy");
}
