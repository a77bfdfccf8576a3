import type { Instant } from "../../ports/index.ts";
import {
  apply,
  currentVersion,
  type Encounter,
  emptyWorld,
  type LogRecord,
  type World,
} from "../../world/index.ts";
import type { Hospital, RosteredOnCall, RosteredShift } from "../hospital.ts";
import type { Random } from "../random.ts";
import type { Recorded } from "./month.ts";

/** A patient's time in a ward, within the month. */
export interface WardStay {
  readonly patient: string;
  readonly encounter: string;
  readonly ward: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Who was responsible, as the messages named them. */
  readonly responsible: readonly string[];
  /** The discharge, where there was one. */
  readonly dischargedAt?: Instant;
}

/** Who was where in the month, to draw accesses from. */
export interface WardLife {
  readonly start: Instant;
  readonly now: Instant;
  readonly stays: readonly WardStay[];
  readonly staysByWard: ReadonlyMap<string, readonly WardStay[]>;
  readonly shifts: readonly RosteredShift[];
  readonly shiftsByPerson: ReadonlyMap<string, readonly RosteredShift[]>;
  readonly onCalls: readonly RosteredOnCall[];
  readonly wardsByService: ReadonlyMap<string, readonly string[]>;
}

/** Works the month's stays out of what was recorded of its visits. */
export function wardLifeOf(
  { now, wards }: Hospital,
  start: Instant,
  roster: Pick<Hospital["roster"], "shifts" | "onCalls">,
  visits: readonly Recorded[],
): WardLife {
  const world = fold(visits);
  const stays = [...world.encounters.values()].flatMap((encounter) =>
    staysOf(encounter, start, now),
  );
  const withBeds = wards.filter(({ service, type }) => type === "ward" && service !== undefined);
  const services = Map.groupBy(withBeds, ({ service }) => service ?? "");
  return {
    start,
    now,
    stays,
    staysByWard: Map.groupBy(stays, ({ ward }) => ward),
    shifts: roster.shifts,
    shiftsByPerson: Map.groupBy(roster.shifts, ({ person }) => person),
    onCalls: roster.onCalls,
    wardsByService: new Map([...services].map(([id, each]) => [id, each.map((ward) => ward.id)])),
  };
}

function fold(visits: readonly Recorded[]): World {
  const world = emptyWorld();
  const actor = { type: "system", id: "month" } as const;
  for (const [position, { at, record }] of visits.entries()) {
    const envelope = { position, at, id: "", batch: "", v: currentVersion, actor };
    apply(world, { ...envelope, ...record } as LogRecord);
  }
  return world;
}

function staysOf(
  { id, patient, state }: Pick<Encounter, "id" | "patient" | "state">,
  start: Instant,
  now: Instant,
): readonly WardStay[] {
  const responsible = [...state.attending, ...state.consulting];
  const { dischargedAt } = state;
  return state.stays
    .map(({ ward, from, to = now }) => ({
      patient,
      encounter: id,
      ward,
      from: Math.max(from, start),
      to: Math.min(to, now),
      responsible,
      ...(dischargedAt === undefined ? {} : { dischargedAt }),
    }))
    .filter(({ from, to }) => to > from);
}

/** An instant within `from` and `to`. */
export function within(random: Random, from: Instant, to: Instant): Instant {
  return Math.floor(from + (random.next() / 2 ** 32) * (to - from));
}

/** A patient who was in the ward in that time, with the time that they were. */
export function patientIn(
  random: Random,
  life: WardLife,
  ward: string,
  span: { readonly from: Instant; readonly to: Instant },
): WardStay | undefined {
  const there = (life.staysByWard.get(ward) ?? []).filter(
    ({ from, to }) => from < span.to && to > span.from,
  );
  if (there.length === 0) return undefined;
  const stay = random.pick(there);
  return { ...stay, from: Math.max(stay.from, span.from), to: Math.min(stay.to, span.to) };
}
