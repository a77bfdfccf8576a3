import { beforeEach, expect, test } from "vitest";
import type { Actor } from "../world/index.ts";
import { exemptEngagement } from "./exempt-engagement.ts";
import { day, House, mia, morning, refusal } from "./test-support.ts";

let house: House;
beforeEach(() => {
  house = new House();
});
const exempt = (actor: Actor, until: number) =>
  house.submit(exemptEngagement({ engagement: "eng-ina", until, actor }));
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L3] an engagement is let be until a day that comes, within a year; and nobody lets be their own", () => {
  expect(() => exempt({ type: "person", id: "ina" }, morning + day)).toThrow(
    refused("own-engagement"),
  );
  expect(() => exempt(mia, morning)).toThrow(refused("ends-before-beginning"));
  expect(() => exempt(mia, morning + 500 * day)).toThrow(refused("ends-too-late"));
  expect(house.world.engagements.get("eng-ina")).not.toHaveProperty("exempt");
  exempt(mia, morning + 90 * day);
  expect(house.world.engagements.get("eng-ina")).toMatchObject({ exempt: morning + 90 * day });
});

test("what has ended is let be by nobody", () => {
  house.record("engagement.ended", { engagement: "eng-ina", reason: "left" });
  expect(() => exempt(mia, morning + day)).toThrow(refused("engagement-ended"));
});
