import type {
  Appended,
  Clock,
  Duration,
  Hasher,
  Head,
  HeldHead,
  Ids,
  Log,
  Side,
  SideWrite,
} from "../ports/index.ts";
import type { Command, Draft, LogRecord, World } from "../world/index.ts";
import { emptyWorld, merge } from "../world/index.ts";
import { type Authority, createAuthority } from "./authority.ts";
import { type BatchPorts, type BuiltBatch, buildBatch, type Pending } from "./build-batch.ts";
import { catchUp } from "./catch-up.ts";
import { aheadOfLog, SequencerError, unavailable } from "./errors.ts";
import { asksForNothing, fetchSide, type SideView, viewOfNothing } from "./side-view.ts";
import { isStorable, malformedKey } from "./storable.ts";

/** What the sequencer works with. `wait` sleeps; a virtual clock's returns at once. */
export interface SequencerPorts {
  readonly log: Log;
  readonly side: Side;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  /** What kept beside the log goes with a record, in its transaction. */
  erase?(record: LogRecord): readonly SideWrite[];
  wait(milliseconds: Duration): Promise<void>;
  /** Called when the world was brought up to date from the log, before anything is handled on it. */
  prepare?(world: World): Promise<void>;
}

/** What may be set; the figures are measured ones. */
export interface SequencerOptions {
  /** Commands in one batch, at most. */
  readonly maxBatch?: number;
  /** Commands that may wait, at most; more are refused as overloaded. */
  readonly maxWaiting?: number;
  /** Whether records are written as bytes and hashed; true when left out. False is for a log that counts and discards. */
  readonly leaves?: boolean;
}

/** Takes commands, one batch at a time, into the log and the world. */
export interface Sequencer {
  /** Handles a command and answers once its records are durable. Rejects with the command's own error or a {@link SequencerError}. */
  submit<A>(command: Command<A>): Promise<A>;
  /** The committed world. Never kept across an await: it moves on. */
  world(): World;
  /** The committed world as a snapshot takes it. */
  committed(): Draft;
  /** Reads what other nodes have appended since. */
  refresh(): Promise<void>;
  /** Calls `listener` with each batch's records, once they are committed; a batch without any calls nobody. */
  follow(listener: (records: readonly LogRecord[]) => void): () => void;
  readonly authority: Authority;
  figures(): SequencerFigures;
  /** Refuses new commands and waits for those that are being handled. */
  stop(): Promise<void>;
}

/** Counts since the start, for the operator and the benchmarks. */
export interface SequencerFigures {
  readonly batches: number;
  readonly records: number;
  /** Records read from the log: at the start, and what other nodes did. */
  readonly read: number;
  readonly conflicts: number;
  /** The most tries that any batch took. */
  readonly mostTries: number;
}

/** After a conflict a node takes the head row before handling for this long, so that every node gets its turn. */
const fairFor: Duration = 10_000;
/** Commits slower than this make it worth waiting for both cohorts of callers (measured: +55 %). */
const slowCommit: Duration = 1.5;

interface State {
  readonly ports: SequencerPorts;
  readonly maxBatch: number;
  readonly maxWaiting: number;
  readonly batchPorts: BatchPorts;
  readonly authority: Authority;
  readonly world: Draft;
  frontier: Uint8Array;
  readonly listeners: Set<(records: readonly LogRecord[]) => void>;
  waiting: Pending[];
  running: Promise<void> | undefined;
  stopped: boolean;
  /** The world must be compared with the log before anything is appended: at the start and after a failure. */
  unsure: boolean;
  fairUntil: Duration;
  lastCommit: Duration;
  readonly figures: { -readonly [K in keyof SequencerFigures]: SequencerFigures[K] };
}

/**
 * Opens a sequencer on a log: folds what is there into the world (from `start`, a snapshot's world, where there is one).
 */
export async function openSequencer(
  ports: SequencerPorts,
  options: SequencerOptions = {},
  start: Draft = emptyWorld(),
): Promise<Sequencer> {
  const { leaves = true, maxBatch = 512, maxWaiting = 20_000 } = options;
  const state: State = {
    ports,
    maxBatch,
    maxWaiting,
    batchPorts: { ...ports, leaves },
    authority: createAuthority(ports.clock),
    world: start,
    frontier: new Uint8Array(0),
    listeners: new Set(),
    waiting: [],
    running: undefined,
    stopped: false,
    unsure: true,
    fairUntil: Number.NEGATIVE_INFINITY,
    lastCommit: 0,
    figures: { batches: 0, records: 0, read: 0, conflicts: 0, mostTries: 0 },
  };
  await resync(state, await ports.log.head());
  return {
    submit: (command) => submit(state, command),
    world: () => state.world,
    committed: () => state.world,
    refresh: () => refresh(state),
    follow(listener) {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
    authority: state.authority,
    figures: () => ({ ...state.figures }),
    async stop() {
      state.stopped = true;
      await state.running;
    },
  };
}

function submit<A>(state: State, command: Command<A>): Promise<A> {
  return new Promise<A>((resolve, reject) => {
    const refusal = refuse(state) ?? refuseKeys(command);
    if (refusal !== undefined) return reject(refusal);
    const pending = { command, resolve: resolve as (answer: unknown) => void, reject };
    if (handleAtOnce(state, pending)) return;
    state.waiting.push(pending);
    start(state);
  });
}

const nothing: Promise<void> = Promise.resolve();

/**
 * Handles a command that nothing has to be waited for: nobody else's, no row, and no log that takes its time. That is a simulation,
 * where waiting for nothing would take as long as most of what is decided. Answers whether it did.
 */
function handleAtOnce(state: State, pending: Pending): boolean {
  const { figures, ports } = state;
  const { log } = ports;
  const { command } = pending;
  const isFree = state.running === undefined && state.waiting.length === 0 && !state.unsure;
  if (log.appendAtOnce === undefined || !isFree) return false;
  if (command.key !== undefined || !asksForNothing(command)) return false;
  // What followers of the log submit comes after this.
  state.running = nothing;
  figures.mostTries = Math.max(figures.mostTries, 1);
  try {
    const built = build(state, [pending], viewOfNothing());
    const isEmpty = built.records.length === 0 && built.batch.side.length === 0;
    const appended = isEmpty ? undefined : log.appendAtOnce(built.batch);
    if (!isEmpty && appended?.type !== "appended") {
      state.unsure = appended !== undefined;
      return false;
    }
    if (appended?.type === "appended") adopt(state, built, appended);
    settle([pending], built);
  } catch (error) {
    state.unsure = true;
    pending.reject(unavailable(error));
  } finally {
    state.running = undefined;
    start(state);
  }
  return true;
}

/** One command with a key that cannot be kept must not take the others of its batch with it. */
function refuseKeys({
  key,
  needs = [],
  supposes = [],
}: Command<unknown>): SequencerError | undefined {
  if (key !== undefined && !isStorable(key)) return malformedKey();
  return [...needs, ...supposes].every((need) => isStorable(need.key)) ? undefined : malformedKey();
}

/** Sees to it that somebody works off what waits. */
function start(state: State): void {
  if (state.running !== undefined || state.waiting.length === 0) return;
  occupy(state, run(state));
}

/** One thing at a time happens to the log: `work` now, and what came to wait meanwhile after it. */
function occupy(state: State, work: Promise<void>): void {
  const next = () => {
    state.running = undefined;
    start(state);
  };
  state.running = work.then(next, (error) => {
    next();
    throw error;
  });
  // Whoever asked for the work hears of its failure; what merely waits for its turn does not care.
  state.running.catch(() => undefined);
}

function refuse(state: State): SequencerError | undefined {
  if (state.stopped) {
    return new SequencerError("out-of-service", "This node is stopping. Please try again.");
  }
  if (state.waiting.length >= state.maxWaiting) {
    return new SequencerError(
      "overloaded",
      "Too much is waiting to be recorded. Please try again.",
    );
  }
  return undefined;
}

async function run(state: State): Promise<void> {
  // Let everything that arrived in this turn of the event loop into the first batch.
  await Promise.resolve();
  while (state.waiting.length > 0) {
    if (state.lastCommit > slowCommit) await state.ports.wait(state.lastCommit / 5);
    const batch = state.waiting.splice(0, state.maxBatch);
    try {
      if (batch.some(({ command }) => command.key !== undefined)) {
        await answerRepeats(state, batch);
      }
      if (batch.length > 0) await commit(state, batch);
    } catch (error) {
      state.unsure = true;
      const failure = error instanceof SequencerError ? error : unavailable(error);
      for (const pending of batch) pending.reject(failure);
    }
  }
}

/** A command whose idempotency key has an answer already gets that one again, and leaves the batch. */
async function answerRepeats(state: State, batch: Pending[]): Promise<void> {
  const fresh: Pending[] = [];
  const inThisBatch = new Set<string>();
  for (const pending of batch) {
    const { key } = pending.command;
    const known = key === undefined ? undefined : await state.ports.log.reply(key);
    if (known !== undefined) pending.resolve(known);
    else if (key !== undefined && inThisBatch.has(key)) state.waiting.unshift(pending);
    else fresh.push(pending);
    if (key !== undefined) inThisBatch.add(key);
  }
  batch.splice(0, batch.length, ...fresh);
}

async function commit(state: State, batch: Pending[]): Promise<void> {
  const { ports, figures } = state;
  for (let tries = 1; ; tries++) {
    figures.mostTries = Math.max(figures.mostTries, tries);
    const fair = ports.clock.monotonic() < state.fairUntil || tries > 1;
    const held = fair ? await ports.log.hold() : undefined;
    try {
      if (held !== undefined) joinTurn(state, batch);
      const side = await prepareTurn(state, held, batch);
      const built = build(state, batch, side);
      if (await append(state, built, held)) {
        settle(batch, built);
        return;
      }
    } catch (error) {
      // The connection may be what failed; the first error is the one to tell.
      await held?.release().catch(() => undefined);
      throw error;
    }
    figures.conflicts++;
    state.fairUntil = ports.clock.monotonic() + fairFor;
  }
}

/** Who came while the head row was waited for joins the turn: the next one is as far away again. */
function joinTurn(state: State, batch: Pending[]): void {
  const room = state.maxBatch - batch.length;
  // A command with a key waits: whether it was answered before is asked before a turn.
  const keyed = state.waiting.findIndex(({ command }) => command.key !== undefined);
  batch.push(...state.waiting.splice(0, keyed === -1 ? room : Math.min(room, keyed)));
}

/** Brings the world up to date and fetches the rows that the batch needs; side by side where the head is held. */
async function prepareTurn(
  state: State,
  held: HeldHead | undefined,
  batch: readonly Pending[],
): Promise<SideView> {
  const { log, side } = state.ports;
  const commands = batch.map(({ command }) => command);
  if (held !== undefined) {
    const looking = fetchSide(side, commands, { suppose: false });
    const [rows] = await Promise.all([looking, resync(state, held.head)]);
    return rows;
  }
  if (state.unsure) await resync(state, await log.head());
  return fetchSide(side, commands, { suppose: true });
}

function build(state: State, batch: readonly Pending[], side: SideView): BuiltBatch {
  const at = Math.max(state.world.at, state.authority.now());
  const ground = { world: state.world, next: state.world.next, frontier: state.frontier, at };
  return buildBatch(state.batchPorts, ground, batch, side);
}

async function append(
  state: State,
  { batch, draft, records }: BuiltBatch,
  held: HeldHead | undefined,
): Promise<boolean> {
  if (records.length === 0 && batch.side.length === 0) {
    await held?.release();
    return true;
  }
  const { log, clock } = state.ports;
  const begun = clock.monotonic();
  const appended = await (held ?? log).append(batch);
  if (appended.type === "conflict") {
    await held?.release();
    return false;
  }
  state.lastCommit = clock.monotonic() - begun;
  adopt(state, { batch, draft, records }, appended);
  return true;
}

/** What was appended is true now. */
function adopt(
  state: State,
  { batch, draft, records }: Pick<BuiltBatch, "batch" | "draft" | "records">,
  { authority }: Extract<Appended, { readonly type: "appended" }>,
): void {
  state.authority.read(authority);
  merge(state.world, draft);
  state.frontier = batch.frontier;
  state.figures.batches++;
  state.figures.records += records.length;
  notify(state, records);
}

function settle(pendings: readonly Pending[], { verdicts }: BuiltBatch): void {
  pendings.forEach((pending, index) => {
    const verdict = verdicts[index];
    if (verdict?.type === "answer") pending.resolve(verdict.answer);
    else pending.reject(verdict?.error);
  });
}

/** Brings the world to where the log's head is. */
async function resync(state: State, head: Head): Promise<void> {
  if (head.next < state.world.next) throw aheadOfLog(state.world.next, head.next);
  const { log } = state.ports;
  const tell = (records: readonly LogRecord[]) => notify(state, records);
  state.figures.read += await catchUp(log, state.world, head, tell);
  state.frontier = head.frontier;
  state.authority.read(head.authority);
  await state.ports.prepare?.(state.world);
  state.unsure = false;
}

async function refresh(state: State): Promise<void> {
  if (state.running !== undefined) return;
  const head = await state.ports.log.head();
  // A batch that began meanwhile brings the world up to date by itself.
  if (state.running !== undefined) return;
  if (head.next === state.world.next && !state.unsure) {
    state.authority.read(head.authority);
    return;
  }
  occupy(state, resync(state, head));
  await state.running;
}

function notify(state: State, records: readonly LogRecord[]): void {
  // Rows beside the log alone, as tokens are, are no news to who follows it.
  if (records.length === 0) return;
  for (const listener of state.listeners) listener(records);
}
