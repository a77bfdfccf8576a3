import { beforeEach, expect, test } from "vitest";
import type { Ending } from "../world/index.ts";
import { endWorkloads } from "./end-with-engagement.ts";
import { day, House, morning } from "./test-support.ts";
import { watchWorkloads, workloadsDue } from "./watch-workloads.ts";
import { workloadEnds } from "./workload-ends.ts";

let house: House;
let lab: string;
beforeEach(() => {
  house = new House();
  lab = house.active({ id: "lab" });
});
const system = { type: "system", id: "wardkey" } as const;
const look = (at = house.now) => {
  house.now = at;
  const before = house.log.length;
  const command = watchWorkloads(system).due(house.world, at);
  if (command !== undefined) house.submit(command);
  return house.log.slice(before).map(({ body, kind }) => ({ kind, body }));
};
const kinds = (at?: number) => look(at).map(({ kind }) => kind);
const ends = (type: string) =>
  [...workloadEnds(house.world, house.now)]
    .filter((end) => end.type === type)
    .map(({ type: _type, ...end }) => end);
const use = () =>
  house.record("workload.used", {
    workload: lab,
    credential: "k1",
    scopes: ["system/Observation.rs"],
  });
function ending(person: string, more: Partial<Ending> = {}): Ending {
  const engagement = house.world.engagements.get(`eng-${person}`) as Ending["engagement"];
  const { now: at, world } = house;
  return { world, at, engagement, id: (prefix) => prefix, others: [], what: "all", ...more };
}

test("[L3] with the owner's last engagement the deputy answers for it, in the same batch", () => {
  expect(endWorkloads(ending("amy"))).toEqual([
    {
      kind: "workload.handed-over",
      body: { workload: lab, owner: "ben", because: "owner-left" },
    },
  ]);
  expect(endWorkloads(ending("ben"))).toEqual([
    { kind: "workload.handed-over", body: { workload: lab, owner: "amy", because: "deputy-left" } },
  ]);
  expect(endWorkloads(ending("cyn"))).toEqual([]);
  expect(endWorkloads(ending("amy", { what: "open" }))).toEqual([]);
  expect(endWorkloads(ending("amy", { others: ["another"] }))).toEqual([]);
});

test("[N8] where there is no deputy nobody answers for it, and after the term it is suspended", () => {
  house.leave("ben");
  expect(endWorkloads(ending("amy"))).toMatchObject([
    { kind: "workload.orphaned", body: { due: morning + 14 * day } },
  ]);
  house.leave("amy");
  expect(kinds()).toEqual(["workload.orphaned"]);
  expect(ends("workload-orphaned")).toEqual([
    { id: lab, person: "amy", since: Number.NEGATIVE_INFINITY, due: morning + 14 * day },
  ]);
  expect(house.workload(lab)).toMatchObject({ orphaned: { at: morning, due: morning + 14 * day } });
  expect(kinds(morning + 14 * day - 1)).toEqual([]);
  expect(look(morning + 14 * day)).toEqual([
    { kind: "workload.suspended", body: { workload: lab, reason: "orphaned" } },
  ]);
});

test("[N8] somebody who left together with the other is found all the same", () => {
  house.leave("amy");
  house.leave("ben");
  look();
  expect(house.workload(lab)?.orphaned?.due).toBe(morning + 14 * day);
  expect(house.workload(lab)).not.toHaveProperty("owner");
});

test("[N5] unused for thirty days warns, for sixty suspends; use begins the time anew", () => {
  house.key(lab, "k1");
  const unused = () => ends("workload-unused").map(({ due, since }) => [since, due]);
  expect(unused()).toEqual([[morning, morning + 60 * day]]);
  expect(kinds(morning + 46 * day)).toEqual([]);
  use();
  expect(unused()).toEqual([[morning + 46 * day, morning + 106 * day]]);
  expect(kinds(morning + 61 * day)).toEqual([]);
  expect(house.workload(lab)).toMatchObject({
    usedAt: morning + 46 * day,
    usedScopes: { "system/Observation.rs": morning + 46 * day },
  });
  expect(look(morning + 106 * day).at(-1)).toMatchObject({
    kind: "workload.suspended",
    body: { reason: "unused" },
  });
  expect(ends("workload-unused")).toEqual([]);
});

test("[N5] one that is critical or standby is never suspended by itself: it is asked about again each thirty days", () => {
  const critical = house.active({ id: "critical", weight: "critical" });
  const standby = house.active({ id: "standby", weight: "standby" });
  const due = () =>
    ends("workload-unused").flatMap((end) =>
      end.id === critical ? [(end.due - morning) / day] : [],
    );
  const seen = new Set<number>();
  for (let at = morning; at < morning + 199 * day; at += day / 2) {
    look(at);
    for (const each of due()) seen.add(each);
  }
  expect([...seen]).toEqual([60, 90, 120, 150, 180, 210]);
  expect(house.workload(lab)?.state).toBe("suspended");
  for (const id of [critical, standby]) expect(house.workload(id)?.state).toBe("active");
  // Everything has an end all the same (L2).
  look(morning + 200 * day);
  expect(house.workload(critical)?.suspended?.reason).toBe("expired");
});

test("[N8] [L2] its end is told to whoever answers for it, where there is nobody to who wanted it, and to nobody once it is not let in", () => {
  expect(ends("workload")).toEqual([
    { id: lab, person: "amy", since: morning, due: morning + 200 * day },
  ]);
  for (const person of ["amy", "ben"]) house.leave(person);
  look();
  expect(ends("workload")).toMatchObject([{ id: lab, person: "amy" }]);
  house.record("workload.suspended", { workload: lab, reason: "concern" });
  expect(ends("workload")).toEqual([]);
});

test("[N2] a credential that was replaced ends when the overlap does, one whose end came ends then", () => {
  house.key(lab, "k1");
  house.key(lab, "k2");
  const until = morning + day;
  house.record("workload-credential.replaced", { credential: "k1", by: "k2", until });
  expect(house.workload(lab)?.state).toBe("rotating");
  expect(workloadsDue(house.world, until - 1)).toEqual([]);
  expect(look(until)).toEqual([
    { kind: "workload-credential.ended", body: { credential: "k1", reason: "rotated" } },
  ]);
  expect(house.workload(lab)?.state).toBe("active");
  expect(look(morning + 90 * day)).toContainEqual({
    kind: "workload-credential.ended",
    body: { credential: "k2", reason: "expired" },
  });
});

test("it is looked at once a minute, and what was made known with an API key alone is left as it is", () => {
  const watch = watchWorkloads(system);
  house.leave("amy");
  expect(watch.due(house.world, morning)).toBeDefined();
  expect(watch.due(house.world, morning + 59_999)).toBeUndefined();
  expect(watch.due(house.world, morning + 60_000)).toBeDefined();
  look();
  const body = { name: "Old", purpose: "x", scopes: ["decision.ask"], until: morning + 300 * day };
  house.record("workload.registered", { ...body, workload: "old", owner: "amy" });
  house.now = morning + 100 * day;
  const due = workloadsDue(house.world, house.now);
  expect(due.filter(({ body }) => (body as { workload?: string }).workload === "old")).toEqual([]);
});
