import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TestAuthenticator, testAuthenticator } from "../../../tests/support/passkey.ts";
import { openWard, type TestWard } from "../test-support.ts";
import {
  givePasskey,
  openPhone,
  report,
  see,
  setNetworks,
  type TestPhone,
} from "./test-support.ts";

let ward: TestWard;
let phone: TestPhone;
let amys: TestAuthenticator;
beforeEach(async () => {
  ward = await openWard();
  phone = await openPhone(ward);
  amys = await givePasskey(ward, "amy", testAuthenticator());
});
afterEach(() => ward.close());

const home = "198.51.100.0/24";
const house = "127.0.0.0/8";
async function registered(): Promise<string> {
  const { body } = await phone.register(amys);
  return body.state.phone.id;
}
const names = (patients: readonly { name: string }[]) => patients.map(({ name }) => name);
const kinds = async (since: number) => {
  const entries = await ward.log.read(since, { limit: 100 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};

test("[A2] a step-up on the phone goes on where its person was: the chart stays open, and nothing is told as ended", async () => {
  await setNetworks(ward, house);
  await report(ward, await registered());
  const opened = await phone.post("chart/open", { patient: "pat_kow" }, "amy");
  expect(opened.body).toMatchObject({
    type: "open",
    state: { chart: { patient: { id: "pat_kow" } } },
  });
  const since = ward.app.world().next;
  const { body } = await phone.signIn(amys);
  expect(body.state.chart).toEqual(opened.body.state.chart);
  expect(await kinds(since)).toEqual(["passkey.used", "session.raised"]);
});

describe("a browser becomes a phone", () => {
  test("[C8] by its person's passkey: it is unmanaged, and shows nothing clinical", async () => {
    expect(await phone.state()).toEqual({ type: "unknown", ended: false });
    const { status, body } = await phone.register(amys);
    expect(status).toBe(200);
    expect(body.state).toMatchObject({
      type: "in",
      who: { id: "amy", role: "nurse" },
      phone: { platform: "Android", managed: false },
      duty: "Shift on 4B to 06:00",
      patients: [],
      onCall: [],
    });
    const refused = await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    expect(refused.body).toMatchObject({
      type: "refused",
      refusal: {
        title: "You can't open this chart",
        reasons: [
          "This device is not managed by the hospital, so nothing clinical opens on it.",
          "Away from the hospital only your own and on-call patients open.",
        ],
      },
    });
    expect(refused.body).not.toHaveProperty("patient");
    expect(JSON.stringify(await phone.state())).not.toContain("KOWALSKI");
  });

  test("[S0] each request is proved by the browser's key; without it there is no phone", async () => {
    await registered();
    const stranger = await openPhone(ward);
    expect(await stranger.state()).toEqual({ type: "unknown", ended: false });
    expect((await stranger.signIn(amys)).body.error.code).toBe("phone-unknown");
    const url = "/pocket/api/state";
    const dpop = await ward.proof(phone.key, "POST", url);
    const headers = { host: "localhost:8080", origin: "http://localhost:8080", dpop };
    const ask = () => ward.server.inject({ method: "POST", url, headers, payload: {} });
    expect((await ask()).statusCode).toBe(200);
    expect((await ask()).json().error.code).toBe("proof-refused");
    const foreign = { ...headers, origin: "https://elsewhere.example" };
    const answer = await ward.server.inject({ method: "POST", url, headers: foreign, payload: {} });
    expect(answer.json().error.code).toBe("foreign-origin");
  });

  test("a key is one phone's; a challenge is for the browser that asked for it", async () => {
    await registered();
    expect(
      (await phone.register(await givePasskey(ward, "ben", testAuthenticator()))).body.error.code,
    ).toBe("phone-known");
    const other = await openPhone(ward);
    const { body } = await phone.post("register/options");
    const stolen = { response: amys.get(body.options), platform: "iOS" };
    expect((await other.post("register", stolen)).body.error.code).toBe("ceremony-over");
  });

  test("what a browser says that it runs is a few plain words, or refused", async () => {
    const { body } = await phone.post("register/options");
    const response = amys.get(body.options);
    const answer = await phone.post("register", { response, platform: "<>\u0000" });
    expect(answer.body.error.code).toBe("bad-request");
    expect(ward.app.world().devices.size).toBe(0);
  });
});

describe("[C8] a managed phone", () => {
  test("in the house: one's patients; out of it own and on-call ones; each change is on record first", async () => {
    await setNetworks(ward, house);
    const id = await registered();
    await report(ward, id);
    expect(await phone.state()).toMatchObject({ site: "North", phone: { managed: true } });
    const opened = await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    expect(opened.body.state.chart).toMatchObject({
      patient: { name: "KOWALSKI, Anna" },
      because: ["You are on shift on 4B."],
      validUntil: ward.app.now() + 60_000,
    });
    const before = ward.app.world().next;
    await setNetworks(ward, home);
    const away = await phone.state();
    expect(await kinds(before)).toEqual(["site.networked", "session.placed", "session.focused"]);
    expect(away).toMatchObject({ type: "in", patients: [] });
    expect(away).toHaveProperty(
      "notice",
      "Away from the hospital only your own and on-call patients open.",
    );
    expect(away).not.toHaveProperty("chart");
    await ward.record("care-team.recorded", {
      careTeam: "team",
      patient: "pat_ngt",
      members: [{ person: "amy", role: "nurse", from: 0 }],
    });
    const own = await phone.state();
    expect(own.type === "in" && names(own.patients)).toEqual(["NG, Thu"]);
  });

  test("seen in a ward it is in the house, near that ward, though its connection is not; it is away again when that is too old", async () => {
    await setNetworks(ward, home);
    const id = await registered();
    await report(ward, id);
    expect(await phone.state()).not.toHaveProperty("site");
    await see(ward, id, { ward: "4B" });
    expect(await phone.state()).toMatchObject({ site: "North", near: "4B Cardiology" });
    const opened = await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    expect(opened.body.type).toBe("open");
    ward.clock.pass(10 * 60_000);
    const away = await phone.state();
    expect(away).toMatchObject({
      patients: [],
      notice: "Away from the hospital only your own and on-call patients open.",
    });
    for (const gone of ["chart", "site", "near"]) expect(away).not.toHaveProperty(gone);
  });

  test("its person's patients come by bed, and on-call ones apart", async () => {
    await setNetworks(ward, house);
    const service = { ward: "surgery", site: "north", name: "Surgery", type: "service" } as const;
    await ward.record("ward.registered", { ...service, pattern: "inpatient" });
    await ward.record("on-call.rostered", {
      onCall: "onc",
      engagement: "eng_amy",
      role: "nurse",
      service: "surgery",
      from: 0,
      to: ward.app.now() + 1e7,
    });
    await ward.record("role.assigned", {
      assignment: "rol_on_call",
      engagement: "eng_amy",
      role: "nurse",
      ward: "6A",
      from: 0,
      to: ward.app.now() + 1e7,
    });
    await report(ward, await registered());
    const state = await phone.state();
    if (state.type !== "in") throw new Error(state.type);
    expect(names(state.patients)).toEqual(["KOWALSKI, Anna", "NG, Thu"]);
    expect(names(state.onCall)).toEqual(["OSEI, Kofi"]);
  });

  test("[C6] the wards of one's duties come before a patient of another whom one cares for", async () => {
    await setNetworks(ward, house);
    const elsewhere = { ward: "4A", site: "north", name: "4A", type: "ward" } as const;
    await ward.record("ward.registered", { ...elsewhere, pattern: "inpatient" });
    await ward.adt("pat_ose", "A02", "4A", "1");
    await ward.record("care-team.recorded", {
      careTeam: "team",
      patient: "pat_ose",
      members: [{ person: "amy", role: "nurse", from: 0 }],
    });
    await report(ward, await registered());
    const state = await phone.state();
    expect(state.type === "in" && names(state.patients)).toEqual([
      "KOWALSKI, Anna",
      "NG, Thu",
      "OSEI, Kofi",
    ]);
  });

  test("that has not checked in for a day, or is reported otherwise, is closed at the next look", async () => {
    await setNetworks(ward, house);
    const id = await registered();
    await report(ward, id, { checkedInAt: ward.app.now() - 86_400_000 + 30_000 });
    const opened = await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    expect(opened.body.state.chart.validUntil).toBe(ward.app.now() + 30_000);
    ward.clock.pass(30_000);
    expect(await phone.state()).toMatchObject({ phone: { managed: false }, patients: [] });
    await report(ward, id);
    expect((await phone.post("chart/open", { patient: "pat_kow" }, "amy")).body.type).toBe("open");
    await report(ward, id, { encrypted: false });
    expect(await phone.state()).not.toHaveProperty("chart");
  });

  test("[D6] an open chart is decided and recorded anew when its permit has run out", async () => {
    await setNetworks(ward, house);
    await report(ward, await registered());
    await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    const before = ward.app.world().next;
    await phone.state();
    expect(ward.app.world().next).toBe(before);
    ward.clock.pass(60_000);
    expect(await phone.state()).toHaveProperty("chart.patient.id", "pat_kow");
    expect(await kinds(before)).toEqual(["decision.permitted"]);
    await phone.post("chart/close", {}, "amy");
    expect(await phone.state()).not.toHaveProperty("chart");
  });

  test("[C5] [D2] writes a note to the chart that is open, decided on record first, and once", async () => {
    await setNetworks(ward, house);
    const id = await registered();
    await report(ward, id);
    const note = { patient: "pat_kow", text: " Seen by video. ", key: "one" };
    const notOpen = await phone.post("note", note, "amy");
    expect([notOpen.status, notOpen.body.error.code]).toEqual([409, "occupant-changed"]);
    await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    const other = await phone.post("note", { ...note, patient: "pat_ngt" }, "amy");
    expect(other.body.error.code).toBe("occupant-changed");
    for (const text of [" ", "x".repeat(8_001), "\ud800"]) {
      expect((await phone.post("note", { ...note, text }, "amy")).status).toBe(400);
    }
    const written = () =>
      (ward.charts.get("pat_kow") ?? []).filter((one) => one["description"] === "Seen by video.");
    expect(written()).toEqual([]);
    const before = ward.app.world().next;
    const done = await phone.post("note", note, "amy");
    expect(done.body).toMatchObject({ type: "done", message: "The note is in the chart." });
    expect(JSON.stringify(done.body.state.chart)).toContain("Seen by video.");
    expect(written()).toMatchObject([{ author: [{ reference: "Practitioner/amy" }] }]);
    expect(await kinds(before)).toEqual(["decision.permitted", "care.contributed"]);
    // An answer that never came: the same again is the same note.
    expect((await phone.post("note", note, "amy")).body.type).toBe("done");
    expect(written()).toHaveLength(1);
    // The hospital's management has meanwhile said that it is not what it was.
    await report(ward, id, { encrypted: false });
    const later = ward.app.world().next;
    const refused = await phone.post("note", { ...note, key: "two" }, "amy");
    expect(refused.body).toMatchObject({ type: "refused" });
    expect(await kinds(later)).toContain("decision.denied");
    expect(written()).toHaveLength(1);
  });

  test("[C7] finds a patient by number, recorded, and opens none but by the policy", async () => {
    await setNetworks(ward, house);
    await report(ward, await registered());
    const found = await phone.post("search", { number: "300 400" }, "amy");
    expect(found.body).toMatchObject({ type: "found", patient: { name: "OSEI, Kofi" } });
    const refused = await phone.post("chart/open", { patient: "pat_ose" }, "amy");
    expect(refused.body).toMatchObject({
      type: "refused",
      patient: { name: "OSEI, Kofi" },
      refusal: {
        reasons: ["The patient is on 6A, and you are on duty for 4B."],
      },
    });
    expect(refused.body.refusal.advice.length).toBeGreaterThan(0);
    expect((await phone.post("search", { number: "999" }, "amy")).body.type).toBe("none");
  });
});

describe("[C8] only the connection and named proxies say where a phone is", () => {
  test("a header that the phone wrote itself puts it nowhere", async () => {
    await setNetworks(ward, "10.1.0.0/16");
    phone = await openPhone(ward, { "x-forwarded-for": "10.1.0.5", forwarded: "for=10.1.0.5" });
    expect((await phone.register(amys)).body.state).not.toHaveProperty("site");
  });

  test("behind a named proxy its last word counts", async () => {
    await ward.close();
    ward = await openWard({ proxies: ["127.0.0.1"] });
    amys = await givePasskey(ward, "amy", testAuthenticator());
    await setNetworks(ward, "10.1.0.0/16");
    const inside = await openPhone(ward, { "x-forwarded-for": "203.0.113.9, 10.1.0.5" });
    expect((await inside.register(amys)).body.state.site).toBe("North");
    const outside = await openPhone(ward, { "x-forwarded-for": "10.1.0.5, 203.0.113.9" });
    expect((await outside.register(amys)).body.state).not.toHaveProperty("site");
  });
});

describe("a session on a phone", () => {
  test("ends by signing out, and begins by the passkey of its person and nobody else", async () => {
    const id = await registered();
    expect((await phone.post("sign-out", {}, "amy")).body.state).toMatchObject({ type: "out" });
    expect((await phone.post("chart/open", { patient: "pat_kow" }, "amy")).status).toBe(409);
    const bens = await givePasskey(ward, "ben", testAuthenticator());
    expect((await phone.signIn(bens)).body.error.code).toBe("passkey-refused");
    expect(await phone.state()).toMatchObject({ type: "out", phone: { id } });
    expect((await phone.signIn(amys)).body.state).toMatchObject({ type: "in", who: { id: "amy" } });
  });

  test("[S1] what is asked for somebody else than who is in is not done", async () => {
    await registered();
    const answer = await phone.post("chart/open", { patient: "pat_kow" }, "ben");
    expect(answer.body.error.code).toBe("occupant-changed");
    expect((await phone.post("sign-out", {}, "ben")).status).toBe(409);
    expect(await phone.state()).toMatchObject({ type: "in" });
  });

  test("[L3] ends with the engagement, and after 16 hours", async () => {
    await registered();
    ward.clock.pass(16 * 3_600_000);
    expect(await phone.state()).toMatchObject({ type: "out" });
    await phone.signIn(amys);
    expect(await phone.state()).toMatchObject({ type: "in", duty: "", patients: [] });
    await ward.record("engagement.ended", { engagement: "eng_amy", reason: "left" });
    expect(await phone.state()).toMatchObject({ type: "out" });
    expect((await phone.signIn(amys)).body.error.code).toBe("passkey-refused");
  });

  test("[C8] a lost phone: by another phone of one's own, at once and for good", async () => {
    await setNetworks(ward, house);
    const id = await registered();
    await report(ward, id);
    await phone.post("chart/open", { patient: "pat_kow" }, "amy");
    const other = await openPhone(ward);
    const { body } = await other.register(amys);
    expect(body.state.others).toMatchObject([{ id, platform: "Android", managed: true }]);
    const ended = await other.post("phones/end", { device: id, why: "lost" }, "amy");
    expect(ended.body.state.others).toEqual([]);
    expect(await phone.state()).toEqual({ type: "unknown", ended: true });
    for (const path of ["chart/open", "search", "sign-out", "sign-in/options", "phones/end"]) {
      const members = { patient: "pat_kow", number: "1", device: id, why: "lost" };
      expect((await phone.post(path, members, "amy")).body.error.code).toBe("phone-unknown");
    }
    expect((await phone.register(amys)).body.error.code).toBe("phone-known");
  });

  test("[C8] handed back by itself; somebody else's cannot be ended from here", async () => {
    const id = await registered();
    const bens = await openPhone(ward);
    await bens.register(await givePasskey(ward, "ben", testAuthenticator()));
    const theirs = await bens.post("phones/end", { device: id, why: "lost" }, "ben");
    expect(theirs.body.error.code).toBe("phone-unknown");
    expect(await phone.state()).toMatchObject({ type: "in" });
    const own = await phone.post("phones/end", { device: id, why: "handed-back" }, "amy");
    expect(own.body.state).toEqual({ type: "unknown", ended: true });
  });
});

test("[C8] at the bedside whoever is in ends a phone of theirs, and nobody else's", async () => {
  await setNetworks(ward, house);
  const id = await registered();
  await report(ward, id);
  await phone.post("chart/open", { patient: "pat_kow" }, "amy");
  const seat = await ward.seat("4B-1");
  await ward.signIn(seat, "ben");
  expect((await ward.post(seat, "phones", {}, "ben")).body).toEqual({ phones: [] });
  const wish = { device: id, why: "lost" };
  expect((await ward.post(seat, "phones/end", wish, "ben")).body.error.code).toBe("phone-unknown");
  ward.clock.pass(10_000);
  await ward.signIn(seat, "amy");
  expect((await ward.post(seat, "phones", {}, "amy")).body.phones).toMatchObject([{ id }]);
  expect((await ward.post(seat, "phones/end", wish, "ben")).body.error.code).toBe(
    "occupant-changed",
  );
  expect((await ward.post(seat, "phones/end", wish, "amy")).body).toEqual({ phones: [] });
  expect(await phone.state()).toEqual({ type: "unknown", ended: true });
});
