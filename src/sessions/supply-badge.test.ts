import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import { enterPin, loseBadges, openConsole, supplyBadge } from "./index.ts";
import { hour, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
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
/** Eve is a nurse, Cleo is not: it takes a colleague. */
const second = "ben";
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
  const { records } = supply({ person: "eve", verifier: "anew", checked: "photo-id", second });
  expect(records).toEqual([
    ["pin.set", { checked: "photo-id", person: "eve", second }],
    ["session.closed", { session: expect.any(String), reason: "pin-replaced" }],
    ["review.opened", expect.anything()],
  ]);
  expect([...hospital.world.sessions.values()].map(({ person }) => person)).toEqual([
    "cleo",
    "amy",
  ]);
});

test("[A3] another badge says what was checked and ends the one before; the one that they have stays without a word", () => {
  expect(() => supply({ person: "eve", number: "new" })).toThrow(unstated);
  const anew = { person: "eve", number: "new", second, checked: "staff-passport" } as const;
  const { answer, records } = supply(anew);
  const { badge } = answer;
  const body = { badge, checked: "staff-passport", person: "eve", second, until };
  expect(records).toEqual([
    ["badge.ended", { badge: "bdg-eve", reason: "replaced" }],
    ["badge.issued", body],
    ["review.opened", expect.anything()],
  ]);
  expect(supply({ person: "eve", number: "new" }).records).toEqual([
    ["badge.issued", { badge, person: "eve", until }],
  ]);
});

test("[A3] so does a badge for somebody who has lost theirs and has a PIN", () => {
  supply({ person: "eve", verifier: "argon" });
  hospital.submit(loseBadges({ person: "eve", actor }));
  expect(() => supply({ person: "eve", number: "new" })).toThrow(unstated);
  const anew = { person: "eve", number: "new", checked: "photo-id", second } as const;
  expect(supply(anew).records.map(([kind]) => kind)).toEqual(["badge.issued", "review.opened"]);
});

const further = expect.objectContaining({ code: "reaches-further" });

/** Somebody with that role, to whom the desk gives a first PIN. */
const hire = (role: string, from = start, ward = "4B") => {
  const person = `${role}-${from}-${ward}`;
  hospital.person(person);
  const held = { engagement: `eng-${person}`, role, ward, from, to: until };
  hospital.record("role.assigned", { assignment: `rol-${person}`, ...held });
  return person;
};
/** Cleo runs it besides. */
const become = (role: string, from = start, ward = "4B") =>
  hospital.record("role.assigned", {
    assignment: `rol-${role}-${from}`,
    engagement: "eng-cleo",
    role,
    ward,
    from,
    to: until,
  });

test("[A1] whose role lets do more to the installation than the supervisor's gets not even a first PIN without a second person", () => {
  become("administrator");
  const officers = [hire("privacy-officer"), hire("privacy-officer", start + hour)];
  const give = (person: string, more = {}) => supply({ person, verifier: "argon", ...more });
  for (const person of officers) expect(() => give(person)).toThrow(further);
  for (const role of ["nurse", "consultant", "ward-manager", "administrator"]) give(hire(role));
  // A passkey of the supervisor is not a second person.
  hospital.record("session.raised", { session: desk().id, level: 3, method: "passkey" });
  for (const person of officers) {
    expect(() => give(person)).toThrow(further);
    expect(give(person, { second }).records).toEqual([["pin.set", { person, second }]]);
  }
});

test("[A1] a ward manager alone gives an administrator nothing; a role to come gives no reach", () => {
  become("ward-manager");
  become("administrator", start + hour);
  const theirs = { engagement: "eng-dan", role: "administrator", ward: "4B" };
  hospital.record("role.assigned", { assignment: "rol-dan", ...theirs, from: start, to: until });
  expect(() => supply({ person: "dan", verifier: "argon" })).toThrow(further);
  expect(hospital.side.has("credentials|pin|dan")).toBe(false);
});

test("[L7] one person alone proves anew only who may nothing, anywhere, that they may not", () => {
  become("ward-manager");
  const own = [hire("healthcare-assistant"), hire("ward-clerk")];
  const others = [hire("nurse"), hire("healthcare-assistant", start, "6A")];
  const anew = (person: string) =>
    supply({ person, number: `new-${person}`, checked: "photo-id" }).records.map(([kind]) => kind);
  for (const person of own) expect(anew(person)).toContain("review.opened");
  for (const person of others) expect(() => anew(person)).toThrow(further);
});

test("[L7] the second person is a third one, who is engaged", () => {
  const refused = expect.objectContaining({ code: "second-refused" });
  hospital.record("engagement.ended", { engagement: "eng-amy", reason: "left" });
  for (const other of ["eve", "cleo", "amy", "nobody"]) {
    const wish = { person: "eve", number: "new", checked: "photo-id", second: other } as const;
    expect(() => supply(wish)).toThrow(refused);
  }
  expect(hospital.world.badgesByPerson.get("eve")).toEqual(["bdg-eve"]);
});

test("[L7] [X13] its review is due in 72 hours, about who did it and to whom, on their ward", () => {
  const anew = { person: "eve", number: "new", checked: "photo-id", second } as const;
  const opened = supply(anew).records.find(([kind]) => kind === "review.opened");
  expect(opened?.[1]).toEqual({
    about: "eve",
    due: hospital.now + 72 * hour,
    person: "cleo",
    reason: "photo-id",
    review: expect.any(String),
    second,
    type: "re-proofing",
    ward: "4B",
  });
});
