import type { Hasher, Log } from "../ports/index.ts";
import { concatBytes } from "./bytes.ts";
import { AuditError } from "./errors.ts";
import { extend, hashLength } from "./frontier.ts";
import { hashesOf, type TileReader, tilePath, tileWidth } from "./tiles.ts";

/**
 * Reads the leaf hashes from `from` up to but not including `to`, 32 bytes each, one after the other; fewer when
 * the log is shorter.
 */
export type LeafHashReader = (from: number, to: number) => Promise<Uint8Array>;

/** How many tiles of each kind are kept: 2 MB of leaf hashes, and the levels above for 67 million records (8 MB). */
export interface TileCacheSizes {
  readonly leaves: number;
  readonly above: number;
}

/** A place for a tile and the hashes that are known of it; a hash once there never changes. */
interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
  /** Exactly `width` hashes. */
  readonly hashes: Promise<Uint8Array>;
}

/**
 * Tiles of our own log, over its stored leaf hashes. What was read or computed once is kept, and a partial tile
 * that has grown is read on from where it was; concurrent calls for the same tile do the work once.
 */
export function tileReader(
  hasher: Hasher,
  leafHashes: LeafHashReader,
  keep: TileCacheSizes = { leaves: 256, above: 1024 },
): TileReader {
  const leaves = new Map<number, Tile>();
  const above = new Map<string, Tile>();

  const read: TileReader = async (level, index, width) => {
    tilePath({ level, index, width });
    const hashes =
      level === 0
        ? cached(leaves, index, keep.leaves, { level, index, width })
        : cached(above, `${level}/${index}`, keep.above, { level, index, width });
    return (await hashes).subarray(0, width * hashLength);
  };

  /** The hashes `from` up to `to` of a level, none of which is kept yet. */
  async function fetch(level: number, from: number, to: number): Promise<Uint8Array> {
    if (level === 0) return exactly(await leafHashes(from, to), to - from);
    const roots: Uint8Array[] = [];
    for (let child = from; child < to; child++) {
      // The children of level 1 are not kept: they would drive out the leaves that people ask for.
      const tile =
        level === 1
          ? await fetch(0, child * tileWidth, (child + 1) * tileWidth)
          : await read(level - 1, child, tileWidth);
      roots.push(extend(hasher, new Uint8Array(0), 0, hashesOf(tile)));
    }
    return concatBytes(roots);
  }

  function cached<K>(
    tiles: Map<K, Tile>,
    key: K,
    most: number,
    wanted: { readonly level: number; readonly index: number; readonly width: number },
  ): Promise<Uint8Array> {
    const known = tiles.get(key);
    const tile = known !== undefined && known.width >= wanted.width ? known : grown(known, wanted);
    tiles.delete(key);
    tiles.set(key, tile);
    if (tile !== known) {
      // A read that failed is forgotten, so that the next one tries again.
      tile.hashes.catch(() => {
        if (tiles.get(key) === tile) tiles.delete(key);
      });
      for (const [oldest] of tiles) {
        if (tiles.size <= most) break;
        tiles.delete(oldest);
      }
    }
    return tile.hashes;
  }

  function grown(known: Tile | undefined, wanted: Omit<Tile, "hashes">): Tile {
    const { level, index, width } = wanted;
    const start = index * tileWidth;
    const whole = async (): Promise<Uint8Array> => {
      if (known === undefined) return fetch(level, start, start + width);
      const before = await known.hashes;
      return concatBytes([before, await fetch(level, start + known.width, start + width)]);
    };
    return { ...wanted, hashes: whole() };
  }

  return read;
}

/** The leaf hashes stored with the records of a log. */
export function leafHashesOfLog(log: Pick<Log, "read">, page: number = 4096): LeafHashReader {
  return async (from, to) => {
    const parts: Uint8Array[] = [];
    let next = from;
    while (next < to) {
      const entries = await log.read(next, { to, limit: Math.min(page, to - next) });
      for (const entry of entries) {
        if (entry.position !== next || next === to) break;
        parts.push(entry.hash);
        next++;
      }
      if (entries.length === 0 || entries[entries.length - 1]?.position !== next - 1) break;
    }
    return concatBytes(parts);
  };
}

function exactly(hashes: Uint8Array, count: number): Uint8Array {
  if (hashes.length !== count * hashLength) {
    throw new AuditError(
      "tile-beyond-log",
      `the log has ${hashes.length / hashLength} of ${count}`,
    );
  }
  return hashes;
}
