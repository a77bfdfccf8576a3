import type { Instant } from "../ports/index.ts";
import type { NewRecord, World } from "../world/index.ts";
import { closed } from "./closed.ts";
import { whyOver } from "./liveness.ts";
import { hasWalkedAway, leave } from "./occupants.ts";
import type { SessionDeps } from "./scene.ts";

/**
 * The records that close what is over at `at`, and park who has walked away: for the ticker, so that
 * followers hear of it. Nothing waits for them: whether a session is live (S5) and its person still there
 * (S6) is derived each time.
 */
export function closeOverdue(deps: SessionDeps, world: World, at: Instant): readonly NewRecord[] {
  const bundle = deps.bundles.current(world);
  // Without a policy nobody is let in or decided for; what is open is judged when there is one again.
  if (bundle === undefined) return [];
  const scene = { world, at, bundle };
  const records: NewRecord[] = [];
  for (const session of world.sessions.values()) {
    const reason = whyOver(scene, session);
    if (reason === undefined) {
      if (hasWalkedAway(scene, session)) records.push(leave(scene, session, "walk-away"));
      continue;
    }
    records.push(closed(session, reason));
  }
  return records;
}
