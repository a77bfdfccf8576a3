import type { Instant } from "../ports/index.ts";
import type { Emergency, NewRecord, World } from "../world/index.ts";
import { closed } from "./closed.ts";
import { dutiesOf } from "./duties.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/**
 * The records that take out whom an emergency alone has let in at a seat, for the batch that ends it (X4): who is on duty is
 * parked, and comes back as at any time; who is not has no session any more. With a `person`, of that one only (X17).
 *
 * @throws SessionError `no-policy`
 */
export function leaveEmergency(
  deps: SessionDeps,
  world: World,
  { id }: Emergency,
  at: Instant,
  person?: string,
): readonly NewRecord[] {
  const scene = sceneOf(deps, world, at);
  return [...world.sessions.values()]
    .filter(({ emergency }) => emergency === id)
    .filter((session) => person === undefined || session.person === person)
    .flatMap((session): readonly NewRecord[] => {
      if (dutiesOf(scene, session.person).length === 0) return [closed(session, "over")];
      if (session.state === "parked") return [];
      const body = { session: session.id, reason: "emergency-over" } as const;
      const actor = { type: "system", id: "wardkey" } as const;
      return [{ kind: "session.parked", body, actor, seat: session.surface.id }];
    });
}
