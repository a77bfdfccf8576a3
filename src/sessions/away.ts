import type { Session } from "../world/index.ts";
import { withSession } from "./bedside.ts";
import type { Scene } from "./scene.ts";

/**
 * The scene as the applications that somebody signed in to have it. Where a phone is, is known when it speaks itself; its
 * applications speak from elsewhere, and later. What they have is therefore what the phone would have away from the hospital
 * (C8): its person's own and on-call patients.
 */
export function asApplicationsSee(scene: Scene, session: Session): Scene {
  if (session.surface.type !== "phone" || session.site === undefined) return scene;
  const { site: _site, ...away } = session;
  return { ...scene, world: withSession(scene.world, away) };
}
