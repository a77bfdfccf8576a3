import { beforeEach, expect, test } from "vitest";
import { activateEngagement } from "./activate-engagement.ts";
import { proofEngagement } from "./proof-engagement.ts";
import { resumeEngagement } from "./resume-engagement.ts";
import { suspendEngagement } from "./suspend-engagement.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

let house: House;
let engagement: string;
let person: string;
beforeEach(() => {
  house = new House();
  ({ engagement, person } = house.offer());
});
const proof = (more: Partial<Parameters<typeof proofEngagement>[0]> = {}) =>
  house.submit(
    proofEngagement({
      engagement,
      method: "photo-id",
      level: 2,
      until: morning + day,
      actor: ina,
      ...more,
    }),
  );
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L7] evidence makes nobody surer than its method can", () => {
  expect(() => proof({ method: "known-with-witness", level: 2 })).toThrow(
    refused("proof-too-weak"),
  );
  expect(() => proof({ method: "photo-id", level: 3 })).toThrow(refused("proof-too-weak"));
  proof({ method: "staff-passport", level: 3 });
  expect(house.world.engagements.get(engagement)?.proof?.level).toBe(3);
});

test("[L7] evidence that has expired, or never does, is none", () => {
  const ends = [morning, morning - day, Number.POSITIVE_INFINITY, morning + 6 * 366 * day];
  for (const until of ends) expect(() => proof({ until })).toThrow(refused("proof-expired"));
  proof();
  house.now = morning + day;
  expect(() => house.submit(activateEngagement({ engagement, actor: mia }))).toThrow(
    refused("proof-expired"),
  );
  proof({ until: house.now + day });
  house.submit(activateEngagement({ engagement, actor: mia }));
  expect(house.state(engagement)).toBe("active");
});

test("[L7] nobody is their own witness, nor activates, suspends or resumes themselves", () => {
  const actor = { type: "person", id: person } as const;
  expect(() => proof({ actor })).toThrow(refused("own-engagement"));
  proof();
  expect(() => house.submit(activateEngagement({ engagement, actor }))).toThrow(
    refused("own-engagement"),
  );
  house.submit(activateEngagement({ engagement, actor: mia }));
  const suspend = (by: typeof actor | typeof mia) =>
    house.submit(suspendEngagement(house, { engagement, reason: "leave", actor: by }));
  expect(() => suspend(actor)).toThrow(refused("own-engagement"));
  suspend(mia);
  expect(() => house.submit(resumeEngagement({ engagement, actor }))).toThrow(
    refused("own-engagement"),
  );
});

test("new evidence for an active engagement takes the place of the old, and changes no state", () => {
  proof();
  house.submit(activateEngagement({ engagement, actor: mia }));
  proof({ until: morning + 2 * day });
  expect(house.world.engagements.get(engagement)).toMatchObject({
    state: "active",
    proof: { until: morning + 2 * day },
  });
  expect(() => house.submit(activateEngagement({ engagement, actor: mia }))).toThrow(
    refused("not-offered"),
  );
});
