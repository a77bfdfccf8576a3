import { beforeEach, expect, test } from "vitest";
import { isRunning } from "../world/index.ts";
import { endEngagement } from "./end-engagement.ts";
import { resumeEngagement } from "./resume-engagement.ts";
import { suspendEngagement } from "./suspend-engagement.ts";
import { day, House, mia, morning, refusal } from "./test-support.ts";

let house: House;
beforeEach(() => {
  house = new House();
});
const suspend = (engagement = "eng-ina") =>
  house.submit(suspendEngagement(house, { engagement, reason: "leave", actor: mia }));
const resume = (engagement = "eng-ina") =>
  house.submit(resumeEngagement({ engagement, actor: mia }));
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L1] a suspended engagement is not live, and the other parts end what is open by it", () => {
  suspend();
  const engagement = house.world.engagements.get("eng-ina");
  expect(engagement).toMatchObject({ state: "suspended", suspended: { reason: "leave" } });
  expect(isRunning(engagement, morning)).toBe(false);
  expect(house.asked).toMatchObject([{ what: "open", others: [] }]);
  expect(house.world.badges.has("bdg-ina")).toBe(true);
});

test("[L11] resuming is one step; HR's word does not wake what is suspended", () => {
  suspend();
  const [from, to] = [morning - day, morning + 300 * day];
  const terms = { engagement: "eng-ina", from, person: "ina", to, type: "employee" } as const;
  house.record("engagement.started", terms);
  expect(house.state("eng-ina")).toBe("suspended");
  resume();
  expect(house.world.engagements.get("eng-ina")).toEqual({
    id: "eng-ina",
    person: "ina",
    type: "employee",
    state: "active",
    from,
    since: morning,
    to,
  });
});

test("only what is active is suspended, and only what is suspended is resumed", () => {
  expect(() => resume()).toThrow(refused("not-suspended"));
  suspend();
  expect(() => suspend()).toThrow(refused("not-active"));
  const { engagement } = house.offer();
  expect(() => suspend(engagement)).toThrow(refused("not-active"));
  house.submit(endEngagement(house, { engagement: "eng-ina", reason: "left", actor: mia }));
  expect(() => resume()).toThrow(refused("engagement-ended"));
  expect(() => resume("nobody's")).toThrow(refused("engagement-unknown"));
});

test("[L2] a suspended engagement still ends at its end", () => {
  suspend();
  house.now = morning + 201 * day;
  expect(() => resume()).toThrow(refused("ends-in-the-past"));
});
