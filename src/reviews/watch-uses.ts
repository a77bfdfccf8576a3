import { type Bundle, type Bundles, wardsWith } from "../access/index.ts";
import type { Duration, Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  LogRecord,
  NewRecord,
  RecordOf,
  RoleAssignment,
  World,
} from "../world/index.ts";

const day: Duration = 24 * 3_600_000;
/** What was used is written so often: whether somebody still needs a role is a matter of weeks. */
const writeEvery: Duration = 3_600_000;
/** A record holds 64 KB: so many are listed in it. */
const mostListed = 1_000;

/** Notes which roles permits rested on, for the world to know when each was last used. */
export interface UseWatch {
  /** To be given to `app.follow`, with the world after the records. */
  readonly follow: (records: readonly LogRecord[], world: World) => void;
  /** Writes what was noted, an hour after it began; `all`: now. Undefined: there is nothing to write. */
  readonly due: (at: Instant, all?: boolean) => Command<void> | undefined;
}

/**
 * Watches the permits of this node. Of each role that somebody has, one use a day is written, so that the log grows by no more than one
 * entry for each role and day; a node that is killed loses what it noted in the last hour.
 */
export function watchUses({ bundles }: { readonly bundles: Bundles }, actor: Actor): UseWatch {
  let noted = new Set<string>();
  let since: Instant = Number.POSITIVE_INFINITY;
  return {
    follow(records, world) {
      const bundle = bundles.current(world);
      if (bundle === undefined) return;
      for (const record of records) {
        if (record.kind !== "decision.permitted") continue;
        for (const id of usesOf(bundle, world, record, noted)) {
          if (noted.size === 0) since = record.at;
          noted.add(id);
        }
      }
    },
    due(at, all = false) {
      if (noted.size === 0 || (!all && at < since + writeEvery)) return undefined;
      const written = [...noted];
      noted = new Set();
      return {
        name: "role.note-use",
        actor,
        handle: ({ at: now, world }) => {
          // Another node may have said so of the same day.
          const fresh = written.filter((id) => world.roles.has(id) && !isKnown(world, id, now));
          const records: NewRecord[] = [];
          for (let from = 0; from < fresh.length; from += mostListed) {
            const assignments = fresh.slice(from, from + mostListed);
            records.push({ kind: "role.used", body: { assignments } });
          }
          return { records, answer: undefined };
        },
      };
    },
  };
}

/** The assignments that a permit rests on and whose use on this day nobody has noted yet. */
function usesOf(
  bundle: Bundle,
  world: World,
  { at, body }: RecordOf<"decision.permitted">,
  noted: ReadonlySet<string>,
): readonly string[] {
  const { action, subject } = body;
  if (subject.type !== "person") return [];
  const roles: RoleAssignment[] = [];
  let isNew = false;
  for (const id of world.rolesByPerson.get(subject.id)) {
    const role = world.roles.get(id);
    if (role === undefined || role.from > at || at >= role.to) continue;
    roles.push(role);
    isNew ||= !noted.has(id) && !isKnown(world, id, at);
  }
  // The usual case: all of it is known by the second permit of a day.
  if (!isNew) return nothing;
  const giving = roles.filter(({ role }) => bundle.roles.get(role)?.may.has(action) === true);
  const here = giving.length < 2 ? [] : ofPlace(world, giving, body, at);
  // By which of several it was, nobody can know where none is the one of the place: nothing that was used may look unused.
  return (here.length === 0 ? giving : here)
    .map(({ id }) => id)
    .filter((id) => !isKnown(world, id, at));
}

const nothing: readonly string[] = [];

function isKnown(world: World, id: string, at: Instant): boolean {
  const used = world.roleUses.get(id)?.at;
  return used !== undefined && Math.floor(used / day) === Math.floor(at / day);
}

/** Those in the ward that it was about, or in its service. */
function ofPlace(
  world: World,
  roles: readonly RoleAssignment[],
  { context, resource: { id, type } }: RecordOf<"decision.permitted">["body"],
  at: Instant,
): readonly RoleAssignment[] {
  const seat = type === "seat" ? id : context.seat;
  const wards = new Set<string>();
  if (type === "patient") for (const ward of wardsWith(world, id, at)) wards.add(ward);
  if (type === "ward") wards.add(id);
  const seatWard = seat === undefined ? undefined : world.seats.get(seat)?.ward;
  if (wards.size === 0 && seatWard !== undefined) wards.add(seatWard);
  const services = [...wards].map((ward) => world.wards.get(ward)?.service);
  return roles.filter(({ ward }) => wards.has(ward) || services.includes(ward));
}
