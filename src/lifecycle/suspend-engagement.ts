import type { Actor, Command, Endings, SuspendedBecause } from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { endingOf, followingFrom } from "./ending-records.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";

/**
 * Suspends an engagement: from this position on it gives nothing, and what was open by it is over. Badge, passkeys, phone and
 * roles sleep until it is resumed. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `not-active`
 */
export function suspendEngagement(
  { endings }: { readonly endings: Endings },
  request: {
    readonly engagement: string;
    readonly reason: SuspendedBecause;
    readonly actor: Actor;
  },
): Command<void> {
  const { actor, engagement: id, reason } = request;
  return {
    name: "engagement.suspend",
    actor,
    handle: (handling) => {
      const engagement = openEngagement(handling.world, id);
      requireOther(engagement, actor);
      if (engagement.state !== "active") {
        throw new LifecycleError("not-active");
      }
      const suspended = { kind: "engagement.suspended", body: { engagement: id, reason } } as const;
      // Before its beginning nothing is open by it.
      const isOpen = isRunning(engagement, handling.at);
      const open = isOpen ? endings(endingOf(handling, engagement, { what: "open" })) : [];
      return { records: followingFrom(handling, suspended, open), answer: undefined };
    },
  };
}
