import { patternOf } from "../../access/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import type { LogRecord, Surface } from "../../world/index.ts";
import type { Simulation } from "./simulation.ts";
import type { Tally } from "./tally.ts";

/** Since when a badge alone opens somebody's session again, and for how long at most (S4). */
export interface Proved {
  readonly since: Instant;
  readonly grace: Duration;
  /** What its time counts in. */
  readonly tallies: readonly Tally[];
}

/** Follows who has given a PIN, and whose session has ended: between the two, within the grace, a bare tap is enough. */
export function followProofs(simulation: Simulation, records: readonly LogRecord[]): void {
  const { atWork, proved } = simulation;
  for (const { at, body, kind } of records) {
    if (kind === "session.opened") {
      const tallies = atWork.get(body.person);
      if (tallies === undefined) continue;
      proved.set(body.session, { since: at, grace: graceAt(simulation, body.surface), tallies });
    } else if (kind === "session.raised") {
      const known = proved.get(body.session);
      if (known === undefined) continue;
      countProved(known, at);
      proved.set(body.session, { ...known, since: at });
    } else if (kind === "session.closed") endProved(simulation, body.session, at);
  }
}

/** Counts what is left of a session's time, at its end or the simulation's. */
export function endProved({ proved }: Simulation, session: string, at: Instant): void {
  const known = proved.get(session);
  if (known === undefined) return;
  proved.delete(session);
  countProved(known, at);
}

function countProved({ grace, since, tallies }: Proved, at: Instant): void {
  for (const tally of tallies) tally.badgeAlone += Math.min(at - since, grace);
}

function graceAt({ app, bundle }: Simulation, { id }: Surface): Duration {
  const world = app.world();
  return patternOf(bundle, world, world.seats.get(id)?.ward ?? "").grace ?? 0;
}
