import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestAuthenticator, testAuthenticator } from "../../../tests/support/passkey.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let key: TestAuthenticator;
let cookie: string;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  cookie = await signInAtConsole();
  key = await passkeyOf("amy");
});
afterEach(() => ward.close());

const ask = (path: string, body: unknown, by = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie: by });
const signInAtConsole = async () => {
  const answer = await ask("sign-in", { badge: "ada", pin: "pin-ada" });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
};
async function passkeyOf(person: string): Promise<TestAuthenticator> {
  const made = testAuthenticator();
  const present = await ask("desk/begin", { badge: person, pin: `pin-${person}` }, cookie);
  await ask("desk/enrol", { response: made.create(present.body.options) }, cookie);
  return made;
}
const options = async (at = seat) =>
  (await ward.post(at, "passkey/sign-in/options", {})).body.options;
const signIn = async (made = key, otherwise: object = {}, at = seat) =>
  ward.post(at, "passkey/sign-in", { response: made.get(await options(at), otherwise) });

test("[A1] a passkey comes in at a locked seat without a badge: level 3, and what needs level 3 is open", async () => {
  const asked = await options();
  expect(asked).toMatchObject({ userVerification: "required", allowCredentials: [] });
  const entered = await signIn();
  expect(entered.body.state).toMatchObject({ type: "in", who: { id: "amy" } });
  const [session] = ward.app.world().sessionsByPerson.get("amy");
  expect(ward.app.world().sessions.get(session ?? "")).toMatchObject({ level: 3 });
});

test("[A1] an answer is good once, for the seat that asked, and for this purpose", async () => {
  const other = await ward.seat("4B-2");
  const response = key.get(await options());
  expect((await ward.post(other, "passkey/sign-in", { response })).body.error.code).toBe(
    "ceremony-over",
  );
  const spent = await ward.post(seat, "passkey/sign-in", { response });
  expect(spent.body.error.code).toBe("ceremony-over");
  await signIn();
  const stepUp = await ward.post(seat, "passkey/options", {}, "amy");
  const misused = { response: key.get(stepUp.body.options) };
  expect((await ward.post(seat, "passkey/sign-in", misused)).body.error.code).toBe("ceremony-over");
});

test("[A1] without user verification, or by a passkey that is nobody's, nobody comes in", async () => {
  expect((await signIn(key, { verified: false })).body.error.code).toBe("passkey-refused");
  expect((await signIn(testAuthenticator())).body.error.code).toBe("passkey-refused");
  expect((await ward.post(seat, "passkey/sign-in", { response: {} })).status).toBe(400);
  expect(ward.app.world().sessionsByPerson.get("amy")).toEqual([]);
});

test("[S5] off duty the passkey's person is told so, and is not in", async () => {
  const offs = await passkeyOf("off");
  const answer = await signIn(offs);
  expect(answer.body.state).toMatchObject({
    type: "pin",
    why: expect.stringContaining("You are off duty"),
    byPasskey: true,
    starts: [{ ward: "4B", role: "nurse" }],
  });
  expect(ward.app.world().sessionsByPerson.get("off")).toEqual([]);
});

test("[L9] off duty a shift is started by the passkey too, once it is chosen", async () => {
  const offs = await passkeyOf("off");
  await signIn(offs);
  const response = offs.get(await options(seat), {});
  const start = { response, ward: "4B", role: "nurse" };
  const { body } = await ward.post(seat, "passkey/sign-in", start);
  expect(body.state).toMatchObject({ type: "in", who: { id: "off" } });
  const [session = ""] = ward.app.world().sessionsByPerson.get("off");
  const until = ward.clock.now() + 30 * 60_000;
  expect(ward.app.world().sessions.get(session)).toMatchObject({ level: 3, until });
});

test("[A1] removed at the desk, a lost passkey's session is gone from the seat at once", async () => {
  await signIn();
  const [passkey = ""] = ward.app.world().passkeysByPerson.get("amy");
  const removed = await ask(`passkeys/${passkey}/remove`, { reason: "lost" }, cookie);
  expect(removed.status).toBe(200);
  const after = await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  expect(after.body.error.code).toBe("occupant-changed");
});

test("[A1] a counter that goes back ends the session that rests on the passkey", async () => {
  await signIn(key, { counter: 5 });
  const other = await ward.seat("4B-2");
  expect((await signIn(key, { counter: 4 }, other)).body.error.code).toBe("passkey-refused");
  const after = await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  expect(after.body.error.code).toBe("occupant-changed");
});
