import type { SideKey } from "../../ports/index.ts";
import { mayHear } from "./requests.ts";
import { readSets, readStreams, type Stream, streamsWithSets } from "./rows.ts";
import { settle, stopStream } from "./settle.ts";
import type { SignalsDeps } from "./types.ts";

/** What the configuration of a stream that is polled names as `inactivity_timeout`, in seconds (SSF 1.0 section 8.1.1). */
export const inactivityTimeout: number = 7 * 86_400;

/** Rows that are erased at once. */
const atOnce = 500;

/**
 * Disables streams whose receiver has gone silent, so that what nobody fetches does not grow without end: those that are
 * polled, and those that were paused. A receiver that is pushed to need not call. Those of receivers that are none any more end, too.
 */
export async function endIdle({ app }: Pick<SignalsDeps, "app">): Promise<void> {
  const streams = await readStreams(app.side);
  const holding = new Set(
    streams.filter(({ status }) => status !== "disabled").map(({ id }) => id),
  );
  for (const stream of await streamsWithSets(app.side)) {
    if (!holding.has(stream)) await forgetSets({ app }, stream);
  }
  for (const stream of streams) {
    const reason = whyOver({ app }, stream);
    if (reason === undefined) continue;
    if (await app.submit(stopStream(stream, "disabled", reason))) {
      await forgetSets({ app }, stream.id);
    }
  }
}

function whyOver({ app }: Pick<SignalsDeps, "app">, stream: Stream): string | undefined {
  if (stream.status === "disabled") return undefined;
  if (!mayHear(app.world(), app.now(), stream)) return "The receiver is not registered any more.";
  const days = inactivityTimeout / 86_400;
  const reason = `The receiver was not heard from for ${days} days.`;
  return isIdle(stream, app.now()) ? reason : undefined;
}

function isIdle({ status, delivery, seenAt }: Stream, at: number): boolean {
  if (status === "enabled" && delivery.method === "urn:ietf:rfc:8935") return false;
  return at - seenAt > inactivityTimeout * 1_000;
}

/** Erases what waits for a stream's receiver. */
export async function forgetSets({ app }: Pick<SignalsDeps, "app">, stream: string): Promise<void> {
  for (;;) {
    const sets = await readSets(app.side, stream, atOnce);
    if (sets.length === 0) return;
    const gone: readonly SideKey[] = sets.map(({ key }) => key);
    await app.submit(settle({ stream, gone }));
  }
}
