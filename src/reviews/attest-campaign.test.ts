import crypto from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { canonical } from "../world/index.ts";
import { day, mia, pia, ReviewedHouse } from "./access-test-support.ts";
import { attestCampaign } from "./attest-campaign.ts";
import { confirmOrdinary, decideAccess } from "./decide-access.ts";

const sha256 = (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest();
const hasher = { sha256 };

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

test("[L8] the evidence says what was looked at, who decided what, how long they looked and what has ended; its hash is on record", () => {
  const house = new ReviewedHouse(bundle);
  for (const each of ["amy", "ben"]) house.has(each, "nurse", "4B");
  house.has("amy", "administrator", "4B");
  const campaign = house.open({ type: "ward", of: "4B" });
  house.now += day;
  const by = { actor: mia, as: "manager" } as const;
  house.run(confirmOrdinary(house, { ...by, campaign, spent: 9_000, ward: "4B" }));
  const part = house.part(campaign, "4B");
  const one = { assignment: "amy-administrator-4B", outcome: "ended", part, spent: 4_000 } as const;
  house.run(decideAccess(house, { ...by, ...one }));
  const made = house.run(attestCampaign({ hasher }, { actor: pia, campaign }));
  expect(made.reviewers).toEqual([{ by: "mia", confirmed: 2, ended: 1, spent: 13_000 }]);
  expect(made).not.toHaveProperty("closedAt");
  const of = (id: string) => made.items.find(({ assignment }) => assignment === id);
  expect(of("amy-nurse-4B")).toMatchObject({ decision: { how: "together" }, had: true });
  expect(of("mia-ward-manager-4B")).toMatchObject({ because: ["privileged"], had: true });
  expect(of("mia-ward-manager-4B")).not.toHaveProperty("decision");
  const ended = of("amy-administrator-4B");
  expect(ended).toMatchObject({ decision: { outcome: "ended" }, had: false });
  expect(house.log[ended?.decision?.position ?? -1]?.kind).toBe("campaign.ended");
  const evidence = crypto.createHash("sha256").update(canonical(made)).digest("hex");
  const position = house.world.next - 1;
  expect(house.log[position]?.body).toEqual({ campaign, evidence });
  expect(house.world.campaigns.get(campaign)?.attested).toEqual({ evidence, position });
});

test("of a review that there is not there is no evidence", () => {
  const house = new ReviewedHouse(bundle);
  const wish = { actor: pia, campaign: "none" };
  expect(() => house.run(attestCampaign({ hasher }, wish))).toThrow(/no such open/);
});
