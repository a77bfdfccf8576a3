import type { Instant } from "../../ports/index.ts";
import type { Scene } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { extendsFrom, grantsOnScreen } from "../grants/grant-view.ts";
import type { GrantView } from "../grants-contract.ts";
import type { NameBook } from "../names.ts";

/** What the occupant asked for and has not had or given back yet, and when time alone changes it. */
export function grantsAtSeat(
  scene: Scene,
  seat: string,
  session: Session,
  names: NameBook,
): { readonly views: readonly GrantView[]; readonly lookAt: Instant } {
  const { world, at } = scene;
  const viewer = { person: session.person, context: { session: session.id, seat } };
  const ids = world.grantsByPerson.get(session.person);
  const instants = ids
    .flatMap((id) => world.grants.get(id) ?? [])
    .flatMap(({ answerBy, escalateAt, from, startBy, until }) => [
      answerBy,
      escalateAt,
      from ?? 0,
      startBy ?? 0,
      until ?? 0,
      until === undefined ? 0 : extendsFrom(scene.bundle, until),
    ])
    .filter((instant) => instant > at);
  return {
    views: grantsOnScreen(scene, viewer, names).own,
    lookAt: Math.min(Number.POSITIVE_INFINITY, ...instants),
  };
}
