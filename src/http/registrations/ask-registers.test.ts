import { afterEach, beforeEach, expect, test } from "vitest";
import { registrationKey } from "../../lifecycle/index.ts";
import type { RegisterAnswer } from "../../ports/index.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { createRegisterRounds } from "./ask-registers.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let asked: (readonly string[])[];
/** What the register says of a number. */
let answers: Map<string, RegisterAnswer>;
let isDown: boolean;
let rounds: ReturnType<typeof createRegisterRounds>;
const good = () => ({ standing: "registered", until: ward.begin + 800 * hour }) as const;

beforeEach(async () => {
  ward = await openWard();
  asked = [];
  answers = new Map();
  isDown = false;
  rounds = nodes();
  await registered("amy", "A1");
  await registered("ben", "B2");
  ward.clock.pass(minute);
});
afterEach(() => ward.close());

/** A node that asks. */
function nodes() {
  const ask = async (numbers: readonly string[]) => {
    asked.push(numbers);
    if (isDown) throw new Error("away");
    return numbers.map((number) => answers.get(number) ?? good());
  };
  return createRegisterRounds({ app: ward.app, registers: [{ id: "nmc", ask }] });
}
const registered = (person: string, number: string, until = ward.begin + 800 * hour) =>
  ward.record("registration.recorded", { person, register: "nmc", until }, [
    { ...registrationKey(`${person}|nmc`), value: { type: "registration", number } },
  ]);
const engage = async (person: string) => {
  const terms = { from: ward.begin - hour, to: ward.begin + 900 * hour, type: "employee" } as const;
  await ward.record("person.registered", { person });
  await ward.record("engagement.started", { engagement: `eng_${person}`, person, ...terms });
  const held = { engagement: `eng_${person}`, from: ward.begin - hour, role: "nurse", ward: "4B" };
  const assignment = `rol_${person}`;
  await ward.record("role.assigned", { assignment, to: ward.begin + 900 * hour, ...held });
};
const state = (person: string) => ward.app.world().engagements.get(`eng_${person}`)?.state;
const pass = async (time: number) => {
  ward.clock.pass(time);
  await rounds.look();
};

test("[L7] a register is asked about everybody once a day, by one of several nodes, and what is good records one line", async () => {
  const before = ward.app.world().next;
  await rounds.look();
  await nodes().look();
  await pass(23 * hour);
  expect(asked).toEqual([["A1", "B2"]]);
  expect(ward.app.world().next).toBe(before + 1);
  await pass(hour);
  expect(asked).toHaveLength(2);
});

test("[L7] whoever was struck off is out at once, and nobody else is", async () => {
  const seat = await ward.seat("4B-1");
  const other = await ward.seat("4B-2");
  await ward.signIn(seat, "amy");
  await ward.signIn(other, "ben");
  answers.set("A1", { standing: "struck-off" });
  await rounds.look();
  expect([state("amy"), state("ben")]).toEqual(["suspended", "active"]);
  const open = [...ward.app.world().sessions.values()].map(({ person }) => person);
  expect(open).toEqual(["ben"]);
});

test("[L7] in between it is asked about whom HR has just named, and about those whose time has come", async () => {
  await rounds.look();
  answers.set("C3", { standing: "registered", until: ward.begin + 3 * hour });
  await engage("cho");
  await registered("cho", "C3", ward.begin + 3 * hour);
  await pass(minute);
  expect(asked.slice(1)).toEqual([["C3"]]);
  await pass(3 * hour);
  expect(asked.slice(2)).toEqual([["C3"]]);
  expect(ward.app.world().registrations.get("cho|nmc")?.lapsed?.why).toBe("expired");
  await pass(minute);
  expect(asked).toHaveLength(3);
});

test("[L7] whoever comes back is asked about anew, and what is found as it was is on record", async () => {
  await rounds.look();
  await engage("cho");
  await registered("cho", "C3");
  await pass(minute);
  await ward.record("engagement.suspended", { engagement: "eng_cho", reason: "leave" });
  await pass(hour);
  expect(asked.slice(1)).toEqual([["C3"]]);
  await ward.record("engagement.resumed", { engagement: "eng_cho" });
  await pass(minute);
  await pass(minute);
  await nodes().look();
  expect(asked.slice(2)).toEqual([["C3"]]);
  const { registrations, registers } = ward.app.world();
  const told = registrations.get("cho|nmc")?.toldAt ?? 0;
  expect(told).toBeGreaterThan(registers.get("nmc")?.wholeAt ?? 0);
});

test("[L7] one that does not answer suspends nobody, is on record once a day, and is asked again an hour later", async () => {
  isDown = true;
  answers.set("A1", { standing: "struck-off" });
  const before = ward.app.world().next;
  await rounds.look();
  await pass(59 * minute);
  expect(asked).toHaveLength(1);
  await pass(minute);
  expect(asked).toHaveLength(2);
  expect(ward.app.world().next).toBe(before + 1);
  expect(state("amy")).toBe("active");
  isDown = false;
  await pass(hour);
  expect(state("amy")).toBe("suspended");
  expect(ward.app.world().registers.get("nmc")?.failingSince).toBeUndefined();
});

test("[L7] one that has suddenly never heard of most is not believed", async () => {
  for (const [person, number] of [
    ["cho", "C3"],
    ["dee", "D4"],
  ] as const) {
    await engage(person);
    await registered(person, number);
  }
  for (const number of ["A1", "B2", "C3", "D4"]) answers.set(number, { standing: "unknown" });
  await rounds.look();
  expect(ward.app.world().registers.get("nmc")?.failingSince).toBeDefined();
  expect(ward.app.world().registrations.get("amy|nmc")?.unknownSince).toBeUndefined();
});

test("[L7] of whoever works here no more it is not asked", async () => {
  await ward.record("engagement.ended", { engagement: "eng_ben", reason: "left" });
  await rounds.look();
  expect(asked).toEqual([["A1"]]);
});
