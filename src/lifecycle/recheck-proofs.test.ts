import { beforeEach, expect, test } from "vitest";
import type { PassportSource } from "../world/index.ts";
import { activateEngagement } from "./activate-engagement.ts";
import { endEngagement } from "./end-engagement.ts";
import { type PassportStanding, recheckProof } from "./recheck-proofs.ts";
import { resumeEngagement } from "./resume-engagement.ts";
import { day, House, mia, morning, refusal } from "./test-support.ts";

const passport: PassportSource = {
  index: 3,
  issuer: "https://passports.example",
  list: "https://passports.example/status/1",
};
const system = { type: "system", id: "wardkey" } as const;

let house: House;
let engagement: string;
beforeEach(() => {
  house = new House();
  ({ engagement } = house.offer());
  proofed();
});
const proofed = (of = passport) =>
  house.record("engagement.proofed", {
    engagement,
    level: 2,
    method: "staff-passport",
    passport: of,
    until: morning + 40 * day,
  });
const activate = () => house.submit(activateEngagement({ engagement, actor: mia }));
const resume = () => house.submit(resumeEngagement({ engagement, actor: mia }));
function find(standing: PassportStanding, of = passport): readonly string[] {
  const before = house.world.next;
  house.submit(recheckProof(house, { engagement, passport: of, standing }, system));
  return house.kindsSince(before);
}
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L7] a passport that counts no more suspends at once what rests on it, and what was open by it is over", () => {
  activate();
  expect(find("revoked")).toEqual(["proof.lost", "engagement.suspended"]);
  expect(house.world.engagements.get(engagement)).toMatchObject({
    state: "suspended",
    suspended: { reason: "passport" },
    proof: { lost: { at: morning, why: "revoked" } },
  });
  expect(house.asked).toMatchObject([{ what: "open" }]);
  // Once is enough.
  for (const standing of ["revoked", "good", "unsure"] as const) expect(find(standing)).toEqual([]);
});

test("[L7] nobody resumes it on that evidence; new evidence takes its place", () => {
  activate();
  find("untrusted-issuer");
  expect(resume).toThrow(refused("proof-missing"));
  proofed({ ...passport, index: 4 });
  resume();
  expect(house.state(engagement)).toBe("active");
  expect(house.world.engagements.get(engagement)?.proof?.lost).toBeUndefined();
});

test("[L7] what is not active yet waits for evidence again", () => {
  expect(find("suspended")).toEqual(["proof.lost"]);
  expect(house.state(engagement)).toBe("offered");
  expect(activate).toThrow(refused("proof-missing"));
  proofed();
  activate();
  expect(house.state(engagement)).toBe("active");
});

test("[L7] a source that fails suspends nobody: it is said, once, and taken back", () => {
  activate();
  expect(find("good")).toEqual([]);
  expect(find("unsure")).toEqual(["proof.unsure"]);
  house.now += day;
  expect(find("unsure")).toEqual([]);
  expect(house.world.engagements.get(engagement)).toMatchObject({
    state: "active",
    proof: { unsureSince: morning },
  });
  expect(find("good")).toEqual(["proof.sure"]);
  expect(house.world.engagements.get(engagement)?.proof).not.toHaveProperty("unsureSince");
  find("unsure");
  expect(find("revoked")).toEqual(["proof.lost", "engagement.suspended"]);
});

test("[L7] what was found out of another passport, of other evidence or of what has ended changes nothing", () => {
  activate();
  expect(find("revoked", { ...passport, index: 4 })).toEqual([]);
  house.submit(endEngagement(house, { engagement, reason: "left", actor: mia }));
  expect(find("revoked")).toEqual([]);
  ({ engagement } = house.offer());
  const seen = { engagement, level: 2, method: "photo-id", until: morning + day } as const;
  house.record("engagement.proofed", seen);
  expect(find("revoked")).toEqual([]);
});
