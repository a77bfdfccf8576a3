import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from "jose";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWard, type TestWard } from "../test-support.ts";
import { signalReceiver } from "./receiver.ts";
import { readTransmitters } from "./transmitters.ts";
import { createSetVerifier } from "./verify-set.ts";

const issuer = "https://mdm.example";
const audience = "https://wardkey.example";
const compliance = "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change";

let key: CryptoKey;
let stranger: CryptoKey;
let jwk: JWK;
beforeAll(async () => {
  const pair = await generateKeyPair("RS256");
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "mdm-1" };
  stranger = (await generateKeyPair("RS256")).privateKey;
});

let ward: TestWard;
beforeEach(async () => {
  const list = JSON.stringify([{ id: "mdm", issuer, audience, jwks: { keys: [jwk] } }]);
  const transmitters = readTransmitters(list);
  ward = await openWard(async ({ app }) => ({
    signals: signalReceiver({ app, verify: createSetVerifier(transmitters) }),
  }));
  const device = { device: "dev_1", person: "amy", managed: true, encrypted: true };
  await ward.record("device.registered", device);
  ward.clock.pass(60_000);
});
afterEach(() => ward.close());

const seconds = () => Math.floor(ward.clock.now() / 1000);

function claims(more: object = {}): Record<string, unknown> {
  return {
    iss: issuer,
    aud: audience,
    iat: seconds(),
    jti: "one",
    sub_id: { format: "complex", device: { format: "iss_sub", iss: issuer, sub: "dev_1" } },
    events: { [compliance]: { previous_status: "compliant", current_status: "not-compliant" } },
    ...more,
  };
}

const says = (status: string) => ({
  events: { [compliance]: { previous_status: "compliant", current_status: status } },
});

function sign(body: object, header: object = {}, by = key): Promise<string> {
  return new SignJWT(body as never)
    .setProtectedHeader({ alg: "RS256", typ: "secevent+jwt", kid: "mdm-1", ...header })
    .sign(by);
}

async function push(jwt: string, type = "application/secevent+jwt") {
  const answer = await ward.server.inject({
    method: "POST",
    url: "/ssf/events",
    headers: { host: "localhost:8080", "content-type": type },
    payload: jwt,
  });
  const isJson = String(answer.headers["content-type"]).includes("json");
  return { status: answer.statusCode, body: isJson ? answer.json() : undefined };
}

const device = (id = "dev_1") => ward.app.world().devices.get(id);
async function reports(): Promise<readonly { readonly actor: object; readonly body: object }[]> {
  const entries = await ward.log.read(0, { limit: 100_000 });
  return entries
    .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()))
    .filter(({ kind }) => kind === "device.reported");
}

describe("[SS10] a transmitter that is believed says that a device does not comply", () => {
  test("and from that record on the device counts as not managed, until it complies again", async () => {
    expect(await push(await sign(claims()))).toEqual({ status: 202, body: undefined });
    expect(device()).toMatchObject({ managed: false, encrypted: true });
    expect(await reports()).toMatchObject([
      {
        actor: { type: "feed", id: "mdm" },
        body: { device: "dev_1", managed: false, wasManaged: true },
      },
    ]);
    ward.clock.pass(2_000);
    const better = claims({ jti: "two", ...says("compliant") });
    expect((await push(await sign(better))).status).toBe(202);
    expect(device()).toMatchObject({ managed: true });
  });

  test("a SET that comes again is acknowledged, and does nothing a second time", async () => {
    const jwt = await sign(claims());
    await push(jwt);
    ward.clock.pass(2_000);
    await push(await sign(claims({ jti: "two", ...says("compliant") })));
    expect((await push(jwt)).status).toBe(202);
    expect(await reports()).toHaveLength(2);
    expect(device()).toMatchObject({ managed: true });
  });

  test("what is older than what is known changes nothing", async () => {
    await push(await sign(claims()));
    const older = claims({ jti: "two", iat: seconds() - 50, ...says("compliant") });
    expect((await push(await sign(older))).status).toBe(202);
    expect(device()).toMatchObject({ managed: false });
  });

  test("of a device that is not ours, and of other events, nothing follows", async () => {
    const other = { format: "opaque", id: "dev_other" };
    expect((await push(await sign(claims({ sub_id: other })))).status).toBe(202);
    const verification = {
      jti: "two",
      sub_id: { format: "opaque", id: "stream" },
      events: { "https://schemas.openid.net/secevent/ssf/event-type/verification": {} },
    };
    expect((await push(await sign(claims(verification)))).status).toBe(202);
    expect(await reports()).toEqual([]);
  });
});

describe("[SS11] a SET that is not as it should be is refused with its code, and does nothing", () => {
  const week = 7 * 86_400;
  test.each<[string, string, () => Promise<string>]>([
    ["another audience", "invalid_audience", () => sign(claims({ aud: "https://other.example" }))],
    ["an unknown issuer", "invalid_issuer", () => sign(claims({ iss: "https://evil.example" }))],
    ["another key", "invalid_key", () => sign(claims(), {}, stranger)],
    ["an unknown key id", "invalid_key", () => sign(claims(), { kid: "mdm-2" })],
    ["alg none", "invalid_request", async () => new UnsecuredJWT(claims()).encode()],
    ["another typ", "invalid_request", () => sign(claims(), { typ: "JWT" })],
    ["no jti", "invalid_request", () => sign(claims({ jti: undefined }))],
    ["an empty jti", "invalid_request", () => sign(claims({ jti: "" }))],
    ["no iat", "invalid_request", () => sign(claims({ iat: undefined }))],
    ["an iat ahead", "invalid_request", () => sign(claims({ iat: seconds() + 120 }))],
    ["an iat long ago", "invalid_request", () => sign(claims({ iat: seconds() - week - 60 }))],
    ["a sub", "invalid_request", () => sign(claims({ sub: "dev_1" }))],
    ["an exp", "invalid_request", () => sign(claims({ exp: seconds() + 60 }))],
    ["no subject", "invalid_request", () => sign(claims({ sub_id: undefined }))],
    ["a subject that is none", "invalid_request", () => sign(claims({ sub_id: "dev_1" }))],
    ["no event", "invalid_request", () => sign(claims({ events: {} }))],
    [
      "two events",
      "invalid_request",
      () => sign(claims({ events: { ...says("compliant").events, "urn:example": {} } })),
    ],
    ["an unknown status", "invalid_request", () => sign(claims(says("perhaps")))],
    ["no token", "invalid_request", async () => "nonsense"],
    ["nothing of a token", "invalid_request", async () => "a.b.c"],
  ])("%s", async (_what, err, make) => {
    const answer = await push(await make());
    expect(answer).toMatchObject({ status: 400, body: { err } });
    expect(answer.body.description).not.toBe("");
    expect(device()).toMatchObject({ managed: true });
    expect(await reports()).toEqual([]);
  });

  test("a huge body, and one of another type", async () => {
    expect((await push("x".repeat(40_000))).status).toBe(413);
    expect((await push(await sign(claims()), "application/json")).status).toBe(415);
  });

  test("one that was refused for its contents may come again right", async () => {
    await push(await sign(claims(says("perhaps"))));
    expect((await push(await sign(claims()))).status).toBe(202);
    expect(device()).toMatchObject({ managed: false });
  });
});

describe("the list of transmitters", () => {
  const one = { id: "mdm", issuer, audience, jwks_uri: "https://mdm.example/jwks.json" };
  test.each([
    ["it is not JSON", "nonsense"],
    ["it is not a list", "{}"],
    ["number 1: it is no object", "[1]"],
    ["two have the id mdm", JSON.stringify([one, one])],
    ["there is no member jwksUri", JSON.stringify([{ ...one, jwksUri: "x" }])],
    ["id has 1 to 40", JSON.stringify([{ ...one, id: "The MDM" }])],
    ["issuer is no https address", JSON.stringify([{ ...one, issuer: "http://mdm.example" }])],
    ["audience is missing", JSON.stringify([{ ...one, audience: "" }])],
    ["give jwks or jwks_uri", JSON.stringify([{ ...one, jwks: { keys: [] } }])],
    ["jwks_uri is no https address", JSON.stringify([{ ...one, jwks_uri: "ftp://x/" }])],
    ["poll is", JSON.stringify([{ ...one, poll: [] }])],
    ["poll has no member url", JSON.stringify([{ ...one, poll: { url: "https://mdm.example" } }])],
    [
      "endpoint_url of poll is no https address",
      JSON.stringify([{ ...one, poll: { endpoint_url: "http://mdm.example/poll" } }]),
    ],
    [
      "authorization_header of poll is no text",
      JSON.stringify([
        { ...one, poll: { endpoint_url: "https://mdm.example/p", authorization_header: "a\nb" } },
      ]),
    ],
    [
      "jwks holds something else than public keys",
      JSON.stringify([
        { ...one, jwks_uri: undefined, jwks: { keys: [{ kty: "oct", k: "c2VjcmV0" }] } },
      ]),
    ],
  ])("is refused where %s", (message, text) => {
    expect(() => readTransmitters(text)).toThrow(message);
  });

  test("is read", () => {
    const poll = { endpoint_url: "https://mdm.example/poll", authorization_header: "Bearer x" };
    expect(readTransmitters(JSON.stringify([{ ...one, poll }]))).toMatchObject([
      { poll: { endpoint: "https://mdm.example/poll", authorization: "Bearer x" } },
    ]);
    expect(readTransmitters(JSON.stringify([one]))).toEqual([
      { id: "mdm", issuer, audience, keys: { jwksUri: "https://mdm.example/jwks.json" } },
    ]);
  });
});
