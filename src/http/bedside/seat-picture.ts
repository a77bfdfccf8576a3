import type { Answer, Bundle, Denial, Duty, Intent } from "../../access/index.ts";
import { decideHere, goneFrom, patternOf } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { Scene } from "../../sessions/index.ts";
import {
  dutiesOf,
  isNeverWaived,
  type OffDuty,
  occupantOf,
  parkedAt,
  pinGate,
  sayWard,
  seatSessionEnd,
  tellOffDuty,
  zoneOf,
} from "../../sessions/index.ts";
import type { Seat, Session, World } from "../../world/index.ts";
import type { DemoBadge, SeatState, WitnessColleague } from "../bedside-contract.ts";
import { careOf } from "../care-of.ts";
import type { ActionView, ChartView } from "../contract.ts";
import { sectionsFor, whyOpen } from "../limits.ts";
import type { NameBook } from "../names.ts";
import { remedyView } from "../refusal.ts";
import { startViews } from "../rosters/starts.ts";
import { dutyView, questionOf, saidBy, saidOf } from "../said.ts";
import { drawCase, drawCaseBesides } from "./case-picture.ts";
import { withDowntime } from "./downtime-picture.ts";
import { emergenciesOn } from "./emergencies.ts";
import {
  callsAt,
  callsFor,
  choicesAt,
  drawEmergencies,
  performersOf,
} from "./emergency-picture.ts";
import { glassEnds } from "./glass-ends.ts";
import { grantEnds } from "./grant-ends.ts";
import { grantsAtSeat } from "./grants-at-seat.ts";
import { myPatients, wardsOf } from "./my-patients.ts";
import { drawRoster } from "./roster-picture.ts";
import type { PendingPin, SeatMemory } from "./seat-memory.ts";
import { sensorSilenceAt } from "./sensor-silence.ts";
import { feedSilences, staleView } from "./stale-feeds.ts";
import { tailOf } from "./tail.ts";
import { drawWitness, labelOf } from "./witness-picture.ts";

/** Of controlled drugs: shown to those whose role includes them. */
const controlled: readonly string[] = [
  "order.place-controlled",
  "order.discharge-controlled",
  "medication.administer-controlled",
];

/** The actions that a chart's screen has a place for. */
const chartActions: readonly string[] = [
  "note.write",
  "order.place",
  "medication.administer",
  ...controlled,
];

/** What a picture of a seat is made from, besides the world. */
export interface Sources {
  readonly seat: Seat;
  readonly memory: Readonly<
    Pick<SeatMemory, "pending" | "notice" | "permit" | "chart" | "farewell" | "witness">
  >;
  readonly names: NameBook;
  /** Answers what was worked out before on the same world at the same instant: a picture is drawn again for each name it lacks. */
  readonly recall: Recall;
  readonly demoBadges?: readonly DemoBadge[];
}

/** Works something out, or recalls it by its key. */
export type Recall = <T>(key: string, work: () => T) => T;

/** What a seat shows, and when to look again. */
export interface SeatPicture {
  readonly state: SeatState;
  /** The earliest instant at which time alone may change it. */
  readonly lookAt: Instant;
  readonly watch: Watch;
  /**
   * The open chart is to be shown again (after a lock, or past the validity of its permit): it is decided
   * and recorded first.
   */
  readonly unproved?: OpenChart;
  /** The open chart's content has not been read yet; without it the chart is not shown. */
  readonly unread?: OpenChart;
  /** The open chart may not be open any more: it is to be closed, with these reasons in words. */
  readonly lost?: OpenChart & Pick<Denial, "reasons" | "said">;
}

/** Whose chart a session has open. */
export interface OpenChart {
  readonly session: string;
  readonly patient: string;
}

/** What the picture rests on, by which a record is told to matter. */
export interface Watch {
  readonly sessions: ReadonlySet<string>;
  readonly person?: string;
  readonly patients: ReadonlySet<string>;
  readonly wards: ReadonlySet<string>;
}

/** However quiet it is, a seat is looked at again after this long. */
const atLatest = 60_000;

/** Draws what a seat shows: a pure function of the world, the instant, the names and what the seat's node remembers. */
export function drawSeat(scene: Scene, sources: Sources): SeatPicture {
  return withDowntime(scene, sources.seat, draw(scene, sources));
}

function draw(scene: Scene, sources: Sources): SeatPicture {
  const occupant = occupantOf(scene, sources.seat.id);
  if (occupant !== undefined) return drawOccupied(scene, sources, occupant);
  const { pending } = sources.memory;
  const waiting = pending !== undefined && scene.at < pending.until;
  return waiting ? drawPin(scene, sources, pending) : drawLocked(scene, sources);
}

/** Nothing of anybody's patient but of an open case, and of people their initials only (S7). */
function drawLocked(scene: Scene, sources: Sources): SeatPicture {
  const { seat, names, demoBadges, memory } = sources;
  const parked = parkedAt(scene, seat.id);
  const shown = drawCase(scene, sources);
  const { farewell } = memory;
  const said = farewell !== undefined && scene.at < farewell.until ? farewell : undefined;
  const calls = callsAt(scene, seat);
  return {
    state: {
      type: "locked",
      position: scene.world.next,
      ...placeOf(scene.world, seat),
      parked: parked.map(({ person }) => ({ initials: names.person(person).initials })),
      ...(demoBadges === undefined ? {} : { demoBadges }),
      ...(shown.view === undefined ? {} : { case: shown.view }),
      ...(said === undefined ? {} : { notice: said.text, said: saidBy(said.code) }),
      calls: calls.view,
      declare: choicesAt(scene, seat),
    },
    lookAt: Math.min(
      scene.at + atLatest,
      ...calls.lookAt,
      said?.until ?? Number.POSITIVE_INFINITY,
      shown.lookAt,
      ...parked.map(({ until }) => until),
    ),
    watch: watching(parked, shown.patients),
    ...shown.todo,
  };
}

function drawPin(scene: Scene, sources: Sources, pending: PendingPin): SeatPicture {
  const { seat, names } = sources;
  const { world, at } = scene;
  const shown = drawCase(scene, sources);
  const { badge, person, why } = pending.question;
  const known = world.badges.get(badge);
  const gate = known === undefined ? undefined : pinGate(known, seat.id, at);
  const wait = gate?.type === "wait" ? gate.until : undefined;
  const locked = gate?.type === "locked";
  // A badge that is locked, in two places or typed is asked about as ever (X17).
  const isAsked = locked || isNeverWaived(why);
  const calls = isAsked ? { view: [], lookAt: [] } : callsFor(scene, seat, person);
  return {
    state: {
      type: "pin",
      position: world.next,
      seat: seat.id,
      tap: pending.tap,
      wardName: wardName(world, seat),
      initials: names.person(person).initials,
      ...(locked || pending.offDuty === undefined
        ? questionOf(locked ? "locked" : why)
        : whyOff(scene, pending.offDuty)),
      ...(wait === undefined ? {} : { waitUntil: wait }),
      ...(locked ? { badgeLocked: true } : {}),
      calls: calls.view,
      ...(why === "responding" ? { offDuty: true } : {}),
      ...(pending.offDuty === undefined
        ? {}
        : { starts: startViews(scene, pending.offDuty.starts) }),
      ...(pending.byPasskey === undefined ? {} : { byPasskey: true }),
      ...(shown.view === undefined ? {} : { case: shown.view }),
    },
    lookAt: Math.min(pending.until, wait ?? pending.until, shown.lookAt, ...calls.lookAt),
    watch: watching(parkedAt(scene, seat.id), shown.patients),
    ...shown.todo,
  };
}

/** When the roster has them next, and that they may start now (L9). */
function whyOff({ world, at }: Scene, { next }: OffDuty): Pick<WitnessColleague, "said" | "why"> {
  const told = tellOffDuty(next, world, at, true);
  const said = saidOf(told);
  return { why: told.text, said: { ...said, code: `off-duty.${said.code}` } };
}

function drawOccupied(scene: Scene, sources: Sources, session: Session): SeatPicture {
  const { world, at, bundle } = scene;
  const { seat, names, memory } = sources;
  const duties = dutiesOf(scene, session.person);
  const patients = sources.recall("patients", () => myPatients(scene, seat, session));
  const chart = drawChart(scene, sources, session);
  const openCase = drawCaseBesides(scene, sources, chart.view?.patient.id, (intent) =>
    askOf(scene, sources, session, intent),
  );
  const silences = [...feedSilences(scene, duties, seat.ward), ...sensorSilenceAt(scene, seat)];
  const emergencies = emergenciesOn(scene, session.person, duties, names);
  const declared = drawEmergencies(scene, seat, session, names);
  const grants = grantsAtSeat(scene, seat.id, session, names);
  const main = duties.find(({ state, ward }) => state === "on" && ward === seat.ward) ?? duties[0];
  const role = bundle.roles.get(main?.role ?? "")?.title;
  const witness = chart.view && drawWitness(scene, sources, session);
  const notice = memory.notice?.session === session.id ? memory.notice : undefined;
  return {
    state: {
      type: "in",
      position: world.next,
      ...placeOf(world, seat),
      who: names.person(session.person, role),
      ...dutyView(scene, duties),
      ...(main === undefined ? {} : { roleAt: sayWard(world, main.ward) }),
      until: Math.min(session.until, seatSessionEnd(scene, session)),
      idleLock: patternOf(bundle, world, seat.ward).idleLock,
      patients: patients.map((patient) => names.patient(patient)),
      ...(chart.view === undefined ? {} : { chart: chart.view }),
      ...(openCase === undefined ? {} : { case: openCase }),
      ...(witness === undefined ? {} : { witness: witness.view }),
      ...(notice === undefined ? {} : { notice: notice.text, noticeSaid: notice.said }),
      roster: drawRoster(scene, seat.id, session, duties, names),
      emergencies: emergencies.map(({ told }) => told.message),
      emergenciesSaid: emergencies.flatMap(({ told }) => told.said),
      ...declared.view,
      grants: grants.views,
      ...staleView(silences),
    },
    lookAt: Math.min(
      at + atLatest,
      session.until,
      goneFrom(bundle, world, session) ?? session.until,
      chart.lookAt,
      openCase?.open?.until ?? session.until,
      witness?.lookAt ?? session.until,
      ...silences.map(({ lookAt }) => lookAt),
      ...emergencies.map(({ until }) => until),
      ...declared.lookAt,
      grants.lookAt,
      ...duties.flatMap((duty) => instantsOf(duty)).filter((instant) => instant > at),
    ),
    watch: {
      sessions: new Set([session.id]),
      person: session.person,
      patients: new Set(
        [...patients, session.patient ?? [], openCase?.open?.patient.id ?? []].flat(),
      ),
      wards: new Set([seat.ward, ...duties.flatMap((duty) => wardsOf(world, duty))]),
    },
    ...chart.todo,
  };
}

interface DrawnChart {
  readonly view?: ChartView;
  readonly lookAt: Instant;
  /** What must be done before it can be drawn. */
  readonly todo?: Pick<SeatPicture, "unproved" | "unread" | "lost">;
}

function drawChart(scene: Scene, sources: Sources, session: Session): DrawnChart {
  const { patient } = session;
  const never = Number.POSITIVE_INFINITY;
  if (patient === undefined) return { lookAt: never };
  const open: OpenChart = { session: session.id, patient };
  const asked = (action: string) => askOf(scene, sources, session, { action, patient });
  const answer = asked("chart.open");
  if (answer.type === "deny") {
    return {
      lookAt: never,
      todo: { lost: { ...open, reasons: answer.reasons, said: answer.said } },
    };
  }
  const { permit, chart: kept } = sources.memory;
  if (!isOf(permit, open) || permit.until <= scene.at) {
    return { lookAt: never, todo: { unproved: open } };
  }
  if (!isOf(kept, open)) return { lookAt: never, todo: { unread: open } };
  const actions = chartActions
    .map((action) => ({ action, answer: asked(action) }))
    .filter(({ action, answer: may }) => !controlled.includes(action) || !isOthersWork(may));
  const glass = glassEnds(scene, sources.seat.ward, session, patient);
  const granted = grantEnds(scene, sources.seat.ward, session, patient, answer);
  const tail = glass?.ends ?? granted ?? tailOf(scene, patient, answer);
  const ends = actions.map(({ answer: may }) => may).filter((may) => may.type === "permit");
  const sections = sectionsFor(answer, kept.sections);
  const section = sections.find(({ id }) => id === session.screen)?.id;
  const view: ChartView = {
    patient: sources.names.patient(patient),
    sections,
    ...(section === undefined ? {} : { section }),
    actions: actions.map(({ action, answer: may }) => {
      const performers = performersOf(scene, sources.seat, session, action, sources.names);
      const known = actionView(scene.bundle, action, may);
      return performers.length === 0 ? known : { ...recordable(known), performers };
    }),
    validUntil: answer.validUntil,
    ...careOf(scene, patient),
    ...whyOpen(answer),
    ...(tail === undefined ? {} : { ends: tail }),
  };
  const lapses = [answer, ...ends].map(({ validUntil }) => validUntil);
  const warnAt = glass !== undefined && scene.at < glass.warnAt ? glass.warnAt : never;
  return { view, lookAt: Math.min(permit.until, warnAt, ...lapses) };
}

/** An answer about a patient; the screen hears of every change at once, so that a permit may be shown for longer (D6). */
function askOf(scene: Scene, { recall }: Sources, session: Session, intent: Intent): Answer {
  return recall(`${intent.action} ${intent.patient}`, () =>
    decideHere(scene, session, intent, { revocationStream: true }),
  );
}

function isOf<T extends OpenChart>(kept: T | undefined, open: OpenChart): kept is T {
  return kept?.session === open.session && kept.patient === open.patient;
}

function actionView(bundle: Bundle, action: string, answer: Answer): ActionView {
  const label = labelOf(bundle, action);
  if (answer.type === "permit") return { action, label, allowed: true, remedies: [] };
  const asks = asksFor(answer);
  if (asks !== undefined) return { action, label, allowed: true, asks, remedies: [] };
  return {
    action,
    label,
    allowed: false,
    reason: answer.reasons.join(" "),
    said: answer.said,
    remedies: answer.remedies.flatMap((remedy) => remedyView(bundle, remedy) ?? []),
  };
}

/** What alone is missing, and is asked for when it is done. */
function asksFor({ remedies }: Extract<Answer, { type: "deny" }>): ActionView["asks"] {
  const alone = remedies.filter(({ and }) => and === undefined).map(({ type }) => type);
  return (["witness", "sign"] as const).find((type) => alone.includes(type));
}

/** What a scribe records is others' to be allowed: nothing of their own stands in its way (X18). */
function recordable({ action, label }: ActionView): ActionView {
  return { action, label, allowed: true, remedies: [] };
}

function isOthersWork(answer: Answer): boolean {
  return answer.type === "deny" && answer.codes.some((code) => code.startsWith("not-in-role"));
}

function instantsOf(duty: Duty): readonly Instant[] {
  return [duty.from, duty.to, duty.to + duty.marginAfter];
}

function watching(sessions: readonly Session[], patients: ReadonlySet<string>): Watch {
  return {
    sessions: new Set(sessions.map(({ id }) => id)),
    patients,
    wards: new Set(),
  };
}

function placeOf(world: World, seat: Seat) {
  const { id, ward } = seat;
  return { seat: id, ward, wardName: wardName(world, seat), zone: zoneOf(world, ward) };
}

function wardName(world: World, { ward }: Seat): string {
  return world.wards.get(ward)?.name ?? ward;
}
