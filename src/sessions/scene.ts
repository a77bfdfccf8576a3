import type { Bundle, Bundles } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Seat, World } from "../world/index.ts";
import { SessionError } from "./errors.ts";

/** What every operation on sessions needs of the outside: the bundles, of which the world names the active one. */
export interface SessionDeps {
  readonly bundles: Bundles;
}

/** What a rule about sessions reads: the world at one instant and the policy in force. */
export interface Scene {
  readonly world: World;
  readonly at: Instant;
  readonly bundle: Bundle;
}

/**
 * The scene at `at`.
 *
 * @throws SessionError `no-policy` when no bundle is active
 */
export function sceneOf(deps: SessionDeps, world: World, at: Instant): Scene {
  const bundle = deps.bundles.current(world);
  if (bundle === undefined) {
    throw new SessionError("no-policy");
  }
  return { world, at, bundle };
}

/** @throws SessionError `seat-unknown` */
export function seatOf(world: World, id: string): Seat {
  const seat = world.seats.get(id);
  if (seat === undefined) {
    throw new SessionError("seat-unknown.register");
  }
  return seat;
}
