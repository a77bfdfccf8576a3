import type { Duration, Instant, SideKey } from "../../ports/index.ts";
import type { World } from "../../world/index.ts";
import { type FeedDeps, submitReading } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import { hearFeed } from "../shared/hear-feed.ts";
import { holdLines, type Lines } from "../shared/lines.ts";
import { isZone } from "../shared/local-time.ts";
import {
  createTally,
  type ImportReport,
  type OnProgress,
  type Refusal,
  type Tally,
} from "../shared/report.ts";
import type { KnownRoles } from "../shared/role-code.ts";
import { type Item, takeIn } from "../shared/take-in.ts";
import { type OutOfSight, readCalendar } from "./read-calendar.ts";
import { readRosterCsv } from "./read-roster-csv.ts";
import { keyOf, type Rostered } from "./rostered.ts";
import { cancel, periodKey, toItem } from "./take-period.ts";

/** What taking in a roster works with. */
export interface RosterDeps extends FeedDeps {
  /** The committed world: it says in which zone a ward is. */
  world(): World;
}

/** How a roster is read. */
export interface RosterOptions {
  /** The feed's id; periods belong to it. */
  readonly feed: string;
  readonly format: "csv" | "calendar";
  /** The IANA zone of times in wards that are not known. */
  readonly zone: string;
  /** The roles that the policy knows; any that looks like one where absent. */
  readonly roles?: KnownRoles;
  /** True when the file is the whole roster: what is not in it any more and has not begun is cancelled. */
  readonly full?: boolean;
  readonly onProgress?: OnProgress;
}

/** What became of a roster. */
export interface RosterReport extends ImportReport {
  /** Periods that the file does not have any more. */
  readonly cancelled: number;
  /** Why nothing was cancelled although the file is said to be the whole roster, or an event of it has lost occurrences. */
  readonly notCancelled?: string;
}

const day: Duration = 24 * 60 * 60 * 1000;
/** Recurring events are looked at from yesterday to two months ahead. */
const before: Duration = day;
const ahead: Duration = 60 * day;

/**
 * Takes in shifts and on-call periods from CSV or iCalendar. A period that is there already is left alone, one
 * that differs takes the place of the other under the same id, a recurring event's occurrences that are gone are
 * cancelled, and with `full` whatever is gone from the file within its part of time. What has begun is never
 * cancelled by being absent. Importing twice changes nothing.
 *
 * @throws FeedError `bad-file`, `unknown-zone`; what submitting throws
 */
export async function importRoster(
  deps: RosterDeps,
  lines: Lines,
  options: RosterOptions,
): Promise<RosterReport> {
  const { feed, zone } = options;
  if (!isZone(zone)) {
    throw new FeedError(
      "unknown-zone",
      `The time zone "${zone}" is not known. Give an IANA name such as Europe/London.`,
    );
  }
  const held = holdLines(lines);
  const tally = createTally(options.onProgress);
  const seen = createSeen(feed);
  const now = deps.clock.now();
  const parts = await firstOf(readParts(deps, held, options, now, tally));
  const intake = { name: "roster.import", actor: { type: "feed", id: feed } } as const;
  await takeIn(deps, intake, toItems(parts, options, seen, tally), tally);
  await hearFeed(deps, feed, "roster", tally.report());
  const gone = await cancelAbsent(deps, options, seen, now);
  return { ...tally.report(), ...gone };
}

/** A file that is none is refused before anything is said of its feed. */
async function firstOf<T>(parts: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await parts.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* parts;
  })();
}

function readParts(
  deps: RosterDeps,
  lines: Lines,
  { format, zone }: RosterOptions,
  now: Instant,
  tally: Tally,
): AsyncGenerator<Rostered | Refusal | OutOfSight> {
  const zoneOf = (ward: string): string => {
    const world = deps.world();
    return world.sites.get(world.wards.get(ward)?.site ?? "")?.zone ?? zone;
  };
  if (format === "csv") return readRosterCsv(lines, zoneOf);
  return readCalendar(lines, { from: now - before, to: now + ahead, zoneOf }, tally.ignore);
}

/** What a file has, so that what it has not can be told. */
interface Seen {
  readonly keys: Set<string>;
  /** Where the keys of a recurring event's occurrences begin. */
  readonly recurring: Set<string>;
  from: Instant;
  to: Instant;
  /** Parts of the file that could not be read at all: what they speak of is not known. */
  unread: number;
  add(period: Rostered): void;
  /** A recurring event of which nothing is left. */
  addEvent(uid: string): void;
}

function createSeen(feed: string): Seen {
  const seen: Seen = {
    keys: new Set(),
    recurring: new Set(),
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
    unread: 0,
    add(period) {
      const key = periodKey(feed, period);
      seen.keys.add(key);
      const [uid, ...rest] = period.key.split("|");
      if (rest.length > 0) seen.recurring.add(`${period.type}|${feed}|${uid}|`);
      seen.from = Math.min(seen.from, period.from);
      seen.to = Math.max(seen.to, period.to);
    },
    addEvent(uid) {
      for (const type of ["shift", "on-call"] as const) {
        seen.recurring.add(`${periodKey(feed, { type, key: keyOf(uid) })}|`);
      }
    },
  };
  return seen;
}

async function* toItems(
  parts: AsyncGenerator<Rostered | Refusal | OutOfSight>,
  { feed, roles }: RosterOptions,
  seen: Seen,
  tally: Tally,
): AsyncGenerator<Item | Refusal> {
  for await (const part of parts) {
    if ("isOver" in part) {
      seen.addEvent(part.uid);
      tally.count(part.isOver ? "historic" : "unchanged", part.line);
    } else if ("reason" in part) {
      seen.unread++;
      yield part;
    } else {
      seen.add(part);
      yield toItem(feed, part, roles);
    }
  }
}

async function cancelAbsent(
  deps: RosterDeps,
  { feed, format, full = false }: RosterOptions,
  seen: Seen,
  now: Instant,
): Promise<Pick<RosterReport, "cancelled" | "notCancelled">> {
  const nothing = { cancelled: 0 };
  const window = format === "csv" ? seen : { from: now - before, to: now + ahead };
  const held = await idsOf(deps, [...seen.keys]);
  const mayGo = full ? "all" : await occurrences(deps, seen);
  if (mayGo !== "all" && [...mayGo].every((id) => held.has(id))) return nothing;
  // An empty or half-read file would send everybody home.
  if (seen.keys.size === 0 && full)
    return { ...nothing, notCancelled: "the file has no period in it" };
  if (seen.unread > 0) {
    const why = "a part of the file could not be read, so that what is gone is not known";
    return { ...nothing, notCancelled: why };
  }
  return { cancelled: await cancelAll(deps, feed, mayGo, held, window) };
}

async function idsOf(deps: RosterDeps, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let at = 0; at < keys.length; at += 1000) {
    const rows = keys.slice(at, at + 1000).map((key): SideKey => ({ table: "identifiers", key }));
    for (const id of await deps.side.get(rows)) if (typeof id === "string") ids.add(id);
  }
  return ids;
}

/** The ids of all occurrences, once taken in, of the recurring events in the file. */
async function occurrences(deps: RosterDeps, seen: Seen): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const prefix of seen.recurring) {
    for (let after: string | undefined; ; ) {
      const page = await deps.side.list("identifiers", {
        prefix,
        limit: 500,
        ...(after === undefined ? {} : { after }),
      });
      for (const { value } of page) if (typeof value === "string") ids.add(value);
      after = page.at(-1)?.key;
      if (page.length < 500) break;
    }
  }
  return ids;
}

/** Cancels what may go: of this feed, within the window, not yet begun, and not held. */
async function cancelAll(
  deps: RosterDeps,
  feed: string,
  mayGo: ReadonlySet<string> | "all",
  held: ReadonlySet<string>,
  window: { readonly from: Instant; readonly to: Instant },
): Promise<number> {
  return await submitReading<number>(deps, {
    name: "roster.cancel-absent",
    actor: { type: "feed", id: feed },
    keys: [],
    handle(slate) {
      const gone = (period: {
        readonly id: string;
        readonly feed?: string;
        readonly from: Instant;
        readonly to: Instant;
      }) =>
        period.feed === feed &&
        period.from > slate.at &&
        period.from >= window.from &&
        period.from <= window.to &&
        !held.has(period.id) &&
        (mayGo === "all" || mayGo.has(period.id));
      const shifts = [...slate.world.shifts.values()].filter(gone);
      const onCalls = [...slate.world.onCalls.values()].filter(gone);
      for (const { id } of shifts) cancel(slate, "shift", id);
      for (const { id } of onCalls) cancel(slate, "on-call", id);
      return shifts.length + onCalls.length;
    },
  });
}
