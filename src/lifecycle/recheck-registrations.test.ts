import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { RegisterAnswer } from "../ports/index.ts";
import type { Actor } from "../world/index.ts";
import {
  recheckRegistrations,
  registerFailed,
  releaseRegistrations,
} from "./recheck-registrations.ts";
import { day, House, mia, morning } from "./test-support.ts";

const system: Actor = { type: "system", id: "wardkey" };
const hour = day / 24;
const end = morning + 100 * day;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let house: House;
beforeEach(() => {
  house = new House(bundle);
  join("eva");
});

function join(person: string, role = "nurse"): void {
  house.record("person.registered", { person });
  house.engage(person);
  hold(person, role);
  house.record("registration.recorded", { person, register: "nmc", until: end });
}
function hold(person: string, role: string): void {
  const held = { engagement: `eng-${person}`, from: morning - day, to: morning + 200 * day };
  house.record("role.assigned", { assignment: `rol-${person}`, role, ward: "4B", ...held });
}
function shift(person: string, role: string): void {
  const engagement = `eng-${person}`;
  const times = { from: morning - hour, to: morning + 6 * hour };
  house.record("shift.rostered", {
    engagement,
    role,
    shift: `shi-${person}`,
    ward: "4B",
    ...times,
  });
}
/** What the register says of them; answers the kinds that were recorded. */
function says(answers: Readonly<Record<string, RegisterAnswer>>): readonly string[] {
  const before = house.log.length;
  const findings = Object.entries(answers).map(([person, answer]) => ({ person, answer }));
  house.submit(recheckRegistrations(house, { register: "nmc", isWhole: true, findings }, system));
  return house.kindsSince(before);
}
const of = (person: string) => house.world.registrations.get(`${person}|nmc`);
const lost = (standing: "expired" | "struck-off" | "suspended" | "unknown") => ({ standing });

test("[L7] a strike-off suspends at once, during a shift too, and names who takes over", () => {
  hold("ina", "nurse-in-charge");
  shift("ina", "nurse-in-charge");
  shift("eva", "nurse");
  expect(says({ eva: lost("struck-off") })).toEqual([
    "register.answered",
    "registration.lapsed",
    "engagement.suspended",
  ]);
  expect(house.state("eng-eva")).toBe("suspended");
  expect(of("eva")?.lapsed).toMatchObject({
    why: "struck-off",
    effect: house.now,
    takeOver: [{ ward: "4B", person: "ina" }],
  });
  const [lapse, suspension] = house.log.slice(-2);
  expect(suspension?.causedBy).toBe(lapse?.id);
});

test("[L7] [L10] the patients who were handed to whoever is struck off are handed on to whoever takes over", () => {
  hold("ina", "nurse-in-charge");
  shift("ina", "nurse-in-charge");
  shift("eva", "nurse");
  const given = { from: "ina", role: "nurse", to: "eva", until: morning + 8 * hour, ward: "4B" };
  house.record("handover.given", { patient: "pat-1", ...given });
  expect(says({ eva: lost("struck-off") })).toContain("handover.given");
  const team = house.world.careTeams.get("handover|pat-1");
  expect(team?.members).toMatchObject([{ person: "ina", to: morning + 8 * hour }]);
});

test("[L7] nobody takes over from themselves, and where nobody can be named it suspends all the same", () => {
  join("una", "nurse-in-charge");
  shift("una", "nurse-in-charge");
  says({ una: lost("struck-off") });
  expect(of("una")?.lapsed?.takeOver).toEqual([]);
  expect(house.state("eng-una")).toBe("suspended");
});

test("[L7] what has expired waits for the end of the running shift; an end that has passed says so too", () => {
  shift("eva", "nurse");
  expect(says({ eva: lost("expired") })).toEqual(["register.answered", "registration.lapsed"]);
  expect(of("eva")?.lapsed).toMatchObject({ why: "expired", effect: morning + 6 * hour });
  expect(house.state("eng-eva")).toBe("active");
  expect(says({ eva: { standing: "registered", until: morning } })).toEqual(["register.answered"]);
  // Struck off after it had expired: that is worse, and at once.
  house.now += day;
  says({ eva: lost("struck-off") });
  expect(of("eva")?.lapsed?.why).toBe("struck-off");
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] HR's word gives back what has expired, and nothing that the register took; the register's own word does", () => {
  says({ eva: lost("struck-off") });
  house.record("registration.recorded", { person: "eva", register: "nmc", until: end + day });
  expect(of("eva")?.lapsed?.why).toBe("struck-off");
  says({ eva: lost("expired") });
  expect(of("eva")?.lapsed?.why).toBe("struck-off");
  expect(says({ eva: { standing: "registered", until: end } })).toContain("registration.confirmed");
  expect(of("eva")?.lapsed).toBeUndefined();
  // It is resumed by somebody, in one step.
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L7] what is good, again and again, changes nothing; what is renewed is on record once", () => {
  const good = { eva: { standing: "registered", until: end } } as const;
  expect(says(good)).toEqual(["register.answered"]);
  const renewed = { eva: { standing: "registered", until: end + 365 * day } } as const;
  expect(says(renewed)).toEqual(["register.answered", "registration.confirmed"]);
  expect(says(renewed)).toEqual(["register.answered"]);
  expect(of("eva")?.until).toBe(end + 365 * day);
});

test("[L7] a number that the register does not know suspends nobody, and is on record once", () => {
  expect(says({ eva: lost("unknown") })).toEqual(["register.answered", "registration.unknown"]);
  expect(house.log.at(-2)?.body).toMatchObject({ asked: 1, unknown: 1 });
  expect(says({ eva: lost("unknown") })).toEqual(["register.answered"]);
  expect(house.state("eng-eva")).toBe("active");
  says({ eva: { standing: "registered", until: end } });
  expect(of("eva")?.unknownSince).toBeUndefined();
});

test("[L7] many at once are not believed, a strike-off neither: nobody is suspended, and that is on record once a day", () => {
  for (const person of ["lee", "pia"]) join(person);
  const all = { eva: lost("struck-off"), lee: lost("expired"), pia: lost("expired") };
  expect(says(all)).toEqual(["register.answered", "registrations.stopped"]);
  expect(says(all)).toEqual(["register.answered"]);
  expect(house.state("eng-eva")).toBe("active");
  house.submit(releaseRegistrations({ lapses: 3, register: "nmc" }, mia));
  expect(says(all)).toContain("engagement.suspended");
  expect(["eva", "lee", "pia"].map((one) => house.state(`eng-${one}`))).toEqual(
    Array(3).fill("suspended"),
  );
});

test("[L7] a hundred and fifty are enough for three in a day, and not for four", () => {
  const people = Array.from({ length: 149 }, (_, nth) => `p${nth}`);
  for (const person of people) join(person);
  const some = (count: number) =>
    Object.fromEntries(people.slice(0, count).map((one) => [one, lost("expired")]));
  expect(says(some(4))).toContain("registrations.stopped");
  says(some(3));
  expect(house.state("eng-p2")).toBe("suspended");
});

test("[L7] a register that fails is on record once a day, and suspends nobody", () => {
  const fails = () => {
    const before = house.log.length;
    house.submit(registerFailed({ asked: 1, register: "nmc" }, system));
    return house.log.length - before;
  };
  expect([fails(), fails()]).toEqual([1, 0]);
  house.now += day;
  expect(fails()).toBe(1);
  expect(house.world.registers.get("nmc")?.failingSince).toBe(morning);
  says({ eva: { standing: "registered", until: end } });
  expect(house.world.registers.get("nmc")?.failingSince).toBeUndefined();
  expect(fails()).toBe(1);
});

test("many that are renewed at once are taken in by several commands", () => {
  const people = Array.from({ length: 700 }, (_, nth) => `p${nth}`);
  for (const person of people) join(person);
  const answer = { standing: "registered", until: end + day } as const;
  const findings = people.map((person) => ({ person, answer }));
  const lefts = [1, 2, 3].map(
    () =>
      house.submit(
        recheckRegistrations(house, { register: "nmc", isWhole: true, findings }, system),
      ).left,
  );
  expect(lefts).toEqual([200, 0, 0]);
});

test("whoever is asked about and not known here changes nothing", () => {
  expect(says({ nobody: lost("struck-off") })).toEqual(["register.answered"]);
});
