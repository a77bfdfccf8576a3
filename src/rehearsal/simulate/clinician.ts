import type { Random, RosteredShift, StaffMember } from "../../hospital/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import { occupantOf, sceneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { Simulation } from "./simulation.ts";
import { type Spent, type Tally, talliesFor } from "./tally.ts";

/** Somebody at work: one shift of theirs in one ward. */
export interface Clinician {
  readonly simulation: Simulation;
  readonly person: string;
  /** The keyed hash of their badge's number. */
  readonly badge: string;
  readonly shift: RosteredShift;
  readonly seats: readonly string[];
  readonly random: Random;
  /** What counts what they do. */
  readonly tallies: readonly Tally[];
  /** The charts that they opened on this shift. */
  readonly opened: Set<string>;
  /** What getting in cost them last. */
  lately: Duration;
  lastSeat: string | undefined;
}

/** Somebody who works a shift. */
export function clinicianOn(
  simulation: Simulation,
  { person }: StaffMember,
  shift: RosteredShift,
  {
    badge,
    pattern,
    seats,
    random,
  }: Pick<Clinician, "badge" | "seats" | "random"> & { readonly pattern: string },
): Clinician {
  const tallies = talliesFor(simulation.tallies, { pattern, role: shift.role });
  return {
    simulation,
    person,
    badge,
    shift,
    seats,
    random,
    tallies,
    opened: new Set(),
    lately: 0,
    lastSeat: undefined,
  };
}

/** Counts something of what a clinician does, wherever it counts. */
export function count({ tallies }: Clinician, add: (tally: Tally) => void): void {
  for (const tally of tallies) add(tally);
}

/** Identity work: it is counted; the answer is when it is over. */
export function spend(clinician: Clinician, on: Spent, time: Duration): Instant {
  count(clinician, ({ spent }) => {
    spent[on] += time;
  });
  clinician.lately += time;
  return clinician.simulation.clock.now() + time;
}

/** A time that is exponential about its mean, and at least a millisecond. */
export function around(random: Random, mean: Duration): Duration {
  return Math.max(1, Math.round(-mean * Math.log1p(-random.next() / 2 ** 32)));
}

/** How many of something there are: a whole number with this mean, at least one. */
export function several(random: Random, mean: number): number {
  let many = 1;
  // Geometric, so that most are few and some are many.
  while (many < 20 && random.chance(1 - 1 / Math.max(1, mean))) many++;
  return many;
}

/** Who is in at a seat. */
export function occupantNow({ app, clock, deps }: Simulation, seat: string): Session | undefined {
  return occupantOf(sceneOf(deps, app.world(), clock.now()), seat);
}
