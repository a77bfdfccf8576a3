import { beforeEach, expect, test } from "vitest";
import type { Actor } from "../world/index.ts";
import { activateEngagement } from "./activate-engagement.ts";
import { endEngagement } from "./end-engagement.ts";
import { issuePassport } from "./issue-passport.ts";
import { suspendEngagement } from "./suspend-engagement.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

let house: House;
let engagement: string;
let person: string;
beforeEach(() => {
  house = new House();
  ({ engagement, person } = house.offer());
});
const seen = (until: number) =>
  house.record("engagement.proofed", { engagement, level: 2, method: "photo-id", until });
const activate = () => house.submit(activateEngagement({ engagement, actor: mia }));
const issue = (actor: Actor = ina) =>
  house.submit(issuePassport({ engagement, holder: "thumbprint", actor }));
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L7] a passport says what has been shown, and stands where its record does", () => {
  seen(morning + 400 * day);
  activate();
  const before = house.world.next;
  expect(issue()).toMatchObject({
    position: before,
    terms: { person, role: "nurse", proof: { level: 2, method: "photo-id" } },
  });
  expect(house.world.engagements.get(engagement)?.issued).toEqual([
    { position: before, until: morning + 30 * day },
  ]);
});

test("[L2] it is good for no longer than the engagement, its evidence and ninety days", () => {
  ({ engagement, person } = house.offer({ to: morning + 300 * day }));
  seen(morning + 400 * day);
  activate();
  expect(issue().terms.until).toBe(morning + 90 * day);
  seen(morning + 5 * day);
  expect(issue().terms.until).toBe(morning + 5 * day);
  // What has expired needs no place any more.
  seen(morning + 400 * day);
  house.now = morning + 6 * day;
  issue();
  expect(house.world.engagements.get(engagement)?.issued).toHaveLength(2);
});

test("[L1] [L7] nobody gets one who is not at work here, or not known to be who they are, or from themselves", () => {
  expect(() => issue()).toThrow(refused("not-active"));
  seen(morning + day);
  expect(() => issue()).toThrow(refused("not-active"));
  activate();
  expect(() => issue({ type: "person", id: person })).toThrow(refused("own-engagement"));
  house.now = morning + day;
  expect(() => issue()).toThrow(refused("proof-expired"));
  house.record("proof.lost", { engagement, why: "revoked" });
  expect(() => issue()).toThrow(refused("proof-missing"));
  seen(morning + 9 * day);
  issue();
  house.submit(suspendEngagement(house, { engagement, reason: "leave", actor: mia }));
  expect(() => issue()).toThrow(refused("not-active"));
  house.submit(endEngagement(house, { engagement, reason: "left", actor: mia }));
  expect(() => issue()).toThrow(refused("engagement-ended"));
});

test("[L7] who works here on HR's word alone has shown nothing yet", () => {
  engagement = "eng-ina";
  const held = { engagement, role: "nurse", ward: "4B", from: morning, to: morning + day };
  house.record("role.assigned", { assignment: "rol-ina", ...held });
  expect(() => issue(mia)).toThrow(refused("proof-missing"));
});
