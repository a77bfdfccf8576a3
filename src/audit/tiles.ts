import type { Hasher } from "../ports/index.ts";
import { AuditError } from "./errors.ts";
import { extend, hashLength } from "./frontier.ts";
import type { SubtreeReader } from "./proofs.ts";

/** Hashes in a full tile, and entries in a full bundle (tlog-tiles, "Merkle Tree"). */
export const tileWidth = 256;

/** Tree levels in one tile: 2^8 = 256. */
const tileHeight = 8;

/** Where a tile is: `width` 256 is a full one, 1 to 255 a partial one. */
export interface TileAddress {
  /** 0 for the leaf hashes; each hash of a tile is the root of a full tile one level below. */
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** A resource of a tlog: a tile of hashes, or the bundle of the entries behind one of level 0. */
export type TileResource =
  | ({ readonly type: "tile" } & TileAddress)
  | { readonly type: "entries"; readonly index: number; readonly width: number };

/**
 * Reads a tile: 32 bytes for each of the `width` hashes, one after the other.
 *
 * @throws AuditError `tile-malformed`, `tile-beyond-log`
 */
export type TileReader = (level: number, index: number, width: number) => Promise<Uint8Array>;

/** `tile/<L>/<N>[.p/<W>]`, e.g. `tile/0/x001/067.p/8`; the prefix and a slash go before it. */
export function tilePath(tile: TileAddress): string {
  if (!isTile(tile)) throw new AuditError("tile-malformed", "no tile can have this address");
  return `tile/${tile.level}/${indexPath(tile.index)}${widthSuffix(tile.width)}`;
}

/** `tile/entries/<N>[.p/<W>]` */
export function entriesPath(index: number, width: number): string {
  if (!isTile({ level: 0, index, width })) {
    throw new AuditError("tile-malformed", "no entry bundle can have this address");
  }
  return `tile/entries/${indexPath(index)}${widthSuffix(width)}`;
}

/** What a path asks for; undefined for anything that {@link tilePath} and {@link entriesPath} would not write. */
export function parseTilePath(path: string): TileResource | undefined {
  const match = /^tile\/(\d{1,2}|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return undefined;
  const [, level, digits, partial] = match as unknown as [string, string, string, string?];
  const index = Number(digits.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? tileWidth : Number(partial);
  const address = { level: level === "entries" ? 0 : Number(level), index, width };
  if (!isTile(address)) return undefined;
  // What is written in another way (leading zeroes, `x000/001`, `.p/256`) is another path: it names nothing.
  if (level === "entries") {
    return entriesPath(index, width) === path ? { type: "entries", index, width } : undefined;
  }
  return tilePath(address) === path ? { type: "tile", ...address } : undefined;
}

/** The tiles that a tree of `size` leaves consists of: for each level the full ones, then the partial one if there is one. */
export function* tilesFor(size: number): Generator<TileAddress, void, undefined> {
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / tileWidth)) {
    const full = Math.floor(hashes / tileWidth);
    for (let index = 0; index < full; index++) yield { level, index, width: tileWidth };
    // tlog-tiles, "Partial Tiles": floor(size / 256^level) mod 256 hashes; an empty tile does not exist.
    if (hashes % tileWidth > 0) yield { level, index: full, width: hashes % tileWidth };
  }
}

/** Whether every hash of the tile is settled in a tree of `size` leaves. */
export function hasTile(size: number, tile: TileAddress): boolean {
  return isTile(tile) && tile.index * tileWidth + tile.width <= hashesAt(tile.level, size);
}

/** Subtrees read from the tiles of a tree of `size` leaves. */
export function subtreesOfTiles(hasher: Hasher, read: TileReader, size: number): SubtreeReader {
  return async (level, index) => {
    const tileLevel = Math.floor(level / tileHeight);
    const count = 2 ** (level % tileHeight);
    const first = index * count;
    const tileIndex = Math.floor(first / tileWidth);
    const width = Math.min(tileWidth, hashesAt(tileLevel, size) - tileIndex * tileWidth);
    const offset = first % tileWidth;
    if (width < offset + count) {
      throw new AuditError("tile-beyond-log", `a tree of ${size} leaves has no such subtree`);
    }
    const tile = await read(tileLevel, tileIndex, width);
    if (tile.length !== width * hashLength) {
      throw new AuditError("tile-malformed", `a tile of ${width} hashes has ${tile.length} bytes`);
    }
    return extend(hasher, new Uint8Array(0), 0, hashesOf(tile).slice(offset, offset + count));
  };
}

/** The hashes in a tile, as views of 32 bytes. */
export function hashesOf(tile: Uint8Array): readonly Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let offset = 0; offset + hashLength <= tile.length; offset += hashLength) {
    hashes.push(tile.subarray(offset, offset + hashLength));
  }
  return hashes;
}

/** How many hashes a tree of `size` leaves has at a tile level: floor(size / 256^level). */
function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** tlog-tiles, "Merkle Tree": L is 0 to 63, N not negative, W 1 to 255 (256: full). */
function isTile(tile: TileAddress): boolean {
  return (
    Number.isInteger(tile.level) &&
    tile.level >= 0 &&
    tile.level <= 63 &&
    Number.isSafeInteger(tile.index) &&
    tile.index >= 0 &&
    Number.isInteger(tile.width) &&
    tile.width >= 1 &&
    tile.width <= tileWidth
  );
}

/** Zero-padded elements of three digits, all but the last with an `x`: 1234067 is `x001/x234/067`. */
function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  return padded.replaceAll(/\d{3}(?=\d)/g, "x$&/");
}

function widthSuffix(width: number): string {
  return width === tileWidth ? "" : `.p/${width}`;
}
