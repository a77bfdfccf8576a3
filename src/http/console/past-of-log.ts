import { setTimeout as sleep } from "node:timers/promises";
import { createPast, type Past } from "../../access/index.ts";
import type { Duration, Instant, Log, Position } from "../../ports/index.ts";
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
/** Handovers are permits, which are many and change no state: they are looked for in so long only. */
const permitsKept: Duration = 40 * 24 * 60 * 60_000;

/**
 * A projection with a cursor of its own: it begins with the first record when it is first asked, and goes on from where it is
 * each time. Nothing is stored, since all of it is in the log.
 */
export function createPastOfLog(log: Pick<Log, "head" | "read" | "changes">): PastOfLog {
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

async function readOn(log: Pick<Log, "head" | "read" | "changes">, past: Past): Promise<void> {
  const { at, next } = await log.head();
  const recent = past.next === 0 ? await positionAt(log, at - permitsKept, next) : 0;
  for (let from = past.next; from < recent; ) {
    const changes = await log.changes(from, { to: recent, limit: page });
    for (const entry of changes) past.take(decodeRecord(entry));
    from = changes.length < page ? recent : past.next;
  }
  for (let from = Math.max(past.next, recent); from < next; ) {
    const entries = await log.read(from, { to: next, limit: page });
    for (const entry of entries) {
      if (entry.state || isHandover(entry.bytes)) past.take(decodeRecord(entry));
    }
    from += entries.length;
    if (entries.length === 0) return;
  }
}

/** Without decoding it: most entries are decisions on something else. */
function isHandover(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("handover.give");
}

/** The position of the first record at or after an instant. */
async function positionAt(log: Pick<Log, "read">, at: Instant, next: Position): Promise<Position> {
  let least = 0;
  let most = next;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    const [entry] = await log.read(middle, { limit: 1 });
    if (entry !== undefined && decodeRecord(entry).at < at) least = middle + 1;
    else most = middle;
  }
  return least;
}
