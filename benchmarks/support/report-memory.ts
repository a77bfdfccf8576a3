/**
 * Loaded into a server before anything else (`node --import`): on SIGUSR2 it collects all garbage and prints one line of JSON
 * that says what the process holds then.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a process holds, in MiB. */
export interface HeldMemory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

process.on("SIGUSR2", async () => {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as () => void;
  for (let times = 0; times < 3; times++) {
    collect();
    // Pages are given back to the system a moment after a collection.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const inMiB = ({ rss, heapUsed, external }: HeldMemory): HeldMemory => {
    const [a, b, c] = [rss, heapUsed, external].map((bytes) => bytes / 1024 / 1024);
    return { rss: a ?? 0, heapUsed: b ?? 0, external: c ?? 0 };
  };
  console.log(JSON.stringify(inMiB(process.memoryUsage())));
});
