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

describe("the grounds of a world", () => {
  test("are the same only while no table of the group has changed, in a draft and after it", () => {
    const world = emptyWorld();
    const before = world.grounds.staff.stamp;
    const care = world.grounds.care.stamp;
    const draft = fork(world);
    expect(draft.grounds.staff.stamp).toBe(before);
    draft.sites.set("a", site("a"));
    const changed = draft.grounds.staff.stamp;
    expect(changed).not.toBe(before);
    expect(world.grounds.staff.stamp).toBe(before);
    merge(world, draft);
    expect(world.grounds.staff.stamp).toBe(changed);
    const next = fork(world);
    expect(next.grounds.staff.stamp).toBe(changed);
    next.shiftsByPerson.add("p", "s");
    expect(next.grounds.staff.stamp).not.toBe(changed);
    expect(fork(world).grounds.staff.stamp).toBe(changed);
    world.sites.delete("a");
    expect(fork(world).grounds.staff.stamp).not.toBe(changed);
    expect(world.grounds.care.stamp).toBe(care);
  });

  test("are not touched by what changes all the time", () => {
    const world = emptyWorld();
    const { staff, care } = world.grounds;
    const before = [staff.stamp, care.stamp];
    world.people.set("p", { id: "p" });
    world.sessionsByPerson.add("p", "s");
    expect(staff.stamp).toBe(before[0]);
    expect(care.stamp).toBe(before[1]);
    const loaded = worldFrom(copyWorld(world));
    const fresh = loaded.grounds.care.stamp;
    loaded.patients.set("a", { id: "a" });
    expect(loaded.grounds.care.stamp).not.toBe(fresh);
  });
});
