import type { Clock } from "../../ports/index.ts";

/** When the key sets of applications, kept by the provider, have to be asked for anew. */
export interface KeySets {
  /** An application's server answered with its keys, and said how long they may be kept. */
  note(url: string, headers: Headers): void;
  /** Which round of keys counts now: another number means that what was kept may not be used any more. */
  roundOf(url: string): number;
}

/**
 * The provider keeps a key set for a minute at least. Applications may say less by `cache-control`, and are heard (SMART App
 * Launch 2.2.0, signature verification of asymmetric clients: not longer than that header says).
 */
export function createKeySets({ clock }: { readonly clock: Pick<Clock, "now"> }): KeySets {
  const known = new Map<string, { readonly round: number; readonly until: number }>();
  return {
    note(url, headers) {
      const lives = livesFor(headers.get("cache-control") ?? "");
      const round = known.get(url)?.round ?? 0;
      known.set(url, { round, until: lives === undefined ? Infinity : clock.now() + lives });
    },
    roundOf(url) {
      const kept = known.get(url);
      if (kept === undefined) return 0;
      if (clock.now() < kept.until) return kept.round;
      const round = kept.round + 1;
      known.set(url, { round, until: Infinity });
      return round;
    },
  };
}

/** In milliseconds; undefined where the header says nothing of it (RFC 9111 section 5.2.2). */
function livesFor(cacheControl: string): number | undefined {
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return 0;
  const [, seconds] = /\bmax-age=(\d+)/i.exec(cacheControl) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
