import type { Actor, Engagement, World } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";

/** An engagement that has not ended: what has stays as it is (L11). @throws LifecycleError `engagement-unknown`, `engagement-ended` */
export function openEngagement(world: World, id: string): Engagement {
  const engagement = world.engagements.get(id);
  if (engagement === undefined) {
    throw new LifecycleError("engagement-unknown");
  }
  if (engagement.state !== "ended") return engagement;
  throw new LifecycleError("engagement-ended");
}

/** Nobody decides about their own. @throws LifecycleError `own-engagement` */
export function requireOther({ person }: Engagement, actor: Actor): void {
  if (actor.type !== "person" || actor.id !== person) return;
  throw new LifecycleError("own-engagement");
}
