import { readdirSync, readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { Draft, WorldCopy } from "../../world/index.ts";
import { worldFrom } from "../../world/index.ts";
import { isSnapshotName, type SnapshotHead, snapshotVersion } from "./format.ts";

/** How many snapshots are kept: the latest, and one in case it cannot be read. */
const kept = 2;

/**
 * The latest snapshot in `directory` that this version can read and that does not go beyond the log's `next` position
 * (a restored log may be shorter). A file that cannot be read is passed over: the log has everything.
 */
export function loadSnapshot(directory: string, next: number): Draft | undefined {
  for (const name of snapshotsIn(directory).reverse()) {
    try {
      const copy = readSnapshot(readFileSync(join(directory, name)));
      if (copy !== undefined && copy.next <= next) return worldFrom(copy);
    } catch {
      // Half a file, or one of an older release: an older snapshot or the log itself will do.
    }
  }
  return undefined;
}

/** Deletes all but the latest snapshots. */
export function pruneSnapshots(directory: string): void {
  for (const name of snapshotsIn(directory).slice(0, -kept)) unlinkSync(join(directory, name));
}

function snapshotsIn(directory: string): string[] {
  return readdirSync(directory).filter(isSnapshotName).sort();
}

function readSnapshot(bytes: Buffer): WorldCopy | undefined {
  const parts = readParts(bytes);
  const head = parts.next().value as SnapshotHead;
  if (head.version !== snapshotVersion) return undefined;
  const columns = head.names.map((name) => {
    const keys: string[] = [];
    const values: unknown[] = [];
    for (let part = parts.next().value; part !== null; part = parts.next().value) {
      const [moreKeys, moreValues] = part as [string[], unknown[]];
      for (const key of moreKeys) keys.push(key);
      for (const value of moreValues) values.push(value);
    }
    return [name, { keys, values }] as const;
  });
  const { next, at, policy } = head;
  return {
    next,
    at,
    policy,
    columns: Object.fromEntries(columns) as unknown as WorldCopy["columns"],
  };
}

function* readParts(bytes: Buffer): Generator<unknown, undefined> {
  let offset = 0;
  while (offset < bytes.length) {
    const length = bytes.readUInt32BE(offset);
    yield deserialize(bytes.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  throw new RangeError("the snapshot ends too early");
}
