import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { copyWorld, type Draft, emptyWorld } from "../../world/index.ts";
import { loadSnapshot, pruneSnapshots, takeSnapshot } from "./index.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "wardkey-snapshots-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function worldOf(people: number): Draft {
  const world = emptyWorld();
  for (let index = 0; index < people; index++) {
    world.people.set(`p${index}`, { id: `p${index}` });
    world.engagementsByPerson.add(`p${index}`, `e${index}`);
  }
  world.next = people;
  world.at = 1_700_000_000_000 + people;
  return world;
}

/** Of one log, and of another that was restored from a backup of it before position 15 and has grown again. */
const hashAt = async (position: number) => Buffer.from(String(position));
const otherwise = async (position: number) =>
  Buffer.from(position < 15 ? String(position) : `${position} again`);

describe("snapshots", () => {
  test("the world comes back as it was, however much changed while it was written", async () => {
    const world = worldOf(5_001);
    const was = structuredClone(copyWorld(world));
    const taken = takeSnapshot(world, directory, hashAt);
    world.people.set("later", { id: "later" });
    world.people.delete("p1");
    await taken;
    const loaded = await loadSnapshot(directory, { next: 10_000, hashAt });
    expect(loaded && copyWorld(loaded)).toEqual(was);
  });

  test("half a file, and one that goes beyond the log, are passed over", async () => {
    await takeSnapshot(worldOf(10), directory, hashAt);
    await takeSnapshot(worldOf(20), directory, hashAt);
    truncateSync(await takeSnapshot(worldOf(30), directory, hashAt), 100);
    expect((await loadSnapshot(directory, { next: 100, hashAt }))?.next).toBe(20);
    expect((await loadSnapshot(directory, { next: 15, hashAt }))?.next).toBe(10);
    expect(await loadSnapshot(directory, { next: 5, hashAt })).toBeUndefined();
  });

  test("[L1] one of another history is let go: what was ended in this one would be back", async () => {
    await takeSnapshot(worldOf(10), directory, hashAt);
    await takeSnapshot(worldOf(20), directory, hashAt);
    const restored = { next: 100, hashAt: otherwise };
    expect((await loadSnapshot(directory, restored))?.next).toBe(10);
    await takeSnapshot(worldOf(30), directory, otherwise);
    expect((await loadSnapshot(directory, restored))?.next).toBe(30);
    expect(readdirSync(directory)).toHaveLength(2);
    expect((await loadSnapshot(directory, { next: 100, hashAt }))?.next).toBe(10);
    const none = { next: 100, hashAt: async () => undefined };
    expect(await loadSnapshot(directory, none)).toBeUndefined();
  });

  test("two are kept", async () => {
    for (const people of [10, 20, 30]) await takeSnapshot(worldOf(people), directory, hashAt);
    pruneSnapshots(directory);
    expect(readdirSync(directory)).toHaveLength(2);
    expect((await loadSnapshot(directory, { next: 100, hashAt }))?.next).toBe(30);
  });
});
