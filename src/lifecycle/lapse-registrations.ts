import type { Bundles } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Endings,
  Engagement,
  Registration,
  Watch,
  World,
} from "../world/index.ts";
import {
  believed,
  hasEffect,
  isOverByDate,
  type Lapses,
  lapsing,
  restingOn,
  stopping,
  suspending,
} from "./registration-lapses.ts";

/** An engagement that begins, or a shift that is cut short, is noticed by then. */
const lookAtLeast: Duration = 60_000;
/** So many in one command. */
const atOnce = 200;

interface LapseWatchDeps {
  readonly bundles: Pick<Bundles, "current">;
  readonly endings: Endings;
}

interface Due {
  /** Over by their date. */
  readonly over: readonly Registration[];
  /** So many at once that they are not believed, and it is to be said. */
  readonly stopped: readonly Lapses[];
  /** Suspended by a lapse whose effect has come. */
  readonly suspended: readonly Engagement[];
  /** When something else is over or takes effect, as far as is known now. */
  readonly next: Instant;
}

/**
 * Lets lapses of professional registrations take effect (L7), every second: what is over by its date lapses, and what has lapsed
 * suspends at the end of the shift that was running. Too many at once are not believed; that is on record, once a day.
 */
export function watchRegistrations({ bundles, endings }: LapseWatchDeps, actor: Actor): Watch {
  let next: Instant = Number.NEGATIVE_INFINITY;
  let seen: readonly unknown[] = [];
  return {
    due(world, at) {
      const stamps = [world.registrations, world.registers, world.engagements].map(
        ({ stamp }) => stamp,
      );
      if (at < next && stamps.every((stamp, index) => stamp === seen[index])) return undefined;
      const found = dueNow(bundles, world, at);
      if (found === undefined) return undefined;
      next = Math.min(found.next, at + lookAtLeast);
      seen = stamps;
      const { over, stopped, suspended } = found;
      if (over.length + stopped.length + suspended.length === 0) return undefined;
      // What is left over is looked for again.
      next = at;
      return lapsingDue({ bundles, endings }, actor);
    },
  };
}

function lapsingDue({ bundles, endings }: LapseWatchDeps, actor: Actor): Command<void> {
  return {
    name: "registration.lapse",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const bundle = bundles.current(world);
      // Looked at again: another node may have done it meanwhile.
      const found = dueNow(bundles, world, at);
      if (bundle === undefined || found === undefined) return { records: [], answer: undefined };
      const deps = { bundle, endings };
      const records = [
        ...found.stopped.flatMap((lapses) => stopping(world, lapses, at)),
        ...suspending(deps, handling, found.suspended.slice(0, atOnce)),
        ...found.over
          .slice(0, atOnce)
          .flatMap((registration) => lapsing(deps, handling, registration, "expired")),
      ];
      return { records, answer: undefined };
    },
  };
}

/** Undefined: no policy is active, so that nothing is open anyway. */
function dueNow(bundles: Pick<Bundles, "current">, world: World, at: Instant): Due | undefined {
  const bundle = bundles.current(world);
  if (bundle === undefined) return undefined;
  const over: Registration[] = [];
  const suspended = new Map<string, Engagement>();
  let next = Number.POSITIVE_INFINITY;
  for (const registration of world.registrations.values()) {
    const { lapsed, person, until } = registration;
    const resting = () => restingOn(bundle, world, person, at);
    if (isOverByDate(world, registration, at)) {
      // Of whoever works here no more nothing is recorded.
      if (resting().length > 0) over.push(registration);
    } else if (hasEffect(world, registration, at)) {
      for (const engagement of resting()) suspended.set(engagement.id, engagement);
    } else {
      const due = lapsed?.effect ?? until;
      if (due > at) next = Math.min(next, due);
    }
  }
  const byRegister = Map.groupBy(over, ({ register }) => register);
  const counted = [...byRegister].map(([id, some]) => believed(world, id, some.length, at));
  const stopped = counted.filter(({ type }) => type === "stop");
  const refused = new Set(stopped.map(({ register }) => register));
  const people = new Set<string>();
  return {
    over: over.filter(
      ({ person, register }) =>
        !refused.has(register) &&
        // Nobody is suspended twice in one command: another registration of theirs is looked at by the next.
        !restingOn(bundle, world, person, at).some(({ id }) => suspended.has(id)) &&
        people.size < people.add(person).size,
    ),
    stopped: stopped.filter((lapses) => stopping(world, lapses, at).length > 0),
    suspended: [...suspended.values()],
    next,
  };
}
