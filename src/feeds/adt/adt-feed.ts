import type { AdtDeps } from "./arrive.ts";
import { keepUnframed, type Received, receiveAdt, receiveOversize } from "./receive-adt.ts";
import { checkSettings } from "./settings.ts";

/** What came in since the start: read = applied + unchanged + historic + parked + refused. */
export interface AdtCounts {
  readonly read: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly historic: number;
  readonly parked: number;
  readonly refused: number;
  /** Answered with AE; the sender sends them again, and then they are read. */
  readonly failed: number;
  /** What was refused, by type: `{ "ORU^R01": 305 }`. */
  readonly refusedTypes: Readonly<Record<string, number>>;
}

/** One ADT interface: bytes in, acknowledgements out, and a count. */
export interface AdtFeed {
  receive(bytes: Uint8Array): Promise<Received>;
  receiveOversize(head: Uint8Array, limit: number): Promise<Received>;
  keepUnframed(head: Uint8Array): Promise<void>;
  counts(): AdtCounts;
}

/** More kinds than this are counted as `others`: types come from outside. */
const mostTypes = 100;

/** Opens an ADT interface. Throws FeedError `unknown-zone`. */
export function createAdtFeed(deps: AdtDeps): AdtFeed {
  checkSettings(deps.settings);
  const counts = { applied: 0, unchanged: 0, parked: 0, refused: 0, failed: 0 };
  const types = new Map<string, number>();
  const count = (received: Received): Received => {
    counts[received.outcome]++;
    if (received.outcome === "refused") {
      const type = types.has(received.title) || types.size < mostTypes ? received.title : "others";
      types.set(type, (types.get(type) ?? 0) + 1);
    }
    return received;
  };
  return {
    receive: async (bytes) => count(await receiveAdt(deps, bytes)),
    receiveOversize: async (head, limit) => count(await receiveOversize(deps, head, limit)),
    keepUnframed: async (head) => void count(await keepUnframed(deps, head)),
    counts: () => ({
      ...counts,
      read: counts.applied + counts.unchanged + counts.parked + counts.refused,
      historic: 0,
      refusedTypes: Object.fromEntries(types),
    }),
  };
}
