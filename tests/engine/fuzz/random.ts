/** Chance that follows from a seed and an index alone, so that every generated set can be made again. */
export interface Random {
  /** The next 32 bits as a whole number, 0 to 2^32 - 1. */
  next(): number;
  /** A whole number, 0 to `count` - 1. */
  below(count: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True in about `share` (0 to 1) of the calls. */
  chance(share: number): boolean;
  /** One of `list`, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** `list` in another order. */
  shuffled<T>(list: readonly T[]): T[];
  /** Some of `list`, at most `count`, each once. */
  some<T>(list: readonly T[], count: number): T[];
}

/** The stream of chance of set `index` under `seed`: sfc32 (Doty-Humphrey, PractRand), started from a hash of both. */
export function randomOf(seed: string, index: number): Random {
  const next = sfc32(hash(`${seed}:${index}`));
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError("there is nothing to pick from");
    return list[below(list.length)] as T;
  };
  const shuffled = <T>(list: readonly T[]): T[] => {
    const order = [...list];
    for (let last = order.length - 1; last > 0; last--) {
      const other = below(last + 1);
      [order[last], order[other]] = [order[other] as T, order[last] as T];
    }
    return order;
  };
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (share) => next() < share * 2 ** 32,
    pick,
    shuffled,
    some: (list, count) => shuffled(list).slice(0, count),
  };
}

function sfc32(start: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, start | 0, 1];
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result >>> 0;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** FNV-1a over the UTF-16 units, finished as MurmurHash3 does. */
export function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let at = 0; at < text.length; at++)
    mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
