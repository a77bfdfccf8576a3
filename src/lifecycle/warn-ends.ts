import type { Bundle, Bundles } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import {
  type Actor,
  type EndingThing,
  isRunning,
  type NewRecord,
  type Watch,
  type World,
  warningId,
  watchFor,
} from "../world/index.ts";
import { dormancyComing } from "./dormancy.ts";
import { isHere } from "./registration-lapses.ts";

const hour: Duration = 3_600_000;
const day: Duration = 24 * hour;

/** So often it is looked at what ends before long: it is a matter of days. */
const lookEvery: Duration = hour;
/** So many days before, in a time that is at least twice as long. */
const steps: readonly number[] = [30, 14, 3, 1];
/** So many in one command. */
const atOnce = 200;

/** Something that ends before long, unless somebody does something about it. */
export interface ComingEnd {
  readonly type: EndingThing;
  /** Of the thing, as its own table has it. */
  readonly id: string;
  /** Whose it is: they are told, and so is whoever runs a ward of theirs. */
  readonly person: string;
  /** Since when it lasts: what lasts for less than twice a step is not warned of at that step. */
  readonly since: Instant;
  /** When it ends. */
  readonly due: Instant;
}

/**
 * Says what ends when, and who is told of it: everything of one kind that has an end, whether or not it is near. It is asked every
 * hour, with the active policy, and answers from the world alone.
 */
export type EndsOf = (bundle: Bundle, world: World, at: Instant) => Iterable<ComingEnd>;

/**
 * The one mechanism that warns of ends: 30, 14, 3 and 1 days before, each once, of whatever one of `ends` says. What is to be warned of
 * is fed into it by a function of its own ({@link EndsOf}), which is put into the list `knownEnds`; a
 * kind of thing is a member of {@link EndingThing}, and its words are in `src/http/notices/ending-words.ts`. Each warning is one
 * record (`ending.warned`), by which the mails and webhooks are made. Where an end moves, it is warned of anew.
 *
 * What another folder knows of is put beside them where the application is opened, as workloads are:
 * ```ts
 * ends: [...knownEnds, (_bundle, world, at) => workloadEnds(world, at)]
 * ```
 */
export function watchEnds(
  {
    bundles,
    ends = knownEnds,
  }: { readonly bundles: Pick<Bundles, "current">; readonly ends?: readonly EndsOf[] },
  actor: Actor,
): Watch {
  const look = (world: World, at: Instant) => {
    const bundle = bundles.current(world);
    return bundle === undefined ? undefined : warningsDue(ends, bundle, world, at);
  };
  return watchFor({ name: "ending.warn", every: lookEvery, atOnce, look }, actor);
}

/** What is warned of: a function for each kind of thing. */
export const knownEnds: readonly EndsOf[] = [
  dormancyComing,
  engagementsComing,
  grantsComing,
  registrationsComing,
];

function warningsDue(
  ends: readonly EndsOf[],
  bundle: Bundle,
  world: World,
  at: Instant,
): readonly NewRecord[] {
  const records: NewRecord[] = [];
  for (const endsOf of ends) {
    for (const { due, id, person, since, type } of endsOf(bundle, world, at)) {
      const days = stepOf(since, due, at);
      if (days === undefined) continue;
      const told = world.warnings.get(warningId(type, id));
      if (told !== undefined && told.due === due && told.days <= days) continue;
      records.push({ kind: "ending.warned", body: { days, due, id, person, type } });
    }
  }
  return records;
}

/** The last step that has come; undefined: none has, or it is over. */
function stepOf(since: Instant, due: Instant, at: Instant): number | undefined {
  if (due <= at || due - at > (steps[0] ?? 0) * day) return undefined;
  return steps.findLast((each) => 2 * each * day <= due - since && due - each * day <= at);
}

/** An employee's, too: HR has not said for eleven months that they are here. */
function* engagementsComing(_bundle: Bundle, world: World, at: Instant): Iterable<ComingEnd> {
  for (const engagement of world.engagements.values()) {
    if (!isRunning(engagement, at)) continue;
    const { from: since, id, person, to: due } = engagement;
    yield { type: "engagement", id, person, since, due };
  }
}

function* grantsComing(_bundle: Bundle, world: World): Iterable<ComingEnd> {
  for (const { activatedAt: since, id, person, state, until: due } of world.grants.values()) {
    if (state !== "active" || since === undefined || due === undefined) continue;
    yield { type: "grant", id, person, since, due };
  }
}

/** Whoever works here no more is not asked to renew it; how long it has been there is not known, and long enough. */
function* registrationsComing(_bundle: Bundle, world: World, at: Instant): Iterable<ComingEnd> {
  for (const { id, lapsed, person, until: due } of world.registrations.values()) {
    if (lapsed !== undefined || !isHere(world, person, at)) continue;
    yield { type: "registration", id, person, since: Number.NEGATIVE_INFINITY, due };
  }
}
