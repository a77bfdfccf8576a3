import type { Instant } from "../ports/index.ts";
import type { Handling, NewRecord } from "../world/index.ts";
import { isLive } from "./liveness.ts";
import { seatSessions } from "./occupants.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";
import { latestEnd } from "./session-end.ts";

/**
 * The records by which a person's seat session lasts until `to`, since they may stay for longer than was known when it was
 * opened: a shift was started or confirmed (L9), relief has not come, something is half-written (S9). Sixteen hours remain the
 * longest (S5), and whether there still is work to stay for is asked each time.
 */
export function extended(scene: Scene, person: string, to: Instant): readonly NewRecord[] {
  return seatSessions(scene, person)
    .filter((session) => isLive(scene, session))
    .map((session) => ({ session, until: Math.min(to, latestEnd(scene, session)) }))
    .filter(({ session, until }) => until > session.until)
    .map(({ session: { id }, until }) => ({
      kind: "session.extended",
      body: { session: id, until },
    }));
}

/** The same, in the batch that makes it so. */
export function extending(
  deps: SessionDeps,
  { world, at }: Pick<Handling, "world" | "at">,
  person: string,
  to: Instant,
): readonly NewRecord[] {
  return extended(sceneOf(deps, world, at), person, to);
}
