/**
 * A process for tests: appends batches to the data directory it is given, one after the other, and writes the position
 * after each to its output once it is acknowledged, until somebody kills it.
 */
import { writeSync } from "node:fs";
import { makeBatch } from "../contract-support.ts";
import { openSqliteStore } from "./open-store.ts";

const [directory = "", mark = "a"] = process.argv.slice(2);
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const { log } = await openSqliteStore({ directory, clock });
let { next } = await log.head();
for (;;) {
  const key = `${mark}${next}`;
  const batch = makeBatch({
    id: key,
    expected: next,
    count: 1 + (next % 20),
    side: [{ table: "names", key, value: next }],
    replies: [{ key, answer: next }],
  });
  const { type } = await log.append(batch);
  if (type !== "appended") throw new Error("nobody else can have been here");
  next += batch.leaves.length;
  writeSync(1, `${batch.expected} ${next}\n`);
}
