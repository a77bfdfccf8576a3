import { setTimeout as sleep } from "node:timers/promises";
import type { Duration, Log } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import type { LogRecord } from "../../world/index.ts";

/** What is read back from the log when it is asked for, as what was true lately. */
export interface OfLog<T> {
  /** As far as the log goes now; undefined while it is still being read back. */
  current(): Promise<T | undefined>;
  /** The same, however long it takes. */
  whole(): Promise<T>;
}

/** What takes in records in the order of the log, and needs the one at `next` next. */
interface Projection {
  readonly next: number;
  take(record: LogRecord): void;
}

/** Entries at once: what is being read back must not hold up a bedside. */
const page = 500;
/** So long an answer waits for it. */
const patience: Duration = 400;

/**
 * A projection with a cursor of its own: it begins with the first record when it is first asked, and goes on from where it is
 * each time. Nothing is stored, since all of it is in the log.
 */
export function createOfLog<T extends Projection>(
  log: Pick<Log, "head" | "changes">,
  past: T,
): OfLog<T> {
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
async function readOn(log: Pick<Log, "head" | "changes">, past: Projection): Promise<void> {
  const { next } = await log.head();
  for (let from = past.next; from < next; ) {
    const changes = await log.changes(from, { to: next, limit: page });
    for (const entry of changes) past.take(decodeRecord(entry));
    from = changes.length < page ? next : past.next;
  }
}
