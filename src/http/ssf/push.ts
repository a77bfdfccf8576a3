import type { SideKey } from "../../ports/index.ts";
import { createDeliveries, type Deliveries } from "../follower/index.ts";
import { aboutStream } from "./make-sets.ts";
import { type Pushed, pushSet } from "./push-set.ts";
import { mayHear } from "./requests.ts";
import {
  readSets,
  readStreams,
  type Stream,
  streamKey,
  type Trouble,
  troubleKey,
  type WaitingSet,
} from "./rows.ts";
import { type Settlement, settle, stopStream } from "./settle.ts";
import type { SignalsDeps } from "./types.ts";

/** SETs on their way to one receiver at the same time. */
const atOnce = 8;

/** Pushes what waits, each stream by itself. */
export interface Pusher {
  /** Looks after all streams; returns once each is under way. */
  look(): Promise<void>;
  /** Another node does it from now on. */
  rest(): void;
  /** Resolves once everything that is under way has been tried. */
  done(): Promise<void>;
  stop(): Promise<void>;
}

/** A pusher for all streams of RFC 8935. A stream whose receiver is slow or gone holds up no other. */
export function createPusher(deps: SignalsDeps): Pusher {
  const deliveries = createDeliveries(deps, (stream) => drain(deps, deliveries, stream));
  return {
    async look() {
      deliveries.lead();
      for (const stream of await readStreams(deps.app.side)) {
        if (isPushed(stream)) deliveries.begin(stream.id);
        // Whoever was stopped and goes on is asked at once.
        else deliveries.tookSome(stream.id);
      }
    },
    rest: deliveries.rest,
    done: deliveries.done,
    stop: deliveries.stop,
  };
}

function isPushed({ status, delivery }: Stream): boolean {
  return status === "enabled" && delivery.method === "urn:ietf:rfc:8935";
}

/** Sends what waits for one stream, until nothing does or it is not taken. */
async function drain(deps: SignalsDeps, deliveries: Deliveries, id: string): Promise<void> {
  const { side, submit } = deps.app;
  const { signal } = deliveries;
  while (deliveries.goOn()) {
    const rows = await side.get([streamKey(id), troubleKey(id)]);
    const [stream, trouble] = rows as unknown as [Stream | undefined, Trouble | undefined];
    if (stream === undefined || !isPushed(stream)) return;
    // Whoever is no receiver any more is told nothing, not even what waits.
    if (!mayHear(deps.app.world(), deps.app.now(), stream)) return;
    const chunk = ofDistinctSubjects(await readSets(side, id, atOnce));
    if (chunk.length === 0) return;
    const pushed = await Promise.all(
      chunk.map(({ claims }) => pushSet(deps, stream, claims, signal)),
    );
    // A node that stops has given up itself: nothing is known of the receiver.
    if (signal.aborted && pushed.some(({ type }) => type === "failed")) return;
    await submit(settle(settlementOf(id, chunk, pushed)));
    const misconfigured = whyOf(pushed, "misconfigured");
    if (misconfigured !== undefined) return await pause(deps, signal, stream, misconfigured);
    const failed = whyOf(pushed, "failed");
    if (failed !== undefined) {
      if (isTooLong(deps, trouble)) return await pause(deps, signal, stream, failed);
      return deliveries.tookNothing(id);
    }
    deliveries.tookSome(id);
  }
}

function whyOf(pushed: readonly Pushed[], type: Pushed["type"]): string | undefined {
  return pushed.flatMap((one) => (one.type === type && "why" in one ? [one.why] : []))[0];
}

/** The first ones that can go side by side: what is about one subject arrives in its order (SSF 1.0 section 8.1.2.1). */
function ofDistinctSubjects(sets: readonly WaitingSet[]): readonly WaitingSet[] {
  const seen = new Set<string>();
  const chunk: WaitingSet[] = [];
  for (const set of sets) {
    const person = subjectPerson(set);
    if (seen.has(person)) break;
    seen.add(person);
    chunk.push(set);
  }
  return chunk;
}

function subjectPerson({ claims }: WaitingSet): string {
  const { user = claims.sub_id } = claims.sub_id as { readonly user?: unknown };
  return JSON.stringify(user);
}

function settlementOf(
  stream: string,
  chunk: readonly WaitingSet[],
  pushed: readonly Pushed[],
): Settlement {
  const gone: SideKey[] = [];
  let refused = { count: 0, why: "" };
  let stuck: string | undefined;
  chunk.forEach(({ key }, index) => {
    const one = pushed[index] as Pushed;
    if (one.type === "taken" || one.type === "refused") gone.push(key);
    else stuck ??= one.why;
    if (one.type === "refused") refused = { count: refused.count + 1, why: one.why };
  });
  return { stream, gone, refused, taking: stuck === undefined ? true : { why: stuck } };
}

/** Whether a receiver has taken nothing for so long that it is paused. */
function isTooLong({ app, pace }: SignalsDeps, trouble: Trouble | undefined): boolean {
  return trouble?.since !== undefined && app.now() - trouble.since > pace.patience;
}

/** Pauses a stream. Its receiver is told before (SSF 1.0 section 8.1.5), as far as it can be. */
async function pause(
  deps: SignalsDeps,
  signal: AbortSignal,
  stream: Stream,
  why: string,
): Promise<void> {
  const { app, issuer, newId } = deps;
  const making = { issuer: issuer(), at: app.now() };
  const claims = { status: "paused", reason: why };
  const event = { type: "streamUpdated", claims } as const;
  const set = aboutStream(making, stream, newId("set"), event);
  await pushSet(deps, stream, set, signal);
  await app.submit(stopStream(stream, "paused", why));
}
