import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Draft } from "../../world/index.ts";
import { copyWorld } from "../../world/index.ts";
import {
  type LeafHashAt,
  leafBefore,
  type SnapshotHead,
  snapshotName,
  snapshotVersion,
} from "./format.ts";
import type { ToSnapshotWorker } from "./worker.ts";

/** Rows that are posted to the worker at once: a few milliseconds of copying. */
const rowsInPart = 500;

/**
 * Writes the committed world into `directory`, in a worker thread; the main thread only makes flat copies of the
 * tables (entities are immutable) and posts them in parts. Answers with the file's path once it is durable.
 *
 * @throws errors of the file system
 */
export async function takeSnapshot(
  world: Draft,
  directory: string,
  hashAt: LeafHashAt,
): Promise<string> {
  const { columns, ...head } = copyWorld(world);
  const leaf = await leafBefore(head.next, hashAt);
  const path = join(directory, snapshotName(head.next));
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  const done = new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  const post = (message: ToSnapshotWorker) => worker.postMessage(message);
  try {
    post({ type: "begin", path });
    const names = Object.keys(columns);
    post({
      type: "part",
      part: { version: snapshotVersion, leaf, names, ...head } satisfies SnapshotHead,
    });
    for (const { keys, values } of Object.values(columns)) {
      for (let from = 0; from < keys.length; from += rowsInPart) {
        const to = from + rowsInPart;
        post({ type: "part", part: [keys.slice(from, to), values.slice(from, to)] });
        await setImmediate();
      }
      post({ type: "part", part: null });
    }
    post({ type: "end" });
    await done;
  } finally {
    await worker.terminate();
  }
  return path;
}
