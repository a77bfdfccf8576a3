import type { Duration, Instant, Json } from "../ports/index.ts";
import type { Command, NewRecord, SigningKey, World } from "../world/index.ts";

const day: Duration = 86_400_000;

/** How long a key signs. */
const signsFor: Duration = 30 * day;
/** The next one is published this long before it signs, so that whoever keeps keys has it by then. */
const publishedBefore: Duration = 7 * day;
/** An old one stays published this long: everything it signed lapses within minutes. */
const keptAfter: Duration = day;

/** The algorithms that there is always a key for: OpenID Connect Core 15.1 asks for RS256. */
const signingAlgorithms = ["RS256", "ES256"] as const;

/** Where a signing key's two parts are kept, the private one sealed. */
export function signingKeyKey(id: string): {
  readonly table: "credentials";
  readonly key: string;
} {
  return { table: "credentials", key: `signing-key|${id}` };
}

/** The keys that are published at `at`, those that sign now first. */
export function publishedKeys(
  world: Pick<World, "signingKeys">,
  at: Instant,
): readonly SigningKey[] {
  const signs = (key: SigningKey) => key.from <= at && at < key.until;
  return [...world.signingKeys.values()]
    .filter(({ keptUntil }) => at < keptUntil)
    .toSorted((a, b) => Number(signs(b)) - Number(signs(a)) || a.from - b.from);
}

/** The algorithms whose next key is due to be made. */
export function dueKeys(
  world: Pick<World, "signingKeys">,
  at: Instant,
): readonly SigningKey["alg"][] {
  return signingAlgorithms.filter((alg) => lastUntil(world, alg) < at + publishedBefore);
}

/** Until when there is a key for `alg`; before everything where there is none. */
function lastUntil(world: Pick<World, "signingKeys">, alg: SigningKey["alg"]): Instant {
  let last = Number.NEGATIVE_INFINITY;
  for (const key of world.signingKeys.values()) {
    if (key.alg === alg) last = Math.max(last, key.until);
  }
  return last;
}

/** Lets go of all keys: their private parts are sealed under a secret that is lost. Fresh ones are due then. */
export function dropSigningKeys(): Command<void> {
  return {
    name: "signing-key.drop",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world }) => {
      const ids = Array.from(world.signingKeys.values(), ({ id }) => id);
      return {
        records: ids.map((key) => ({ kind: "signing-key.removed", body: { key } }) as const),
        side: ids.map((id) => ({ ...signingKeyKey(id), value: undefined })),
        answer: undefined,
      };
    },
  };
}

/** A fresh key: its id, and both parts as they are kept. */
export interface NewKey {
  readonly id: string;
  readonly alg: SigningKey["alg"];
  readonly kept: Json;
}

/**
 * Takes up fresh keys where they are due still (another node may have been quicker), and lets go of those that nobody
 * needs any more; their private parts are erased.
 */
export function turnSigningKeys(fresh: readonly NewKey[]): Command<void> {
  return {
    name: "signing-key.turn",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world, at }) => {
      const due = dueKeys(world, at);
      const added = fresh.filter(({ alg }) => due.includes(alg));
      const over = [...world.signingKeys.values()].filter(({ keptUntil }) => keptUntil <= at);
      const records: NewRecord[] = added.map(({ id, alg }) => {
        // The first one signs at once: there is no other.
        const from = Math.max(at, lastUntil(world, alg));
        const until = from + signsFor;
        const body = { key: id, alg, from, until, keptUntil: until + keptAfter };
        return { kind: "signing-key.added", body };
      });
      records.push(
        ...over.map(({ id }) => ({ kind: "signing-key.removed", body: { key: id } }) as const),
      );
      const kept = added.map(({ id, kept: value }) => ({ ...signingKeyKey(id), value }));
      const erased = over.map(({ id }) => ({ ...signingKeyKey(id), value: undefined }));
      return { records, side: [...kept, ...erased], answer: undefined };
    },
  };
}
