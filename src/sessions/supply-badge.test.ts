import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Bundle } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import { enterPin, loseBadges, openConsole, supplyBadge } from "./index.ts";
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
/** Cleo's session at a console. */
const desk = (): Session => {
  const [known] = hospital.world.sessionsBySurface.get("desk");
  const open = () =>
    hospital.submit(
      openConsole(hospital.deps, { badge: "number-cleo", right: true, surface: "desk" }),
    );
  const opened = known === undefined ? open() : undefined;
  const id = opened?.type === "in" ? opened.session : known;
  return hospital.world.sessions.get(id ?? "") as Session;
};
const supply = (request: Omit<Parameters<typeof supplyBadge>[1], "supervisor">) => {
  const supervisor = desk();
  const before = hospital.world.next;
  const answer = hospital.submit(supplyBadge(hospital.deps, { ...request, supervisor }));
  return { answer, records: hospital.log.slice(before).map(({ kind, body }) => [kind, body]) };
};
const unstated = expect.objectContaining({ code: "proofing-unstated" });
const until = start + 1_000 * hour;

test("[A3] a first PIN needs no word, and ends nothing", () => {
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  const { records } = supply({ person: "eve", verifier: "argon" });
  expect(records).toEqual([["pin.set", { person: "eve" }]]);
  expect(hospital.world.sessionsByPerson.get("eve").length).toBe(1);
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
  expect([...hospital.world.sessions.values()].map(({ person }) => person)).toEqual([
    "cleo",
    "amy",
  ]);
});

test("[A3] another badge says what was checked and ends the one before; the one that they have stays without a word", () => {
  expect(() => supply({ person: "eve", number: "new" })).toThrow(unstated);
  const { answer, records } = supply({ person: "eve", number: "new", checked: "staff-passport" });
  const { badge } = answer;
  const body = { badge, checked: "staff-passport", person: "eve", until };
  expect(records).toEqual([
    ["badge.ended", { badge: "bdg-eve", reason: "replaced" }],
    ["badge.issued", body],
  ]);
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

test("[A1] whose role reaches further than the supervisor's gets nothing without the supervisor's passkey", () => {
  const hire = (role: string, from = start) => {
    const person = `${role}-${from}`;
    hospital.person(person);
    const held = { engagement: `eng-${person}`, role, ward: "4B", from, to: until };
    hospital.record("role.assigned", { assignment: `rol-${person}`, ...held });
    return () => supply({ person, verifier: "argon" });
  };
  const own = { engagement: "eng-cleo", role: "administrator", ward: "4B" };
  hospital.record("role.assigned", { assignment: "rol-desk", ...own, from: start, to: until });
  const further = expect.objectContaining({ code: "reaches-further" });
  const officers = [hire("privacy-officer"), hire("privacy-officer", start + hour)];
  for (const give of officers) expect(give).toThrow(further);
  for (const role of ["nurse", "consultant", "ward-manager", "administrator"]) hire(role)();
  hospital.record("session.raised", { session: desk().id, level: 3, method: "passkey" });
  for (const give of officers) expect(give().records.length).toBe(1);
});

test("[A1] a ward manager gives an administrator nothing without a passkey; a role to come gives no reach", () => {
  const own = { engagement: "eng-cleo", ward: "4B", to: until };
  const manager = { ...own, role: "ward-manager", from: start };
  hospital.record("role.assigned", { assignment: "rol-now", ...manager });
  const later = { ...own, role: "administrator", from: start + hour };
  hospital.record("role.assigned", { assignment: "rol-later", ...later });
  const theirs = { engagement: "eng-dan", role: "administrator", ward: "4B" };
  hospital.record("role.assigned", { assignment: "rol-dan", ...theirs, from: start, to: until });
  const give = () => supply({ person: "dan", verifier: "argon" });
  expect(give).toThrow(expect.objectContaining({ code: "reaches-further" }));
  expect(hospital.side.has("credentials|pin|dan")).toBe(false);
});
