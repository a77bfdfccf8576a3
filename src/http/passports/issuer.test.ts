import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { desk, type Keys, keys, present } from "../../../tests/support/passports.ts";
import { type Mischief, receivePassport } from "../../../tests/support/receiving-wallet.ts";
import type { Passports } from "../../access/index.ts";
import { system } from "../../app.ts";
import { endEngagement, resumeEngagement, suspendEngagement } from "../../lifecycle/index.ts";
import { openSealer } from "../../node/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import { openWard, send, type TestWard } from "../test-support.ts";
import { createCheckStatus, createStatusLists } from "./check-status.ts";
import { makeIssuingKey } from "./issuing-key.ts";
import { type Passport, PassportError } from "./passport.ts";
import { type Turn, turnIssuingKey } from "./turn-issuing-key.ts";
import { verifyPassport } from "./verify-passport.ts";

const hour = 3_600_000;
const sealer = openSealer(randomBytes(32));
/** Wallets take nothing from anywhere else than https. */
const origin = "https://north.example";
const issuer = `${origin}/passports`;

let ward: TestWard;
let holder: Keys;
let ada: string;
beforeEach(async () => {
  holder = await keys();
  ward = await openWard({ origins: () => [origin], sealer });
  await seen("amy");
  ada = await signIn("ada");
});
afterEach(() => ward.close());

/** Who somebody is has been shown. */
const seen = (person: string, until = ward.begin + 500 * hour) =>
  ward.record("engagement.proofed", {
    engagement: `eng_${person}`,
    level: 2,
    method: "photo-id",
    until,
  });

const post = (path: string, body: unknown, cookie = ada) =>
  send(ward.server, "POST", `/console/api/${path}`, body, {
    host: "north.example",
    origin,
    cookie,
  });
async function signIn(badge: string): Promise<string> {
  const answer = await post("sign-in", { badge, pin: `pin-${badge}` }, "");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

/** What the server said to the wallet the last time. */
let last: { readonly status: number; readonly body: string };

/** A wallet's way to the server, without a network. */
const fetchHere = (async (input: RequestInfo | URL, init?: RequestInit) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  const payload = await request.text();
  const answer = await ward.server.inject({
    method: request.method as "GET" | "POST",
    url: pathname,
    headers: { host: "north.example", ...Object.fromEntries(request.headers) },
    ...(payload === "" ? {} : { payload }),
  });
  const headers = { "content-type": String(answer.headers["content-type"]) };
  last = { status: answer.statusCode, body: answer.body };
  return new Response(answer.body, { status: answer.statusCode, headers });
}) as typeof fetch;

const offer = (person = "amy", cookie = ada) =>
  post(`people/${person}/engagements/eng_${person}/passport-offer`, {}, cookie);

interface Taking {
  readonly pin?: string;
  readonly mischief?: Mischief;
}

async function take(link: string, pin: string, mischief: Mischief = {}): Promise<string> {
  const options = { fetch: fetchHere, now: ward.clock.now, mischief };
  return receivePassport(link, pin, holder, options);
}

/** Offers one to Amy, and has her wallet take it. */
async function receive({ pin, mischief }: Taking = {}): Promise<string> {
  const { body, status } = await offer();
  expect(status).toBe(200);
  return take(body.link, pin ?? body.pin, mischief);
}

/** Another hospital, which has our key in its policy. */
async function elsewhere(passport: string): Promise<Passport> {
  const metadata = await fetchHere(`${origin}/.well-known/jwt-vc-issuer/passports`);
  const { jwks, issuer: address } = (await metadata.json()) as {
    readonly issuer: string;
    readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  };
  const trusted = {
    issuer: address,
    title: "North",
    statusLists: `${issuer}/status/`,
    knownAs: new Set<string>(),
    proofing: 2,
    roles: new Set(["nurse"]),
    longest: 24 * hour,
    keys: jwks.keys,
  };
  const passports: Passports = {
    type: "urn:wardkey:staff-passport:1",
    proofWithin: 5 * 60_000,
    statusWithin: 12 * hour,
    knownAs: new Set<string>(),
    issuers: new Map([[address, trusted]]),
  };
  const lists = createStatusLists(async (uri) => (await fetchHere(uri)).text(), {
    clock: ward.clock,
  });
  const at = ward.clock.now();
  const presented = await present(passport, holder, { iat: Math.floor(at / 1000) });
  return verifyPassport(presented, { ...desk, at }, passports, createCheckStatus(lists));
}

async function standing(passport: string): Promise<string> {
  try {
    await elsewhere(passport);
    return "believed";
  } catch (error) {
    if (error instanceof PassportError) return error.code;
    throw error;
  }
}

const engagement = "eng_amy";
const actor = system;

describe("a staff passport of this house", () => {
  test("[L7] is offered at the desk, taken by other people's wallet, and believed by another hospital with our key", async () => {
    const passport = await receive();
    expect(await elsewhere(passport)).toMatchObject({
      subject: "amy",
      name: "Amy Adeyemi",
      role: "nurse",
      proofing: { level: 2, method: "photo-id", by: "north.example" },
      until: Math.floor((ward.begin + 500 * hour) / 1000) * 1000,
    });
    const [header = "", payload = ""] = passport.split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({
      typ: "dc+sd-jwt",
      alg: "ES256",
    });
    expect(Buffer.from(payload, "base64url").toString()).not.toMatch(/Amy|nurse/);
    const { issued } = ward.app.world().engagements.get(engagement) ?? {};
    expect(issued).toHaveLength(1);
    expect(JSON.stringify([...ward.app.world().engagements.values()])).not.toContain("Adeyemi");
  });

  test("[L3] counts while the engagement is live: suspended, it is suspended, and at its end it is over", async () => {
    const passport = await receive();
    const { app } = ward;
    await app.submit(suspendEngagement(app, { engagement, reason: "leave", actor }));
    expect(await standing(passport)).toBe("suspended");
    await app.submit(resumeEngagement({ engagement, actor }));
    expect(await standing(passport)).toBe("believed");
    await app.submit(endEngagement(app, { engagement, reason: "left", actor }));
    expect(await standing(passport)).toBe("revoked");
  });

  test("[L2] is good no longer than the engagement, its evidence and ninety days", async () => {
    await seen("amy", ward.begin + 10 * hour);
    expect((await elsewhere(await receive())).until).toBe(ward.begin + 10 * hour);
  });

  test("has a place in the list that is no other's, and every other place is no passport", async () => {
    const [one, other] = [await receive(), await receive()];
    const places = await Promise.all(
      [one, other].map(async (each) => (await elsewhere(each)).status),
    );
    expect(new Set(places.map(({ index }) => index)).size).toBe(2);
    const far = await fetchHere(`${issuer}/status/1`);
    expect(far.status).toBe(404);
    for (const path of ["x", "-1", "0/../0x", "99999999999"]) {
      expect((await fetchHere(`${issuer}/status/${path}`)).status, path).toBe(404);
    }
  });

  test("is in a list that is made anew when it says something else, and now and then", async () => {
    await receive();
    const list = async () => (await fetchHere(`${issuer}/status/0`)).text();
    const first = await list();
    ward.clock.pass(149_000);
    expect(await list()).toBe(first);
    ward.clock.pass(1_000);
    const second = await list();
    expect(second).not.toBe(first);
    await receive();
    expect(await list()).not.toBe(second);
  });

  test("is signed by one key, whichever node makes it first", async () => {
    const ask = async () =>
      (await fetchHere(`${origin}/.well-known/jwt-vc-issuer/passports`)).json();
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one).toEqual(other);
    expect(JSON.stringify(one)).not.toContain('"d"');
  });
});

describe("the key that passports are signed with", () => {
  const day = 24 * hour;
  let made = 0;
  const turn = async (how: Partial<Turn> = {}) =>
    ward.app.submit(
      turnIssuingKey(
        await makeIssuingKey({ sealer, newId: (prefix) => `${prefix}_${++made}` }),
        { after: 30 * day, compromised: false, ...how },
        system,
      ),
    );
  const published = async () => {
    const answer = await fetchHere(`${origin}/.well-known/jwt-vc-issuer/passports`);
    const { jwks } = (await answer.json()) as { readonly jwks: { readonly keys: readonly Key[] } };
    return jwks.keys;
  };
  interface Key {
    readonly kid: string;
    readonly d?: string;
  }
  const kids = async () => (await published()).map(({ kid }) => kid);
  const signedBy = (jwt: string) =>
    (JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()) as Key).kid;

  test("[N2] is turned with an overlap: both are published, old passports are believed still, and new ones are the next key's", async () => {
    await seen("amy", ward.begin + 400 * day);
    const old = await receive();
    const first = signedBy(old);
    const { from, keptUntil, kid } = await turn();
    expect([from, keptUntil]).toEqual([ward.begin + 30 * day, ward.begin + 121 * day]);
    expect(await kids()).toEqual([first, kid]);
    expect(signedBy(await receive())).toBe(first);
    for (const key of await published()) expect(key.d).toBeUndefined();

    ward.clock.pass(30 * day - 1);
    ada = await signIn("ada");
    expect(signedBy(await receive())).toBe(first);
    ward.clock.pass(1);
    const fresh = await receive();
    expect(signedBy(fresh)).toBe(kid);
    expect(signedBy(await (await fetchHere(`${issuer}/status/0`)).text())).toBe(kid);
    expect(await kids()).toEqual([kid, first]);
    expect(await Promise.all([standing(old), standing(fresh)])).toEqual(["believed", "believed"]);

    ward.clock.pass(91 * day);
    expect(await kids()).toEqual([kid]);
    const log = (await ward.log.read(0, { limit: 100_000 })).map(decodeRecord);
    const told = log.filter((record) => record.kind === "passport-key.turned");
    expect(told.map(({ body }) => body)).toEqual([
      { key: kid, from, keptUntil, compromised: false },
    ]);
  });

  test("[N2] is not turned twice at a time, and the one before the last is let go of", async () => {
    await kids();
    const second = await turn();
    await expect(turn()).rejects.toMatchObject({ code: "key-turning" });
    ward.clock.pass(30 * day);
    const third = await turn();
    expect(await kids()).toHaveLength(3);
    ward.clock.pass(100 * day);
    const fourth = await turn();
    expect(await kids()).toEqual([third.kid, second.kid, fourth.kid]);
  });

  test("[N2] is turned at once where somebody else has it: nothing that it signed is believed, and no other key is published", async () => {
    const old = await receive();
    await turn();
    const { from, keptUntil, kid } = await turn({ compromised: true, after: 0 });
    expect([from, keptUntil]).toEqual([ward.clock.now(), undefined]);
    expect(await kids()).toEqual([kid]);
    expect(await standing(old)).toBe("forged");
    expect(await standing(await receive())).toBe("believed");
  });
});

describe("nobody gets one", () => {
  const refused = async (making: Promise<unknown>, code: string) => {
    await expect(making).rejects.toThrow();
    expect([last.status, JSON.parse(last.body)]).toEqual([400, { error: code }]);
  };

  test("with a wrong PIN, and the offer is spent by that", async () => {
    const { body } = await offer();
    const wrong = body.pin === "000000" ? "000001" : "000000";
    await refused(take(body.link, wrong), "invalid_grant");
    await refused(take(body.link, body.pin), "invalid_grant");
  });

  test("by an offer that was taken already, or is older than five minutes", async () => {
    const { body } = await offer();
    await take(body.link, body.pin);
    await refused(take(body.link, body.pin), "invalid_grant");
    const late = (await offer()).body;
    ward.clock.pass(5 * 60_000);
    await refused(take(late.link, late.pin), "invalid_grant");
    expect(ward.app.world().engagements.get(engagement)?.issued).toHaveLength(1);
  });

  test("without a proof of the key that is made for us, now", async () => {
    const old = new Date(ward.clock.now() - hour);
    await refused(receive({ mischief: { nonce: "guessed" } }), "invalid_nonce");
    await refused(receive({ mischief: { issuedAt: old } }), "invalid_proof");
    const audience = "https://elsewhere.example";
    await refused(receive({ mischief: { audience } }), "invalid_proof");
    expect(ward.app.world().engagements.get(engagement)?.issued).toBeUndefined();
  });

  test("by a token that is none, a token twice, or a request for something else", async () => {
    const ask = (token: string, body: object) =>
      ward.server.inject({
        method: "POST",
        url: "/passports/credential",
        headers: { host: "north.example", authorization: `Bearer ${token}` },
        payload: body,
      });
    expect((await ask("guess", {})).statusCode).toBe(401);
    const { body } = await offer();
    const code = JSON.parse(new URL(body.link).searchParams.get("credential_offer") ?? "");
    const [grant] = Object.entries(code.grants) as [string, { "pre-authorized_code": string }][];
    const form = new URLSearchParams({
      grant_type: grant?.[0] ?? "",
      "pre-authorized_code": grant?.[1]["pre-authorized_code"] ?? "",
      tx_code: body.pin,
    });
    const answer = await fetchHere(`${issuer}/token`, { method: "POST", body: form });
    const { access_token: token } = (await answer.json()) as { readonly access_token: string };
    const other = await ask(token, { credential_configuration_id: "library_card" });
    expect([other.statusCode, other.json().error]).toEqual([
      400,
      "unknown_credential_configuration",
    ]);
    for (const proofs of [undefined, {}, { jwt: [] }, { jwt: ["a.b.c"] }, { jwt: ["x", "y"] }]) {
      const made = { credential_configuration_id: "staff_passport", proofs };
      expect((await ask(token, made)).json()).toEqual({ error: "invalid_proof" });
    }
  });

  test("who is not known to be who they are, is no more here, or asks for their own", async () => {
    expect((await offer("ben")).body.error.code).toBe("proof-missing");
    await seen("ada");
    expect((await offer("ada")).body.error.code).toBe("own-engagement");
    const zoe = await signIn("zoe");
    expect((await offer("amy", zoe)).status).toBe(403);
    const { body } = await offer();
    await ward.app.submit(endEngagement(ward.app, { engagement, reason: "left", actor }));
    await refused(take(body.link, body.pin), "credential_request_denied");
    expect((await offer()).body.error.code).toBe("engagement-ended");
  });
});
