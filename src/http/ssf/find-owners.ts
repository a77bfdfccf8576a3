import type { Log, Position } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import { noteOwner, type Owners } from "./signals-of.ts";

const page = 5_000;

/**
 * Whose the things with these ids are, from the log before `before`, read backwards: what ended while nobody followed has left
 * the world, and most of it began not long before.
 */
export async function findOwners(
  log: Pick<Log, "changes">,
  ids: ReadonlySet<string>,
  before: Position,
): Promise<Owners> {
  const found: Owners = new Map();
  const wanted = new Set(ids);
  for (let to = before; to > 0 && wanted.size > 0; to -= page) {
    const from = Math.max(0, to - page);
    const changes = await log.changes(from, { to, limit: page });
    const owners: Owners = new Map();
    for (const change of changes) noteOwner(owners, decodeRecord(change));
    for (const id of wanted) {
      const owner = owners.get(id);
      if (owner === undefined) continue;
      // Its level may have changed since: it is not known.
      found.set(id, { person: owner.person });
      wanted.delete(id);
    }
  }
  return found;
}
