import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Actor } from "../world/index.ts";
import { watchDormancy } from "./dormancy.ts";
import { exemptEngagement } from "./exempt-engagement.ts";
import { resumeEngagement } from "./resume-engagement.ts";
import { day, House, mia, morning } from "./test-support.ts";
import { watchEnds } from "./warn-ends.ts";

const system: Actor = { type: "system", id: "wardkey" };

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
let house: House;
let watch: ReturnType<typeof watchDormancy>;
let coming: ReturnType<typeof watchEnds>;
beforeEach(() => {
  house = new House(bundle);
  join("eva", "4B");
  watch = watchDormancy(house, system);
  coming = watchEnds(house, system);
});

function join(person: string, ward: string): void {
  house.record("person.registered", { person });
  house.engage(person);
  const held = { engagement: `eng-${person}`, from: morning - day, to: morning + 200 * day };
  house.record("role.assigned", { assignment: `rol-${person}`, role: "nurse", ward, ...held });
}
/** Time passes, an hour's look each day. */
function days(count: number): void {
  for (let nth = 0; nth < count; nth++) {
    house.now += day;
    look();
  }
}
function look(): void {
  for (const each of [watch, coming]) {
    const command = each.due(house.world, house.now);
    if (command !== undefined) house.submit(command);
  }
}
function signIn(person: string): void {
  house.record("session.opened", {
    session: `ses-${house.log.length}`,
    person,
    surface: { type: "console", id: "con" },
    level: 2,
    method: "badge-pin",
    until: house.now + day,
  } as never);
}
const told = (engagement = "eng-eva") =>
  house.log.flatMap(({ body, kind }) =>
    kind === "ending.warned" && body.type === "dormancy" && body.id === engagement
      ? [body.days]
      : [],
  );

test("[L3] no sign-in for the pattern's days suspends, and what is open ends; it is told 30, 14, 3 and 1 days before, each once", () => {
  days(59);
  expect(house.state("eng-eva")).toBe("active");
  expect(told()).toEqual([30, 14, 3, 1]);
  house.asked.length = 0;
  days(1);
  expect(house.world.engagements.get("eng-eva")).toMatchObject({
    state: "suspended",
    suspended: { at: morning + 60 * day, reason: "dormant" },
  });
  expect(house.asked.map(({ engagement, what }) => [engagement.id, what])).toEqual([
    ["eng-eva", "open"],
  ]);
  // Whose engagement gives no role has nothing open by it.
  expect(house.state("eng-mia")).toBe("active");
});

test("[L3] whoever signs in begins anew, and so does what is resumed", () => {
  days(40);
  signIn("eva");
  days(59);
  expect(house.state("eng-eva")).toBe("active");
  days(1);
  expect(house.state("eng-eva")).toBe("suspended");
  house.submit(resumeEngagement({ engagement: "eng-eva", actor: mia }));
  days(59);
  expect(house.state("eng-eva")).toBe("active");
  days(1);
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L3] the time is the ward's pattern's; of a time of fourteen days only the last three and one are told", () => {
  const place = { site: "north", type: "ward", pattern: "locum-heavy", name: "6A" } as const;
  house.record("ward.registered", { ...place, ward: "6A" });
  join("lee", "6A");
  days(13);
  expect([house.state("eng-lee"), told("eng-lee")]).toEqual(["active", [3, 1]]);
  days(1);
  expect([house.state("eng-lee"), house.state("eng-eva")]).toEqual(["suspended", "active"]);
});

test("[L3] an exemption puts it off and ends by itself", () => {
  const until = morning + 100 * day;
  house.submit(exemptEngagement({ engagement: "eng-eva", until, actor: mia }));
  days(99);
  expect(house.state("eng-eva")).toBe("active");
  days(1);
  expect(house.state("eng-eva")).toBe("suspended");
});

test("[L11] more than the brake lets go in a day are not believed: nobody is suspended, and that is on record once a day", () => {
  for (const person of ["pia", "ben", "zoe"]) join(person, "4B");
  days(59);
  signIn("zoe");
  const before = house.log.length;
  house.now += day;
  for (let hour = 0; hour < 24; hour++) {
    look();
    house.now += day / 24;
  }
  expect(house.kindsSince(before)).toEqual(["brake.stopped"]);
  expect(house.log.at(-1)?.body).toMatchObject({ ends: 3 });
  signIn("pia");
  signIn("ben");
  days(1);
  expect([house.state("eng-eva"), house.state("eng-pia")]).toEqual(["suspended", "active"]);
});

test("an hour passes between two looks, and nothing is submitted where there is nothing to do", () => {
  expect(watch.due(house.world, house.now)).toBeUndefined();
  house.now += 60 * day;
  expect(watch.due(house.world, house.now)).toBeDefined();
  expect(watch.due(house.world, house.now + 1)).toBeUndefined();
  // Meanwhile she has signed in: she stays.
  const again = watchDormancy(house, system).due(house.world, house.now);
  signIn("eva");
  if (again !== undefined) house.submit(again);
  expect(house.state("eng-eva")).toBe("active");
});
