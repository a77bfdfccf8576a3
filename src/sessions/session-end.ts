import { workOf } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Scene } from "./scene.ts";

/** No session lasts longer, whatever the roster says. Elapsed, so that a night with a clock change is right (S5). */
const longestSession: Duration = 16 * 3_600_000;

/**
 * The latest a seat session may last (S5): the end of the duty with its margin, 16 hours, or the
 * engagement's end, whichever is first. A duty that begins before the last one's margin is over carries
 * on from it, so that a double shift is one session.
 */
export function seatSessionEnd(
  { world, at, bundle }: Scene,
  session: { readonly person: string; readonly engagement: string; readonly openedAt: Instant },
): Instant {
  const latest = latestEnd({ world }, session);
  let end = at;
  while (end < latest) {
    // What begins just as the last one ends carries on from it, as one's own drafts do (S9).
    const duties = workOf(bundle, world, session.person, end);
    const next = Math.max(end, ...duties.map((duty) => duty.to + duty.marginAfter));
    if (next === end) break;
    end = next;
  }
  return Math.min(end, latest);
}

/** The latest a session may last whatever the duty: 16 hours, or the engagement's end. */
export function latestEnd(
  { world }: Pick<Scene, "world">,
  session: { readonly engagement: string; readonly openedAt: Instant },
): Instant {
  const engagement = world.engagements.get(session.engagement);
  return Math.min(session.openedAt + longestSession, engagement?.to ?? session.openedAt);
}
