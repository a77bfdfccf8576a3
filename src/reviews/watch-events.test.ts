import { beforeAll, beforeEach, expect, test } from "vitest";
import { bundleOf, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { day, hour, mia, ReviewedHouse, start } from "./access-test-support.ts";
import { confirmOrdinary } from "./decide-access.ts";
import { watchEvents } from "./watch-events.ts";

const system = { type: "system", id: "wardkey" } as const;
const minute = hour / 60;

let files: ReturnType<typeof shippedFiles>;
let bundle: Bundle;
beforeAll(async () => {
  files = shippedFiles();
  bundle = await bundleOf(files);
});
let house: ReviewedHouse;
let watch: ReturnType<typeof watchEvents>;
beforeEach(() => {
  house = new ReviewedHouse(bundle);
  watch = watchEvents(house, system);
});

/** What the watch does until it has nothing to do; of whom reviews were opened. */
function look(of = watch): readonly (string | undefined)[] {
  const before = house.log.length;
  for (let due = of.due(house.world, house.now); due !== undefined; ) {
    house.run(due);
    due = of.due(house.world, house.now);
  }
  return house.log
    .slice(before)
    .flatMap((record) =>
      record.kind === "campaign.opened" ? [record.body.scope.of, record.actor.id] : [],
    );
}
let incidents = 0;
const incident = (person: string, cause: "unjustified" | "not-merged" = "unjustified") => {
  const what = { about: "gls_1", happenedAt: house.now, person, reason: "other" } as const;
  const incident = `inc_${++incidents}`;
  house.record("incident.opened", { ...what, cause, incident, type: "break-glass" });
  return incident;
};

test("[L8] an exception that came to unjustified has its person's access reviewed, once, in the system's name", () => {
  house.has("amy", "nurse", "4B");
  house.has("ben", "nurse", "4B");
  expect(look()).toEqual([]);
  const first = incident("amy");
  incident("amy");
  expect(look()).toEqual(["amy", "wardkey"]);
  expect(look()).toEqual([]);
  expect(look(watchEvents(house, system))).toEqual([]);
  house.now += minute;
  house.record("incident.closed", { incident: first, outcome: "dealt-with" });
  expect(look()).toEqual([]);
  // What is listed is theirs alone.
  const [campaign] = [...house.world.campaigns.values()];
  expect([...house.items(campaign?.id ?? "").keys()]).toEqual(["amy-nurse-4B"]);
});

test("[L8] another one after that review is decided opens another; one meanwhile does not", () => {
  house.has("amy", "nurse", "4B");
  incident("amy");
  look();
  house.now += hour;
  incident("amy");
  expect(look()).toEqual([]);
  const [campaign] = [...house.world.campaigns.values()];
  const wish = { as: "manager", campaign: campaign?.id ?? "", spent: 0, ward: "4B" } as const;
  house.run(confirmOrdinary(house, { ...wish, actor: mia }));
  house.tick();
  expect(house.world.campaigns.get(campaign?.id ?? "")?.closedAt).toBe(house.now);
  house.now += hour;
  incident("amy");
  expect(look()).toEqual(["amy", "wardkey"]);
});

test("[L8] not for a fault of the system's own, nor for whoever has no access any more", () => {
  house.has("amy", "nurse", "4B");
  incident("amy", "not-merged");
  incident("gone");
  expect(look()).toEqual([]);
  incident("amy");
  house.record("role.ended", { assignment: "amy-nurse-4B" });
  expect(look()).toEqual([]);
});

test("[L8] [L4] who still has a role in a ward that a move took them away from, once the overlap is over", () => {
  house.has("amy", "nurse", "4B");
  const until = start + day;
  const left = [{ role: "nurse", ward: "4B", until, dutyUntil: until }];
  const to = { role: "nurse", ward: "6A" };
  const moved = { engagement: "eng-amy", from: start, left, unrostered: [], ...to };
  house.record("engagement.moved", moved as never);
  expect(look()).toEqual([]);
  house.now = until - 1;
  expect(look()).toEqual([]);
  house.now = until + minute;
  expect(look()).toEqual(["amy", "wardkey"]);
  const [campaign] = [...house.world.campaigns.values()];
  expect(house.items(campaign?.id ?? "").get("amy-nurse-4B")?.because).toContain("former-ward");
});

test("[L8] a policy that names no event opens none, and neither does one that has no access reviews", async () => {
  for (const [from, to] of [
    ["events: [unjustified, former-ward]", "events: []"],
    ["events: [unjustified, former-ward]", "events: [former-ward]"],
  ] as const) {
    const text = (files["reviews.yaml"] ?? "").replace(from, to);
    house = new ReviewedHouse(await bundleOf({ ...files, "reviews.yaml": text }));
    house.has("amy", "nurse", "4B");
    incident("amy");
    expect(look(watchEvents(house, system))).toEqual([]);
  }
});
