import type { Instant } from "../../ports/index.ts";
import { createTurns } from "../follower/index.ts";
import { endIdle } from "./end-idle.ts";
import { followForStreams } from "./follow-log.ts";
import { createPusher, type Pusher } from "./push.ts";
import type { SignalsDeps } from "./types.ts";

/** Shared Signals at work on this node. */
export interface Signals {
  readonly deps: SignalsDeps;
  /** Calls `listener` when something may have come to wait for a receiver; answers how to stop that. */
  onArrival(listener: () => void): () => void;
  /** Calls `listener` when this node stops, for whoever is kept waiting. */
  onEnd(listener: () => void): () => void;
  /** Begins to follow the log; the address by which we are known must be known by then. */
  start(): void;
  /** Looks now, and not only when it is time. */
  wake(): void;
  /** Resolves once everything that was in the log when it was called has been looked at, and sent once. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const hour = 3_600_000;

/** Follows the log and pushes what is to be pushed, from when it is started until it is stopped. */
export function createSignals(options: Omit<SignalsDeps, "arrived">): Signals {
  const listeners = new Set<() => void>();
  const ends = new Set<() => void>();
  const deps: SignalsDeps = { ...options, arrived: () => tellAll(listeners) };
  const pusher = createPusher(deps);
  const turns = createTurns(createTurn(deps, pusher), deps.onFault);
  const look = () => {
    turns.wake();
    // What other nodes have made waits here as well.
    tellAll(listeners);
  };
  let letGo = () => {};
  return {
    deps,
    onArrival: (listener) => listen(listeners, listener),
    onEnd: (listener) => listen(ends, listener),
    start() {
      turns.begin();
      const stopFollowing = deps.app.follow(turns.wake);
      const timer = setInterval(look, deps.pace.look);
      letGo = () => {
        clearInterval(timer);
        stopFollowing();
      };
      turns.wake();
    },
    wake: turns.wake,
    async settled() {
      turns.wake();
      await turns.done();
      await pusher.done();
    },
    async stop() {
      letGo();
      tellAll(ends);
      turns.end();
      await pusher.stop();
      await turns.done();
    },
  };
}

/** One look at all that there is to do. */
function createTurn(deps: SignalsDeps, pusher: Pusher): () => Promise<void> {
  const { app, newId } = deps;
  const follower = followForStreams(deps, newId("node"));
  let sweptAt: Instant = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = app.now();
    const leads = await follower.turn();
    if (!leads) return pusher.rest();
    if (now - sweptAt > hour) {
      await endIdle(deps);
      sweptAt = now;
    }
    await pusher.look();
  };
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener();
}
