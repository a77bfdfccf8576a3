import type { Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Ended,
  EndedBecause,
  Endings,
  Engagement,
  Handling,
  NewRecord,
  World,
} from "../world/index.ts";
import { endingOf, endingRecords, listEnded } from "./ending-records.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";

/** What ended, and what of the person goes on. */
export interface EndedAccess {
  readonly engagement: string;
  readonly person: string;
  readonly ended: Ended;
  readonly more: number;
  /** Other engagements of the person that run. */
  readonly others: readonly string[];
}

/**
 * Ends an engagement, and in the same batch everything that hangs on it (L3). Nothing is parked. What hangs on another live
 * engagement of the same person stays. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`
 */
export function endEngagement(
  deps: { readonly endings: Endings },
  request: {
    readonly engagement: string;
    readonly reason: EndedBecause;
    readonly actor: Actor;
  },
): Command<EndedAccess> {
  const { actor, reason } = request;
  return {
    name: "engagement.end",
    actor,
    handle: (handling) => {
      const engagement = openEngagement(handling.world, request.engagement);
      requireOther(engagement, actor);
      const ending = endingOf(handling, engagement, { what: "all" });
      const records = endingRecords(deps.endings, ending, reason);
      return { records, answer: whatEnded(handling.world, records, engagement, ending.others) };
    },
  };
}

/**
 * What would end with an engagement at `at`: for whoever is about to end it. Nothing happens.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`
 */
export function previewEnd(
  deps: { readonly endings: Endings },
  world: World,
  id: string,
  at: Instant,
): EndedAccess {
  const engagement = openEngagement(world, id);
  // No record of it is kept, so that its ids may all be the same.
  const ending = endingOf({ at, id: (prefix) => prefix, world }, engagement, { what: "all" });
  const records = endingRecords(deps.endings, ending, "left");
  return whatEnded(world, records, engagement, ending.others);
}

function whatEnded(
  world: World,
  records: readonly NewRecord[],
  { id: engagement, person }: Engagement,
  others: readonly string[],
): EndedAccess {
  return { engagement, others, person, ...listEnded(world, records) };
}

/**
 * The records of engagements whose own end has come: for the ticker. That they are over is derived each time; this ends what hangs
 * on them, and makes their receipts. At most `limit` of them at once.
 */
export function engagementsOver(
  deps: { readonly endings: Endings },
  handling: Pick<Handling, "at" | "id" | "world">,
  limit: number,
): readonly NewRecord[] {
  const { at, world } = handling;
  const over = overAt(world, at).slice(0, limit);
  const ids = new Set(over.map(({ id }) => id));
  return over.flatMap((engagement) =>
    endingRecords(
      deps.endings,
      endingOf(handling, engagement, { what: "all", gone: (id) => ids.has(id) }),
      "over",
    ),
  );
}

/** Those whose own end has come, and that nobody has recorded yet. */
export function overAt(world: World, at: Instant): readonly Engagement[] {
  return [...world.engagements.values()].filter(({ state, to }) => state !== "ended" && to <= at);
}
