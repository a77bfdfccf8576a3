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

describe("snapshots", () => {
  test("the world comes back as it was, however much changed while it was written", async () => {
    const world = worldOf(5_001);
    const was = structuredClone(copyWorld(world));
    const taken = takeSnapshot(world, directory);
    world.people.set("later", { id: "later" });
    world.people.delete("p1");
    await taken;
    const loaded = loadSnapshot(directory, 10_000);
    expect(loaded && copyWorld(loaded)).toEqual(was);
  });

  test("half a file, and one that goes beyond the log, are passed over", async () => {
    await takeSnapshot(worldOf(10), directory);
    await takeSnapshot(worldOf(20), directory);
    truncateSync(await takeSnapshot(worldOf(30), directory), 100);
    expect(loadSnapshot(directory, 100)?.next).toBe(20);
    expect(loadSnapshot(directory, 15)?.next).toBe(10);
    expect(loadSnapshot(directory, 5)).toBeUndefined();
  });

  test("two are kept", async () => {
    for (const people of [10, 20, 30]) await takeSnapshot(worldOf(people), directory);
    pruneSnapshots(directory);
    expect(readdirSync(directory)).toHaveLength(2);
    expect(loadSnapshot(directory, 100)?.next).toBe(30);
  });
});
