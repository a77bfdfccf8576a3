import fc from "fast-check";
import { expect, test } from "vitest";
import {
  entriesPath,
  hasTile,
  parseTilePath,
  type TileAddress,
  tilePath,
  tilesFor,
} from "./tiles.ts";

test("paths are those of the text: x001/x234/067, .p/<W> on partial tiles only", () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: 63, index: 0, width: 1 })).toBe("tile/63/000.p/1");
  expect(tilePath({ level: 1, index: 1_000, width: 255 })).toBe("tile/1/x001/000.p/255");
  expect(tilePath({ level: 0, index: 999, width: 256 })).toBe("tile/0/999");
  expect(entriesPath(67, 256)).toBe("tile/entries/067");
  expect(entriesPath(1_067, 8)).toBe("tile/entries/x001/067.p/8");
});

const addresses = fc.record({
  level: fc.nat(63),
  index: fc.oneof(fc.nat(2000), fc.maxSafeNat()),
  width: fc.integer({ min: 1, max: 256 }),
});

test("a path means the tile it was made of", () => {
  fc.assert(
    fc.property(addresses, (tile) => {
      const { index, width } = tile;
      expect(parseTilePath(tilePath(tile))).toEqual({ type: "tile", ...tile });
      expect(parseTilePath(entriesPath(index, width))).toEqual({ type: "entries", index, width });
    }),
  );
});

test.each([
  "tile/0/0",
  "tile/0/0067",
  "tile/00/067",
  "tile/01/067",
  "tile/64/000",
  "tile/-1/000",
  "tile/0/067/",
  "/tile/0/067",
  "tile/0/x000/067",
  "tile/0/001/067",
  "tile/0/x001/x067",
  "tile/0/x001",
  "tile/0/067.p/0",
  "tile/0/067.p/08",
  "tile/0/067.p/256",
  "tile/0/067.p/",
  "tile/0/067.p/999",
  "tile/0/067.p",
  "tile/entries/67",
  "tile/entries/x000/067",
  "tile/entries/067.p/08",
  "tile/entry/067",
  "tile/0/x999/x999/x999/x999/x999/999",
  "tile/0/../../etc/passwd",
  "checkpoint",
  "",
])("no tile is named by %j", (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test("an address that no tile can have gives no path", () => {
  const tile = { level: 0, index: 0, width: 256 };
  for (const bad of [
    { ...tile, level: 64 },
    { ...tile, index: -1 },
    { ...tile, index: 2 ** 53 },
    { ...tile, width: 0 },
    { ...tile, width: 257 },
  ]) {
    expect(() => tilePath(bad)).toThrow(expect.objectContaining({ code: "tile-malformed" }));
  }
  expect(() => entriesPath(0, 0)).toThrow(expect.objectContaining({ code: "tile-malformed" }));
});

test("a tree of 70,000 has the tiles that the text counts", () => {
  const tiles = [...tilesFor(70_000)];
  const full = (level: number): number =>
    tiles.filter((tile) => tile.level === level && tile.width === 256).length;
  const partial = tiles.filter(({ width }) => width < 256);
  expect([full(0), full(1), full(2)]).toEqual([273, 1, 0]);
  expect(partial).toEqual([
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ]);
  expect([...tilesFor(256)]).toEqual([
    { level: 0, index: 0, width: 256 },
    { level: 1, index: 0, width: 1 },
  ]);
  expect([...tilesFor(0)]).toEqual([]);
});

test("a tree has exactly its tiles and narrower ones", () => {
  fc.assert(
    fc.property(fc.nat(200_000), (size) => {
      const last = new Map<number, TileAddress>();
      for (const tile of tilesFor(size)) {
        expect(hasTile(size, tile)).toBe(true);
        last.set(tile.level, tile);
      }
      for (const tile of last.values()) {
        const wider = { ...tile, width: tile.width + 1 };
        const next = { ...tile, index: tile.index + 1, width: 1 };
        expect(hasTile(size, wider)).toBe(false);
        expect(hasTile(size, next)).toBe(false);
        expect(hasTile(size, { ...tile, width: 1 })).toBe(true);
      }
      expect(hasTile(size, { level: last.size, index: 0, width: 1 })).toBe(false);
    }),
  );
});
