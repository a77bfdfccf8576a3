import type { Connection } from "../world/index.ts";
import { isIn, isLive } from "./liveness.ts";
import type { Scene } from "./scene.ts";

/**
 * How an application's connection stands, and with it every token that hangs on it. `suspended`: its session is
 * parked, or has moved to another seat; it may come back. `ended`: it never will.
 */
export type Standing = "live" | "suspended" | "ended";

/** Derived from the world each time: nothing has to be deleted for access to end (L1, L3, S3, S5, S6). */
export function standingOf(scene: Scene, id: string): Standing {
  const connection = scene.world.connections.get(id);
  if (connection === undefined) return "ended";
  if (!scene.world.applications.has(connection.application)) return "ended";
  const session = scene.world.sessions.get(connection.session);
  if (session === undefined || !isLive(scene, session)) return "ended";
  if (!isIn(scene, session) || !isSameSurface(connection, session)) return "suspended";
  return connection.from === undefined ? "live" : standingOf(scene, connection.from);
}

function isSameSurface(
  { surface: made }: Pick<Connection, "surface">,
  { surface }: Pick<Connection, "surface">,
): boolean {
  return made.type === surface.type && made.id === surface.id;
}
