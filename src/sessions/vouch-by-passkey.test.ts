import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { vouchByPasskey } from "./index.ts";
import { SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  hospital.record("passkey.enrolled", {
    passkey: "pky",
    person: "eve",
    badge: "bdg-eve",
    engagement: "eng-eve",
    counter: 5,
    synced: false,
  });
});

const vouch = (
  more: { readonly counter?: number; readonly verified?: boolean } = {},
  by = "amy",
) => {
  const before = hospital.log.length;
  const use = { passkey: "pky", counter: 6, verified: true, supervisor: by, ...more };
  const answer = hospital.submit(vouchByPasskey(hospital.deps, use));
  return { answer, kinds: hospital.log.slice(before).map(({ kind }) => kind) };
};

test("[L7] a passkey proves that a colleague is there, and opens nothing", () => {
  expect(vouch()).toEqual({
    answer: { type: "present", person: "eve" },
    kinds: ["passkey.used"],
  });
  expect(hospital.world.sessions.size).toBe(0);
});

test("[L7] nobody stands beside themselves", () => {
  expect(vouch({}, "eve").answer).toEqual({ type: "oneself" });
});

test("[A3] without its user, of whoever has left, or with a counter that went back, it proves nobody", () => {
  expect(vouch({ verified: false })).toEqual({
    answer: { type: "refused" },
    kinds: ["passkey.refused"],
  });
  expect(vouch({ counter: 5 })).toEqual({ answer: { type: "refused" }, kinds: ["passkey.locked"] });
  expect(vouch({ counter: 9 }).answer).toEqual({ type: "refused" });
});

test("[L1] nor that of somebody whose engagement has ended", () => {
  hospital.record("engagement.ended", { engagement: "eng-eve", reason: "hr" });
  expect(vouch().answer).toEqual({ type: "refused" });
});
