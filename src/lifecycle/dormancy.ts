import { type Bundle, type Bundles, findPattern } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, Endings, Engagement, NewRecord, World } from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { brake } from "./brake.ts";
import { endingOf, followingFrom } from "./ending-records.ts";

const hour: Duration = 3_600_000;
const day: Duration = 24 * hour;

/** So often it is looked at who signs in no more: it is a matter of days. */
const lookEvery: Duration = hour;
/** So many days before, its holder and whoever runs their wards are told, in a time that is at least twice as long. */
const warnings: readonly number[] = [30, 14, 3, 1];
/** So many in one command. */
const atOnce = 200;

interface DormancyDeps {
  readonly bundles: Pick<Bundles, "current">;
  readonly endings: Endings;
}

/** Who is dormant now, and who is told that they are about to be. */
interface Dormant {
  readonly over: readonly Engagement[];
  readonly warned: readonly NewRecord[];
}

/** Looks every hour at who signs in no more. */
interface DormancyWatch {
  /** What there is to do at `at`; undefined: nothing, or it was looked at just now. */
  due(world: World, at: Instant): Command<void> | undefined;
}

/**
 * Finds the engagements by which nobody has signed in for as long as the patterns of their wards allow, the longest of them. The time
 * begins when it was last active anew, however long ago the holder signed in, and an exemption puts it off. An engagement that gives
 * no role is looked at by nobody: nothing is open by it.
 */
function dormantNow(bundle: Bundle, world: World, at: Instant): Dormant {
  const over: Engagement[] = [];
  const warned: NewRecord[] = [];
  for (const engagement of world.engagements.values()) {
    if (!isRunning(engagement, at)) continue;
    const { exempt = 0, id, person, since = at } = engagement;
    const allowed = allowedOf(bundle, world, engagement, at);
    if (allowed === 0) continue;
    const used = world.people.get(person)?.signedInAt ?? 0;
    const due = Math.max(Math.max(since, engagement.from, used) + allowed, exempt);
    if (due <= at) over.push(engagement);
    const days = warnings.findLast((each) => 2 * each * day <= allowed && due - each * day <= at);
    const before = engagement.warned;
    const isTold = before !== undefined && before.due === due && before.days <= (days ?? 0);
    if (days === undefined || due <= at || isTold) continue;
    warned.push({ kind: "dormancy.warned", body: { days, due, engagement: id } });
  }
  return { over, warned };
}

/** The longest time that a pattern allows of the wards in which it gives a role; 0: it gives none. */
function allowedOf(
  bundle: Bundle,
  world: World,
  { id, person }: Engagement,
  at: Instant,
): Duration {
  let longest = 0;
  for (const each of world.rolesByPerson.get(person)) {
    const role = world.roles.get(each);
    if (role === undefined || role.engagement !== id || role.to <= at) continue;
    longest = Math.max(longest, findPattern(bundle, world, role.ward)?.dormancy ?? 0);
  }
  return longest;
}

/**
 * Suspends what is dormant and says beforehand that it will be. More at once than the brake lets end in a day (L11) are not believed:
 * it is rather the sign-in that has failed. Nobody is suspended then, and that is on record, once a day.
 */
export function watchDormancy({ bundles, endings }: DormancyDeps, actor: Actor): DormancyWatch {
  let next: Instant = Number.NEGATIVE_INFINITY;
  let stoppedAt: Instant = Number.NEGATIVE_INFINITY;
  return {
    due(world, at) {
      const bundle = bundles.current(world);
      if (at < next || bundle === undefined) return undefined;
      next = at + lookEvery;
      const { over, warned } = dormantNow(bundle, world, at);
      const { type } = brake(world, { actor: actor.id, asked: over.length, at });
      if (type === "stop" && at - stoppedAt >= day) stoppedAt = at;
      const says = type === "stop" && stoppedAt === at;
      const some = type === "stop" ? [] : over.slice(0, atOnce);
      if (over.length > some.length && type === "go") next = at;
      if (warned.length > atOnce) next = at;
      if (some.length + warned.length === 0 && !says) return undefined;
      const told = warned.slice(0, atOnce);
      return suspending({ bundles, endings }, actor, { some, told, says });
    },
  };
}

function suspending(
  { bundles, endings }: DormancyDeps,
  actor: Actor,
  {
    some,
    told,
    says,
  }: {
    readonly some: readonly Engagement[];
    readonly told: readonly NewRecord[];
    readonly says: boolean;
  },
): Command<void> {
  return {
    name: "engagement.dormancy",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const bundle = bundles.current(world);
      // Whoever has signed in just now is not among them any more.
      const now = bundle === undefined ? { over: [], warned: [] } : dormantNow(bundle, world, at);
      const still = new Set(now.over.map(({ id }) => id));
      const suspended = some
        .filter(({ id }) => still.has(id))
        .flatMap((engagement) => {
          const body = { engagement: engagement.id, reason: "dormant" } as const;
          const open = endings(endingOf(handling, engagement, { what: "open" }));
          return followingFrom(handling, { kind: "engagement.suspended", body }, open);
        });
      const { type: _stopped, ...figures } = brake(world, {
        actor: actor.id,
        asked: now.over.length,
        at,
      });
      const stopped = { kind: "brake.stopped", body: figures } as const;
      return {
        records: [...told, ...suspended, ...(says ? [stopped] : [])],
        answer: undefined,
      };
    },
  };
}
