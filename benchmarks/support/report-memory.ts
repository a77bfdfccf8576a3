/**
 * Loaded into a server before anything else (`node --import`): on SIGUSR2 it collects all garbage and prints one line of JSON
 * that says what the process holds then.
 */
import { collectGarbage } from "./collect-garbage.ts";

/** What a process holds, in MiB. */
export interface HeldMemory {
  readonly rss: number;
  readonly heapUsed: number;
  /** Resident after a collection that leaves the room for young objects with the process. */
  readonly withRoom: number;
}

process.on("SIGUSR2", async () => {
  const inMiB = (bytes: number) => bytes / 1024 / 1024;
  await collectGarbage("regular");
  const withRoom = inMiB(process.memoryUsage().rss);
  await collectGarbage("last-resort");
  const { rss, heapUsed } = process.memoryUsage();
  const held: HeldMemory = { rss: inMiB(rss), heapUsed: inMiB(heapUsed), withRoom };
  console.log(JSON.stringify(held));
});
