import type { App } from "../../app.ts";
import { parseDate } from "../../feeds/index.ts";
import { HttpError, type MoveOrder } from "../../http/index.ts";
import { type Difference, moveEngagement, previewMove } from "../../lifecycle/index.ts";
import { zoneOf } from "../../sessions/index.ts";
import type { Actor } from "../../world/index.ts";

/**
 * What a move changes (L4), and the move itself where it is said to be done.
 *
 * @throws HttpError `bad-request` for what is no day; LifecycleError as the move does
 */
export async function moveOrShow(
  app: Pick<App, "bundles" | "now" | "submit" | "world">,
  { done, first, ...where }: MoveOrder,
  actor: Actor,
): Promise<Difference> {
  const world = app.world();
  const from = first === undefined ? undefined : parseDate(first, zoneOf(world, where.ward));
  if (first !== undefined && from === undefined) {
    throw new HttpError("bad-request", `${first} is no day: write it as 2026-03-31.`);
  }
  const move = { ...where, ...(from === undefined ? {} : { from }) };
  if (!done) return previewMove(app, world, move, app.now());
  return app.submit(moveEngagement(app, { ...move, actor }));
}
