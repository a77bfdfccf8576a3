import type { Batches, Entry, Hasher, Head, Instant, Log, Position } from "../ports/index.ts";
import { equalBytes } from "./bytes.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { extend, rootOf } from "./frontier.ts";
import { type OwedCheckpoint, oweCheckpoints } from "./owed-checkpoints.ts";
import type { NoteKey, VerifySignature } from "./signed-note.ts";
import { type BatchWalk, walkBatches } from "./verify-batches.ts";
import { checkRow, isHash, type ParsedRecord } from "./verify-record.ts";

/** Something wrong with the log. `position` is that of the record, or the first of a range; the log's size when it is about no record. */
export interface LogProblem {
  readonly position: Position;
  readonly what: string;
}

/** `whole`: everything fits. `broken`: at least one problem; of many only the first {@link maximumProblems} are kept, `total` counts all. */
export type LogVerdict =
  | { readonly type: "whole"; readonly size: number; readonly root: Uint8Array }
  | { readonly type: "broken"; readonly problems: readonly LogProblem[]; readonly total: number };

/** The most problems that are kept. */
export const maximumProblems = 100;

/** What {@link verifyLog} needs. */
export interface VerifyLogOptions {
  readonly log: Pick<Log, "head" | "read">;
  readonly hasher: Hasher;
  /** The stored checkpoints, as signed notes in any order, read before this is called (the log may be growing). */
  readonly checkpoints: readonly string[];
  /** The size of the largest that was ever kept, read before them; undefined where none was, or nobody knows. */
  readonly largest: number | undefined;
  /** The rows of batches. */
  readonly batches: Batches;
  /** The origin that they must have. */
  readonly origin: string;
  /** The keys that may have signed them; none where nobody knows any. */
  readonly keys: readonly NoteKey[];
  readonly verifySignature: VerifySignature;
  /**
   * Folds the next record. It answers what is wrong: an unknown kind or version, a body that cannot be applied, or
   * a `state` flag that is not that of the kind (the flag is not hashed, and a record without it is skipped by every
   * fold). Called for each record in order, until it or a record before it could not be folded.
   */
  readonly fold: (
    record: ParsedRecord,
    row: { readonly position: Position; readonly state: boolean },
  ) => string | undefined;
  /** Called after every page. */
  readonly onProgress?: (progress: { readonly checked: number; readonly size: number }) => void;
  /** Records read at a time. */
  readonly page?: number;
}

/**
 * Reads the whole log again, up to the head as it is when called, and checks that it is what was appended:
 *
 * - every position is there once; each record is canonical JSON, says its own position and batch, is not earlier
 *   than the one before, and can be folded;
 * - the leaf hash recomputed from salt and bytes is the one stored with the record (so that one changed byte names
 *   its position), and the frontier over all of them is that of the head row;
 * - every checkpoint is signed and its root is that of the recomputed tree (so that somebody who rewrote records,
 *   hashes and head row alike is found out, and the last checkpoint that fits tells after which record), and none is
 *   missing of those that must be there: the largest that was kept, and one of each hour in which a node was at work for a
 *   minute after a record of that hour;
 * - the rows of batches are those of the records.
 *
 * It only reads, and may run beside a server. Errors of the log port pass through.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<LogVerdict> {
  const { log, hasher, onProgress, page = 2000 } = options;
  const head = await log.head();
  const walk = startWalk(options);
  openCheckpoints(walk, head.next);
  while (walk.position < head.next) {
    const read = await log.read(walk.position, { to: head.next, limit: page });
    // Rows from before the page, or after the head, are none of it: a store that gives only those has no more.
    const isNext = ({ position }: Entry): boolean =>
      position >= walk.position && position < head.next;
    const entries = read.filter(isNext);
    if (entries.length === 0) break;
    checkPage(walk, entries);
    reportAll(walk, await walk.batches.check());
    onProgress?.({ checked: walk.position, size: head.next });
  }
  if (walk.position < head.next) miss(walk, head.next);
  settleOwed(walk, walk.owed.finish(head.next));
  reportAll(walk, await walk.batches.finish());
  checkHead(walk, head);
  await checkBeyond(walk, log);
  if (walk.total > 0) {
    const problems = walk.problems.sort((a, b) => a.position - b.position);
    return { type: "broken", problems, total: walk.total };
  }
  return { type: "whole", size: head.next, root: rootOf(hasher, walk.tree, head.next) };
}

/** Where the verification stands. */
interface Walk {
  readonly options: VerifyLogOptions;
  /** The checkpoints that are still to come, smallest last. */
  readonly checkpoints: Checkpoint[];
  /** The sizes of all of them; undefined where some could not be read, so that none can be said to be missing. */
  sizes: readonly number[] | undefined;
  readonly owed: ReturnType<typeof oweCheckpoints>;
  readonly batches: BatchWalk;
  readonly problems: LogProblem[];
  total: number;
  /** The next position that must come. */
  position: Position;
  at: Instant;
  /** The position after the last record that changes state. */
  changed: Position;
  folding: boolean;
  /** The frontier over the recomputed leaf hashes of the records before `treeSize`. */
  tree: Uint8Array;
  treeSize: number;
  /** The recomputed leaf hashes of the records from there on. */
  leaves: Uint8Array[];
  /**
   * The same over the stored leaf hashes, from the first record on whose own does not fit: where this one fits a
   * checkpoint or the head and `tree` does not, the records named are all that is wrong.
   */
  stored: { tree: Uint8Array; leaves: Uint8Array[] } | undefined;
  /** False once a record is missing: then there is no tree to compare. */
  hasTree: boolean;
  /** The size up to which a checkpoint vouches for the records. */
  vouched: number;
}

function startWalk(options: VerifyLogOptions): Walk {
  return {
    options,
    checkpoints: [],
    sizes: undefined,
    owed: oweCheckpoints(),
    batches: walkBatches(options.batches, maximumProblems),
    problems: [],
    total: 0,
    position: 0,
    changed: 0,
    at: 0,
    folding: true,
    tree: new Uint8Array(0),
    treeSize: 0,
    leaves: [],
    stored: undefined,
    hasTree: true,
    vouched: 0,
  };
}

function report(walk: Walk, position: Position, what: string): void {
  walk.total++;
  if (walk.problems.length < maximumProblems) walk.problems.push({ position, what });
}

function reportAll(walk: Walk, problems: readonly LogProblem[]): void {
  for (const { position, what } of problems) report(walk, position, what);
}

function openCheckpoints(walk: Walk, size: number): void {
  const { checkpoints, origin, keys, verifySignature } = walk.options;
  if (keys.length === 0 && checkpoints.length > 0) {
    report(walk, size, `there is no key to check the ${checkpoints.length} stored checkpoints by`);
    return;
  }
  const sizes: number[] = [];
  for (const [index, note] of checkpoints.entries()) {
    const opened = openCheckpoint(note, origin, keys, verifySignature);
    if (opened.type === "refused") {
      report(walk, size, `the stored checkpoint number ${index} is refused: ${opened.why}`);
      continue;
    }
    const { checkpoint } = opened;
    sizes.push(checkpoint.size);
    if (checkpoint.size <= size) walk.checkpoints.push(checkpoint);
    else {
      report(
        walk,
        size,
        `the log ends here, but a checkpoint was signed over ${checkpoint.size} records`,
      );
    }
  }
  if (sizes.length === checkpoints.length) walk.sizes = sizes;
  checkLargest(walk, size);
  walk.checkpoints.sort((a, b) => b.size - a.size);
  compareCheckpoints(walk);
}

/** The largest checkpoint is written down apart from them, since no record tells that it was signed. */
function checkLargest(walk: Walk, size: number): void {
  const { largest = 0 } = walk.options;
  const kept = Math.max(0, ...(walk.sizes ?? [largest]));
  if (kept >= largest) return;
  const what = `the checkpoint of ${largest} records is missing; none that is kept is over the records from here on`;
  report(walk, Math.min(kept, size), what);
}

function settleOwed(walk: Walk, owed: OwedCheckpoint | undefined): void {
  if (owed === undefined || walk.sizes === undefined) return;
  const { from, to } = owed;
  if (walk.sizes.some((size) => from < size && size <= to)) return;
  const what = `the checkpoint over the records from here up to ${to - 1} is missing: one was signed in the hour they were made in`;
  report(walk, from, what);
}

function checkPage(walk: Walk, entries: readonly Entry[]): void {
  for (const entry of entries) {
    if (entry.position < walk.position) {
      report(walk, entry.position, "the log gave this record out of order");
      continue;
    }
    if (entry.position > walk.position) miss(walk, entry.position);
    checkEntry(walk, entry);
    walk.position++;
    if (entry.state) walk.changed = walk.position;
    compareCheckpoints(walk);
  }
  growTrees(walk);
}

function checkEntry(walk: Walk, entry: Entry): void {
  const { hasher, fold } = walk.options;
  const row = checkRow(hasher, entry, walk);
  for (const what of row.problems) report(walk, entry.position, what);
  walk.at = row.at;
  const isHashed = row.hash !== undefined && equalBytes(row.hash, entry.hash);
  walk.batches.take(entry, isHashed ? row.record : undefined);
  if (isHashed && row.record !== undefined) {
    const { kind } = row.record;
    settleOwed(walk, walk.owed.take({ position: entry.position, at: row.at, kind }));
  }
  addLeaf(walk, row.hash, entry.hash);
  if (row.record === undefined) {
    if (walk.folding) report(walk, entry.position, "from here on the records could not be folded");
    walk.folding = false;
  }
  if (!walk.folding || row.record === undefined) return;
  const wrong = fold(row.record, entry);
  if (wrong === undefined) return;
  report(walk, entry.position, wrong);
  walk.folding = false;
}

function addLeaf(walk: Walk, recomputed: Uint8Array | undefined, stored: Uint8Array): void {
  if (!walk.hasTree) return;
  const usable = isHash(stored) ? stored : recomputed;
  if (usable === undefined) {
    walk.hasTree = false;
    return;
  }
  const leaf = recomputed ?? usable;
  if (walk.stored === undefined && !equalBytes(leaf, usable)) {
    growTrees(walk);
    walk.stored = { tree: walk.tree, leaves: [] };
  }
  walk.leaves.push(leaf);
  walk.stored?.leaves.push(usable);
}

function miss(walk: Walk, next: Position): void {
  const { position } = walk;
  const which =
    next - position === 1 ? "this record is" : `the records from here up to ${next - 1} are`;
  report(walk, position, `${which} missing; without it there is no tree and no fold from here on`);
  walk.position = next;
  walk.batches.gap();
  walk.hasTree = false;
  walk.folding = false;
}

/** Takes the leaves that have come since into the trees. */
function growTrees(walk: Walk): void {
  const { hasher } = walk.options;
  if (walk.stored !== undefined) {
    walk.stored.tree = extend(hasher, walk.stored.tree, walk.treeSize, walk.stored.leaves);
    walk.stored.leaves = [];
  }
  walk.tree = extend(hasher, walk.tree, walk.treeSize, walk.leaves);
  walk.treeSize += walk.leaves.length;
  walk.leaves = [];
}

/** Compares the checkpoints of the size that has been reached. */
function compareCheckpoints(walk: Walk): void {
  for (;;) {
    const checkpoint = walk.checkpoints.at(-1);
    if (checkpoint === undefined || checkpoint.size > walk.position) return;
    walk.checkpoints.pop();
    if (!walk.hasTree) continue;
    growTrees(walk);
    const { size, root } = checkpoint;
    const fits = settle(walk, (tree) => equalBytes(rootOf(walk.options.hasher, tree, size), root));
    if (fits) {
      walk.vouched = size;
      continue;
    }
    const last = size - 1;
    const what = `the records from here up to ${last} are not those of the checkpoint of ${size} records; no later one is compared`;
    report(walk, walk.vouched, what);
    walk.checkpoints.length = 0;
  }
}

/** Whether one of the trees is the right one; if so it is the one to go on with. */
function settle(walk: Walk, isRight: (tree: Uint8Array) => boolean): boolean {
  if (isRight(walk.tree)) {
    walk.stored = undefined;
    return true;
  }
  if (walk.stored === undefined || !isRight(walk.stored.tree)) return false;
  walk.tree = walk.stored.tree;
  walk.stored = undefined;
  return true;
}

function checkHead(walk: Walk, head: Head): void {
  if (walk.hasTree && !settle(walk, (tree) => equalBytes(tree, head.frontier))) {
    report(walk, head.next, "the frontier in the head row is not that of the records");
  }
  if (head.at !== walk.at)
    report(walk, head.next, "`at` in the head row is not that of the last record");
  // A node would pass over what lies behind it. After an upgrade it may lie further than it must.
  if (head.changed < walk.changed) {
    report(
      walk,
      walk.changed - 1,
      "the head row says that the last change of state came before this one",
    );
  }
}

/** Rows after the head were never appended. The head is read after them, so that a running server may go on. */
async function checkBeyond(walk: Walk, log: Pick<Log, "head" | "read">): Promise<void> {
  const [beyond] = await log.read(walk.position, { limit: 1 });
  if (beyond === undefined) return;
  const head = await log.head();
  if (beyond.position >= head.next) {
    report(
      walk,
      beyond.position,
      "there is a record here, but the head row says that the log ends before",
    );
  }
}
