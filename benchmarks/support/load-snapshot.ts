/** A process that only starts from a snapshot, of a log with this last leaf: how long that takes, and what it holds after a full collection. */
import { performance } from "node:perf_hooks";
import { loadSnapshot } from "../../src/node/index.ts";
import { collectGarbage } from "./collect-garbage.ts";

const [directory = "", leaf = ""] = process.argv.slice(2);
const begun = performance.now();
const world = await loadSnapshot(directory, {
  next: Number.MAX_SAFE_INTEGER,
  hashAt: async () => Buffer.from(leaf, "hex"),
});
const milliseconds = performance.now() - begun;
if (world === undefined) throw new Error("there is no snapshot to start from");
await collectGarbage("last-resort");
const residentMiB = process.memoryUsage().rss / 1024 / 1024;
console.log(JSON.stringify({ milliseconds, residentMiB, people: world.people.size }));
