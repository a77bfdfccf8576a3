import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { mia, pia, ReviewedHouse } from "./access-test-support.ts";
import { delegateAccess } from "./delegate-access.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

test("[L8] whoever runs a ward asks somebody else whose role includes it to decide there", () => {
  const house = new ReviewedHouse(bundle);
  house.has("amy", "nurse", "4B");
  house.has("ina", "nurse-in-charge", "6A");
  const campaign = house.open();
  const delegate = (to: string, more: object = {}) => {
    const wish = { actor: mia, campaign, to, ward: "4B", ...more };
    house.run(delegateAccess(house, wish));
  };
  expect(() => delegate("amy")).toThrow(/whose role includes reviewing access/);
  expect(() => delegate("mia")).toThrow(/somebody else/);
  expect(() => delegate("ina", { actor: pia })).toThrow(/before those who run the ward/);
  expect(() => delegate("ina", { ward: "hospital" })).toThrow(/before those who run the ward/);
  expect(() => delegate("ina", { ward: "9Z" })).toThrow(/no such open/);
  expect(() => delegate("ina", { campaign: "none" })).toThrow(/no such open/);
  delegate("ina");
  expect(house.world.campaignParts.get(house.part(campaign, "4B"))?.delegate).toBe("ina");
  house.record("engagement.ended", { engagement: "eng-ina", reason: "left" });
  expect(() => delegate("ina")).toThrow(/whose role includes reviewing access/);
});
