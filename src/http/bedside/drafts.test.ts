import { afterEach, beforeEach, expect, test } from "vitest";
import { system } from "../../app.ts";
import { draftKey, endBadge } from "../../sessions/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let other: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  other = await ward.seat("4B-2");
  await ward.signIn(seat, "amy");
  await open(seat);
});
afterEach(() => ward.close());

const open = (at: TestSeat, person = "amy", patient = "pat_kow") =>
  ward.post(at, "chart/open", { patient }, person);
const note = { action: "note.write", text: "Slept badly, says the", key: "k1" };
const save = (texts: readonly object[] = [note], more: object = {}, at = seat) =>
  ward.post(at, "drafts/save", { patient: "pat_kow", texts, ...more }, "amy");
const read = (at = seat, person = "amy", patient = "pat_kow") =>
  ward.post(at, "drafts/read", { patient }, person);
const session = () => ward.app.world().sessionsByPerson.get("amy")[0] ?? "";
const row = async (id = session()) => (await ward.app.side.get([draftKey(id)]))[0];

test("[S2] [S6] a half-written text survives a lock, and its form comes back with it", async () => {
  expect((await save([note], { form: "note.write" })).body).toEqual({ type: "kept" });
  const locked = await ward.post(seat, "lock", { reason: "idle" }, "amy");
  expect(locked.text).not.toContain("Slept");
  expect((await read()).body.error.code).toBe("occupant-changed");
  ward.clock.pass(5_000);
  await ward.post(seat, "tap", { badge: "amy" });
  expect((await read()).body).toEqual({ texts: [note], form: "note.write" });
});

test("[S2] [S3] it survives a tap-over and goes along to another seat; nobody else's screen gets it", async () => {
  await save();
  await ward.signIn(seat, "ben");
  await open(seat, "ben");
  const bens = await read(seat, "ben");
  expect(bens.body).toEqual({ texts: [] });
  expect((await read(seat, "amy")).status).toBe(409);
  ward.clock.pass(5_000);
  await ward.post(other, "tap", { badge: "amy" });
  expect((await read(other)).body).toEqual({ texts: [note] });
  expect((await read(seat)).status).toBe(409);
});

test("[S7] what is kept is sealed: neither the store nor the log holds a word, and it opens for its session only", async () => {
  await save();
  const kept = await row();
  expect(typeof kept).toBe("string");
  expect(JSON.stringify(kept)).not.toContain("Slept");
  expect(Buffer.from(String(kept), "base64url").toString()).not.toContain("Slept");
  const entries = await ward.log.read(0, { limit: 5_000 });
  for (const { bytes } of entries) expect(new TextDecoder().decode(bytes)).not.toContain("Slept");
  // The same row under another session is as good as nothing.
  await ward.signIn(other, "ben");
  await open(other, "ben");
  const bens = ward.app.world().sessionsByPerson.get("ben")[0] ?? "";
  const handle = () => ({
    records: [],
    side: [{ ...draftKey(bens), value: kept as string }],
    answer: undefined,
  });
  await ward.app.submit({ name: "test", actor: system, handle });
  expect((await read(other, "ben")).body).toEqual({ texts: [] });
});

test("[S2] it is gone when the session closes, however it does", async () => {
  await save();
  const signedOut = session();
  await ward.post(seat, "sign-out", {}, "amy");
  expect(await row(signedOut)).toBeUndefined();

  ward.clock.pass(60_000);
  await ward.signIn(seat, "amy");
  await open(seat);
  await save();
  const lost = session();
  const badge = ward.app.world().badgesByPerson.get("amy")[0] ?? "";
  await ward.app.submit(endBadge({ badge, reason: "lost", actor: system }));
  expect(await row(lost)).toBeUndefined();

  await ward.signIn(other, "ben");
  await open(other, "ben");
  await ward.post(other, "drafts/save", { patient: "pat_kow", texts: [note] }, "ben");
  const over = ward.app.world().sessionsByPerson.get("ben")[0] ?? "";
  expect(await row(over)).toBeDefined();
  ward.clock.pass(17 * 3_600_000);
  await ward.app.tick();
  expect(await row(over)).toBeUndefined();
});

test("[S6] the last words come with the lock; what cannot be kept keeps no screen open", async () => {
  const drafts = [
    { patient: "pat_kow", texts: [note] },
    { patient: "pat_kow", texts: [{ ...note, action: "constructor" }] },
  ];
  const locked = await ward.post(seat, "lock", { reason: "lock", drafts }, "amy");
  expect(locked.body.state.type).toBe("locked");
  ward.clock.pass(5_000);
  await ward.post(seat, "tap", { badge: "amy" });
  expect((await read()).body).toEqual({ texts: [note] });
});

test("[S2] texts are kept one by one; an empty one, and one that is placed, is half-written no more", async () => {
  const order = { action: "medication.administer", text: "Para", key: "k2" };
  await save();
  await save([order]);
  expect((await read()).body.texts).toEqual([note, order]);
  await save([{ ...order, text: " " }]);
  expect((await read()).body.texts).toEqual([note]);
  const act = { patient: "pat_kow", action: note.action, text: note.text };
  expect((await ward.post(seat, "act", act, "amy")).body.type).toBe("done");
  expect((await read()).body.texts).toEqual([]);
  expect(await row()).toBeUndefined();
});

test("[S7] one's own words about a patient come back with that patient's chart only", async () => {
  await save();
  await open(seat, "amy", "pat_ngt");
  expect((await read()).body.error.code).toBe("occupant-changed");
  expect((await read(seat, "amy", "pat_ngt")).body).toEqual({ texts: [] });
  await ward.adt("pat_kow", "A02", "6A", "2");
  expect((await open(seat)).body.type).toBe("refused");
  expect((await read()).body.error.code).toBe("occupant-changed");
});

test("bad input is refused and changes nothing", async () => {
  await save();
  const bad: readonly [readonly object[], object?][] = [
    [[{ ...note, text: "x".repeat(8_001) }]],
    [[{ ...note, text: "half of a pair \ud800" }]],
    [[{ ...note, action: "__proto__" }]],
    [[{ ...note, key: "k".repeat(65) }]],
    [[{ ...note, text: 7 }]],
    [[{ action: "note.write" }]],
    [Array.from({ length: 21 }, () => note)],
    [[note], { patient: "nobody" }],
    [[note], { patient: "__proto__" }],
  ];
  for (const [texts, more] of bad) {
    const answer = await save(texts, more);
    expect([answer.status, answer.body.error.code]).toEqual([400, "bad-request"]);
  }
  expect((await read()).body).toEqual({ texts: [note] });
});

test("a session keeps twenty half-written texts, and no more", async () => {
  const actions = ["note.write", "order.place", "medication.administer"];
  const texts = actions.map((action) => ({ ...note, action }));
  for (let n = 0; n < 6; n++) {
    await ward.record("patient.registered", { patient: `pat_${n}` });
    await ward.adt(`pat_${n}`, "A01", "4B", `${10 + n}`);
    const kept = await save(texts, { patient: `pat_${n}` });
    expect(kept.body).toEqual({ type: "kept" });
  }
  expect((await save(texts)).body.error.message).toContain("More than 20");
  expect((await read()).body).toEqual({ texts: [] });
});

test("a row that was changed opens nothing, and is written anew", async () => {
  await save();
  const side = [{ ...draftKey(session()), value: "bm9uc2Vuc2U" }];
  const handle = () => ({ records: [], side, answer: undefined });
  await ward.app.submit({ name: "test", actor: system, handle });
  expect((await read()).body).toEqual({ texts: [] });
  await save();
  expect((await read()).body).toEqual({ texts: [note] });
});
