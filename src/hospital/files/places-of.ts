import type { Instant } from "../../ports/index.ts";
import type { Location } from "../../world/index.ts";
import type { HospitalEvent } from "../hospital.ts";

/** A time in a place. */
export interface Place extends Location {
  readonly from: Instant;
  readonly to?: Instant;
}

const arriving: ReadonlySet<string> = new Set(["A01", "A02", "A04", "A06"]);

/** The places of a history, oldest first, as a system that keeps states and no events would tell them. */
export function placesOf(events: readonly HospitalEvent[]): readonly Place[] {
  const places: Place[] = [];
  for (const { at, location, trigger } of events) {
    const last = places.at(-1);
    if (arriving.has(trigger) && location !== undefined) {
      if (last !== undefined) places.splice(-1, 1, { ...last, to: at });
      places.push({ ...location, from: at });
    }
    // A cancelled move never was (C2): the place before it goes on.
    if (trigger === "A12" && places.length > 1) {
      places.pop();
      const { to: _until, ...before } = places.pop() as Place;
      places.push(before);
    }
  }
  return places;
}
