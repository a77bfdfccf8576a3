import { beforeEach, describe, expect, test } from "vitest";
import { endEngagement, engagementsOver, overAt, previewEnd } from "./end-engagement.ts";
import { reinstateEngagement } from "./reinstate-engagement.ts";
import { day, House, ina, mia, morning, refusal } from "./test-support.ts";

let house: House;
beforeEach(() => {
  house = new House();
  const role = { engagement: "eng-ina", from: morning - day, role: "nurse", ward: "4B" };
  house.record("role.assigned", { ...role, assignment: "rol", to: morning + 100 * day });
  const shift = (id: string, from: number) =>
    house.record("shift.rostered", { ...role, shift: id, from, to: from + day / 2 });
  shift("past", morning - day);
  shift("now", morning - day / 4);
  shift("next", morning + day);
});
const end = (engagement = "eng-ina", reason: "left" | "mistaken" = "left") =>
  house.submit(endEngagement(house, { engagement, reason, actor: mia }));
const refused = (code: string) => expect.objectContaining(refusal(code));

describe("ending", () => {
  test("[L3] ends in one batch what hangs on it, and says what that was in its last record", () => {
    const before = house.world.next;
    const ended = { badges: ["bdg-ina"], roles: ["rol"], shifts: ["now", "next"] };
    const answer = { ended, engagement: "eng-ina", more: 0, others: [], person: "ina" };
    expect(previewEnd(house, house.world, "eng-ina", morning)).toEqual(answer);
    expect(end()).toEqual(answer);
    expect(house.kindsSince(before)).toEqual([
      "engagement.ended",
      "role.ended",
      "shift.cancelled",
      "shift.cancelled",
      "badge.ended",
      "access.ended",
    ]);
    const last = house.log.at(-1);
    expect(last?.body).toEqual({ ended, engagement: "eng-ina", others: [], person: "ina" });
    const [first, ...following] = house.log.slice(before);
    expect(new Set(following.map(({ causedBy }) => causedBy))).toEqual(new Set([first?.id]));
    expect(house.world.engagements.get("eng-ina")?.ended).toMatchObject({
      by: "mia",
      reason: "left",
      receipt: last?.position,
      until: morning + 200 * day,
    });
    expect(house.world.shifts.has("past")).toBe(true);
  });

  test("[L3] what hangs on another live engagement of the person stays", () => {
    const second = { engagement: "second", to: morning + 50 * day } as const;
    house.engage("ina", second);
    expect(end()).toMatchObject({ others: ["second"], ended: { roles: ["rol"] } });
    expect(house.world.badges.has("bdg-ina")).toBe(true);
    expect(end("second")).toMatchObject({ others: [], ended: { badges: ["bdg-ina"] } });
  });

  test("[L3] an engagement that is offered, suspended or to come keeps nothing alive", () => {
    house.offer({ person: "ina" });
    house.engage("ina", { engagement: "later", from: morning + day, to: morning + 9 * day });
    expect(end().others).toEqual([]);
  });

  test("[L11] what has ended does not end again; nobody ends their own", () => {
    expect(() =>
      house.submit(endEngagement(house, { engagement: "eng-mia", reason: "left", actor: mia })),
    ).toThrow(refused("own-engagement"));
    end();
    expect(() => end()).toThrow(refused("engagement-ended"));
    expect(() => end("nobody's")).toThrow(refused("engagement-unknown"));
  });

  test("lists no more than a record holds, and says how many more there are", () => {
    for (let index = 0; index < 700; index++) {
      const from = morning + (2 + index) * day;
      house.record("shift.rostered", {
        engagement: "eng-ina",
        from,
        role: "nurse",
        shift: `shift-${index}`,
        to: from + day / 2,
        ward: "4B",
      });
    }
    const { ended, more } = end();
    expect(Object.values(ended).flat().length + more).toBe(704);
    expect(more).toBe(104);
    expect(house.world.shiftsByPerson.get("ina")).toEqual(["past"]);
  });
});

describe("the end that comes by itself", () => {
  test("[L3] needs nobody: what hangs on it ends with it, both of two that end at once", () => {
    house.engage("ina", { engagement: "second" });
    house.now = morning + 200 * day;
    expect(overAt(house.world, house.now).map(({ id }) => id)).toEqual([
      "eng-mia",
      "eng-ina",
      "second",
    ]);
    house.submit({
      name: "tick",
      actor: { type: "system", id: "wardkey" },
      handle: (handling) => ({ records: engagementsOver(house, handling, 9), answer: undefined }),
    });
    expect(house.world.badges.size).toBe(0);
    expect(overAt(house.world, house.now)).toEqual([]);
    expect(house.world.engagements.get("second")?.ended?.reason).toBe("over");
  });

  test("is recorded for so many at once as is asked for", () => {
    house.now = morning + 200 * day;
    const handling = { world: house.world, at: house.now, id: (prefix: string) => prefix };
    const records = engagementsOver(house, handling, 1);
    expect(records.filter(({ kind }) => kind === "engagement.ended")).toHaveLength(1);
  });
});

describe("reinstating", () => {
  const reinstate = (engagement = "eng-ina", actor = mia) =>
    house.submit(reinstateEngagement({ engagement, actor })).engagement;

  test("[L11] is one step: the same terms and roles again, and what was ended stays ended", () => {
    end("eng-ina", "mistaken");
    const engagement = reinstate();
    expect(house.world.engagements.get(engagement)).toEqual({
      id: engagement,
      person: "ina",
      type: "employee",
      state: "active",
      from: morning,
      to: morning + 200 * day,
      reinstates: "eng-ina",
      since: morning,
    });
    const roles = house.world.rolesByPerson.get("ina").map((id) => house.world.roles.get(id));
    expect(roles).toMatchObject([{ engagement, role: "nurse", to: morning + 100 * day }]);
    expect(house.state("eng-ina")).toBe("ended");
    expect(house.world.badges.has("bdg-ina")).toBe(false);
  });

  test("is done once, of what has ended, before its own end, and by somebody else", () => {
    expect(() => reinstate()).toThrow(refused("not-ended"));
    end();
    expect(() => reinstate("eng-ina", ina)).toThrow(refused("own-engagement"));
    const again = reinstate();
    expect(() => reinstate()).toThrow(refused("not-ended"));
    end(again);
    const last = reinstate(again);
    expect(house.state(last)).toBe("active");
    end(last);
    house.now = morning + 200 * day;
    expect(() => reinstate(last)).toThrow(refused("ends-in-the-past"));
  });
});
