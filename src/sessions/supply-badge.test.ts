import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Bundle } from "../access/index.ts";
import { enterPin, loseBadges, supplyBadge } from "./index.ts";
import { hour, SmallHospital, shippedBundle, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle({ crypto, fs });
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const actor = { type: "person", id: "cleo" } as const;
const supply = (request: Omit<Parameters<typeof supplyBadge>[0], "actor">) => {
  const before = hospital.world.next;
  const answer = hospital.submit(supplyBadge({ ...request, actor }));
  return { answer, records: hospital.log.slice(before).map(({ kind, body }) => [kind, body]) };
};
const unstated = expect.objectContaining({ code: "proofing-unstated" });
const until = start + 1_000 * hour;

test("[A3] a first PIN needs no word, and ends nothing", () => {
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  const { records } = supply({ person: "eve", verifier: "argon" });
  expect(records).toEqual([["pin.set", { person: "eve" }]]);
  expect(hospital.world.sessions.size).toBe(1);
});

test("[A3] a PIN set anew says what was checked, and ends that person's sessions and nobody else's", () => {
  supply({ person: "eve", verifier: "argon" });
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  hospital.submit(enterPin(hospital.deps, { seat: "4B-2", badge: "bdg-amy", right: true }));
  expect(() => supply({ person: "eve", verifier: "anew" })).toThrow(unstated);
  expect(hospital.side.get("credentials|pin|eve")).toBe("argon");
  const { records } = supply({ person: "eve", verifier: "anew", checked: "photo-id" });
  expect(records).toEqual([
    ["pin.set", { checked: "photo-id", person: "eve" }],
    ["session.closed", { session: expect.any(String), reason: "pin-replaced" }],
  ]);
  expect([...hospital.world.sessions.values()].map(({ person }) => person)).toEqual(["amy"]);
});

test("[A3] another badge says what was checked; the one that they have stays without a word", () => {
  expect(() => supply({ person: "eve", number: "new" })).toThrow(unstated);
  const { answer, records } = supply({ person: "eve", number: "new", checked: "staff-passport" });
  const { badge } = answer;
  const body = { badge, checked: "staff-passport", person: "eve", until };
  expect(records).toEqual([["badge.issued", body]]);
  expect(supply({ person: "eve", number: "new" }).records).toEqual([
    ["badge.issued", { badge, person: "eve", until }],
  ]);
});

test("[A3] so does a badge for somebody who has lost theirs and has a PIN", () => {
  supply({ person: "eve", verifier: "argon" });
  hospital.submit(loseBadges({ person: "eve", actor }));
  expect(() => supply({ person: "eve", number: "new" })).toThrow(unstated);
  expect(supply({ person: "eve", number: "new", checked: "photo-id" }).records.length).toBe(1);
});
