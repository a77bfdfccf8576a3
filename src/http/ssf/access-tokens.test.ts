import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registerApplication, retireApplication } from "../../sessions/index.ts";
import {
  addApplication,
  codeAt,
  postAs,
  redeem,
  type TestApplication,
} from "../oidc/test-support.ts";
import { manager, openTransmitter, type TestTransmitter } from "./test-support.ts";

const origin = "http://localhost:8080";
const both = "ssf.manage ssf.read";

let transmitter: TestTransmitter;
let ears: TestApplication;

beforeEach(async () => {
  transmitter = await openTransmitter({}, Date.now());
  ears = await addApplication(transmitter.ward, "ears", {
    kind: "only-told",
    redirectUris: [],
    scopes: ["ssf.read", "ssf.manage", "system/Patient.r"],
  });
});
afterEach(() => transmitter.close());

const asked = (form: Readonly<Record<string, string>>, who = ears) =>
  postAs(transmitter.ward, who, "/oidc/token", { grant_type: "client_credentials", ...form });

async function tokenFor(scope: string, who = ears): Promise<string> {
  const { body, status, text } = await asked({ scope }, who);
  expect([status, text]).toEqual([200, expect.stringContaining("access_token")]);
  return body.access_token;
}

async function streamOf(token: string, body: object = {}) {
  const answer = await transmitter.call("POST", "/ssf/streams", body, token);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

const read = (token: string, id: string) =>
  transmitter.call("GET", `/ssf/streams?stream_id=${id}`, undefined, token);

describe("[SS3] an application calls with an access token of our own provider (interoperability profile, section 2.7)", () => {
  test("a token is for signals alone and lives five minutes; the application's stream is its own, and its id the audience", async () => {
    const { body } = await asked({ scope: `${both} ssf.email` });
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 300, scope: both });
    const seen = await postAs(transmitter.ward, ears, "/oidc/introspect", {
      token: body.access_token,
    });
    expect(seen.body).toMatchObject({ active: true, aud: `${origin}/ssf`, scope: both });
    const stream = await streamOf(body.access_token);
    expect(stream).toMatchObject({ aud: "ears" });
    await transmitter.ward.record("pin.set", { person: "amy" });
    await transmitter.signals.settled();
    const polled = await transmitter.call(
      "POST",
      `/ssf/streams/${stream.stream_id}/poll`,
      {},
      body.access_token,
    );
    const [jwt] = Object.values(polled.body.sets) as [string];
    expect((await transmitter.read(jwt)).claims).toMatchObject({ aud: "ears" });
    expect((await read(await tokenFor("ssf.read"), stream.stream_id)).body).toEqual(stream);
    // The provider reckons by the clock of the machine.
    transmitter.ward.clock.pass(310_000);
    const late = await read(body.access_token, stream.stream_id);
    expect(late.status).toBe(401);
    expect(late.headers["www-authenticate"]).toContain('error="invalid_token"');
  });

  test("what a token is not for it does not do, whatever its application is registered for", async () => {
    const { stream_id } = await streamOf(await tokenFor("ssf.manage"));
    const reading = await tokenFor("ssf.read");
    expect((await read(reading, stream_id)).status).toBe(200);
    const changed = await transmitter.call("PATCH", "/ssf/streams", { stream_id }, reading);
    expect(changed.status).toBe(403);
    expect(changed.headers["www-authenticate"]).toContain('error="insufficient_scope"');
  });

  test("an application gets no scope for signals that it is not registered for, nor with one for patients", async () => {
    const reader = await addApplication(transmitter.ward, "reader", {
      redirectUris: [],
      scopes: ["ssf.read"],
    });
    expect((await asked({ scope: both }, reader)).body.scope).toBe("ssf.read");
    expect((await asked({ scope: "ssf.manage" }, reader)).body.error).toBe("invalid_scope");
    const lab = await addApplication(transmitter.ward, "lab", { redirectUris: [] });
    expect((await asked({ scope: both }, lab)).body.error).toBe("invalid_request");
    const mixed = (await asked({ scope: `${both} system/Patient.r` })).body;
    expect(mixed.scope).toBe("system/Patient.r");
    expect((await read(mixed.access_token, "any")).status).toBe(401);
  });

  test("what ends, ends at once: the token given back, the scope, the application; what it was owed is not sent", async () => {
    const token = await tokenFor(both);
    const delivery = {
      method: "urn:ietf:rfc:8935",
      endpoint_url: "https://ears.example/events",
      authorization_header: "Basic ZWFyczpzM2NyZXQ=",
    };
    const { stream_id } = await streamOf(token, { delivery });
    const given = await tokenFor(both);
    await postAs(transmitter.ward, ears, "/oidc/revoke", { token: given });
    expect((await read(given, stream_id)).status).toBe(401);
    await transmitter.ward.record("pin.set", { person: "amy" });
    await transmitter.signals.settled();
    expect(transmitter.pushed.map(({ headers }) => headers["authorization"])).toEqual([
      "Basic ZWFyczpzM2NyZXQ=",
    ]);

    transmitter.answer = () => "silent";
    await transmitter.ward.record("pin.set", { person: "ben" });
    await transmitter.signals.settled();
    const { length } = transmitter.pushed;
    transmitter.answer = () => ({ status: 202 });
    const actor = { type: "system", id: "test" } as const;
    const known = transmitter.ward.app.world().applications.get("ears");
    if (known === undefined) throw new Error("not there");
    await transmitter.ward.app.submit(
      registerApplication({ ...known, scopes: ["system/Patient.r"] }, actor),
    );
    expect((await read(token, stream_id)).status).toBe(403);
    await transmitter.ward.app.submit(retireApplication("ears", actor));
    expect((await read(token, stream_id)).status).toBe(403);
    transmitter.ward.clock.pass(60_000);
    await transmitter.ward.record("pin.set", { person: "max" });
    await transmitter.signals.settled();
    expect(transmitter.pushed).toHaveLength(length);
    expect(transmitter.faults).toEqual([]);
  });

  test("an application and a workload that have one id from before that was refused are two receivers", async () => {
    await transmitter.ward.record("application.registered", {
      application: manager,
      name: manager,
      kind: "only-told",
      browser: false,
      redirectUris: [],
      scopes: [],
      serves: [],
    });
    const twin = await addApplication(transmitter.ward, manager, {
      redirectUris: [],
      scopes: ["ssf.manage"],
    });
    const token = await tokenFor("ssf.manage", twin);
    const { stream_id } = await streamOf(manager);
    expect((await read(token, stream_id)).status).toBe(404);
    const own = await streamOf(token);
    expect((await read(manager, own.stream_id)).status).toBe(404);
    const listed = await transmitter.call("GET", "/ssf/streams", undefined, token);
    expect(listed.body).toEqual([own]);
  });

  test("the access token of whoever signed in to an application makes it no receiver, and none is given for signals", async () => {
    const { ward } = transmitter;
    const charts = await addApplication(ward, "charts", {
      scopes: ["openid", "user/*.rs", "ssf.manage", "ssf.read"],
    });
    const seat = await ward.seat("4B-1");
    await ward.signIn(seat, "amy");
    const got = await codeAt(ward, seat, charts, {
      scope: `openid user/*.rs ${both}`,
      resource: `${origin}/fhir`,
    });
    const tokens = (await redeem(ward, charts, got)).body;
    expect(tokens.scope).toBe("openid user/*.rs");
    expect((await read(tokens.access_token, "any")).status).toBe(401);
    await expect(
      codeAt(ward, seat, charts, { scope: `openid ${both}`, resource: `${origin}/ssf` }),
    ).rejects.toThrow(/no connect page/);
  });

  test("a token in the address or in a form is not looked at (RFC 6750 sections 2.2 and 2.3)", async () => {
    const token = await tokenFor(both);
    const url = `/ssf/streams?access_token=${token}`;
    const answer = await transmitter.ward.server.inject({
      method: "GET",
      url,
      headers: { host: "localhost:8080" },
    });
    expect(answer.statusCode).toBe(401);
    const challenge = String(answer.headers["www-authenticate"]);
    expect(challenge).not.toContain("error=");
    expect(challenge).toContain(
      `resource_metadata="${origin}/.well-known/oauth-protected-resource/ssf"`,
    );
  });
});

describe("[SS8] people by their e-mail addresses (RFC 9493 section 3.2.2)", () => {
  const mailer = "wrk_mailer_0123456789a";

  async function told(stream_id: string, key: string) {
    await transmitter.signals.settled();
    const path = `/ssf/streams/${stream_id}/poll`;
    const { body } = await transmitter.call("POST", path, { returnImmediately: true }, key);
    const sets = Object.values(body.sets as Record<string, string>);
    return Promise.all(sets.map(async (jwt) => (await transmitter.read(jwt)).claims["sub_id"]));
  }

  test("go to a receiver that asked and is registered for them; whoever has none is named by the id", async () => {
    const { ward } = transmitter;
    const { stream_id, ...stream } = await streamOf(mailer, { format: "email" });
    expect(stream).toMatchObject({ format: "email" });
    const row = { display: "Amy Adeyemi", email: "amy@hospital.example" };
    await ward.record("pin.set", { person: "amy" }, [{ table: "names", key: "amy", value: row }]);
    await ward.record("pin.set", { person: "ben" });
    expect(await told(stream_id, mailer)).toEqual([
      { format: "email", email: "amy@hospital.example" },
      { format: "iss_sub", iss: origin, sub: "ben" },
    ]);
    // Erased, it is not sent, though the event is one of before.
    await ward.record("pin.set", { person: "ben" }, [
      { table: "names", key: "amy", value: undefined },
    ]);
    const [again] = await told(stream_id, mailer);
    expect(again).toEqual({ format: "iss_sub", iss: origin, sub: "amy" });
    const back = await transmitter.call(
      "PATCH",
      "/ssf/streams",
      { stream_id, format: "iss_sub" },
      mailer,
    );
    expect(back.body).toMatchObject({ format: "iss_sub" });
  });

  test("of a session its person is named so, and the session by its id", async () => {
    const { ward } = transmitter;
    const { stream_id } = await streamOf(mailer, { format: "email" });
    const seat = await ward.seat("4B-1");
    await ward.signIn(seat, "amy");
    const [session] = [...ward.app.world().sessions.values()];
    if (session === undefined) throw new Error("nobody is in");
    const row = { display: "Amy Adeyemi", email: "amy@hospital.example" };
    await ward.record("session.closed", { session: session.id, reason: "signed-out" }, [
      { table: "names", key: session.person, value: row },
    ]);
    expect((await told(stream_id, mailer)).at(-1)).toEqual({
      format: "complex",
      user: { format: "email", email: "amy@hospital.example" },
      session: { format: "opaque", id: session.id },
    });
  });

  test("go to nobody who is not registered for them", async () => {
    const refused = await transmitter.call("POST", "/ssf/streams", { format: "email" });
    expect(refused.status).toBe(403);
    const { stream_id } = await streamOf(manager);
    const change = { stream_id, format: "email" };
    expect((await transmitter.call("PATCH", "/ssf/streams", change)).status).toBe(403);
    const strange = await transmitter.call("POST", "/ssf/streams", { format: "phone" });
    expect(strange.status).toBe(400);
  });
});

test("[SS7] the stream of a receiver that is none any more is disabled, and what waited is erased", async () => {
  const { ward, signals } = transmitter;
  const { stream_id } = await streamOf(manager);
  await ward.record("pin.set", { person: "amy" });
  await signals.settled();
  await ward.record("workload.decommissioned", { workload: manager });
  ward.clock.pass(3_700_000);
  await signals.settled();
  const rows = await ward.app.side.list("signals", { limit: 1_000 });
  const [stream] = rows.filter(({ key }) => key === `stream|${stream_id}`);
  expect(stream?.value).toMatchObject({
    status: "disabled",
    reason: "The receiver is not registered any more.",
  });
  expect(rows.filter(({ key }) => key.startsWith("set|"))).toEqual([]);
});
