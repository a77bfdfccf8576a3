import type { Repeats } from "../access/index.ts";
import { createRepeats } from "../access/index.ts";
import type { App } from "../app.ts";
import type {
  Cache,
  Clock,
  Duration,
  Hasher,
  Ids,
  Instant,
  Journal,
  Position,
  Side,
} from "../ports/index.ts";
import { openSequencer, type Sequencer } from "../sequencer/index.ts";
import type { Command, LogRecord, World } from "../world/index.ts";
import { copyWorld, worldFrom } from "../world/index.ts";
import { cachedSide, dropOldRows, keepRows } from "./cached-rows.ts";
import { nothingRecorded, OfflineError, onlyEmergencies, unsettled } from "./errors.ts";
import { journalLog } from "./journal-log.ts";
import { limitCommand } from "./limit-command.ts";
import { system } from "./merge-entry.ts";
import { endDowntime, mergeJournal } from "./merge-journal.ts";
import type { Watch } from "./watch.ts";

/** What a node goes on with while its log does not answer. */
export interface OfflinePorts {
  readonly app: App;
  readonly watch: Watch;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  readonly wait: (milliseconds: Duration) => Promise<void>;
  readonly journal: Journal;
  /** Where entries of the journal are kept that the log does not take. */
  readonly refused: Journal;
  readonly cache: Cache;
  /** For the operator. */
  readonly say: (line: string) => void;
}

/** A node that goes on while its log does not answer. */
export interface Offline {
  /** What everybody works with but seats and those who ask for decisions: refuses at once while the log does not answer. */
  readonly app: App;
  /** What these work with: while the log does not answer, the world that was seen last, and the journal. */
  readonly seats: App;
  /** Since when, and on what, this node goes on by itself; undefined: the log answers. */
  downtime(): OfflineState | undefined;
  /** Looks whether the log answers, and does what follows. To be called every {@link turnEvery}. */
  turn(): Promise<void>;
}

/** How a node stands that goes on by itself. */
export interface OfflineState {
  readonly since: Instant;
  readonly position: Position;
  /** Whether its journal takes what it does; else it permits nothing. */
  readonly isRecording: boolean;
}

/** How often a node looks whether its log answers. */
export const turnEvery: Duration = 500;
/** How often what is kept for a downtime is brought up to date. */
const cacheEvery: Duration = 60_000;

/** What is different during one downtime. */
interface Cut {
  readonly state: Omit<OfflineState, "isRecording">;
  /** Undefined: the journal does not take anything. */
  readonly sequencer: Sequencer | undefined;
  readonly world: World;
  readonly side: Side;
  readonly repeats: Repeats;
}

interface State {
  readonly ports: OfflinePorts;
  cut: Cut | undefined;
  /** Whoever waits for the log, and is told when it is known that it does not answer. */
  readonly waiting: Set<() => void>;
  /** Seats wait while the journal is merged: a moment later they work with the log again. Not for a log that falls silent. */
  gate: PromiseWithResolvers<void> | undefined;
  isRecovering: boolean;
  readonly underWay: Set<Promise<unknown>>;
  readonly listeners: Set<(records: readonly LogRecord[]) => void>;
  /** The journal may hold what an earlier start has left. */
  hasLeftovers: boolean;
  cachedAt: Duration;
  isCaching: boolean;
  isProbing: boolean;
}

/**
 * Makes an application one that goes on while its log does not answer (X14): it copies its world once, takes the same commands on that
 * as ever, within limits, and keeps what they lead to in a journal, which it merges when the log answers again. What an earlier
 * start has left in the journal is merged now.
 *
 * @throws SequencerError where the log does not answer now
 */
export async function openOffline(ports: OfflinePorts): Promise<Offline> {
  const state: State = {
    ports,
    cut: undefined,
    waiting: new Set(),
    gate: undefined,
    isRecovering: false,
    underWay: new Set(),
    listeners: new Set(),
    hasLeftovers: true,
    cachedAt: Number.NEGATIVE_INFINITY,
    isCaching: false,
    isProbing: false,
  };
  await mergeLeftovers(state);
  return {
    app: elsewhere(state),
    seats: atSeats(state),
    downtime() {
      const { cut } = state;
      return cut && { ...cut.state, isRecording: cut.sequencer !== undefined };
    },
    turn: () => turn(state),
  };
}

function elsewhere(state: State): App {
  const { app } = state.ports;
  const refuseNow = () => {
    if (state.cut !== undefined) throw onlyEmergencies();
  };
  return {
    ...app,
    async submit(command) {
      refuseNow();
      return whileConnected(state, app.submit(command));
    },
    side: {
      async get(keys) {
        refuseNow();
        return whileConnected(state, app.side.get(keys));
      },
      async list(table, options) {
        refuseNow();
        return whileConnected(state, app.side.list(table, options));
      },
    },
  };
}

function atSeats(state: State): App {
  const { app } = state.ports;
  const side = () => state.cut?.side ?? app.side;
  const repeats = () => state.cut?.repeats ?? app.repeats;
  return {
    ...app,
    submit: (command) => submitAtSeat(state, command),
    world: () => state.cut?.world ?? app.world(),
    now: () => Math.max(app.now(), state.cut?.world.at ?? 0),
    side: {
      get: (keys) => whileConnected(state, side().get(keys)),
      list: (table, options) => whileConnected(state, side().list(table, options)),
    },
    repeats: {
      follow: (records) => repeats().follow(records),
      keyOf: (actor, asked, body) => repeats().keyOf(actor, asked, body),
      find: (key, world, at) => repeats().find(key, world, at),
      remember: (first) => repeats().remember(first),
      isDue: (at) => repeats().isDue(at),
      take: (world, at, all) => repeats().take(world, at, all),
    },
    follow(listener) {
      const stop = app.follow(listener);
      state.listeners.add(listener);
      return () => {
        stop();
        state.listeners.delete(listener);
      };
    },
  };
}

async function submitAtSeat<A>(state: State, command: Command<A>): Promise<A> {
  await state.gate?.promise;
  const { cut } = state;
  if (cut === undefined) return whileConnected(state, state.ports.app.submit(command));
  if (cut.sequencer === undefined) throw nothingRecorded();
  const answer = cut.sequencer.submit(limitCommand(command)).catch((error: unknown) => {
    // What the journal says is nearer than what the sequencer makes of it.
    throw error instanceof Error && error.cause instanceof OfflineError ? error.cause : error;
  });
  state.underWay.add(answer);
  return answer.finally(() => state.underWay.delete(answer));
}

/** The answer of the log or of what is beside it; whoever waits for one that may never come is told so when that is known. */
function whileConnected<T>({ cut, waiting }: State, answer: Promise<T>): Promise<T> {
  if (cut !== undefined) return answer;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(unsettled());
    waiting.add(giveUp);
    const settle = () => waiting.delete(giveUp);
    answer.then(resolve, reject).then(settle, settle);
  });
}

async function turn(state: State): Promise<void> {
  const { watch, app } = state.ports;
  probe(state);
  if (state.cut === undefined) {
    if (watch.isLost()) return begin(state);
    if (state.hasLeftovers) await mergeLeftovers(state);
    keepCache(state);
    return;
  }
  await dropOldRows(state.ports.cache, app.now());
  // What hangs is waited for by nobody: the next turn looks again.
  if (watch.isSilent()) openGate(state);
  else if (!state.isRecovering) void recover(state);
}

/** Asks the log something, so that its silence is noticed though nobody else asks. */
function probe(state: State): void {
  if (state.isProbing) return;
  state.isProbing = true;
  state.ports.watch.log
    .head()
    .catch(() => undefined)
    .finally(() => {
      state.isProbing = false;
    });
}

function keepCache(state: State): void {
  const { app, cache, clock, say } = state.ports;
  const now = clock.monotonic();
  if (state.isCaching || now - state.cachedAt < cacheEvery) return;
  state.isCaching = true;
  keepRows(cache, { side: app.side, world: app.world() }, app.now())
    .then(
      () => {
        state.cachedAt = now;
      },
      (error: unknown) => say(`What is kept for a downtime: ${messageOf(error)}`),
    )
    .finally(() => {
      state.isCaching = false;
    });
}

async function begin(state: State): Promise<void> {
  const { app, cache, clock, hasher, say, watch } = state.ports;
  const silent = clock.monotonic() - watch.heardAt();
  const since = app.now() - Math.floor(silent);
  const world = worldFrom(copyWorld(app.sequencer.committed()));
  const position = world.next;
  world.downtime = { position, since };
  const side = await cachedSide(cache, world, app.now()).catch(async (error: unknown) => {
    say(`What was kept for a downtime cannot be read: ${messageOf(error)}`);
    return cachedSide(noCache, world, app.now());
  });
  const repeats = createRepeats({ hasher });
  const sequencer = await spool(state, world, side, repeats).catch((error: unknown) => {
    say(`The journal: ${messageOf(error)}`);
    return undefined;
  });
  state.cut = { state: { position, since }, sequencer, world, side, repeats };
  // Who waits for the log is told, and those who come now find the world that was seen last.
  for (const giveUp of state.waiting) giveUp();
  tell(state, beginning(position, since));
  say(
    sequencer === undefined
      ? "The database does not answer, and the journal cannot be written: nothing is permitted until the database answers."
      : "The database does not answer: seats give emergency access only, by what was seen last, into the journal.",
  );
}

const noCache: Cache = {
  keep: async () => undefined,
  read: async () => undefined,
  erase: async () => undefined,
};

/** A sequencer whose log is the journal; its first entry says that the downtime has begun. */
async function spool(
  { ports, listeners }: State,
  world: ReturnType<typeof worldFrom>,
  side: Side,
  repeats: Repeats,
): Promise<Sequencer> {
  const { app, clock, hasher, ids, journal, wait } = ports;
  const downtime = ids.next("rec");
  const log = journalLog(journal, { next: world.next, at: world.at, downtime }, app.now);
  const sequencer = await openSequencer({ log, side, clock, ids, hasher, wait }, {}, world);
  sequencer.follow(repeats.follow);
  const { position = world.next, since = world.at } = world.downtime ?? {};
  await sequencer.submit({
    name: "downtime.begin",
    actor: system,
    handle: () => ({
      records: [{ kind: "downtime.begun", body: { position, since }, id: downtime }],
      answer: null,
    }),
  });
  sequencer.follow((records) => {
    for (const listener of listeners) listener(records);
  });
  return sequencer;
}

/** Every screen looks again. */
function beginning(position: Position, since: Instant): LogRecord {
  return {
    position,
    at: since,
    id: "",
    batch: "",
    kind: "downtime.begun",
    v: 1,
    actor: system,
    body: { position, since },
  };
}

function tell({ listeners }: State, record: LogRecord): void {
  for (const listener of listeners) listener([record]);
}

/** Merges the journal where the log answers, and the downtime is over; where it does not, nothing has changed. */
async function recover(state: State): Promise<void> {
  const { app, say } = state.ports;
  state.isRecovering = true;
  try {
    await app.sequencer.refresh();
    state.gate = Promise.withResolvers();
    const entries = await mergeAll(state);
    // Where nothing was written, whether the log takes anything is still to be seen.
    if (entries === 0) await app.submit(endDowntime());
    const { cut } = state;
    state.cut = undefined;
    // Where the gate was opened meanwhile, somebody may have written: the next turn looks.
    state.hasLeftovers = true;
    await cut?.sequencer?.stop();
    say(`The database answers again. What was done meanwhile is in the log (${entries} entries).`);
  } catch {
    // The log does not answer yet, or not any more.
  } finally {
    state.isRecovering = false;
    openGate(state);
    if (state.cut === undefined) tell(state, beginning(app.world().next, app.now()));
  }
}

function openGate(state: State): void {
  state.gate?.resolve();
  state.gate = undefined;
}

/** Until there is nothing left: where the gate was opened before the end, seats have written more meanwhile. */
async function mergeAll(state: State): Promise<number> {
  for (let entries = 0; ; ) {
    await Promise.allSettled(state.underWay);
    const more = await merge(state);
    entries += more;
    if (more === 0 && state.underWay.size === 0) return entries;
  }
}

async function mergeLeftovers(state: State): Promise<void> {
  const entries = await merge(state);
  state.hasLeftovers = false;
  if (entries > 0) {
    const what = "What an earlier start had done while the database did not answer is in the log";
    state.ports.say(`${what} (${entries} entries).`);
  }
}

async function merge({ ports }: State): Promise<number> {
  const { app, clock, journal, refused, say } = ports;
  const { bundles, submit } = app;
  return mergeJournal({ bundles, submit, journal, refused, say, now: () => clock.now() });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
