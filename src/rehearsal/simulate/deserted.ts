import type { Duration, Instant } from "../../ports/index.ts";
import type { LogRecord } from "../../world/index.ts";
import type { Simulation } from "./simulation.ts";
import type { Tally } from "./tally.ts";

const hour: Duration = 60 * 60_000;

/** A screen that is open without anybody before it. */
export interface Deserted {
  readonly since: Instant;
  /** What its time counts in. */
  readonly tallies: readonly Tally[];
}

/** Nobody is before an open screen any more. */
export function desert(simulation: Simulation, session: string, tallies: readonly Tally[]): void {
  simulation.deserted.set(session, { since: simulation.clock.now(), tallies });
}

/** Somebody is before it again, or it has locked: its time without anybody is counted. */
export function endDeserted(simulation: Simulation, session: string): void {
  const { clock, deserted, tallies } = simulation;
  const found = deserted.get(session);
  if (found === undefined) return;
  deserted.delete(session);
  const until = clock.now();
  for (const tally of found.tallies) tally.unattended += until - found.since;
  for (const [of, time] of byHour(found.since, until)) {
    tallies.unattendedByHour[of] = (tallies.unattendedByHour[of] ?? 0) + time;
  }
}

/** What is recorded of sessions that have left their screens. */
export function followSessions(simulation: Simulation, records: readonly LogRecord[]): void {
  for (const { body, kind } of records) {
    if (kind === "session.parked" || kind === "session.closed") {
      endDeserted(simulation, body.session);
    }
  }
}

/** A time, cut at the hours of the day (UTC). */
export function byHour(
  from: Instant,
  to: Instant,
): readonly (readonly [hour: number, time: Duration])[] {
  const parts: (readonly [number, Duration])[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / hour) + 1) * hour);
    parts.push([Math.floor(at / hour) % 24, end - at]);
    at = end;
  }
  return parts;
}
