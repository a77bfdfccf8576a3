import { beforeEach, describe, expect, test } from "vitest";
import { endEngagement } from "./end-engagement.ts";
import { extendEngagement } from "./extend-engagement.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

let house: House;
beforeEach(() => {
  house = new House();
  house.record("person.registered", { person: "eva" });
  const terms = { type: "locum", sponsor: "mia", to: morning + 10 * day } as const;
  house.engage("eva", terms);
  const role = { engagement: "eng-eva", from: morning - day, role: "nurse" };
  const assign = (assignment: string, ward: string, to: number) =>
    house.record("role.assigned", { ...role, assignment, ward, to });
  assign("whole", "4B", morning + 10 * day);
  assign("part", "6A", morning + 3 * day);
});
const extend = (to: number, actor = mia, engagement = "eng-eva") =>
  house.submit(extendEngagement({ engagement, to, actor }));
const refused = (code: string) => expect.objectContaining(refusal(code));
const ends = () => [
  house.world.engagements.get("eng-eva")?.to,
  house.world.roles.get("whole")?.to,
  house.world.roles.get("part")?.to,
  house.world.badges.get("bdg-eva")?.until,
];

describe("extending", () => {
  test("[L2] moves what lasts as long as the engagement, and nothing that ends earlier", () => {
    const [short, long] = [morning + 3 * day, morning + 20 * day];
    extend(long);
    expect(ends()).toEqual([long, long, short, long]);
  });

  test("[L2] to an earlier end shortens what would outlast it", () => {
    const to = morning + 2 * day;
    extend(to);
    expect(ends()).toEqual([to, to, to, to]);
  });

  test("[L6] a temporary engagement is extended by its sponsor: not by its holder, and by no other", () => {
    const to = morning + 20 * day;
    expect(() => extend(to, { type: "person", id: "eva" })).toThrow(refused("own-engagement"));
    expect(() => extend(to, ina)).toThrow(refused("not-the-sponsor"));
    expect(ends()[0]).toBe(morning + 10 * day);
    extend(to, mia);
    expect(house.world.engagements.get("eng-eva")).toMatchObject({ to, sponsor: "mia" });
  });

  test("[L6] where the sponsor works here no more, whoever extends it becomes the sponsor", () => {
    house.submit(endEngagement(house, { engagement: "eng-mia", reason: "left", actor: ina }));
    extend(morning + 20 * day, ina);
    expect(house.world.engagements.get("eng-eva")?.sponsor).toBe("ina");
  });

  test("an employee's needs no sponsor, and is not one's own to extend", () => {
    extend(morning + 300 * day, ina, "eng-mia");
    expect(house.world.engagements.get("eng-mia")).not.toHaveProperty("sponsor");
    expect(() => extend(morning + 310 * day, mia, "eng-mia")).toThrow(refused("own-engagement"));
  });

  test("[L2] never without an end, into the past, before the beginning, or for longer than a year at a time", () => {
    expect(() => extend(Number.NaN)).toThrow(refused("ends-before-beginning"));
    expect(() => extend(morning - 101 * day)).toThrow(refused("ends-before-beginning"));
    expect(() => extend(morning - day)).toThrow(refused("ends-in-the-past"));
    expect(() => extend(morning + 400 * day)).toThrow(refused("ends-too-late"));
    extend(morning + 390 * day);
    expect(ends()[1]).toBe(morning + 366 * day);
  });

  test("[L11] what has ended is not extended, nor is it by a record that says so", () => {
    house.submit(endEngagement(house, { engagement: "eng-eva", reason: "left", actor: ina }));
    expect(() => extend(morning + 20 * day)).toThrow(refused("engagement-ended"));
    const to = morning + 50 * day;
    house.record("engagement.extended", { engagement: "eng-eva", to });
    house.record("engagement.resumed", { engagement: "eng-eva" });
    const terms = { engagement: "eng-eva", from: morning, person: "eva", to } as const;
    house.record("engagement.started", { ...terms, type: "employee" });
    expect(house.world.engagements.get("eng-eva")).toMatchObject({ state: "ended", to: morning });
  });
});
