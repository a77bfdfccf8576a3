import type { App } from "../app.ts";
import {
  checkpointDue,
  checkpointInterval,
  type LastCheckpoint,
  rootOf,
  signCheckpoint,
} from "../audit/index.ts";
import type { Store } from "../node/index.ts";
import type { Clock, Hasher, Signer } from "../ports/index.ts";

/** Signs checkpoints behind the log until it is stopped. */
export interface CheckpointKeeper {
  /** Signs what is still unsigned, then ends. */
  stop(): Promise<void>;
}

/**
 * A follower that signs a checkpoint at most a second after new records. The log is read for it, not the world: what is
 * signed is what is stored.
 */
export function keepCheckpoints(deps: {
  readonly app: App;
  readonly store: Store;
  readonly signer: Signer;
  readonly hasher: Hasher;
  readonly clock: Clock;
}): CheckpointKeeper {
  const { store, signer, hasher, clock, app } = deps;
  let last: LastCheckpoint | undefined;
  let signing: Promise<void> = Promise.resolve();

  const signNow = async () => {
    const head = await store.log.head();
    if (head.next === 0 || checkpointDue(last, head.next, Number.POSITIVE_INFINITY).type !== "due")
      return;
    const root = rootOf(hasher, head.frontier, head.next);
    const note = signCheckpoint(hasher, { origin: signer.name, size: head.next, root, signer });
    await store.checkpoints.put({ size: head.next, at: head.authority, note });
    last = { size: head.next, at: clock.monotonic() };
  };
  const timer = setInterval(() => {
    if (checkpointDue(last, app.world().next, clock.monotonic()).type !== "due") return;
    // A checkpoint that cannot be stored now is made again at the next turn; the records are safe.
    signing = signing.then(signNow).catch(() => undefined);
  }, checkpointInterval / 4);
  return {
    async stop() {
      clearInterval(timer);
      await signing;
      await signNow();
    },
  };
}
