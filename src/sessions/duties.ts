import type { Duty } from "../access/index.ts";
import { patternOf, workOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import { isEngaged } from "./liveness.ts";
import type { Scene } from "./scene.ts";
import { siteOf } from "./walking.ts";

/**
 * What a person is here for at this instant, margins included, and what keeps them past it (S9): what runs comes first, then what
 * ends last.
 */
export function dutiesOf({ world, at, bundle }: Scene, person: string): readonly Duty[] {
  const rank = (duty: Duty) => (duty.state === "on" ? 0 : 1);
  return workOf(bundle, world, person, at).toSorted((a, b) => rank(a) - rank(b) || b.to - a.to);
}

/** Whether a seat is on the ward for this duty: its own ward's seats, or for a service every seat of the site (S4). */
export function isOnWard(world: World, duty: Duty, seatWard: string): boolean {
  if (duty.ward === seatWard) return true;
  const isService = duty.type === "on-call" || world.wards.get(duty.ward)?.type === "service";
  return isService && isAtSite(world, duty, seatWard);
}

/** Whether a seat is at the site of this duty; an on-call period that names none is for every site. */
export function isAtSite(world: World, duty: Duty, seatWard: string): boolean {
  const site =
    duty.type === "on-call" ? world.onCalls.get(duty.id)?.site : siteOf(world, duty.ward);
  return site === undefined || site === siteOf(world, seatWard);
}

/** Whether this duty is one on a ward: of its own, or of the service that it belongs to, at its site. */
export function isFor(world: World, duty: Duty, ward: string): boolean {
  if (duty.ward === ward) return true;
  return duty.ward === world.wards.get(ward)?.service && isAtSite(world, duty, ward);
}

/** The next time a person is expected, for somebody who taps off duty. */
export interface NextDuty {
  readonly ward: string;
  readonly from: Instant;
  /** When they can tap in: the margin before it. */
  readonly opens: Instant;
}

/** The person's next shift or on-call period that the roster knows. */
export function nextDuty({ world, at, bundle }: Scene, person: string): NextDuty | undefined {
  const shifts = world.shiftsByPerson.get(person).map((id) => world.shifts.get(id));
  const onCalls = world.onCallsByPerson.get(person).map((id) => world.onCalls.get(id));
  const coming = [
    ...shifts.filter((shift) => shift !== undefined),
    ...onCalls
      .filter((onCall) => onCall !== undefined)
      .map((onCall) => ({ ...onCall, ward: onCall.service })),
  ]
    .filter(({ from, engagement }) => at < from && isEngaged(world, engagement, from))
    .toSorted((a, b) => a.from - b.from)[0];
  if (coming === undefined) return undefined;
  const { ward, from } = coming;
  return { ward, from, opens: from - patternOf(bundle, world, ward).handoverMarginBefore };
}
