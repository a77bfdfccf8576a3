import type { Duration, Instant } from "../ports/index.ts";
import { isRunning, type World } from "../world/index.ts";

/** L11: a batch, file or client that would end more of the live engagements in a day stops and asks. */
const brakePercent = 2;

const day: Duration = 24 * 3_600_000;

/** How many would end, of how many. */
export interface Braking {
  readonly type: "go" | "stop";
  /** Those by the same actor in the day before included. */
  readonly ends: number;
  /** Live engagements before the first of them. */
  readonly live: number;
  readonly percent: number;
}

/**
 * Whether `actor` may end `asked` engagements now without somebody saying that so many are meant. One person who leaves is never
 * too many, however small the hospital.
 */
export function brake(
  world: World,
  request: {
    readonly actor: string;
    readonly asked: number;
    readonly at: Instant;
    readonly percent?: number;
  },
): Braking {
  const { actor, asked, at, percent = brakePercent } = request;
  let before = 0;
  let live = 0;
  for (const engagement of world.engagements.values()) {
    const { ended } = engagement;
    if (ended === undefined) live += isRunning(engagement, at) ? 1 : 0;
    // What ended because its own end came was nobody's doing.
    else if (ended.by === actor && ended.reason !== "over" && at - ended.at < day) before++;
  }
  const ends = asked + before;
  const most = Math.max(1, Math.floor(((live + before) * percent) / 100));
  const type = asked > 0 && ends > most ? "stop" : "go";
  return { type, ends, live: live + before, percent };
}
