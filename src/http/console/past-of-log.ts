import { setTimeout as sleep } from "node:timers/promises";
import { createPast, type Past } from "../../access/index.ts";
import type { Duration, Log } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";

/** What was true lately, read back from the log when it is asked for. */
export interface PastOfLog {
  /** As far as the log goes now; undefined while it is still being read back. */
  current(): Promise<Past | undefined>;
  /** The same, however long it takes. */
  whole(): Promise<Past>;
}

/** Entries at once: what is being read back must not hold up a bedside. */
const page = 500;
/** So long an answer waits for it. */
const patience: Duration = 400;

/**
 * A projection with a cursor of its own: it begins with the first record when it is first asked, and goes on from where it is
 * each time. Nothing is stored, since all of it is in the log.
 */
export function createPastOfLog(log: Pick<Log, "head" | "changes">): PastOfLog {
  const past = createPast();
  let reading: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    reading ??= readOn(log, past).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return {
    async current() {
      const done = await Promise.race([begin().then(() => true), sleep(patience, false)]);
      return done ? past : undefined;
    },
    async whole() {
      await begin();
      return past;
    },
  };
}

/** What changes no state, as a decision, says nothing of the past. */
async function readOn(log: Pick<Log, "head" | "changes">, past: Past): Promise<void> {
  const { next } = await log.head();
  for (let from = past.next; from < next; ) {
    const changes = await log.changes(from, { to: next, limit: page });
    for (const entry of changes) past.take(decodeRecord(entry));
    from = changes.length < page ? next : past.next;
  }
}
