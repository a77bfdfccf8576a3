import { readdirSync, readFileSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { Draft, WorldCopy } from "../../world/index.ts";
import { worldFrom } from "../../world/index.ts";
import {
  isSnapshotName,
  type LeafHashAt,
  leafBefore,
  type SnapshotHead,
  snapshotVersion,
} from "./format.ts";

/** How many snapshots are kept: the latest, and one in case it cannot be read. */
const kept = 2;

/**
 * The latest snapshot in `directory` that this version can read and that is of this very log: a log that was restored
 * from a backup and has grown again is another one, and so is another database's. A file that cannot be read is passed
 * over, one of another log deleted: the log has everything.
 */
export async function loadSnapshot(
  directory: string,
  { next, hashAt }: { readonly next: number; readonly hashAt: LeafHashAt },
): Promise<Draft | undefined> {
  for (const name of snapshotsIn(directory).reverse()) {
    const path = join(directory, name);
    const read = tryReading(path);
    if (read === undefined) continue;
    const isOurs =
      read.copy.next <= next && (await leafBefore(read.copy.next, hashAt)) === read.leaf;
    if (isOurs) return worldFrom(read.copy);
    // It would be the highest for long, and be kept instead of those that can be used.
    unlinkSync(path);
  }
  return undefined;
}

interface Read {
  readonly leaf: string;
  readonly copy: WorldCopy;
}

/** Half a file, or one of another release, is none: an older snapshot or the log itself will do. */
function tryReading(path: string): Read | undefined {
  try {
    return readSnapshot(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Deletes all but the latest snapshots. */
export function pruneSnapshots(directory: string): void {
  for (const name of snapshotsIn(directory).slice(0, -kept)) unlinkSync(join(directory, name));
}

function snapshotsIn(directory: string): string[] {
  return readdirSync(directory).filter(isSnapshotName).sort();
}

function readSnapshot(bytes: Buffer): Read | undefined {
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
  const { next, at, policy, leaf } = head;
  const named = Object.fromEntries(columns) as unknown as WorldCopy["columns"];
  return { leaf, copy: { next, at, policy, columns: named } };
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
