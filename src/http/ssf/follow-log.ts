import type { Position, SideWrite } from "../../ports/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { followLog, type Kept, type LogFollower } from "../follower/index.ts";
import { findOwners } from "./find-owners.ts";
import { makeSets } from "./make-sets.ts";
import { mayHear } from "./requests.ts";
import { cursorKey, readStreams, streamKey, streamOfSet } from "./rows.ts";
import { noteOwner, type Owners, ownedBy, ownersIn, signalOf } from "./signals-of.ts";
import type { SignalsDeps } from "./types.ts";

/** Reads the log for the receivers of signals: turns what is new in it into SETs that wait for them. */
export function followForStreams(deps: SignalsDeps, node: string): LogFollower {
  return followLog(deps, {
    name: "signals",
    cursorKey,
    node,
    async from() {
      const streams = await readStreams(deps.app.side);
      if (streams.length === 0) return undefined;
      const earliest = Math.min(...streams.map(({ from }) => from));
      // Nobody waits for what was before the first stream that there is.
      return (kept = 0) => Math.max(kept, earliest);
    },
    begin() {
      const owners = ownersIn(deps.app.world());
      return async (records, position) => {
        const sets = await tell(deps, owners, records, position);
        return sets.length === 0 ? undefined : keptOf(sets);
      };
    },
    arrived: () => deps.arrived(),
  });
}

async function tell(
  { app, log, issuer }: SignalsDeps,
  owners: Owners,
  records: readonly LogRecord[],
  position: Position,
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
  const streams = (await readStreams(app.side)).filter((stream) =>
    mayHear(app.world(), app.now(), stream),
  );
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

/** A stream that was deleted meanwhile gets nothing that nobody would ever fetch. */
function keptOf(sets: readonly SideWrite[]): Kept {
  return {
    needs: [...new Set(sets.map(streamOfSet))].map(streamKey),
    rows: (side) => sets.filter((set) => side(streamKey(streamOfSet(set))) !== undefined),
  };
}
