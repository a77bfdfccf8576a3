import { extend, leafHash, maximumRecordLength } from "../audit/index.ts";
import type {
  Batch,
  Hasher,
  Ids,
  Instant,
  Leaf,
  Position,
  Reply,
  SideWrite,
} from "../ports/index.ts";
import type { Actor, Command, Draft, LogRecord, NewRecord } from "../world/index.ts";
import { apply, canonicalBytes, changesState, currentVersion, fork } from "../world/index.ts";
import { SequencerError } from "./errors.ts";
import type { SideView } from "./side-view.ts";
import { isStorable, malformedKey } from "./storable.ts";

/** A command that waits for its answer. */
export interface Pending {
  readonly command: Command<unknown>;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** What became of one command in a batch that is not yet appended. */
export type Verdict =
  | { readonly type: "answer"; readonly answer: unknown }
  | { readonly type: "error"; readonly error: unknown };

/** What a batch is built with. */
export interface BatchPorts {
  readonly ids: Ids;
  readonly hasher: Hasher;
  /** Whether records are written as bytes and hashed; true when left out. */
  readonly leaves?: boolean;
  /** What kept beside the log goes with a record, in its transaction: the end of something that it belonged to. */
  erase?(record: LogRecord): readonly SideWrite[];
}

/** A batch, ready to be appended, and what is true once it is. */
export interface BuiltBatch {
  readonly batch: Batch;
  readonly draft: Draft;
  readonly records: readonly LogRecord[];
  /** One for each pending command, in order. */
  readonly verdicts: readonly Verdict[];
}

/** What a batch is built on. */
export interface Ground {
  readonly world: Draft;
  readonly next: Position;
  readonly frontier: Uint8Array;
  readonly at: Instant;
}

/**
 * Handles `pendings` one after the other on a draft of the world. Pure but for the random ids: nothing has
 * happened until the batch is appended. A command that throws leaves no trace; the others go on.
 */
export function buildBatch(
  ports: BatchPorts,
  ground: Ground,
  pendings: readonly Pending[],
  side: SideView,
): BuiltBatch {
  const failed = new Map<Pending, unknown>();
  for (;;) {
    const built = tryBuild(ports, ground, pendings, side, failed);
    // A record that cannot be folded may have half-changed the draft: drop the draft, leave that command out.
    if (built.type === "built") return built;
    failed.set(built.pending, built.error);
  }
}

type Tried =
  | ({ readonly type: "built" } & BuiltBatch)
  | { readonly type: "spoilt"; readonly pending: Pending; readonly error: unknown };

function tryBuild(
  ports: BatchPorts,
  ground: Ground,
  pendings: readonly Pending[],
  side: SideView,
  failed: ReadonlyMap<Pending, unknown>,
): Tried {
  const { ids, leaves = true, erase = eraseNothing } = ports;
  const id = ids.next("bat");
  const draft = fork(ground.world);
  draft.next = ground.next;
  const records: LogRecord[] = [];
  const encoded: Uint8Array[] = [];
  const writes: SideWrite[] = [];
  const replies: Reply[] = [];
  const verdicts: Verdict[] = [];
  for (const pending of pendings) {
    if (failed.has(pending)) {
      verdicts.push({ type: "error", error: failed.get(pending) });
      continue;
    }
    const { command } = pending;
    try {
      const outcome = command.handle({
        world: draft,
        at: ground.at,
        position: draft.next,
        side: side.get,
        id: (prefix) => ids.next(prefix),
      });
      if (outcome.side?.every(({ key }) => isStorable(key)) === false) throw malformedKey();
      checkFresh(command, outcome.side, side);
      const placed = outcome.records.map((record, index) =>
        place(record, command, draft.next + index, ground.at, id, ids),
      );
      const bytes = leaves ? placed.map(encode) : [];
      const spoilt = fold(draft, placed);
      if (spoilt !== undefined) return { type: "spoilt", pending, error: spoilt };
      records.push(...placed);
      encoded.push(...bytes);
      const beside = outcome.side === undefined ? [] : [...outcome.side];
      for (const record of placed) beside.push(...erase(record));
      if (beside.length > 0) {
        side.write(beside);
        writes.push(...beside);
      }
      if (command.key !== undefined) {
        replies.push({ key: command.key, answer: outcome.answer as Reply["answer"] });
      }
      verdicts.push({ type: "answer", answer: outcome.answer });
    } catch (error) {
      verdicts.push({ type: "error", error });
    }
  }
  const batch = leaves
    ? seal(ports, ground, id, records, encoded, writes, replies)
    : counted(ground, id, records, writes, replies);
  return { type: "built", batch, draft, records, verdicts };
}

const eraseNothing = (): readonly SideWrite[] => [];

/**
 * A row that is written as fresh was looked for: else the batch would meet the same row for ever. One that is only taken to be
 * absent is written as fresh: else nobody would ever hear that it was not.
 */
function checkFresh(
  { name, supposes = [] }: Command<unknown>,
  writes: readonly SideWrite[] = [],
  side: SideView,
): void {
  if (writes.length === 0 && supposes.length === 0) return;
  const fresh = new Set<string>();
  for (const write of writes) {
    if (write.fresh !== true) continue;
    if (side.get(write) !== undefined) {
      throw new Error(`a command writes a row of ${write.table} as fresh that it has found`);
    }
    fresh.add(`${write.table}|${write.key}`);
  }
  for (const { table, key } of supposes) {
    if (!side.isSupposed({ table, key }) || fresh.has(`${table}|${key}`)) continue;
    throw new Error(`the command ${name} takes a row of ${table} to be absent, and writes none`);
  }
}

function fold(draft: Draft, records: readonly LogRecord[]): SequencerError | undefined {
  try {
    for (const record of records) apply(draft, record);
    return undefined;
  } catch (error) {
    return new SequencerError(
      "cannot-apply",
      "This could not be recorded because of a fault in Wardkey. Nothing was changed; please report it.",
      error,
    );
  }
}

/** The envelope, its keys in canonical order, so that writing it needs no sorting (RFC 8785 section 3.2.3). */
function place(
  record: NewRecord,
  command: Command<unknown>,
  position: Position,
  at: Instant,
  batch: string,
  ids: Ids,
): LogRecord {
  const { causedBy, occurredAt, offline, seat = command.seat } = record;
  const placed: { -readonly [K in keyof LogRecord]?: LogRecord[K] } = {
    actor: inOrder(record.actor ?? command.actor),
    at,
    batch,
    body: record.body,
  };
  // Member by member: of what each record may have besides, most have nothing.
  if (causedBy !== undefined) placed.causedBy = causedBy;
  placed.id = record.id ?? ids.next("rec");
  placed.kind = record.kind;
  if (occurredAt !== undefined) placed.occurredAt = occurredAt;
  if (offline !== undefined) placed.offline = offline;
  placed.position = position;
  if (seat !== undefined) placed.seat = seat;
  placed.v = currentVersion;
  return placed as LogRecord;
}

/** An actor is written as it is spoken, its type first. */
function inOrder({ id, onBehalfOf, type }: Actor): Actor {
  return onBehalfOf === undefined ? { id, type } : { id, onBehalfOf, type };
}

/** The record's bytes, as they are hashed and stored. A tlog entry's length is 16 bits (C2SP tlog-tiles), which bounds a record. */
function encode(record: LogRecord): Uint8Array {
  const bytes = canonicalBytes(record);
  if (bytes.length <= maximumRecordLength) return bytes;
  throw new SequencerError(
    "too-large",
    `A record of kind ${record.kind} would take ${bytes.length} bytes; ${maximumRecordLength} is the most. Send less at once.`,
  );
}

/** For a log that counts and discards: which records change state is all that is kept of them. */
function counted(
  { at, frontier, next }: Ground,
  id: string,
  records: readonly LogRecord[],
  side: readonly SideWrite[],
  replies: readonly Reply[],
): Batch {
  const leaves = records.map(({ kind }) => (changesState(kind) ? changing : passing));
  return { id, expected: next, at, leaves, salts: nothing, frontier, side, replies };
}

const nothing = new Uint8Array(0);
const changing: Leaf = { bytes: nothing, state: true, hash: nothing };
const passing: Leaf = { bytes: nothing, state: false, hash: nothing };

function seal(
  { hasher, ids }: { readonly hasher: Hasher; readonly ids: Ids },
  ground: Ground,
  id: string,
  records: readonly LogRecord[],
  encoded: readonly Uint8Array[],
  side: readonly SideWrite[],
  replies: readonly Reply[],
): Batch {
  const salts = ids.salts(records.length);
  const leaves: Leaf[] = records.map((record, index) => {
    const bytes = encoded[index] as Uint8Array;
    return {
      bytes,
      state: changesState(record.kind),
      hash: leafHash(hasher, salts.subarray(index * 16, index * 16 + 16), bytes),
    };
  });
  const frontier = extend(
    hasher,
    ground.frontier,
    ground.next,
    leaves.map((leaf) => leaf.hash),
  );
  return { id, expected: ground.next, at: ground.at, leaves, salts, frontier, side, replies };
}
