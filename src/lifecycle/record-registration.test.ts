import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { endEngagement } from "./end-engagement.ts";
import { lookedAt } from "./looked-at.ts";
import { recheckRegistrations } from "./recheck-registrations.ts";
import { recordRegistration } from "./record-registration.ts";
import { registrationKey } from "./registration-lapses.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

const system = { type: "system", id: "wardkey" } as const;
const until = morning + 100 * day;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let house: House;
let engagement: string;
let person: string;
beforeEach(() => {
  house = new House(bundle);
  ({ engagement, person } = house.offer());
});

const seen = (more: Partial<Parameters<typeof recordRegistration>[0]> = {}): readonly string[] => {
  const before = house.log.length;
  const what = { engagement, person, register: "nmc", number: "98I1234E", until, actor: ina };
  house.submit(recordRegistration({ ...what, ...more }));
  return house.kindsSince(before);
};
const known = () => {
  const found = house.world.registrations.get(`${person}|nmc`);
  if (found === undefined) throw new Error("nothing is on record");
  return found;
};
const number = () => {
  const { key, table } = registrationKey(`${person}|nmc`);
  return house.side.get(`${table}|${key}`);
};
const looked = () => lookedAt(house.world, known());
/** What the register says of the number, asked about it or about everybody. */
const says = (
  answer: { readonly standing: "registered"; readonly until: number } | { standing: "struck-off" },
  isWhole = false,
) => {
  const before = house.log.length;
  const findings = [{ answer, person }];
  house.submit(recheckRegistrations(house, { register: "nmc", isWhole, findings }, system));
  return house.kindsSince(before);
};
const refused = (code: string) => expect.objectContaining(refusal(code));

test("[L7] what somebody has seen is on record once, its number beside the log", () => {
  expect(seen({ number: " 98I1234E " })).toEqual(["registration.recorded"]);
  expect(known()).toMatchObject({ register: "nmc", until });
  expect(number()).toEqual({ type: "registration", number: "98I1234E" });
  expect(JSON.stringify(house.log)).not.toContain("98I1234E");
  expect(looked()).toBeUndefined();
  expect(seen()).toEqual([]);
  expect(seen({ until: until + day })).toEqual(["registration.recorded"]);
});

test("[L7] no register's code, no number, no day to come, nobody's own, nothing that has ended", () => {
  for (const register of ["", "NMC", "n m c", "x".repeat(41)])
    expect(() => seen({ register })).toThrow(refused("registration-refused"));
  for (const bad of ["", "  ", "1\n2", "x".repeat(65)])
    expect(() => seen({ number: bad })).toThrow(refused("registration-refused"));
  for (const bad of [morning, morning - day, morning + 11 * 366 * day, Number.NaN])
    expect(() => seen({ until: bad })).toThrow(refused("registration-refused"));
  expect(() => seen({ actor: { type: "person", id: person } })).toThrow(refused("own-engagement"));
  expect(() => seen({ person: "mia" })).toThrow(refused("engagement-unknown"));
  house.submit(endEngagement(house, { engagement, reason: "withdrawn", actor: mia }));
  expect(() => seen()).toThrow(refused("engagement-ended"));
  expect(house.side.size).toBe(1);
});

test("[L7] once the register itself has said when the number ends, nobody's day stands against it", () => {
  seen();
  house.now += 60_000;
  const told = { standing: "registered", until: until - day } as const;
  expect(says(told)).toEqual(["register.answered", "registration.confirmed"]);
  expect(looked()).toBe(house.now);
  expect(seen({ until })).toEqual([]);
  expect(known().until).toBe(until - day);
  house.now += 60_000;
  expect(seen({ number: "99A0000A" })).toEqual(["registration.recorded"]);
  expect(looked()).toBeUndefined();
});

test("[L7] that a register found a number as it was is on record for whom no round about everybody was", () => {
  seen();
  house.now += 60_000;
  const same = { standing: "registered", until } as const;
  expect(says(same)).toEqual(["register.answered", "registration.confirmed"]);
  expect(says(same)).toEqual(["register.answered"]);
  // Whoever has not begun is not among those about whom a round says that they are as they were.
  const first = looked();
  house.now += day;
  expect(says(same, true)).toEqual(["register.answered"]);
  expect(looked()).toBe(first);
});

test("[L7] what the register took is not given back by what somebody has seen", () => {
  seen();
  house.now += 60_000;
  says({ standing: "struck-off" });
  house.now += 60_000;
  seen({ number: "99A0000A", until: until + day });
  expect(known().lapsed?.why).toBe("struck-off");
});
