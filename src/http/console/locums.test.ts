import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const hour = 3_600_000;
const day = 24 * hour;

let ward: TestWard;
let mia: string;
let ina: string;
beforeEach(async () => {
  ward = await openWard();
  await hold("mia", "ward-manager", "4B");
  await hold("ina", "nurse-in-charge", "4B", { from: -2 * hour, to: 6 * hour });
  mia = await signIn("mia", "7391");
  ina = await signIn("ina", "7391");
});
afterEach(() => ward.close());

interface Times {
  readonly from: number;
  readonly to: number;
}

/** Somebody with a role, a badge and a PIN, and perhaps a shift. */
async function hold(person: string, role: string, on: string, shift?: Times): Promise<void> {
  const value = { type: "person", display: `${person} Works`, initials: "XX" };
  await ward.record("person.registered", { person }, [{ table: "names", key: person, value }]);
  const [from, to] = [ward.begin - day, ward.begin + 40 * day];
  const engagement = `eng_${person}`;
  await ward.record("engagement.started", { engagement, person, type: "employee", from, to });
  const held = { engagement, role, ward: on, from, to };
  await ward.record("role.assigned", { assignment: `rol_${person}`, ...held });
  if (shift !== undefined) {
    const times = { from: ward.begin + shift.from, to: ward.begin + shift.to };
    const rostered = { engagement, role, ward: on, ...times };
    await ward.record("shift.rostered", { shift: `shf_${person}`, ...rostered });
  }
  await post("badges/give", { person, badge: person, pin: "7391" }, await signIn("ada"));
}

const post = (path: string, body: unknown, cookie: string) =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const get = (path: string, cookie: string) =>
  send(ward.server, "GET", `/console/api/${path}`, undefined, { origin, cookie });
async function signIn(badge: string, pin = `pin-${badge}`): Promise<string> {
  const answer = await post("sign-in", { badge, pin }, "");
  expect(answer.body.type).toBe("in");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
const kindsSince = async (position: number): Promise<readonly string[]> => {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};

/** A shift from an hour ago to in eleven hours, by the ward's wall clock. */
function shiftNow(): { readonly day: string; readonly from: string; readonly to: string } {
  const zone = "Europe/London";
  const part = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, ...options }).format(at);
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const [from, to] = [ward.begin - hour, ward.begin + 11 * hour];
  return { day: part(from, { dateStyle: "short" }), from: part(from, clock), to: part(to, clock) };
}
const wish = (more: object = {}) => ({
  ward: "4B",
  role: "nurse",
  name: "Eva Silva",
  agency: "Staff Now",
  ...shiftNow(),
  ...more,
});
const evidence = { method: "photo-id", level: 2, until: "2030-01-01" };
/** Books Eva; the path of what is done about her. */
async function book(more: object = {}): Promise<string> {
  const { body } = await post("locums", wish(more), mia);
  expect(body.type).toBe("booked");
  return `locums/${body.locum.engagement}`;
}

describe("booking a locum", () => {
  test("[L5] [L6] whoever runs the ward books for one shift in one batch, and answers for it", async () => {
    await post("locums", wish({ name: "Somebody Before" }), mia);
    const before = ward.app.world().next;
    const { body } = await post("locums", wish(), mia);
    expect(body.locum).toMatchObject({
      who: { name: "Eva Silva", role: "nurse" },
      agency: "Staff Now",
      state: "offered",
      from: ward.begin - hour,
      to: ward.begin + 11 * hour,
      until: ward.begin + 11.5 * hour,
    });
    expect((await kindsSince(before)).slice(-5)).toEqual([
      "decision.permitted",
      "person.registered",
      "engagement.offered",
      "role.assigned",
      "shift.rostered",
    ]);
    const engagement = ward.app.world().engagements.get(body.locum.engagement);
    expect(engagement?.sponsor).toBe("mia");
  });

  test("the desk offers the ward's own shift times, its clinical roles, and who is booked", async () => {
    await book();
    const { body } = await get("locums", mia);
    const [only, ...others] = body.wards;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: "4B", may: { book: true, proof: true, issue: true } });
    expect(only.patterns.length).toBeGreaterThan(0);
    expect(only.roles).toContainEqual({ name: "nurse", title: "nurse" });
    const names = only.roles.map(({ name }: { name: string }) => name);
    expect(names).not.toContain("nurse-in-charge");
    expect(names).not.toContain("ward-manager");
    expect(body.locums).toHaveLength(1);
  });

  test("nobody else books: neither who is in charge of the shift, nor a nurse, nor for another ward", async () => {
    const amy = await signIn("amy");
    for (const cookie of [ina, amy])
      expect((await post("locums", wish(), cookie)).status).toBe(403);
    expect((await post("locums", wish({ ward: "6A" }), mia)).status).toBe(403);
    expect((await post("locums", wish({ ward: "none" }), mia)).status).toBe(404);
    expect((await get("locums", amy)).body.wards).toEqual([]);
  });

  test("bad input is told, and nothing is booked of it", async () => {
    const before = ward.app.world().engagements.size;
    const bad = [{ day: "31.3." }, { from: "25:00" }, { name: " " }, { role: "administrator" }];
    for (const more of bad) {
      const { status } = await post("locums", wish(more), mia);
      expect([more, status]).toEqual([more, expect.toSatisfy((code) => code >= 400 && code < 500)]);
    }
    expect(ward.app.world().engagements.size).toBe(before);
  });

  test("somebody of the same name who was a locum there is asked about, and stays one person", async () => {
    const first = await book();
    const again = await post("locums", wish({ name: "silva EVA" }), mia);
    expect(again.body).toMatchObject({ type: "known", people: [{ name: "Eva Silva" }] });
    const [{ id: person }] = again.body.people;
    const taken = await post("locums", wish({ person }), mia);
    expect(taken.body.error.message).toContain("another shift at that time");
    const tomorrow = await post("locums", wish({ person, day: nextDay() }), mia);
    expect(tomorrow.body.locum.who.id).toBe(person);
    const employee = wish({ person: "amy", day: nextDay() });
    expect((await post("locums", employee, mia)).status).toBe(404);
    const other = await post("locums", wish({ person: "new" }), mia);
    expect(other.body.locum.who.id).not.toBe(person);
    expect(first).not.toContain(other.body.locum.engagement);
  });
});

function nextDay(): string {
  return new Date(Date.parse(shiftNow().day) + day).toISOString().slice(0, 10);
}

describe("receiving a locum", () => {
  test("[L7] whoever is in charge of the shift sees who it is, at any hour, and it stands in the record", async () => {
    const path = await book();
    const before = ward.app.world().next;
    const { body } = await post(`${path}/proof`, evidence, ina);
    expect(body.locum).toMatchObject({
      state: "active",
      proof: { method: "photo-id", level: 2, by: "ina Works" },
    });
    expect(await kindsSince(before)).toEqual([
      "decision.permitted",
      "engagement.proofed",
      "engagement.activated",
    ]);
  });

  test("[L7] not by a nurse, not by whoever is in charge elsewhere, not by weak evidence, not twice", async () => {
    const path = await book();
    await hold("oda", "nurse-in-charge", "6A", { from: -2 * hour, to: 6 * hour });
    for (const cookie of [await signIn("amy"), await signIn("oda", "7391")])
      expect((await post(`${path}/proof`, evidence, cookie)).status).toBe(403);
    const weak = { ...evidence, method: "known-with-witness" };
    expect((await post(`${path}/proof`, weak, ina)).body.error.message).toContain("level 1");
    expect((await post(`${path}/proof`, { ...evidence, until: "soon" }, ina)).status).toBe(400);
    expect((await post(`${path}/proof`, evidence, ina)).status).toBe(200);
    expect((await post(`${path}/proof`, evidence, ina)).status).toBe(409);
    expect((await post("locums/eng_none/proof", evidence, ina)).status).toBe(404);
  });

  test("[L7] a professional registration that they show is written down by whoever is in charge, and shown", async () => {
    const path = await book();
    const shown = { register: "nmc", number: "98I1234E", last: "2030-06-30" };
    const before = ward.app.world().next;
    const { body } = await post(`${path}/registration`, shown, ina);
    expect(await kindsSince(before)).toEqual(["decision.permitted", "registration.recorded"]);
    const expected = {
      register: "nmc",
      number: "98I1234E",
      state: "registered",
      until: Date.parse("2030-06-30T23:00:00Z"),
      asked: false,
    };
    expect(body.locum.registrations).toEqual([expected]);
    const desk = (await get("locums", mia)).body;
    expect(desk.registers).toEqual(["nmc"]);
    expect(desk.locums[0].registrations).toEqual([expected]);
    const person = (await get(`people/${body.locum.who.id}`, mia)).body;
    expect(person.registrations).toEqual([expected]);
    const bad = [{ register: "N M C" }, { number: " " }, { last: "2019-06-30" }, { last: "soon" }];
    for (const more of bad) {
      const { status } = await post(`${path}/registration`, { ...shown, ...more }, ina);
      expect([more, status]).toEqual([more, "last" in more && more.last === "soon" ? 400 : 422]);
    }
    const amy = await signIn("amy");
    expect((await post(`${path}/registration`, shown, amy)).status).toBe(403);
    expect((await post("locums/eng_none/registration", shown, ina)).status).toBe(404);
  });

  test("[L7] that a register struck them off is shown at the desk, with when it was and since when it counts", async () => {
    const path = await book();
    const shown = { register: "nmc", number: "98I1234E", last: "2030-06-30" };
    const { body } = await post(`${path}/registration`, shown, ina);
    const { id: person } = body.locum.who;
    ward.clock.pass(60_000);
    const at = ward.clock.now();
    await ward.record("register.answered", { register: "nmc", asked: 1, whole: false, unknown: 0 });
    const lapse = { effect: at, person, register: "nmc", takeOver: [], why: "struck-off" } as const;
    await ward.record("registration.lapsed", lapse);
    const [locum] = (await get("locums", ina)).body.locums;
    expect(locum.registrations).toMatchObject([
      { asked: true, state: "struck-off", lapsed: { at, effect: at } },
    ]);
  });

  test("[L7] nothing is given before that; then a badge and a PIN open the seat, and only on their shift", async () => {
    const path = await book();
    const given = { badge: "loc-1", pin: "5082" };
    const early = await post(`${path}/badge`, given, ina);
    expect(early.body.error.message).toContain("Check first who they are");
    await post(`${path}/proof`, evidence, ina);
    const common = await post(`${path}/badge`, { ...given, badge: "amy" }, ina);
    expect(common.body).toMatchObject({ type: "another" });
    const { body } = await post(`${path}/badge`, given, ina);
    expect(body.locum).toMatchObject({ badges: 1, state: "active" });
    const badge = [...ward.app.world().badges.values()].find(
      ({ person }) => person === body.locum.who.id,
    );
    expect(badge?.until).toBe(body.locum.until);
  });

  test("[L5] at the end of the shift and its margin everything has ended, without anybody", async () => {
    const path = await book();
    await post(`${path}/proof`, evidence, ina);
    await post(`${path}/badge`, { badge: "loc-1", pin: "5082" }, ina);
    expect((await post("sign-in", { badge: "loc-1", pin: "5082" }, "")).body.type).toBe("in");
    ward.clock.pass(11.5 * hour - 1);
    const [, engagement = ""] = path.split("/");
    expect((await post("sign-in", { badge: "loc-1", pin: "5082" }, "")).body.type).toBe("in");
    ward.clock.pass(1);
    expect((await post("sign-in", { badge: "loc-1", pin: "5082" }, "")).body.type).not.toBe("in");
    expect(ward.app.world().engagements.get(engagement)?.to).toBe(ward.clock.now());
  });

  test("[L7] back for another shift they are given anew what they had, and somebody looks at it afterwards", async () => {
    const first = await book();
    await post(`${first}/proof`, evidence, ina);
    await post(`${first}/badge`, { badge: "loc-1", pin: "5082" }, ina);
    ward.clock.pass(13 * hour);
    mia = await signIn("mia", "7391");
    const { body } = await post("locums", wish({ day: nextDay() }), mia);
    const person = body.people[0].id;
    const again = await post("locums", wish({ person, day: nextDay() }), mia);
    const path = `locums/${again.body.locum.engagement}`;
    await post(`${path}/proof`, evidence, mia);
    const before = ward.app.world().next;
    const given = { badge: "loc-2", pin: "6183" };
    expect((await post(`${path}/badge`, given, mia)).body.type).toBe("second");
    const second = { badge: "zoe", pin: "pin-zoe" };
    expect((await post(`${path}/badge`, { ...given, second }, mia)).body.type).toBe("done");
    expect(await kindsSince(before)).toContain("review.opened");
  });
});
