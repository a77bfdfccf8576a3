import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const day = 24 * 3_600_000;

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
  const name = (key: string, display: string) =>
    ({ table: "names", key, value: { type: "person", display, initials: "XX" } }) as const;
  await ward.record("person.registered", { person: "eva" }, [
    { table: "identifiers", key: "staff|L-9", value: "eva" },
    name("eva", "Élodie van der Silva"),
    { table: "names", key: "agy_1", value: { type: "agency", display: "Staff Now" } },
  ]);
  await hold("mia", "ward-manager", "4B", "Mia Runs");
});
afterEach(() => ward.close());

/** Somebody with a role, a badge and a PIN, and no duty. */
async function hold(person: string, role: string, on: string, display: string): Promise<void> {
  const value = { type: "person", display, initials: "XX" };
  await ward.record("person.registered", { person }, [{ table: "names", key: person, value }]);
  const [from, to] = [ward.begin - day, ward.begin + 40 * day];
  const engagement = `eng_${person}`;
  await ward.record("engagement.started", { engagement, person, type: "employee", from, to });
  const held = { engagement, role, ward: on, from, to };
  await ward.record("role.assigned", { assignment: `rol_${person}`, ...held });
  const desk = await signIn("ada");
  await post("badges/give", { person, badge: person, pin: "7391" }, desk);
}

/** Eva is a locum on 4B, sponsored by Mia. */
async function locum(to = ward.begin + 9 * day): Promise<void> {
  const [engagement, from] = ["eng_eva", ward.begin - day];
  const terms = { engagement, person: "eva", type: "locum", from, to } as const;
  await ward.record("engagement.started", { ...terms, agency: "agy_1", sponsor: "mia" });
  const held = { engagement, role: "nurse", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_eva", ...held });
}

const post = (path: string, body: unknown, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const get = (path: string, cookie: string) =>
  send(ward.server, "GET", `/console/api/${path}`, undefined, { origin, cookie });
async function signIn(badge: string, pin = `pin-${badge}`): Promise<string> {
  const answer = await post("sign-in", { badge, pin });
  expect(answer.body.type).toBe("in");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
const kindsSince = async (position: number): Promise<readonly string[]> => {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};
const people = (answer: { readonly body: { people: { who: { id: string } }[] } }) =>
  answer.body.people.map(({ who }) => who.id);
const on = "people/eva/engagements/eng_eva";

describe("looking for somebody", () => {
  test("by staff number, or by the beginnings of names without accents and case, in any order", async () => {
    await locum();
    const ada = await signIn("ada");
    const found = async (text: string) => people(await post("people/find", { text }, ada));
    expect(await found("L-9")).toEqual(["eva"]);
    for (const text of ["elodie", "SILVA el", "van d si"])
      expect(await found(text)).toEqual(["eva"]);
    expect(await found("odie")).toEqual([]);
    expect(await found("am ad")).toEqual(["amy"]);
    expect((await post("people/find", { text: " a " }, ada)).status).toBe(400);
  });

  test("a ward manager finds those of the own ward, and those who have left it; a nurse nobody", async () => {
    await locum();
    const mia = await signIn("mia", "7391");
    expect(people(await post("people/find", { text: "zoe" }, mia))).toEqual([]);
    expect(people(await post("people/find", { text: "elodie" }, mia))).toEqual(["eva"]);
    await post(`${on}/end`, { reason: "left" }, mia);
    expect(people(await post("people/find", { text: "elodie" }, mia))).toEqual(["eva"]);
    expect((await get("people/zoe", mia)).status).toBe(403);
    const amy = await signIn("amy");
    expect((await post("people/find", { text: "elodie" }, amy)).status).toBe(403);
    expect((await get("people/eva", amy)).status).toBe(403);
    expect((await get("people/nobody", mia)).status).toBe(404);
  });
});

describe("somebody's page", () => {
  test("says why they are here, what each role lets them do, and what is open now; the look is on record", async () => {
    await locum();
    const seat = await ward.seat("4B-1");
    await ward.signIn(seat, "amy");
    const ada = await signIn("ada");
    const before = ward.app.world().next;
    const { body } = await get("people/eva", ada);
    expect(await kindsSince(before)).toEqual(["decision.permitted"]);
    expect(body.engagements).toMatchObject([
      {
        id: "eng_eva",
        type: "locum",
        state: "active",
        agency: "Staff Now",
        sponsor: { name: "Mia Runs" },
        roles: [{ title: "nurse", ward: "4B" }],
        may: {
          proof: true,
          extend: true,
          suspend: true,
          resume: false,
          end: true,
          reinstate: false,
        },
      },
    ]);
    const [role] = body.engagements[0].roles;
    expect(role.actions).toContainEqual({ name: "chart.open", title: "open this chart" });
    expect(body.access).toMatchObject({ live: true, duties: [], sessions: [], badges: 0 });
    const amys = (await get("people/amy", ada)).body.access;
    expect(amys).toMatchObject({
      duties: [{ text: "Shift on 4B to 06:00" }],
      sessions: [{ where: "4B-1", surface: "seat", open: true, level: 2 }],
      badges: 1,
    });
    expect(JSON.stringify(body)).not.toMatch(/KOWALSKI|pat_/);
  });

  test("of one's own offers nothing to do about it", async () => {
    const mia = await signIn("mia", "7391");
    const { body } = await get("people/mia", mia);
    expect(Object.values(body.engagements[0].may)).toEqual(new Array(8).fill(false));
    const own = await post("people/mia/engagements/eng_mia/end", { reason: "left" }, mia);
    expect([own.status, own.body.error.code]).toEqual([403, "own-engagement"]);
  });
});

describe("the way out", () => {
  test("[L3] is shown first, by name, and nothing of it happens; then it is one batch with the permit for it", async () => {
    const seat = await ward.seat("4B-1");
    await ward.signIn(seat, "amy");
    const mia = await signIn("mia", "7391");
    const preview = await get("people/amy/engagements/eng_amy/end", mia);
    expect(preview.body).toEqual({
      others: [],
      parts: [
        { kind: "sessions", count: 1, names: ["4B-1"] },
        { kind: "badges", count: 1, names: [] },
        { kind: "roles", count: 1, names: ["nurse, 4B"] },
        { kind: "shifts", count: 1, names: [] },
      ],
    });
    const before = ward.app.world().next;
    const { body } = await post("people/amy/engagements/eng_amy/end", { reason: "left" }, mia);
    expect(await kindsSince(before)).toEqual([
      "decision.permitted",
      "engagement.ended",
      "role.ended",
      "shift.cancelled",
      "session.closed",
      "badge.ended",
      "access.ended",
    ]);
    expect(body.access.live).toBe(false);
    expect(body.engagements).toMatchObject([
      {
        state: "ended",
        ended: { reason: "left", by: "Mia Runs", receipt: true },
        roles: [{ title: "nurse", ward: "4B" }],
        may: { end: false, reinstate: true },
      },
    ]);
    const again = await post("people/amy/engagements/eng_amy/end", { reason: "left" }, mia);
    expect(again.body.error.code).toBe("engagement-ended");
  });

  test("is every ward's in which it gives a role, or the whole hospital's; nobody's for whom they report to (X19)", async () => {
    await locum();
    const held = {
      engagement: "eng_eva",
      role: "nurse",
      ward: "6A",
      from: 0,
      to: ward.begin + day,
    };
    await ward.record("role.assigned", { assignment: "rol_other", ...held });
    const mia = await signIn("mia", "7391");
    expect((await get("people/eva", mia)).body.engagements[0].may.end).toBe(false);
    expect((await post(`${on}/end`, { reason: "left" }, mia)).status).toBe(403);
    expect(ward.app.world().engagements.get("eng_eva")?.state).toBe("active");
    const ada = await signIn("ada");
    expect((await post(`${on}/end`, { reason: "concern" }, ada)).status).toBe(200);

    await hold("deputy", "ward-manager", "4B", "Del Deputy");
    const [from, to] = [0, ward.begin + 40 * day];
    const under = {
      engagement: "eng_deputy",
      person: "deputy",
      type: "employee",
      from,
      to,
    } as const;
    await ward.record("engagement.started", { ...under, manager: "mia" });
    const deputy = await signIn("deputy", "7391");
    const refused = await post("people/mia/engagements/eng_mia/end", { reason: "left" }, deputy);
    expect(refused.body.error).toMatchObject({
      code: "refused",
      message: expect.stringContaining("You report to them"),
    });
  });

  test("[L6] a temporary engagement is extended by its sponsor, to the end of a day", async () => {
    await locum();
    const ada = await signIn("ada");
    const last = { last: "2026-04-01" };
    expect((await post(`${on}/extend`, last, ada)).body.error.code).toBe("not-the-sponsor");
    const mia = await signIn("mia", "7391");
    const { body } = await post(`${on}/extend`, last, mia);
    // In summer time.
    const to = Date.parse("2026-04-01T23:00:00Z");
    expect(body.engagements[0]).toMatchObject({ to, roles: [{ to }] });
    for (const wrong of ["soon", "2026-02-30", ""]) {
      expect((await post(`${on}/extend`, { last: wrong }, mia)).status).toBe(400);
    }
    const past = await post(`${on}/extend`, { last: "2026-03-01" }, mia);
    expect([past.status, past.body.error.code]).toEqual([422, "ends-before-beginning"]);
  });

  test("[L11] what is suspended is resumed, and what was ended by mistake is given back, each in one step", async () => {
    await locum();
    const mia = await signIn("mia", "7391");
    const state = async (what: string, body = {}) =>
      (await post(`${on}/${what}`, body, mia)).body.engagements.map(
        (one: { state: string }) => one.state,
      );
    expect(await state("suspend", { reason: "leave" })).toEqual(["suspended"]);
    expect(await state("resume")).toEqual(["active"]);
    expect(await state("end", { reason: "mistaken" })).toEqual(["ended"]);
    expect(await state("reinstate")).toEqual(["active", "ended"]);
    const { body } = await get("people/eva", mia);
    expect(body.engagements[1].may.reinstate).toBe(false);
  });

  test("what is no reason, no person's engagement or nobody's is refused", async () => {
    await locum();
    const ada = await signIn("ada");
    expect((await post(`${on}/end`, { reason: "because" }, ada)).status).toBe(400);
    const other = await post("people/amy/engagements/eng_eva/end", { reason: "left" }, ada);
    expect(other.status).toBe(404);
    expect((await get(`${on}/receipt`, ada)).status).toBe(404);
    const foreign = await send(
      ward.server,
      "POST",
      `/console/api/${on}/end`,
      { reason: "left" },
      {
        cookie: ada,
        origin: "https://elsewhere.example",
      },
    );
    expect(foreign.status).toBe(403);
    expect(ward.app.world().engagements.get("eng_eva")?.state).toBe("active");
  });

  test("[L3] the receipt is given to whoever may see the person; until it is signed it says so", async () => {
    await ward.close();
    const receipt = { type: "wardkey/receipt@1", position: -1 };
    let signed = false;
    ward = await openWard({
      receipts: async (position) => (signed ? ({ ...receipt, position } as never) : undefined),
    });
    const ada = await signIn("ada");
    await post("people/amy/engagements/eng_amy/end", { reason: "left" }, ada);
    const position = ward.app.world().engagements.get("eng_amy")?.ended?.receipt;
    const waiting = await get("people/amy/engagements/eng_amy/receipt", ada);
    expect([waiting.status, waiting.body.error.code]).toEqual([409, "unsigned"]);
    signed = true;
    expect((await get("people/amy/engagements/eng_amy/receipt", ada)).body).toEqual({
      ...receipt,
      position,
    });
    const ben = await signIn("ben");
    expect((await get("people/amy/engagements/eng_amy/receipt", ben)).status).toBe(403);
  });
});
