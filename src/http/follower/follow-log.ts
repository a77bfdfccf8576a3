import type { App } from "../../app.ts";
import type {
  Duration,
  Instant,
  Json,
  Log,
  Position,
  SideKey,
  SideWrite,
} from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import type { Actor, FollowerName, LogRecord } from "../../world/index.ts";

/** Records that change state, read at once. */
const page = 500;
/** The cursor is written at the latest after so many records that nobody is told of. */
const farBehind = 2_000;
/** A node that was not heard of for this long is not there any more; it says so three times in that time. */
const leadFor: Duration = 9_000;

const system: Actor = { type: "system", id: "wardkey" };

/** How far the log was read, by which node, which nobody takes over from before `until`. */
export interface Cursor {
  readonly position: Position;
  readonly node: string;
  readonly until: Instant;
}

/** What following works with. */
export interface FollowDeps {
  readonly app: Pick<App, "submit" | "world" | "now">;
  readonly log: Pick<Log, "changes">;
  /** Whether no other node can have this log. */
  readonly exclusive: boolean;
}

/** What is written for some records, together with the cursor behind them. */
export interface Kept {
  /** Rows that `rows` looks at. */
  readonly needs: readonly SideKey[];
  /** The rows, with what is there at the moment at which they are written. */
  rows(side: (key: SideKey) => Json | undefined): readonly SideWrite[];
}

/** Who follows the log, and what for. */
export interface Following {
  readonly name: FollowerName;
  readonly cursorKey: SideKey;
  readonly node: string;
  /** From where the log is read, given how far it was read before; undefined: nobody waits for anything. */
  from(): Promise<((kept: Position | undefined) => Position) | undefined>;
  /** Begins to lead; what it answers turns records, the first at `position` or later, into what is written: undefined for nothing. */
  begin(): (records: readonly LogRecord[], position: Position) => Promise<Kept | undefined>;
  /** Something was written for somebody. */
  arrived(): void;
}

/** What a node that follows the log knows. */
interface Lead {
  readonly tell: ReturnType<Following["begin"]>;
  /** Up to here the log was read; the row may be a little behind. */
  position: Position;
  written: Position;
  until: Instant;
}

/** Reads the log for somebody, as one node among those of the log. */
export interface LogFollower {
  /** Turns what is new in the log into rows; answers whether this node leads. */
  turn(): Promise<boolean>;
}

/**
 * One node of all leads. Taking over is a record, so that of two that try one wins; what the one that lost still writes is
 * refused, because the cursor is not its own any more. A cursor is written together with the rows for the records before it:
 * none is lost by a kill, and none is made twice.
 */
export function followLog(deps: FollowDeps, following: Following): LogFollower {
  let lead: Lead | undefined;
  return {
    async turn() {
      lead ??= await takeOver(deps, following);
      if (lead === undefined) return false;
      try {
        const kept = await readOn(deps, following, lead);
        if (!kept) lead = undefined;
        return kept;
      } catch (error) {
        // What was noted on the way may be ahead of the cursor: begin again from the row.
        lead = undefined;
        throw error;
      }
    },
  };
}

async function takeOver(
  { app, exclusive }: FollowDeps,
  { begin, cursorKey, from, name, node }: Following,
): Promise<Lead | undefined> {
  const start = await from();
  if (start === undefined) return undefined;
  const taken = await app.submit({
    name: "follower.move",
    actor: system,
    needs: [cursorKey],
    handle: ({ side, at }) => {
      const row = side(cursorKey) as unknown as Cursor | undefined;
      const isOurs = row?.node === node;
      if (row !== undefined && !isOurs && !exclusive && row.until > at) {
        return { records: [], answer: undefined };
      }
      const cursor = { position: start(row?.position), node, until: at + leadFor };
      return {
        records: isOurs ? [] : [{ kind: "follower.moved", body: { follower: name, node } }],
        side: [{ ...cursorKey, value: asJson(cursor) }],
        answer: cursor,
      };
    },
  });
  if (taken === undefined) return undefined;
  const { position, until } = taken;
  return { tell: begin(), position, written: position, until };
}

/** Reads up to where the world is; false when another node leads. */
async function readOn(deps: FollowDeps, following: Following, lead: Lead): Promise<boolean> {
  const { app, log } = deps;
  for (;;) {
    const to = app.world().next;
    const changes = lead.position < to ? await log.changes(lead.position, { to, limit: page }) : [];
    const records = changes.map(decodeRecord);
    const kept = records.length === 0 ? undefined : await lead.tell(records, lead.position);
    const last = records.at(-1);
    lead.position = changes.length < page || last === undefined ? to : last.position + 1;
    const isDue = !deps.exclusive && lead.until - app.now() < (2 * leadFor) / 3;
    if (kept !== undefined || isDue || lead.position - lead.written > farBehind) {
      if (!(await keep(deps, following, lead, kept))) return false;
      if (kept !== undefined) following.arrived();
    }
    if (changes.length < page) return true;
  }
}

/** Writes the cursor and the rows together; false when the cursor is another node's. */
async function keep(
  { app }: FollowDeps,
  { cursorKey, name, node }: Following,
  lead: Lead,
  kept: Kept | undefined,
): Promise<boolean> {
  const { position, written } = lead;
  const until = await app.submit({
    name: `${name}.keep`,
    actor: system,
    needs: [cursorKey, ...(kept?.needs ?? [])],
    handle: ({ side, at }) => {
      const row = side(cursorKey) as unknown as Cursor | undefined;
      if (row?.node !== node || row.position !== written) return { records: [], answer: undefined };
      const cursor = { position, node, until: at + leadFor };
      const rows = [...(kept?.rows(side) ?? []), { ...cursorKey, value: asJson(cursor) }];
      return { records: [], side: rows, answer: cursor.until };
    },
  });
  if (until === undefined) return false;
  lead.written = position;
  lead.until = until;
  return true;
}

function asJson(cursor: Cursor): Json {
  return { ...cursor };
}
