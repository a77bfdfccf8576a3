import type { FastifyReply } from "fastify";
import type { Duration } from "../ports/index.ts";
import { type Scene, sceneOf } from "../sessions/index.ts";
import { changesState, type LogRecord } from "../world/index.ts";
import type { ServerDeps } from "./deps.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";
import { refusedBy } from "./spoken.ts";

/** Whose page holds a stream of hints, and what is news to it. */
export interface Listener {
  readonly session: string;
  /** Whether the session is in still, where the stream was opened. */
  isIn(scene: Scene): boolean;
  /** Whether a record may change what the page shows. */
  concerns(scene: Scene, record: LogRecord): boolean;
}

/**
 * Streams that say that something may have changed, and nothing of what: whoever holds one asks anew, and is decided about then.
 * Nothing rests on them, so that a permit is no longer valid for it (D6).
 */
export interface ChangeStreams {
  /**
   * Answers a request with a stream of events `changed`: the first at once, since something may have changed before it was open.
   *
   * @throws HttpError `too-many-streams`
   */
  open(reply: FastifyReply, listener: Listener): void;
  /** Ends them all: the server stops. */
  endAll(): void;
}

/** A browser's windows on one session; one more is refused, and asks again and again instead. */
const mostOfSession = 4;
/** Of one node. */
const mostOfNode = 10_000;
/** A stream that nobody closed properly takes no place for longer; a phone's is proved again by opening the next one (S0). */
const longest: Duration = 60_000;
/** Both ends hear from each other at least this often. */
const heartbeat: Duration = 15_000;
/** How often it is looked after streams whose session or time is over without a record. */
const look: Duration = 1_000;
/** So many streams are told of news without a pause. */
const slice = 64;
/** Records that may be news to anybody. */
const news = /^(grant|glass|emergency)\./;

interface Held {
  readonly stream: EventStream;
  readonly listener: Listener;
  readonly until: Duration;
  spokenAt: Duration;
}

interface State {
  readonly deps: Pick<ServerDeps, "app" | "clock" | "report">;
  readonly held: Set<Held>;
  /** What nobody was told of yet. */
  waiting: LogRecord[];
  isPumping: boolean;
  timer: ReturnType<typeof setInterval> | undefined;
}

/** The streams of hints of one interface; one follower of the log and one timer serve them all, and none while nobody listens. */
export function createChangeStreams(deps: State["deps"]): ChangeStreams {
  const state: State = { deps, held: new Set(), waiting: [], isPumping: false, timer: undefined };
  deps.app.follow((records) => {
    if (state.held.size === 0 || !records.some(({ kind }) => changesState(kind))) return;
    state.waiting.push(...records.filter(({ kind }) => news.test(kind)));
    if (state.isPumping) return;
    state.isPumping = true;
    // The batch is answered first.
    setImmediate(() => void pump(state));
  });
  return {
    open(reply, listener) {
      refuseTooMany(state, listener);
      hold(state, openEventStream(reply), listener);
    },
    endAll() {
      for (const { stream } of state.held) stream.end();
    },
  };
}

/** @throws HttpError `too-many-streams` */
function refuseTooMany({ held }: State, { session }: Listener): void {
  const own = [...held].filter((one) => one.listener.session === session && !one.stream.closed);
  if (own.length < mostOfSession && held.size < mostOfNode) return;
  throw refusedBy("too-many-streams", "console.windows");
}

function hold(state: State, stream: EventStream, listener: Listener): void {
  const { deps, held } = state;
  const now = deps.clock.monotonic();
  const one: Held = { stream, listener, until: now + longest, spokenAt: now };
  held.add(one);
  stream.onClose(() => {
    held.delete(one);
    if (held.size > 0) return;
    clearInterval(state.timer);
    state.timer = undefined;
    state.waiting = [];
  });
  state.timer ??= setInterval(() => lookAfter(state), look);
  stream.send("changed", {});
}

/** Tells whoever it concerns of what has come, and ends the streams of those who are not in any more. */
async function pump(state: State): Promise<void> {
  try {
    do {
      const records = state.waiting;
      state.waiting = [];
      let scene = sceneNow(state);
      let left = slice;
      for (const one of [...state.held]) {
        if (left-- === 0) {
          await new Promise((resolve) => setImmediate(resolve));
          left = slice;
          scene = sceneNow(state);
        }
        tell(state, one, scene, records);
      }
    } while (state.waiting.length > 0);
  } catch (fault) {
    // Whoever is not told must not believe that nothing has happened.
    for (const { stream } of state.held) stream.end();
    state.deps.report({ ...nobody, fault });
  } finally {
    state.isPumping = false;
  }
}

const nobody = { id: "changes", method: "GET", route: "changes", status: 500, milliseconds: 0 };

function tell({ deps }: State, one: Held, scene: Scene, records: readonly LogRecord[]): void {
  const { listener, stream } = one;
  if (stream.closed) return;
  if (!listener.isIn(scene)) {
    stream.end();
    return;
  }
  if (!records.some((record) => listener.concerns(scene, record))) return;
  one.spokenAt = deps.clock.monotonic();
  // A browser that takes nothing has a hint waiting already: one is as good as two.
  stream.send("changed", {});
}

function lookAfter(state: State): void {
  const now = state.deps.clock.monotonic();
  let scene: Scene | undefined;
  try {
    scene = sceneNow(state);
  } catch {
    // Without a policy nobody is in.
  }
  for (const one of state.held) {
    const { listener, stream, until } = one;
    if (scene === undefined || now >= until || !listener.isIn(scene)) stream.end();
    else if (now - one.spokenAt >= heartbeat) {
      stream.comment();
      one.spokenAt = now;
    }
  }
}

function sceneNow({ deps: { app } }: State): Scene {
  return sceneOf({ bundles: app.bundles }, app.world(), app.now());
}
