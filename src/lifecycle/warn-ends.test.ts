import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { type Actor, retire } from "../world/index.ts";
import { day, House, morning } from "./test-support.ts";
import { type EndsOf, watchEnds } from "./warn-ends.ts";

const system: Actor = { type: "system", id: "wardkey" };
const hour = day / 24;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let house: House;
let watch: ReturnType<typeof watchEnds>;
beforeEach(() => {
  house = new House(bundle);
  watch = watchEnds(house, system);
});

/** Looks each hour of so many days. */
function days(count: number): void {
  for (let nth = 0; nth < count * 24; nth++) {
    house.now += hour;
    look();
  }
}
function look(): void {
  const command = watch.due(house.world, house.now);
  if (command !== undefined) house.submit(command);
}
function join(person: string, more: { from?: number; to: number }): void {
  house.record("person.registered", { person });
  house.engage(person, { type: "locum", sponsor: "mia", ...more });
}
/** The steps at which it was told, and how long before its end. */
const told = (id: string, type = "engagement") =>
  house.log.flatMap(({ at, body, kind }) =>
    kind === "ending.warned" && body.id === id && body.type === type
      ? [[body.days, (body.due - at) / day]]
      : [],
  );

test("[L2] an engagement that ends is warned of 30, 14, 3 and 1 days before, each once", () => {
  join("eva", { to: morning + 60 * day });
  days(60);
  expect(told("eng-eva")).toEqual([
    [30, 30],
    [14, 14],
    [3, 3],
    [1, 1],
  ]);
});

test("[L2] of a time that is shorter than twice a step it is not warned at that step: of a shift never", () => {
  join("eva", { from: morning, to: morning + 20 * day });
  join("lee", { from: morning, to: morning + 12 * hour });
  days(20);
  expect(told("eng-eva").map(([step]) => step)).toEqual([3, 1]);
  expect(told("eng-lee")).toEqual([]);
});

test("[L2] where an end moves it is warned of anew, and what has ended is not warned of", () => {
  join("eva", { to: morning + 31 * day });
  days(28);
  expect(told("eng-eva").map(([step]) => step)).toEqual([30, 14, 3]);
  house.record("engagement.extended", { engagement: "eng-eva", to: house.now + 10 * day });
  days(7);
  expect(told("eng-eva").slice(3)).toEqual([
    [14, 10 - 1 / 24],
    [3, 3],
  ]);
  house.record("engagement.ended", { engagement: "eng-eva", reason: "left" });
  days(3);
  expect(told("eng-eva")).toHaveLength(5);
});

test("[L2] of two steps that have both come the later one is told, and not both", () => {
  join("eva", { to: morning + 2 * day });
  days(2);
  expect(told("eng-eva").map(([step]) => step)).toEqual([3, 1]);
});

test("[L2] what is granted for long is warned of too", () => {
  join("eva", { to: morning + 100 * day });
  house.record("grant.requested", {
    grant: "gra-1",
    person: "eva",
    engagement: "eng-eva",
    kind: "ward",
    ward: "4B",
    reason: "cover",
    lasts: 8 * day,
    escalateAt: morning + hour,
    answerBy: morning + day,
  });
  house.record("grant.approved", { grant: "gra-1", startBy: morning + day });
  days(1);
  expect(told("gra-1", "grant")).toEqual([]);
  house.record("grant.activated", { grant: "gra-1", until: house.now + 8 * day });
  days(8);
  expect(told("gra-1", "grant")).toEqual([
    [3, 3],
    [1, 1],
  ]);
});

test("[L2] another kind of thing is fed in by a function of its own; many are told by many commands", () => {
  const ends: EndsOf = () =>
    Array.from({ length: 450 }, (_, nth) => ({
      type: "workload" as const,
      id: `wkl-${nth}`,
      person: "mia",
      since: morning - 90 * day,
      due: morning + 20 * day,
    }));
  watch = watchEnds({ ...house, ends: [ends] }, system);
  const counts = [1, 2, 3, 4].map(() => {
    const before = house.log.length;
    look();
    return house.log.length - before;
  });
  expect(counts).toEqual([200, 200, 50, 0]);
  expect(new Set(house.log.map(({ body }) => ("id" in body ? body.id : ""))).size).toBe(451);
});

test("[L2] what another node has told meanwhile is not told again", () => {
  join("eva", { to: morning + 31 * day });
  house.now += day;
  const [mine, theirs] = [watch, watchEnds(house, system)].map((one) =>
    one.due(house.world, house.now),
  );
  if (mine === undefined || theirs === undefined) throw new Error("both have something to say");
  house.submit(mine);
  house.submit(theirs);
  expect(told("eng-eva")).toHaveLength(1);
});

test("[L2] what was told leaves the world a day after the end", () => {
  join("eva", { to: morning + 31 * day });
  days(1);
  expect(house.world.warnings.size).toBe(1);
  const settled = (at: number) =>
    retire(house.world, at, 10).filter(({ kind }) => kind === "warning.settled");
  expect(settled(morning + 32 * day - 1)).toEqual([]);
  expect(settled(morning + 32 * day)).toEqual([
    { kind: "warning.settled", body: { warning: "engagement|eng-eva" } },
  ]);
  house.record("warning.settled", { warning: "engagement|eng-eva" });
  expect(house.world.warnings.size).toBe(0);
});

test("[L2] a log from before there was one record for all of them is read as it was meant", () => {
  const due = morning + 3 * day;
  house.record("dormancy.warned", { days: 3, due, engagement: "eng-mia" });
  expect(house.world.warnings.get("dormancy|eng-mia")).toMatchObject({ days: 3, due });
  for (const what of ["expiry", "unused", "orphaned", "credential", "rotation"] as const) {
    house.record("workload.warned", { days: 3, due, what, workload: "lab" });
  }
  expect([...house.world.warnings.values()].map(({ id }) => id)).toEqual([
    "dormancy|eng-mia",
    "workload|lab",
    "workload-unused|lab",
    "workload-orphaned|lab",
  ]);
});
