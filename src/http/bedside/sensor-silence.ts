import { patternOf, sensorSilence } from "../../access/index.ts";
import { type Scene, zoneOf } from "../../sessions/index.ts";
import type { Seat } from "../../world/index.ts";
import { spoken } from "../spoken.ts";
import type { FeedSilence } from "./stale-feeds.ts";

/**
 * What is said of a seat's presence sensor that fell silent: it locks nothing then, and whoever works here
 * must know it (S6). One that was never heard is not missed.
 */
export function sensorSilenceAt({ world, at, bundle }: Scene, seat: Seat): readonly FeedSilence[] {
  const heardAt = seat.sensor?.heardAt;
  const isUsed = patternOf(bundle, world, seat.ward).walkAwayLock !== undefined;
  if (heardAt === undefined || !isUsed) return [];
  const due = heardAt + sensorSilence;
  if (at <= due) return [{ lookAt: due + 1 }];
  const when = { zone: zoneOf(world, seat.ward), at };
  const told = spoken("stale.sensor", { since: { instant: heardAt } }, when);
  return [{ told, lookAt: Number.POSITIVE_INFINITY }];
}
