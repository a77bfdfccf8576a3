import { hospital } from "../../access/index.ts";
import { latenessOf } from "../../reviews/index.ts";
import type { Review } from "../../world/index.ts";
import { sayInstant } from "../scenario/times.ts";
import { decideOn, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Reads what waits for a review: all of it, or what others have not looked at in time (X15). */
export async function lookAtReviews(run: Run, turn: Turn, performer: Performer): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  if (work.place.type !== "console") return refused("What waits for a review stands at a console.");
  let ids: readonly string[] = [];
  const wish = { action: "review.read", resource: hospital };
  const ending = await decideOn(run, turn, work, wish, async (where) => {
    const looked = await run.doors.consoles.lookAtReviews(turn, where);
    ids = looked.ids;
    return looked.decided;
  });
  if (ending.type === "refused") return ending;
  const { world } = sceneNow(run);
  const waiting = ids.flatMap((id) => world.reviews.get(id) ?? []);
  if (waiting.length === 0) return refused("Nothing waits for a review.");
  return { ...ending, said: waiting.map((review) => say(run, review)) };
}

function say(run: Run, review: Review): string {
  const { scenario, clock } = run.stage;
  const who =
    [...run.performers.values()].find(({ id }) => id === review.person)?.name ?? "somebody";
  const due = sayInstant(review.due, scenario.zone, "");
  const lateness = latenessOf(review, clock.now());
  return `${review.type} of ${who}, due ${due}${lateness === undefined ? "" : `, ${lateness}`}.`;
}

/** Reads a screen where nobody has to be in: the chart of an open case stays there (S7). */
export async function lookAtScreen(run: Run, seat: string): Promise<Ending> {
  const isShown = await run.doors.showsCase(seat);
  return isShown ? done() : refused("No case is open at this screen.");
}
