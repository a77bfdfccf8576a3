import { beforeAll, beforeEach, expect, test } from "vitest";
import { bundleOf, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { day, hour, pia, ReviewedHouse, start } from "./access-test-support.ts";
import { openCampaign } from "./open-campaign.ts";

let bundle: Bundle;
let without: Bundle;
beforeAll(async () => {
  const files = shippedFiles();
  bundle = await bundleOf(files);
  const [times = ""] = (files["reviews.yaml"] ?? "").split("\naccess:");
  without = await bundleOf({ ...files, "reviews.yaml": `${times}\n` });
});

let house: ReviewedHouse;
beforeEach(() => {
  house = new ReviewedHouse(bundle);
  house.has("amy", "nurse", "4B");
});

test("[L8] a review lists what there is, by ward, and nothing that is given later", () => {
  const opened = house.run(openCampaign(house, { actor: pia, scope: { type: "all" } }));
  expect(opened).toMatchObject({ exceptional: 2, items: 3 });
  const { campaign } = opened;
  house.has("ben", "nurse", "4B");
  expect([...house.items(campaign).keys()]).toEqual([
    "mia-ward-manager-4B",
    "amy-nurse-4B",
    "pia-privacy-officer-hospital",
  ]);
  expect(house.world.campaigns.get(campaign)).toMatchObject({
    due: start + 14 * day,
    openedBy: "pia",
    remindAt: start + 10 * day,
  });
});

test("[L8] of a ward with more roles than a record holds there are several parts", () => {
  for (let nth = 0; nth < 450; nth++) house.has(`n${nth}`, "nurse", "6A");
  const campaign = house.open({ type: "ward", of: "6A" });
  const parts = house.world.campaigns.get(campaign)?.parts ?? [];
  expect(parts.map((id) => house.world.campaignParts.get(id)?.items.length)).toEqual([
    200, 200, 50,
  ]);
  expect(house.items(campaign).size).toBe(450);
});

test("[L8] the same is not reviewed twice at once, nor what nobody has, nor without a rule for it", () => {
  house.open({ type: "ward", of: "4B" });
  expect(() => house.open({ type: "ward", of: "4B" })).toThrow(/under review already/);
  expect(() => house.open({ type: "ward", of: "6A" })).toThrow(/Nobody has a role/);
  house.open({ type: "role", of: "nurse" });
  const bare = new ReviewedHouse(without);
  expect(() => bare.open()).toThrow(/does not say how access is reviewed/);
});

test("what a review came to is kept for more than a year, and then leaves the world with the next one", () => {
  const campaign = house.open({ type: "role", of: "nurse" });
  house.record("role.ended", { assignment: "amy-nurse-4B" });
  house.now += 14 * day;
  house.tick();
  house.now += hour;
  house.tick();
  expect(house.world.campaigns.get(campaign)?.closedAt).toBe(house.now);
  house.now += 365 * day;
  house.has("zoe", "nurse", "4B", { from: house.now, to: house.now + day });
  house.record("engagement.extended", { engagement: "eng-zoe", to: house.now + day });
  house.open({ type: "role", of: "nurse" });
  expect(house.world.campaigns.has(campaign)).toBe(true);
  house.now += 40 * day;
  house.has("yan", "nurse", "4B", { from: house.now, to: house.now + day });
  house.record("engagement.extended", { engagement: "eng-yan", to: house.now + day });
  house.open({ type: "event", of: "yan" });
  expect(house.world.campaigns.has(campaign)).toBe(false);
  expect(house.world.campaignParts.size).toBe(2);
});
