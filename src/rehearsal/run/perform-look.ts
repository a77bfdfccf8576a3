import { ask, hospital } from "../../access/index.ts";
import { latenessOf } from "../../reviews/index.ts";
import { caseAt } from "../../sessions/index.ts";
import type { Review } from "../../world/index.ts";
import { sayInstant } from "../scenario/times.ts";
import { decideOn, getToWork, type Work } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, surfaceOf } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Reads what waits for a review: all of it, or what others have not looked at in time (X15). */
export async function lookAtReviews(run: Run, turn: Turn, performer: Performer): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const takesOver = !mayLook(run, work, "review.read") && mayLook(run, work, "review.take-over");
  const action = takesOver ? "review.take-over" : "review.read";
  const ending = await decideOn(run, turn, work, { action, resource: hospital });
  if (ending.type === "refused") return ending;
  const { world } = sceneNow(run);
  const waiting = [...world.reviews.values()]
    .filter(({ type }) => type !== "standing-access")
    .filter(({ escalated }) => !takesOver || escalated === true)
    .toSorted((a, b) => a.due - b.due);
  if (waiting.length === 0) return refused("Nothing waits for a review.");
  return { ...ending, said: waiting.map((review) => say(run, review)) };
}

function mayLook(run: Run, { session, place }: Work, action: string): boolean {
  const { app } = run.stage;
  const subject = { type: "person", id: session.person };
  const context = { session: session.id, ...surfaceOf(place) };
  const asking = { bundles: app.bundles, world: app.world(), at: app.now(), remedies: false };
  return ask(asking, { subject, action, resource: hospital, context }).type === "permit";
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
export function lookAtScreen(run: Run, id: string): Ending {
  const scene = sceneNow(run);
  const seat = scene.world.seats.get(id);
  const known = seat && caseAt(scene, seat);
  return known === undefined ? refused("No case is open at this screen.") : done();
}
