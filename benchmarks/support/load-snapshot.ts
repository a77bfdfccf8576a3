/** A process that only starts from a snapshot, of a log with this last leaf: how long that takes, and what it holds after a full collection. */
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadSnapshot } from "../../src/node/index.ts";

const [directory = "", leaf = ""] = process.argv.slice(2);
const begun = performance.now();
const world = await loadSnapshot(directory, {
  next: Number.MAX_SAFE_INTEGER,
  hashAt: async () => Buffer.from(leaf, "hex"),
});
const milliseconds = performance.now() - begun;
if (world === undefined) throw new Error("there is no snapshot to start from");
setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;
for (let times = 0; times < 3; times++) {
  collect();
  // Pages are given back to the system a moment after a collection.
  await new Promise((resolve) => setTimeout(resolve, 300));
}
const residentMiB = process.memoryUsage().rss / 1024 / 1024;
console.log(JSON.stringify({ milliseconds, residentMiB, people: world.people.size }));
