import { ask, hospital } from "../../access/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import { continueConsole } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { decideAt, settled, untold } from "./decide-at.ts";
import type { Decided, Doors, Reviews, Work } from "./doors.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

/** A page that is asked for again within this is being looked at still, as at the product's consoles. */
const sameLook: Duration = 60_000;

const reading = "review.read";
const takingOver = "review.take-over";

/** What consoles show of the hospital: a look is recorded once, and a page that refreshes itself not again (U4). */
export interface Looks {
  look(turn: Turn, work: Work, action: string): Promise<Decided>;
}

/** Consoles at which nobody has looked at anything. */
export function createLooks(stage: Stage): Looks {
  const seen = new Map<string, Instant>();
  return {
    async look(turn, work, action) {
      const { session } = work;
      const key = `${session.id} ${action}`;
      const now = stage.clock.now();
      const before = seen.get(key);
      seen.set(key, now);
      const isSame = before !== undefined && now - before < sameLook;
      if (isSame && mayLook(stage, session, action)) return { type: "permit", said: [] };
      const wish = { action, resource: hospital, purpose: "HOPERAT", onlyTried: true };
      return settled(async () => {
        await noteActive(stage, work);
        return await decideAt(stage, turn, work, wish);
      }).then(untold);
    },
  };
}

/** Whether a look at the hospital would be permitted now: unrecorded, it opens nothing. */
export function mayLook({ app }: Stage, { id, person }: Session, action: string): boolean {
  const asking = { bundles: app.bundles, world: app.world(), at: app.now(), remedies: false };
  const subject = { type: "person", id: person };
  const context = { session: id, purpose: "HOPERAT" };
  return ask(asking, { subject, action, resource: hospital, context }).type === "permit";
}

/** What is done at a console is noted, by which its idle end is counted. */
export async function noteActive(
  { elsewhere, deps }: Stage,
  { place, session }: Work,
): Promise<void> {
  if (place.type === "console") await elsewhere.submit(continueConsole(deps, session.id));
}

/** Reads what waits for a review (X13, X15): all of it, or what others have not looked at in time. */
export function reviewsAt(stage: Stage, looks: Looks): Doors["consoles"]["lookAtReviews"] {
  return async (turn, work): Promise<Reviews> => {
    const { session } = work;
    const sees = mayLook(stage, session, reading) || !mayLook(stage, session, takingOver);
    const decided = await looks.look(turn, work, sees ? reading : takingOver);
    if (decided.type !== "permit") return { decided, ids: [] };
    const waiting = [...stage.app.world().reviews.values()]
      .filter(({ type, escalated }) => type !== "standing-access" && (sees || escalated === true))
      .toSorted((a, b) => a.due - b.due);
    return { decided, ids: waiting.map(({ id }) => id) };
  };
}
