import type { Instant } from "../../ports/index.ts";
import { createTurns } from "../follower/index.ts";
import { createDelivery, type Delivery, forgetOld } from "./deliver.ts";
import { isTold } from "./kinds.ts";
import { followForNotices } from "./make-notices.ts";
import type { NoticesDeps } from "./types.ts";

/** Telling by mail and webhook, at work on this node. */
export interface Notices {
  /** Begins to follow the log. */
  start(): void;
  /** Resolves once everything that was in the log when it was called has been looked at, and tried once. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const hour = 3_600_000;

/** Follows the log and sends what is to be told, from when it is started until it is stopped. */
export function createNotices(deps: NoticesDeps): Notices {
  const delivery = createDelivery(deps);
  const turns = createTurns(createTurn(deps, delivery), deps.onFault);
  let letGo = () => {};
  return {
    start() {
      turns.begin();
      // Of all else that happens nobody is told: it wakes nobody.
      const stopFollowing = deps.app.follow((records) => records.some(isTold) && turns.wake());
      const timer = setInterval(turns.wake, deps.pace.look);
      letGo = () => {
        clearInterval(timer);
        stopFollowing();
      };
      turns.wake();
    },
    async settled() {
      turns.wake();
      await turns.done();
      await delivery.done();
    },
    async stop() {
      letGo();
      turns.end();
      await delivery.stop();
      await turns.done();
    },
  };
}

function createTurn(deps: NoticesDeps, delivery: Delivery): () => Promise<void> {
  const follower = followForNotices(deps, deps.newId("node"));
  let sweptAt: Instant = Number.NEGATIVE_INFINITY;
  return async () => {
    if (!(await follower.turn())) return delivery.rest();
    const now = deps.app.now();
    if (now - sweptAt > hour) {
      await forgetOld(deps);
      sweptAt = now;
    }
    delivery.look();
  };
}
