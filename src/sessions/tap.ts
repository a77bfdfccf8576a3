import { offeredStarts, patternOf, type Start } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type {
  Actor,
  Badge,
  BadgeQuestion,
  BadgeRefusal,
  Command,
  Handling,
  NewRecord,
  Outcome,
  Seat,
  Session,
} from "../world/index.ts";
import { askingOf } from "./ask-witness.ts";
import { badgeKey, badgeRefused, findBadge, type RecordsRefusal } from "./badge.ts";
import type { NextDuty } from "./duties.ts";
import { dutiesOf, isAtSite, isOnWard, nextDuty } from "./duties.ts";
import { callFor, waivedBy } from "./emergency-call.ts";
import { enter } from "./enter.ts";
import type { SaidNo } from "./let-in.ts";
import { isIn } from "./liveness.ts";
import { leave, occupantOf, seatSessionOf, vacate } from "./occupants.ts";
import { pinGate } from "./pin-gate.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf, seatOf } from "./scene.ts";
import { isTooFast, siteOf } from "./walking.ts";

/** A badge that reads twice within this is one tap. */
const doubleRead: Duration = 1_000;

/** What a badge reader says: which seat it belongs to, and the keyed hash of the number it read. */
export interface TapRequest {
  readonly seat: string;
  readonly badge: string;
  /** No reader read it: somebody typed its number (S4). */
  readonly typed?: boolean;
  /** The request for a witness that the seat's screen shows, if it shows one (S10). */
  readonly asking?: string;
  /** Whether a refusal of this badge, or of a number that is none, is recorded (S4); absent: it always is. */
  readonly recordsRefusal?: RecordsRefusal;
}

/** What a tap led to. */
export type TapAnswer =
  /** In at this seat, without a question. */
  | {
      readonly type: "in";
      readonly session: string;
      readonly person: string;
      readonly how: "resumed" | "moved" | "already";
    }
  /** The occupant tapped out: the seat is locked, the session parked. */
  | { readonly type: "out"; readonly session?: string; readonly person: string }
  /** The PIN is asked for; nobody is in at the seat meanwhile. */
  | PinQuestion
  /** S10: somebody else's at a seat that asks for a witness; nobody is parked by it. */
  | WitnessQuestion
  /** They are off duty, and may start a shift that the roster does not have (L9). */
  | OffDuty
  /** The policy does not let them in here (A1): why, in words. Nobody was parked by it. */
  | ({ readonly type: "denied" } & SaidNo)
  /** Nothing happened. Say one thing for every cause but `off-duty`. */
  | { readonly type: "refused"; readonly why: BadgeRefusal; readonly next?: NextDuty };

/** Who has tapped off duty, when the roster has them next, and what they may start now. */
export interface OffDuty {
  readonly type: "off-duty";
  readonly person: string;
  readonly badge: string;
  readonly next?: NextDuty;
  readonly starts: readonly Start[];
}

/** The question for a PIN, whose it is, and why it is asked. */
export interface PinQuestion {
  readonly type: "question";
  readonly person: string;
  readonly badge: string;
  readonly why: BadgeQuestion | "off-duty";
  /** Wrong PINs before: none counts until then (A3). */
  readonly waitUntil?: Instant;
}

/** The question for the PIN of somebody who would witness what the occupant does. */
export interface WitnessQuestion {
  readonly type: "witness";
  readonly session: string;
  readonly asking: string;
  readonly person: string;
  readonly badge: string;
}

/** The system as the actor of what nobody known did. */
const nobody: Actor = { type: "system", id: "wardkey" };

/**
 * A badge was held to the reader of a seat (S1 to S4): opens the way back in where a bare tap may,
 * else asks for the PIN; the occupant's own badge taps out; anybody else's parks the occupant.
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function tap(deps: SessionDeps, request: TapRequest): Command<TapAnswer> {
  return {
    name: "badge.tap",
    actor: nobody,
    seat: request.seat,
    needs: [badgeKey(request.badge)],
    handle: (handling) => {
      const seat = seatOf(handling.world, request.seat);
      const scene = sceneOf(deps, handling.world, handling.at);
      const found = findBadge(handling, request.badge);
      if (found.type === "refused") return refuse(request, found.why, found.id);
      const occupant = occupantOf(scene, seat.id);
      const asking = askingOf(occupant, request.asking, handling.at);
      if (
        occupant !== undefined &&
        asking !== undefined &&
        occupant.person !== found.badge.person
      ) {
        return tapToWitness(scene, seat, found.badge, { session: occupant.id, asking: asking.id });
      }
      return tapWith(handling, scene, request, found.badge);
    },
  };
}

function tapWith(
  handling: Handling,
  scene: Scene,
  request: TapRequest,
  badge: Badge,
): Outcome<TapAnswer> {
  const seat = seatOf(scene.world, request.seat);
  const occupant = occupantOf(scene, seat.id);
  // Once somebody else has come in between, the same badge again is a tap of its own (S2).
  const isTheirs = occupant === undefined || occupant.person === badge.person;
  if (isTheirs && isDoubleRead(scene, seat, badge)) {
    return { records: [], answer: standing(scene, seat, badge, request) };
  }
  if (occupant?.person === badge.person) return tapOut(scene, occupant, badge);
  const duties = dutiesOf(scene, badge.person);
  const call = callFor(scene, seat, badge.person);
  // Off duty there is no PIN to ask for, and a number alone lets nobody respond.
  const canRespond = call !== undefined && request.typed !== true;
  if (duties.length === 0 && !canRespond) return tapOffDuty(scene, seat, badge, request);
  const session = seatSessionOf(scene, badge.person);
  const why = question(scene, seat, badge, request, session);
  const emergency = why === undefined ? undefined : waivedBy(scene, seat, badge, call, why);
  if (why !== undefined && emergency === undefined) {
    return ask(scene, seat, badge, duties.length === 0 ? offDutyQuestion(why) : why);
  }
  const entered = enter(handling, scene, {
    seat: seat.id,
    person: badge.person,
    badge: badge.id,
    duties,
    ...(emergency === undefined ? {} : { emergency }),
  });
  if (entered.type === "denied") {
    const { policies, said, why } = entered;
    const denied = badgeRefused("policy", badge.id, request.recordsRefusal, policies);
    return { records: denied, answer: { type: "denied", why, said } };
  }
  const { records, session: id, how } = entered;
  const answer = { type: "in", session: id, person: badge.person, how } as const;
  return { records, answer: answer as TapAnswer };
}

/** Off duty there is no PIN to ask for: only whether they are responding. */
function offDutyQuestion(why: BadgeQuestion): BadgeQuestion {
  return why === "locked" ? why : "responding";
}

/** What can be started takes the screen, as the PIN pad does; where nothing can, nobody is parked by it. */
function tapOffDuty(
  scene: Scene,
  seat: Seat,
  badge: Badge,
  request: TapRequest,
): Outcome<TapAnswer> {
  const answer = offDuty(scene, seat, badge);
  if (answer.starts.length === 0) return refuse(request, "off-duty", badge.id, answer.next);
  const { person, id } = badge;
  const refused = badgeRefused("off-duty", id, request.recordsRefusal);
  return { records: [...vacate(scene, seat.id, "tap-over", person), ...refused], answer };
}

function offDuty(scene: Scene, seat: Seat, { id, person }: Badge): OffDuty {
  const next = nextDuty(scene, person);
  const known = next === undefined ? {} : { next };
  return { type: "off-duty", person, badge: id, ...known, starts: startsAt(scene, seat, person) };
}

/** The shifts that somebody may start from a seat: of its own ward first. */
export function startsAt(
  { bundle, world, at }: Scene,
  { id, ward }: Seat,
  person: string,
): readonly Start[] {
  const near = (start: Start) => (start.ward === ward ? 0 : 1);
  // Whoever taps is here and not in yet: what they have open elsewhere says nothing of this seat.
  const context = { seat: id, session: "" };
  const starts = offeredStarts(bundle, world, { person, context }, at);
  return starts.toSorted((a, b) => near(a) - near(b));
}

/** The screen stays the occupant's: the one who taps gives their PIN beside what is open on it (S10). */
function tapToWitness(
  scene: Scene,
  seat: Seat,
  badge: Badge,
  asked: Pick<WitnessQuestion, "session" | "asking">,
): Outcome<TapAnswer> {
  const { person, id } = badge;
  const answer = { type: "witness", ...asked, person, badge: id } as const;
  if (isDoubleRead(scene, seat, badge)) return { records: [], answer };
  const locked = pinGate(badge, seat.id, scene.at).type === "locked";
  const body = { badge: id, seat: seat.id, why: locked ? "locked" : "witness" } as const;
  const actor = { type: "person", id: person } as const;
  return { records: [{ kind: "badge.questioned", body, actor }], answer };
}

/** Why a bare tap is not enough here and now (S4); undefined when it is. */
function question(
  scene: Scene,
  seat: Seat,
  badge: Badge,
  { typed }: TapRequest,
  session: Session | undefined,
): BadgeQuestion | undefined {
  const { world, at, bundle } = scene;
  if (pinGate(badge, seat.id, at).type === "locked") return "locked";
  if (isTooFast(world, badge, seat.id, at)) return "too-fast";
  if (typed === true) return "typed";
  if (session === undefined) return "first";
  const { grace } = patternOf(bundle, world, seat.ward);
  if (grace === undefined || at - session.provedAt >= grace) return "grace";
  // Unlocking the seat where one's session is parked is one tap inside grace (S6), wherever it stands.
  if (session.surface.id === seat.id) return undefined;
  const duties = dutiesOf(scene, badge.person);
  const left = world.seats.get(session.surface.id)?.ward;
  const sameSite = siteOf(world, left) === siteOf(world, seat.ward);
  if (!sameSite || !duties.some((duty) => isAtSite(world, duty, seat.ward))) return "other-site";
  return duties.some((duty) => isOnWard(world, duty, seat.ward)) ? undefined : "off-ward";
}

/** The PIN pad takes the screen, so the occupant is parked first: theirs is not the newcomer's to see (S7). */
function ask(scene: Scene, seat: Seat, badge: Badge, why: BadgeQuestion): Outcome<TapAnswer> {
  const { person } = badge;
  const asked: NewRecord = {
    kind: "badge.questioned",
    body: { badge: badge.id, seat: seat.id, why },
    actor: { type: "person", id: person },
  };
  const records = [...vacate(scene, seat.id, "tap-over", person), asked];
  return { records, answer: pinQuestion(badge, seat.id, why, scene.at) };
}

/** The question as it stands for this badge at this place. */
function pinQuestion(badge: Badge, place: string, why: BadgeQuestion, at: Instant): PinQuestion {
  const gate = pinGate(badge, place, at);
  return {
    type: "question",
    person: badge.person,
    badge: badge.id,
    why: gate.type === "locked" ? "locked" : why,
    ...(gate.type === "wait" ? { waitUntil: gate.until } : {}),
  };
}

function tapOut(scene: Scene, occupant: Session, badge: Badge): Outcome<TapAnswer> {
  const actor = { type: "person", id: badge.person } as const;
  return {
    records: [{ ...leave(scene, occupant, "tap-out", badge.id), actor }],
    answer: { type: "out", session: occupant.id, person: badge.person },
  };
}

function refuse(
  { recordsRefusal }: TapRequest,
  why: BadgeRefusal,
  badge?: string,
  next?: NextDuty,
): Outcome<TapAnswer> {
  return {
    records: badgeRefused(why, badge, recordsRefusal),
    answer: { type: "refused", why, ...(next === undefined ? {} : { next }) },
  };
}

function isDoubleRead({ at }: Scene, seat: Seat, { seen }: Badge): boolean {
  return seen !== undefined && seen.seat === seat.id && at - seen.at < doubleRead;
}

/** What the first of two reads led to, as the world shows it. */
function standing(scene: Scene, seat: Seat, badge: Badge, request: TapRequest): TapAnswer {
  const { person } = badge;
  const session = seatSessionOf(scene, person);
  if (session?.surface.id === seat.id) {
    if (isIn(scene, session)) return { type: "in", session: session.id, person, how: "already" };
    // Parked here a moment ago: by the tap-out that this read repeats, or the question that it repeats.
    const why = question(scene, seat, badge, request, session);
    if (why === undefined) return { type: "out", session: session.id, person };
    return pinQuestion(badge, seat.id, why, scene.at);
  }
  const why = question(scene, seat, badge, request, session) ?? "first";
  return pinQuestion(badge, seat.id, why, scene.at);
}
