import { Temporal } from "temporal-polyfill";
import type { Duration, Instant } from "../../ports/index.ts";
import type { LogRecord, World } from "../../world/index.ts";

const minute: Duration = 60_000;
/** Who was denied something and is not permitted it within this has given up, or gone about it another way. */
const patience: Duration = 15 * minute;
/** Every zone's offset is the same for so long. */
const quarter: Duration = 15 * minute;

/** What the log tells of one ward in one hour of the day, over the whole time. */
export interface WardHour {
  /** Sessions that were opened or resumed at a seat. */
  signIns: number;
  /** PINs and passkeys that were given for one, or within one. */
  proofs: number;
  /** At a seat: permitted and denied. */
  decisions: number;
  denied: number;
  /** Denials after which the same was permitted to the same person within 15 minutes. */
  permittedLater: number;
  /** Denials after which it was not. */
  givenUp: number;
  glassBroken: number;
  /** From opening or resuming a session to the first chart that was opened in it. */
  readonly tapToChart: Duration[];
}

/** A ward's pattern, and what was seen there in each hour of the day by its own clock. */
export interface SeenWard {
  readonly pattern: string;
  readonly hours: readonly WardHour[];
}

/** What was seen of each ward, by its id. */
export type Seen = ReadonlyMap<string, SeenWard>;

type Places = Pick<World, "seats" | "sessions" | "sites" | "wards">;

/**
 * Takes records in, one after the other, and counts by the ward of the seat and the hour there. The log of a hospital and that of a
 * simulated one go through this alike, so that what is compared is the same figure.
 */
export interface Observer {
  /** @param world as it is after the record */
  readonly add: (record: LogRecord, world: Places) => void;
  readonly seen: () => Seen;
}

interface Pending {
  readonly at: Instant;
  readonly cell: WardHour;
}

interface State {
  readonly wards: Map<string, { readonly pattern: string; readonly hours: WardHour[] }>;
  /** When each session was opened or resumed, until a chart is. */
  readonly entered: Map<string, Pending>;
  /** Denials that something may still follow on, the oldest first. */
  readonly denied: Map<string, Pending>;
  readonly hourOf: (zone: string, at: Instant) => number;
}

/** An observer that has seen nothing. */
export function createObserver(): Observer {
  const state: State = {
    wards: new Map(),
    entered: new Map(),
    denied: new Map(),
    hourOf: createHours(),
  };
  return {
    add(record, world) {
      giveUp(state.denied, record.at);
      take(state, record, world);
    },
    seen: () => state.wards,
  };
}

function take(state: State, record: LogRecord, world: Places): void {
  const { at, body, kind } = record;
  if (kind === "session.opened" || kind === "session.resumed") {
    const cell =
      body.surface.type === "seat" ? cellAt(state, world, body.surface.id, at) : undefined;
    if (cell === undefined) return;
    cell.signIns++;
    if (kind === "session.opened" && (body.method === "pin" || body.method === "passkey")) {
      cell.proofs++;
    }
    state.entered.set(body.session, { at, cell });
  } else if (kind === "session.raised") {
    const surface = world.sessions.get(body.session)?.surface;
    const cell = surface?.type === "seat" ? cellAt(state, world, surface.id, at) : undefined;
    if (cell !== undefined) cell.proofs++;
  } else if (kind === "session.parked" || kind === "session.closed") {
    state.entered.delete(body.session);
  } else if (kind === "glass.broken") {
    const cell = record.seat === undefined ? undefined : cellAt(state, world, record.seat, at);
    if (cell !== undefined) cell.glassBroken++;
  } else if (kind === "decision.permitted" || kind === "decision.denied") {
    decided(state, record as Decided, world);
  }
}

type Decided = Extract<LogRecord, { readonly kind: "decision.permitted" | "decision.denied" }>;

function decided(state: State, { at, body, kind }: Decided, world: Places): void {
  const { action, context, resource, subject } = body;
  const cell = context.seat === undefined ? undefined : cellAt(state, world, context.seat, at);
  if (cell === undefined) return;
  const key = `${subject.id} ${action} ${resource.id}`;
  if (kind === "decision.denied") {
    // The count of what was denied again within a minute (D8): no denial of its own.
    const { repeats } = body;
    cell.decisions += repeats ?? 1;
    cell.denied += repeats ?? 1;
    if (repeats === undefined && !state.denied.has(key)) state.denied.set(key, { at, cell });
    return;
  }
  cell.decisions++;
  const before = state.denied.get(key);
  if (before !== undefined) before.cell.permittedLater++;
  state.denied.delete(key);
  const entered = action === "chart.open" ? state.entered.get(context.session ?? "") : undefined;
  if (entered === undefined) return;
  entered.cell.tapToChart.push(at - entered.at);
  state.entered.delete(context.session ?? "");
}

function giveUp(denied: Map<string, Pending>, now: Instant): void {
  for (const [key, { at, cell }] of denied) {
    if (now - at < patience) return;
    cell.givenUp++;
    denied.delete(key);
  }
}

function cellAt(state: State, world: Places, seat: string, at: Instant): WardHour | undefined {
  const id = world.seats.get(seat)?.ward;
  const ward = id === undefined ? undefined : world.wards.get(id);
  if (ward === undefined) return undefined;
  let known = state.wards.get(ward.id);
  if (known === undefined) {
    known = { pattern: ward.pattern, hours: Array.from({ length: 24 }, emptyHour) };
    state.wards.set(ward.id, known);
  }
  return known.hours[state.hourOf(world.sites.get(ward.site)?.zone ?? "UTC", at)];
}

/** Nothing seen. */
export function emptyHour(): WardHour {
  return {
    signIns: 0,
    proofs: 0,
    decisions: 0,
    denied: 0,
    permittedLater: 0,
    givenUp: 0,
    glassBroken: 0,
    tapToChart: [],
  };
}

/** The hour of the day in a zone; worked out once for each quarter of an hour. */
function createHours(): State["hourOf"] {
  const zones = new Map<string, { quarter: number; hour: number }>();
  return (zone, at) => {
    const now = Math.floor(at / quarter);
    const last = zones.get(zone);
    if (last?.quarter === now) return last.hour;
    const { hour } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    zones.set(zone, { quarter: now, hour });
    return hour;
  };
}
