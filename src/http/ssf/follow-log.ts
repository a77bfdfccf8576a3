import type { Duration, Instant, Position, SideWrite } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import type { Actor, LogRecord } from "../../world/index.ts";
import { findOwners } from "./find-owners.ts";
import { makeSets } from "./make-sets.ts";
import { asJson, type Cursor, cursorKey, readStreams, streamKey, streamOfSet } from "./rows.ts";
import { noteOwner, type Owners, ownedBy, ownersIn, signalOf } from "./signals-of.ts";
import type { SignalsDeps } from "./types.ts";

/** Records that change state, read at once. */
const page = 500;
/** The cursor is written at the latest after so many records that nobody is told of. */
const farBehind = 2_000;
/** A node that was not heard of for this long is not there any more; it says so three times in that time. */
const leadFor: Duration = 9_000;

const system: Actor = { type: "system", id: "wardkey" };

/** What a node that follows the log knows. */
interface Lead {
  readonly owners: Owners;
  /** Up to here the log was read; the row may be a little behind. */
  position: Position;
  written: Position;
  until: Instant;
}

/** Reads the log for the receivers of signals, as one node among those of the log. */
export interface LogFollower {
  /** Turns what is new in the log into SETs that wait for their receivers; answers whether this node leads. */
  turn(): Promise<boolean>;
}

/**
 * One node of all leads: it makes the SETs and pushes them. Taking over is a record, so that of two that try one wins; what
 * the one that lost still writes is refused, because the cursor is not its own any more. A cursor is written together with
 * the SETs of the records before it: none is lost by a kill, and none is made twice.
 */
export function followLog(deps: SignalsDeps, node: string): LogFollower {
  let lead: Lead | undefined;
  return {
    async turn() {
      lead ??= await takeOver(deps, node);
      if (lead === undefined) return false;
      try {
        const kept = await readOn(deps, node, lead);
        if (!kept) lead = undefined;
        return kept;
      } catch (error) {
        // What was noted of owners may be ahead of the cursor: begin again from the row.
        lead = undefined;
        throw error;
      }
    },
  };
}

async function takeOver(deps: SignalsDeps, node: string): Promise<Lead | undefined> {
  const { app, exclusive } = deps;
  const streams = await readStreams(app.side);
  if (streams.length === 0) return undefined;
  const earliest = Math.min(...streams.map(({ from }) => from));
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
      // Nobody waits for what was before the first stream that there is.
      const position = Math.max(row?.position ?? 0, earliest);
      const cursor = { position, node, until: at + leadFor };
      return {
        records: isOurs ? [] : [{ kind: "follower.moved", body: { follower: "signals", node } }],
        side: [{ ...cursorKey, value: asJson(cursor) }],
        answer: cursor,
      };
    },
  });
  if (taken === undefined) return undefined;
  const { position, until } = taken;
  return { owners: ownersIn(app.world()), position, written: position, until };
}

/** Reads up to where the world is; false when another node leads. */
async function readOn(deps: SignalsDeps, node: string, lead: Lead): Promise<boolean> {
  const { app, log } = deps;
  for (;;) {
    const to = app.world().next;
    const changes = lead.position < to ? await log.changes(lead.position, { to, limit: page }) : [];
    const records = changes.map(decodeRecord);
    const sets = await tell(deps, lead, records);
    const last = records.at(-1);
    lead.position = changes.length < page || last === undefined ? to : last.position + 1;
    const isDue = !deps.exclusive && lead.until - app.now() < (2 * leadFor) / 3;
    if (sets.length > 0 || isDue || lead.position - lead.written > farBehind) {
      if (!(await keep(deps, node, lead, sets))) return false;
      if (sets.length > 0) deps.arrived();
    }
    if (changes.length < page) return true;
  }
}

async function tell(
  { app, log, issuer }: SignalsDeps,
  { owners, position }: Lead,
  records: readonly LogRecord[],
): Promise<readonly SideWrite[]> {
  const unknown = unknownIn(owners, records);
  if (unknown.size > 0) {
    for (const [id, owner] of await findOwners(log, unknown, position)) owners.set(id, owner);
  }
  const told = records.flatMap((record) => {
    const signal = signalOf(owners, record);
    return signal === undefined ? [] : [{ record, signal }];
  });
  if (told.length === 0) return [];
  const streams = await readStreams(app.side);
  const making = { issuer: issuer(), at: app.now() };
  return told.flatMap(({ record, signal }) => makeSets(making, record, signal, streams));
}

/** The ids that these records are about and whose owner neither we nor they know. */
function unknownIn(owners: Owners, records: readonly LogRecord[]): ReadonlySet<string> {
  const named: Owners = new Map();
  const unknown = new Set<string>();
  for (const record of records) {
    noteOwner(named, record);
    const id = ownedBy(record);
    if (id !== undefined && !owners.has(id) && !named.has(id)) unknown.add(id);
  }
  return unknown;
}

/** Writes the cursor and the SETs together; false when the cursor is another node's. */
async function keep(
  { app }: SignalsDeps,
  node: string,
  lead: Lead,
  sets: readonly SideWrite[],
): Promise<boolean> {
  const { position, written } = lead;
  const until = await app.submit({
    name: "signals.keep",
    actor: system,
    needs: [cursorKey, ...[...new Set(sets.map(streamOfSet))].map(streamKey)],
    handle: ({ side, at }) => {
      const row = side(cursorKey) as unknown as Cursor | undefined;
      if (row?.node !== node || row.position !== written) return { records: [], answer: undefined };
      const cursor = { position, node, until: at + leadFor };
      // A stream that was deleted meanwhile gets nothing that nobody would ever fetch.
      const kept = sets.filter((set) => side(streamKey(streamOfSet(set))) !== undefined);
      const rows = [...kept, { ...cursorKey, value: asJson(cursor) }];
      return { records: [], side: rows, answer: cursor.until };
    },
  });
  if (until === undefined) return false;
  lead.written = position;
  lead.until = until;
  return true;
}
