import { type Bundle, type Bundles, findPattern } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type { Actor, Command, Endings, Engagement, Watch, World } from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { brake } from "./brake.ts";
import { endingOf, followingFrom } from "./ending-records.ts";

const hour: Duration = 3_600_000;
const day: Duration = 24 * hour;

/** So often it is looked at who signs in no more: it is a matter of days. */
const lookEvery: Duration = hour;
/** So many in one command. */
const atOnce = 200;

interface DormancyDeps {
  readonly bundles: Pick<Bundles, "current">;
  readonly endings: Endings;
}

/**
 * When each engagement is suspended unless somebody signs in by it: once nobody has for as long as the patterns of its wards allow, the
 * longest of them. The time begins when it was last active anew, however long ago the holder signed in, and an exemption puts it
 * off. An engagement that gives no role is looked at by nobody: nothing is open by it.
 */
export function* dormancyComing(bundle: Bundle, world: World, at: Instant): Iterable<Coming> {
  for (const engagement of world.engagements.values()) {
    if (!isRunning(engagement, at)) continue;
    const { exempt = 0, id, person, since = at } = engagement;
    const allowed = allowedOf(bundle, world, engagement, at);
    if (allowed === 0) continue;
    const used = world.people.get(person)?.signedInAt ?? 0;
    const due = Math.max(Math.max(since, engagement.from, used) + allowed, exempt);
    yield { type: "dormancy", id, person, since: due - allowed, due };
  }
}

interface Coming {
  readonly type: "dormancy";
  readonly id: string;
  readonly person: string;
  readonly since: Instant;
  readonly due: Instant;
}

function dormantNow(bundle: Bundle, world: World, at: Instant): readonly Engagement[] {
  const over: Engagement[] = [];
  for (const { due, id } of dormancyComing(bundle, world, at)) {
    const engagement = due <= at ? world.engagements.get(id) : undefined;
    if (engagement !== undefined) over.push(engagement);
  }
  return over;
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
 * Suspends what is dormant; {@link watchEnds} says beforehand that it will be. More at once than the brake lets end in a day (L11) are not believed:
 * it is rather the sign-in that has failed. Nobody is suspended then, and that is on record, once a day.
 */
export function watchDormancy({ bundles, endings }: DormancyDeps, actor: Actor): Watch {
  let next: Instant = Number.NEGATIVE_INFINITY;
  let stoppedAt: Instant = Number.NEGATIVE_INFINITY;
  return {
    due(world, at) {
      const bundle = bundles.current(world);
      if (at < next || bundle === undefined) return undefined;
      next = at + lookEvery;
      const over = dormantNow(bundle, world, at);
      const { type } = brake(world, { actor: actor.id, asked: over.length, at });
      if (type === "stop" && at - stoppedAt >= day) stoppedAt = at;
      const says = type === "stop" && stoppedAt === at;
      const some = type === "stop" ? [] : over.slice(0, atOnce);
      if (over.length > some.length && type === "go") next = at;
      if (some.length === 0 && !says) return undefined;
      return suspending({ bundles, endings }, actor, { some, says });
    },
  };
}

function suspending(
  { bundles, endings }: DormancyDeps,
  actor: Actor,
  { some, says }: { readonly some: readonly Engagement[]; readonly says: boolean },
): Command<void> {
  return {
    name: "engagement.dormancy",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const bundle = bundles.current(world);
      // Whoever has signed in just now is not among them any more.
      const now = bundle === undefined ? [] : dormantNow(bundle, world, at);
      const still = new Set(now.map(({ id }) => id));
      const suspended = some
        .filter(({ id }) => still.has(id))
        .flatMap((engagement) => {
          const body = { engagement: engagement.id, reason: "dormant" } as const;
          const open = endings(endingOf(handling, engagement, { what: "open" }));
          return followingFrom(handling, { kind: "engagement.suspended", body }, open);
        });
      const { type: _stopped, ...figures } = brake(world, {
        actor: actor.id,
        asked: now.length,
        at,
      });
      const stopped = { kind: "brake.stopped", body: figures } as const;
      return {
        records: [...suspended, ...(says ? [stopped] : [])],
        answer: undefined,
      };
    },
  };
}
