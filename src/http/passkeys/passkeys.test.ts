import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Otherwise,
  type TestAuthenticator,
  testAuthenticator,
} from "../../../tests/support/passkey.ts";
import { type Answer, openWard, origin, send, type TestWard } from "../test-support.ts";

let ward: TestWard;
let cookie: string;
let key: TestAuthenticator;
beforeEach(async () => {
  ward = await openWard();
  await makeAdministrator("pia");
  cookie = await signIn("pia");
  key = testAuthenticator();
});
afterEach(() => ward.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, ...headers });
const cookieOf = (answer: Answer): string =>
  String(answer.headers["set-cookie"]).split(";")[0] as string;
const makeAdministrator = (person: string) =>
  ward.record("role.assigned", {
    assignment: `rol_${person}_admin`,
    engagement: `eng_${person}`,
    role: "administrator",
    ward: "4B",
    from: 0,
    to: ward.clock.now() + 1e9,
  });
const signIn = async (person: string): Promise<string> =>
  cookieOf(await post("sign-in", { badge: person, pin: `pin-${person}` }));
const begin = (person: string, by = cookie) =>
  post("desk/begin", { badge: person, pin: `pin-${person}` }, { cookie: by });
const creationOf = ({ body }: Answer): PublicKeyCredentialCreationOptionsJSON => body.options;
const requestOf = ({ body }: Answer): PublicKeyCredentialRequestOptionsJSON => body.options;
const enrol = async (person: string, made = key, otherwise: Otherwise = {}) => {
  const response = made.create(creationOf(await begin(person)), otherwise);
  return post("desk/enrol", { response }, { cookie });
};
const byPasskey = async (made = key, otherwise: Otherwise = {}) => {
  const options = requestOf(await post("passkey/options", {}));
  return post("passkey/sign-in", { response: made.get(options, otherwise) });
};
const lastKind = async (): Promise<string> => {
  const next = ward.app.world().next;
  const [entry] = await ward.log.read(next - 1, { limit: 1 });
  return JSON.parse(new TextDecoder().decode(entry?.bytes)).kind;
};
const levelOf = (person: string) =>
  ward.app
    .world()
    .sessionsByPerson.get(person)
    .map((id) => ward.app.world().sessions.get(id)?.level);

describe("the enrolment desk", () => {
  test("[A1] somebody present, proved by badge and PIN, gets a passkey; the record says who supervised", async () => {
    const present = await begin("amy");
    expect(present.body).toMatchObject({ type: "present", who: { id: "amy" }, passkeys: [] });
    expect(creationOf(present)).toMatchObject({
      rp: { id: "localhost" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect((await enrol("amy")).status).toBe(200);
    const [entry] = await ward.log.read(ward.app.world().next - 1, { limit: 1 });
    const record = JSON.parse(new TextDecoder().decode(entry?.bytes));
    expect(record).toMatchObject({
      kind: "passkey.enrolled",
      actor: { type: "person", id: "pia" },
      body: { person: "amy" },
    });
    const again = await begin("amy");
    expect([present.body.isRecovery, again.body.isRecovery]).toEqual([false, true]);
    expect(again.body.passkeys).toMatchObject([{ id: record.body.passkey, level: 3 }]);
    expect(creationOf(again).excludeCredentials).toHaveLength(1);
  });

  test("[L7] a passkey in place of another needs what was checked, and the record says it", async () => {
    await enrol("amy");
    const [old = ""] = ward.app.world().passkeysByPerson.get("amy");
    await post(`passkeys/${old}/remove`, { reason: "lost" }, { cookie });
    const position = ward.app.world().next;
    const second = { badge: "ben", pin: "pin-ben" };
    expect(await enrol("amy", testAuthenticator())).toMatchObject({
      status: 422,
      body: { error: { code: "proofing-unstated" } },
    });
    expect(ward.app.world().passkeysByPerson.get("amy")).toEqual([]);
    const again = await begin("amy");
    expect(again.body).toMatchObject({ passkeys: [], isRecovery: true, needsSecond: true });
    const response = testAuthenticator().create(creationOf(again));
    expect(await post("desk/enrol", { response, checked: "nothing" }, { cookie })).toMatchObject({
      status: 400,
    });
    // A wrong PIN of the colleague counts for the colleague, and what was made can be sent again.
    const sent = { response, checked: "staff-passport" };
    const mistyped = { ...sent, second: { ...second, pin: "wrong" } };
    expect((await post("desk/enrol", mistyped, { cookie })).body).toMatchObject({ type: "second" });
    const [bens = ""] = ward.app.world().badgesByPerson.get("ben");
    expect(ward.app.world().badges.get(bens)?.wrongPins).toBe(1);
    const made = await post("desk/enrol", { ...sent, second }, { cookie });
    expect(made.body).toMatchObject({ type: "made" });
    const entries = await ward.log.read(position, { limit: 100 });
    const last = entries.slice(-2).map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
    expect(last).toMatchObject([
      { kind: "passkey.enrolled", body: { checked: "staff-passport", second: "ben" } },
      { kind: "review.opened", body: { about: "amy", person: "pia", type: "re-proofing" } },
    ]);
  });

  describe("[L7] a colleague vouches by their passkey", () => {
    const bens = testAuthenticator();
    const vouch = async (person: string, made = bens, otherwise: Otherwise = {}) => {
      const options = requestOf(await post("vouch/options", { person }, { cookie }));
      return { person, response: made.get(options, otherwise) };
    };
    const anew = async () => {
      await enrol("amy");
      await enrol("ben", bens);
      const response = testAuthenticator().create(creationOf(await begin("amy")));
      return (second: object) =>
        post("desk/enrol", { response, checked: "photo-id", second }, { cookie });
    };

    test("for one person, once; the record names them, and no session of theirs opens", async () => {
      const give = await anew();
      const second = await vouch("amy");
      expect((await give(second)).body).toMatchObject({ type: "made" });
      const next = ward.app.world().next;
      const entries = await ward.log.read(next - 3, { limit: 3 });
      expect(entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))).toMatchObject(
        [
          { kind: "passkey.used", actor: { type: "person", id: "ben" } },
          { kind: "passkey.enrolled", body: { person: "amy", second: "ben", checked: "photo-id" } },
          { kind: "review.opened", body: { second: "ben" } },
        ],
      );
      expect(levelOf("ben")).toEqual([]);
      const badge = { person: "amy", badge: "", pin: "7391", checked: "photo-id", second };
      expect((await post("badges/give", badge, { cookie })).body.error.code).toBe("ceremony-over");
    });

    test("a badge or PIN too", async () => {
      await anew();
      const second = await vouch("amy");
      const given = { person: "amy", badge: "", pin: "7391", checked: "photo-id", second };
      expect((await post("badges/give", given, { cookie })).body).toMatchObject({ given: "pin" });
    });

    test("not for somebody else, not for another purpose, not without their finger", async () => {
      const give = await anew();
      const borrowed = { ...(await vouch("max")), person: "amy" };
      expect((await give(borrowed)).body.error.code).toBe("ceremony-over");
      const options = requestOf(await post("passkey/options", {}));
      const forSignIn = { person: "amy", response: bens.get(options) };
      expect((await give(forSignIn)).body.error.code).toBe("ceremony-over");
      const unverified = await vouch("amy", bens, { verified: false });
      expect((await give(unverified)).body).toMatchObject({ type: "second" });
      // What was used for another is found out where it is seen for whom: nothing is enrolled.
      expect((await give(await vouch("max"))).body.error.code).toBe("ceremony-over");
      expect(ward.app.world().passkeysByPerson.get("amy")).toHaveLength(1);
    });

    test("neither the supervisor's own, nor that of the one who gets it", async () => {
      const pias = testAuthenticator();
      await ward.record("role.assigned", {
        assignment: "rol_max_admin",
        engagement: "eng_max",
        role: "administrator",
        ward: "4B",
        from: 0,
        to: ward.clock.now() + 1e9,
      });
      const give = await anew();
      const supervised = cookie;
      cookie = await signIn("max");
      const response = pias.create(creationOf(await begin("pia")));
      const second = { badge: "ben", pin: "pin-ben" };
      expect((await post("desk/enrol", { response, second }, { cookie })).body.type).toBe("made");
      cookie = supervised;
      expect((await give(await vouch("amy", pias))).body).toMatchObject({
        type: "second",
        message: expect.stringContaining("your own passkey"),
      });
      const own = await give(await vouch("amy", key));
      expect(own.body.error.code).toBe("second-refused");
    });
  });

  test("[U3] neither credential id nor public key is in the log", async () => {
    const response = key.create(creationOf(await begin("amy")));
    await post("desk/enrol", { response }, { cookie });
    for (const { bytes } of await ward.log.read(0, { limit: 10_000 })) {
      expect(new TextDecoder().decode(bytes)).not.toContain(response.id);
    }
  });

  test("[M1] who may not supervise is refused, and nobody enrols their own", async () => {
    const nurse = await signIn("ben");
    expect(await begin("amy", nurse)).toMatchObject({
      status: 403,
      body: { error: { code: "refused" } },
    });
    expect((await begin("pia")).body).toMatchObject({ type: "refused" });
  });

  test("[A3] an unknown badge and a wrong PIN get one answer", async () => {
    const wrong = await post("desk/begin", { badge: "amy", pin: "no" }, { cookie });
    const unknown = await post("desk/begin", { badge: "nobody", pin: "no" }, { cookie });
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.body).toMatchObject({ type: "refused" });
  });

  test.each<[string, Otherwise]>([
    ["another origin", { origin: "http://evil.example" }],
    ["another RP ID", { rpId: "evil.example" }],
    ["no user verification", { verified: false }],
    ["a sign-in in place of an enrolment", { type: "webauthn.get" }],
    ["a frame of another page", { crossOrigin: true }],
  ])("[A1] a passkey made with %s is not enrolled", async (_name, otherwise) => {
    expect(await enrol("amy", key, otherwise)).toMatchObject({
      status: 422,
      body: { error: { code: "passkey-refused" } },
    });
    expect(ward.app.world().passkeys.size).toBe(0);
  });

  test("[A1] a challenge is good once, for 5 minutes, in the session that it was begun in", async () => {
    const response = key.create(creationOf(await begin("amy")));
    await makeAdministrator("zoe");
    const other = await signIn("zoe");
    const over = { status: 409, body: { error: { code: "ceremony-over" } } };
    expect(await post("desk/enrol", { response }, { cookie: other })).toMatchObject(over);
    expect(await post("desk/enrol", { response }, { cookie })).toMatchObject(over);
    const late = key.create(creationOf(await begin("amy")));
    ward.clock.pass(5 * 60_000);
    expect(await post("desk/enrol", { response: late }, { cookie })).toMatchObject(over);
    expect((await enrol("amy")).status).toBe(200);
  });

  test("one that is removed opens nothing any more", async () => {
    const { body } = await enrol("amy");
    const removed = await post(`passkeys/${body.passkey}/remove`, { reason: "lost" }, { cookie });
    expect(removed.status).toBe(200);
    expect((await byPasskey()).status).toBe(422);
    expect(await post("passkeys/none/remove", { reason: "lost" }, { cookie })).toMatchObject({
      status: 404,
    });
  });

  test("at an address that is a number there are no passkeys, and the answer says what to do", async () => {
    const port = 8080;
    await ward.close();
    ward = await openWard({ origins: () => [`http://127.0.0.1:${port}`] });
    const headers = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` };
    expect(await post("passkey/options", {}, headers)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("by its name") } },
    });
  });
});

describe("signing in at the console", () => {
  test("[A1] a passkey signs in at level 3, without a number or a PIN", async () => {
    await enrol("amy");
    const answer = await byPasskey();
    expect(answer.body).toMatchObject({ type: "in", who: { id: "amy" } });
    expect(String(answer.headers["set-cookie"])).toContain("HttpOnly; SameSite=Strict");
    expect(levelOf("amy")).toEqual([3]);
  });

  test("[A1] the options tell nobody who has a passkey", async () => {
    await enrol("amy");
    expect(requestOf(await post("passkey/options", {}))).toMatchObject({
      allowCredentials: [],
      rpId: "localhost",
      userVerification: "required",
    });
  });

  test("[A1] a replayed assertion is refused", async () => {
    await enrol("amy");
    const response = key.get(requestOf(await post("passkey/options", {})));
    expect((await post("passkey/sign-in", { response })).body).toMatchObject({ type: "in" });
    expect((await post("passkey/sign-in", { response })).body.error.code).toBe("ceremony-over");
  });

  test.each<[string, Otherwise]>([
    ["another origin", { origin: "http://evil.example" }],
    ["another of our names", { origin: "http://127.0.0.1:8080" }],
    ["another RP ID", { rpId: "evil.example" }],
    ["another kind of ceremony", { type: "webauthn.create" }],
    ["a frame of another page", { crossOrigin: true }],
    ["another person's user handle", { userHandle: Buffer.from("ben").toString("base64url") }],
  ])("[A1] an assertion for %s is refused", async (_name, otherwise) => {
    await enrol("amy");
    expect(await byPasskey(key, otherwise)).toMatchObject({
      status: 422,
      body: { error: { code: "passkey-refused" } },
    });
    expect(levelOf("amy")).toEqual([]);
  });

  test("[A1] without user verification it is refused, and recorded", async () => {
    await enrol("amy");
    expect((await byPasskey(key, { verified: false })).status).toBe(422);
    expect(await lastKind()).toBe("passkey.refused");
  });

  test("[A1] a passkey that nobody enrolled, and a signature that is not its own, are refused", async () => {
    await enrol("amy");
    expect((await byPasskey(testAuthenticator())).status).toBe(422);
    const options = requestOf(await post("passkey/options", {}));
    const own = key.get(options);
    const { response } = testAuthenticator().get(options);
    const forged = { ...own, response: { ...own.response, signature: response.signature } };
    expect((await post("passkey/sign-in", { response: forged })).status).toBe(422);
  });

  test("[A1] a cloned counter is refused, recorded, and locks the passkey", async () => {
    await enrol("amy");
    expect((await byPasskey(key, { counter: 7 })).status).toBe(200);
    expect((await byPasskey(key, { counter: 7 })).status).toBe(422);
    // The session that the first use opened rests on it, and ends with it.
    expect(await lastKind()).toBe("session.closed");
    expect((await byPasskey(key, { counter: 8 })).status).toBe(422);
    expect((await begin("amy")).body.passkeys).toMatchObject([{ locked: true }]);
  });

  test("[L3] when the engagement ends the passkey opens nothing", async () => {
    await enrol("amy");
    await ward.record("engagement.ended", { engagement: "eng_amy", reason: "left" });
    expect((await byPasskey()).status).toBe(422);
  });

  test("from another site's page nothing is begun or answered (CSRF)", async () => {
    for (const path of ["passkey/options", "passkey/sign-in"]) {
      const answer = await post(path, {}, { origin: "http://evil.example" });
      expect([400, 403]).toContain(answer.status);
    }
  });

  test.each([
    ["no response", {}],
    ["texts that are no base64url", { response: "x" }],
  ])("%s is a bad request", async (_name, body) => {
    expect((await post("passkey/sign-in", body)).status).toBe(400);
  });
});

describe("stepping up", () => {
  test("[A2] at the console the session goes to level 3 and stays the same", async () => {
    await enrol("amy");
    const mine = await signIn("amy");
    const options = requestOf(await post("step-up/options", {}, { cookie: mine }));
    expect(options.allowCredentials).toHaveLength(1);
    const answer = await post("step-up", { response: key.get(options) }, { cookie: mine });
    expect(answer.body).toEqual({ type: "raised" });
    expect(levelOf("amy")).toEqual([3]);
  });

  test("[A1] a challenge of another session, or for another purpose, is refused", async () => {
    await enrol("amy");
    const [mine, other] = [await signIn("amy"), await signIn("amy")];
    const options = requestOf(await post("step-up/options", {}, { cookie: mine }));
    const elsewhere = await post("step-up", { response: key.get(options) }, { cookie: other });
    expect(elsewhere.body.error.code).toBe("ceremony-over");
    const signing = requestOf(await post("passkey/options", {}));
    const crossed = await post("step-up", { response: key.get(signing) }, { cookie: mine });
    expect(crossed.body.error.code).toBe("ceremony-over");
    expect(levelOf("amy")).toEqual([2, 2]);
  });

  test("[S1] another person's passkey raises nobody", async () => {
    const bens = testAuthenticator();
    await enrol("amy");
    await enrol("ben", bens);
    const mine = await signIn("amy");
    const options = requestOf(await post("step-up/options", {}, { cookie: mine }));
    const answer = await post("step-up", { response: bens.get(options) }, { cookie: mine });
    expect(answer.status).toBe(422);
    expect(await lastKind()).toBe("passkey.refused");
    expect(levelOf("amy")).toEqual([2]);
  });

  test("[A2] at a seat the occupant's passkey raises the session; a challenge of another seat does not", async () => {
    await enrol("amy");
    const [seat, other] = [await ward.seat("4B-1"), await ward.seat("4B-2")];
    await ward.signIn(seat, "amy");
    await ward.signIn(other, "ben");
    const options = requestOf(await ward.post(seat, "passkey/options", {}, "amy"));
    const stolen = { response: key.get(options) };
    expect(await ward.post(other, "passkey/step-up", stolen, "ben")).toMatchObject({ status: 409 });
    expect(await ward.post(seat, "passkey/step-up", stolen, "amy")).toMatchObject({ status: 409 });
    const fresh = requestOf(await ward.post(seat, "passkey/options", {}, "amy"));
    const answer = await ward.post(seat, "passkey/step-up", { response: key.get(fresh) }, "amy");
    expect(answer.body).toEqual({ type: "raised" });
    expect(levelOf("amy")).toEqual([3]);
  });

  test("[S1] whoever has no passkey is asked for none; whoever is no longer in raises nobody", async () => {
    const seat = await ward.seat("4B-1");
    await ward.signIn(seat, "ben");
    expect(await ward.post(seat, "passkey/options", {}, "ben")).toMatchObject({ status: 403 });
    await enrol("ben");
    const options = requestOf(await ward.post(seat, "passkey/options", {}, "ben"));
    await ward.post(seat, "lock", { reason: "lock" }, "ben");
    const late = await ward.post(seat, "passkey/step-up", { response: key.get(options) }, "ben");
    expect(late.body.error.code).toBe("occupant-changed");
  });
});
