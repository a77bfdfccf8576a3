import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, send, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
});
afterEach(() => ward.close());

const url = "/bedside/api/tap";
const tapWith = (headers: Record<string, string>, body: unknown = { badge: "amy" }) =>
  send(ward.server, "POST", url, body, headers);

test("[S0] without a proof nothing happens, whatever the body says", async () => {
  expect(await tapWith({})).toMatchObject({
    status: 401,
    body: { error: { code: "proof-refused" } },
  });
});

test("[S0] a proof is good once", async () => {
  const dpop = await ward.proof(seat, "POST", url);
  expect((await tapWith({ dpop })).status).toBe(200);
  expect((await tapWith({ dpop })).body.error.code).toBe("proof-refused");
});

test.each([
  ["another address", { htu: "http://localhost:8080/bedside/api/lock" }],
  ["another host", { htu: "http://evil.example/bedside/api/tap" }],
  ["another method", { htm: "GET" }],
  ["long ago", { iat: Date.parse("2026-03-10T18:58:00Z") / 1000 }],
])("[S0] a proof made for %s is refused", async (_name, claims) => {
  const dpop = await ward.proof(seat, "POST", url, claims);
  expect((await tapWith({ dpop })).body.error.code).toBe("proof-refused");
});

test("[S0] the key of no seat can only ask to be enrolled, and outside the demonstration is refused", async () => {
  const stranger = await ward.seat();
  expect((await ward.post(stranger, "tap", { badge: "amy" })).body.error.code).toBe("seat-unknown");
  const { kty, crv, x, y } = stranger.jwk;
  const asked = await ward.post(stranger, "enrol", { jwk: { kty, crv, x, y } });
  expect(asked.body).toMatchObject({ type: "refused" });
});

test("[S0] nobody enrols another's key", async () => {
  const stranger = await ward.seat();
  const { kty, crv, x, y } = seat.jwk;
  const asked = await ward.post(stranger, "enrol", { jwk: { kty, crv, x, y } });
  expect(asked.body.error.code).toBe("proof-refused");
});

test("[S0] a withdrawn seat's key opens nothing at once, though a table still has it", async () => {
  await ward.record("seat.withdrawn", { seat: "4B-1" });
  expect((await ward.post(seat, "tap", { badge: "amy" })).body.error.code).toBe("seat-unknown");
});

test("[S1] another seat's key does not act for the occupant of this one", async () => {
  await ward.signIn(seat, "amy");
  const other = await ward.seat("4B-2");
  const answer = await ward.post(other, "chart/open", { patient: "pat_kow" }, "amy");
  expect(answer).toMatchObject({ status: 409 });
});

test.each([
  [{ host: "evil.example" }],
  [{ origin: "http://evil.example" }],
  [{ "sec-fetch-site": "cross-site" }],
  [{ "sec-fetch-site": "none" }],
])("a page of somebody else is refused: %j", async (headers) => {
  const dpop = await ward.proof(seat, "POST", url);
  const answer = await tapWith({ dpop, ...headers } as unknown as Record<string, string>);
  expect(answer).toMatchObject({ status: 403, body: { error: { code: "foreign-origin" } } });
});

test("every badge that opens nothing gets the same answer", async () => {
  await ward.record("engagement.ended", { engagement: "eng_ben", reason: "left" });
  const odd = [
    "",
    " ",
    "nobody",
    "x".repeat(50_000),
    "x".repeat(300_000),
    "💳",
    "' or 1=1 --",
    "a|b",
    "\u0000",
    "ben",
  ];
  const answers = [];
  for (const badge of odd) {
    answers.push((await ward.post(seat, "tap", { badge })).body);
    ward.clock.pass(1_000);
  }
  expect(await refusals()).toEqual({ unknown: odd.length - 1, "not-engaged": 1 });
  const said = new Set(
    answers.map((body) => JSON.stringify({ ...body, state: { ...body.state, position: 0 } })),
  );
  expect(said.size).toBe(1);
  expect(answers[0]).toMatchObject({ state: { type: "locked" }, message: expect.any(String) });
});

/** Why badges were refused, by the log. */
async function refusals(): Promise<Readonly<Record<string, number>>> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  const whys = entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))
    .filter(({ kind }) => kind === "badge.refused")
    .map(({ body }) => body.why as string);
  const counts: Record<string, number> = {};
  for (const why of whys) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}

test("[S4] a flood of unknown badges stops being recorded, and keeps nobody out", async () => {
  for (let count = 0; count < 40; count++) await ward.post(seat, "tap", { badge: `no-${count}` });
  expect(await refusals()).toEqual({ unknown: 20 });
  expect(await ward.signIn(seat, "amy")).toMatchObject({ type: "in" });
});

test("[S4] a flood by a badge that is off duty stops being recorded, and hides no other", async () => {
  const answers = [];
  for (let count = 0; count < 101; count++) {
    answers.push(await ward.post(seat, "tap", { badge: "off" }));
    // Just not the second read of the same tap.
    if (count < 50) ward.clock.pass(1_000);
  }
  expect(new Set(answers.map(({ body }) => body.message)).size).toBe(1);
  expect(await refusals()).toEqual({ "off-duty": 20 });
  await ward.record("engagement.ended", { engagement: "eng_ben", reason: "left" });
  await ward.post(seat, "tap", { badge: "ben" });
  for (let count = 0; count < 40; count++) await ward.post(seat, "tap", { badge: `no-${count}` });
  expect(await refusals()).toEqual({ "off-duty": 20, "not-engaged": 1, unknown: 20 });
  expect(await ward.signIn(seat, "amy")).toMatchObject({ type: "in" });
  ward.clock.pass(60_000);
  await ward.post(seat, "tap", { badge: "off" });
  expect(await refusals()).toMatchObject({ "off-duty": 21 });
});

test("a reader that sends twice at once is one tap", async () => {
  const answers = await Promise.all([
    ward.post(seat, "tap", { badge: "amy" }),
    ward.post(seat, "tap", { badge: "amy" }),
  ]);
  const taps = answers.map(({ body }) => body.state.tap);
  expect(taps[0]).toBeTypeOf("string");
  expect(taps[0]).toBe(taps[1]);
});

test("[A3] a PIN is only tried on the badge that it was typed for", async () => {
  const first = await ward.post(seat, "tap", { badge: "amy" });
  await ward.post(seat, "tap", { badge: "ben" });
  const late = await ward.post(seat, "pin", { tap: first.body.state.tap, pin: "pin-amy" });
  expect(late).toMatchObject({ status: 409, body: { error: { code: "occupant-changed" } } });
  expect(ward.pinWork).toEqual([]);
});

test("[A3] wrong PINs make the badge wait; others come in meanwhile", async () => {
  const asked = await ward.post(seat, "tap", { badge: "amy" });
  const { tap } = asked.body.state;
  for (const pin of ["", "1".repeat(20_000), "0000"]) {
    const wrong = await ward.post(seat, "pin", { tap, pin });
    expect(wrong.body).toMatchObject({
      state: { type: "pin" },
      message: expect.stringContaining("not the right PIN"),
    });
  }
  const early = await ward.post(seat, "pin", { tap, pin: "pin-amy" });
  expect(early.body.state).toMatchObject({ type: "pin", waitUntil: ward.clock.now() + 5_000 });
  expect(ward.pinWork.length).toBe(3);
  expect(await ward.signIn(seat, "ben")).toMatchObject({ type: "in", who: { id: "ben" } });
});

test("a PIN pad that nobody uses gives way to the locked screen, and can be given up", async () => {
  const asked = await ward.post(seat, "tap", { badge: "amy" });
  const { tap } = asked.body.state;
  const cancelled = await ward.post(seat, "lock", { reason: "cancel" });
  expect(cancelled.body.state.type).toBe("locked");
  expect((await ward.post(seat, "pin", { tap, pin: "pin-amy" })).status).toBe(409);
  ward.clock.pass(2_000);
  const again = await ward.post(seat, "tap", { badge: "amy" });
  ward.clock.pass(31_000);
  expect((await ward.post(seat, "pin", { tap: again.body.state.tap, pin: "pin-amy" })).status).toBe(
    409,
  );
});

test.each([
  ['{"badge": "12', "bad-request", "line 1, column 14"],
  ["[]", "bad-request", "The request"],
  ["{}", "bad-request", "badge"],
  ['{"badge": 7}', "bad-request", "badge"],
  ['{"__proto__": {"x": 1}, "badge": "x"}', "bad-request", "nobody may send"],
])("a body that is not as it should be is refused, saying where: %s", async (body, code, says) => {
  const dpop = await ward.proof(seat, "POST", url);
  const answer = await tapWith({ dpop }, body);
  expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
  expect(answer.body.error.message).toContain(says);
});

test("a body that is not UTF-8 is refused, saying where", async () => {
  const dpop = await ward.proof(seat, "POST", url);
  const body = Buffer.from('{\n  "badge": "a\xff"}', "latin1");
  const answer = await tapWith({ dpop, "content-type": "application/json" }, body);
  expect(answer).toMatchObject({
    status: 400,
    body: {
      error: {
        code: "bad-request",
        message: "The request's body is not UTF-8 from line 2, column 14 on.",
      },
    },
  });
});

test("a refused body is not repeated in the answer", async () => {
  const answer = await tapWith({}, '{"pin": "4826" "x"}');
  expect(answer.status).toBe(400);
  expect(answer.text).not.toContain("4826");
});

test("a body that is huge, or of another type, is refused", async () => {
  const huge = await ward.post(seat, "pin", { tap: "tap_1", pin: "1".repeat(300_000) });
  expect(huge).toMatchObject({ status: 413, body: { error: { code: "too-large" } } });
  const tapped = await tapWith({}, JSON.stringify({ badge: "x".repeat(300_000) }));
  expect(tapped.body.error.code).toBe("proof-refused");
  const answer = await tapWith({ "content-type": "text/plain" }, "badge=amy");
  expect(answer).toMatchObject({ status: 415, body: { error: { code: "unsupported-type" } } });
});
