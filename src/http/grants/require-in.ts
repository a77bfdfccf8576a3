import type { Granting } from "../../exceptions/index.ts";
import { isIn } from "../../sessions/index.ts";
import { HttpError } from "../errors.ts";

/**
 * The time of what was approved does not run for somebody who is not there. To give back what one has takes nobody's being there.
 *
 * @throws HttpError `refused`
 */
export function requireIn(scene: Granting, person: string): void {
  const { world } = scene;
  const isThere = world.sessionsByPerson
    .get(person)
    .flatMap((id) => world.sessions.get(id) ?? [])
    .some((session) => session.state === "open" && isIn(scene, session));
  if (isThere) return;
  const what = "This person is signed in nowhere, so nothing is begun for them.";
  throw new HttpError("refused", what);
}
