import { describe, expect, test } from "vitest";
import { copyWorld, emptyWorld, fork, merge, worldFrom } from "./index.ts";

const site = (id: string) => ({ id, name: id, zone: "Europe/London" });

describe("drafts of one world, one after the other", () => {
  test("the next one is another object, and has nothing of the last but what was merged", () => {
    const world = emptyWorld();
    const first = fork(world);
    first.sites.set("a", site("a"));
    first.next = 5;
    merge(world, first);
    const second = fork(world);
    expect(second).not.toBe(first);
    expect(second.next).toBe(5);
    expect([...second.sites.values()]).toEqual([site("a")]);
    second.sites.delete("a");
    second.sites.set("b", site("b"));
    expect([...world.sites.values()]).toEqual([site("a")]);
    merge(world, second);
    expect([...world.sites.values()]).toEqual([site("b")]);
    expect([...fork(world).sites.values()]).toEqual([site("b")]);
  });

  test("one that is dropped leaves nothing, and two at once see nothing of each other", () => {
    const world = emptyWorld();
    merge(world, fork(world));
    const dropped = fork(world);
    dropped.sites.set("a", site("a"));
    const other = fork(world);
    expect(other.sites.size).toBe(0);
    other.sites.set("b", site("b"));
    expect(dropped.sites.has("b")).toBe(false);
    merge(world, other);
    expect([...fork(world).sites.values()]).toEqual([site("b")]);
  });

  test("a copy of a world has drafts of its own", () => {
    const world = emptyWorld();
    merge(world, fork(world));
    const copies = [{ ...world }, worldFrom(copyWorld(world))];
    const draft = fork(world);
    draft.sites.set("a", site("a"));
    for (const copy of copies) expect(fork(copy).sites.size).toBe(0);
  });

  test("a draft says that the log does not answer as soon as its world does", () => {
    const world = emptyWorld();
    merge(world, fork(world));
    world.downtime = { position: 3, since: 7 };
    expect(fork(world).downtime).toEqual({ position: 3, since: 7 });
  });
});

describe("the stamp of a table", () => {
  test("is the same only while the content is, in a draft and after it", () => {
    const world = emptyWorld();
    const before = world.sites.stamp;
    const draft = fork(world);
    expect(draft.sites.stamp).toBe(before);
    draft.sites.set("a", site("a"));
    const changed = draft.sites.stamp;
    expect(changed).not.toBe(before);
    expect(world.sites.stamp).toBe(before);
    draft.sites.delete("a");
    expect(draft.sites.stamp).not.toBe(changed);
    const last = draft.sites.stamp;
    merge(world, draft);
    expect(world.sites.stamp).toBe(last);
    expect(fork(world).sites.stamp).toBe(last);
    world.sites.set("b", site("b"));
    expect(world.sites.stamp).not.toBe(last);
  });
});
