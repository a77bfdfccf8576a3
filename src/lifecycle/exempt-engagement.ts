import type { Instant } from "../ports/index.ts";
import type { Actor, Command } from "../world/index.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";
import { requireEnd } from "./times.ts";

/**
 * Lets an engagement stay active until `until` though nobody signs in by it: parental leave, a stand-by, a seasonal post. It ends by
 * itself, and nobody exempts themselves. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `ends-before-beginning`, `ends-too-late`
 */
export function exemptEngagement({
  actor,
  engagement: id,
  until,
}: {
  readonly actor: Actor;
  readonly engagement: string;
  readonly until: Instant;
}): Command<void> {
  return {
    name: "engagement.exempt",
    actor,
    handle: ({ at, world }) => {
      requireOther(openEngagement(world, id), actor);
      requireEnd({ from: at, to: until }, at);
      const body = { engagement: id, until };
      return { records: [{ kind: "dormancy.exempted", body }], answer: undefined };
    },
  };
}
