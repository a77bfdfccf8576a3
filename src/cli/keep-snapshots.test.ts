import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSnapshot } from "../node/index.ts";
import { emptyWorld } from "../world/index.ts";
import { keepSnapshots } from "./keep-snapshots.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wardkey-snapshots-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const hashAt = async (position: number) => Buffer.from(String(position));

const setting = (next: number, from: number, directory = root) => {
  const world = emptyWorld();
  world.next = next;
  return { world, keep: keepSnapshots({ committed: () => world, directory, from, hashAt }) };
};

test("a start that read many records is followed by a snapshot, whatever the log's length was then", async () => {
  const { keep } = setting(110_000, 60_000);
  await keep();
  expect((await loadSnapshot(root, { next: 200_000, hashAt }))?.next).toBe(110_000);
});

test("a start that read few is not, and one snapshot is enough for a while", async () => {
  const { keep, world } = setting(60_000, 59_000);
  await keep();
  expect(readdirSync(root)).toEqual([]);
  world.next = 109_000;
  await Promise.all([keep(), keep()]);
  world.next = 158_999;
  await keep();
  expect(readdirSync(root)).toHaveLength(1);
});

test("one that could not be written is written at the next turn", async () => {
  const directory = join(root, "later");
  const { keep } = setting(50_000, 0, directory);
  await expect(keep()).rejects.toThrow();
  mkdirSync(directory);
  await keep();
  expect((await loadSnapshot(directory, { next: 50_000, hashAt }))?.next).toBe(50_000);
});
