import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createIssuer,
  type Issuer,
  type Keys,
  keys,
  passportsYaml,
} from "../../../tests/support/passports.ts";
import { createWallet, type Mischief, type Wallet } from "../../../tests/support/wallet.ts";
import type { TrustedIssuer } from "../../access/index.ts";
import { activate, system } from "../../app.ts";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
let issuer: Issuer;
let holder: Keys;
let ada: string;
/** How the issuer's list is had. */
let fetchList: () => Promise<string>;
beforeEach(async () => {
  issuer = await createIssuer();
  holder = await keys();
  fetchList = () => issuer.statusList(ward.clock.now());
  ward = await openWard({ fetchStatusList: () => fetchList() });
  await believe(issuer.trusted);
  await offer("eva", "Nora Lind", 12 * hour);
  ada = await signIn("ada");
});
afterEach(() => ward.close());

/** Makes a policy active that believes these issuers. */
async function believe(...issuers: readonly TrustedIssuer[]): Promise<void> {
  const bundle = ward.app.bundles.current(ward.app.world());
  const loaded = await ward.app.load({
    ...bundle?.files,
    "passports.yaml": passportsYaml(...issuers),
  });
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  await activate(ward.app, loaded.bundle, system);
}

/** An engagement as a locum on 4B is offered to somebody new. */
async function offer(
  person: string,
  display: string,
  lasts: number,
  role = "nurse",
): Promise<void> {
  const value = { type: "person", display, initials: "NL" };
  await ward.record("person.registered", { person }, [{ table: "names", key: person, value }]);
  const [engagement, from] = [`eng_${person}`, ward.begin];
  const terms = { engagement, from, person, sponsor: "amy", to: from + lasts, type: "locum" };
  await ward.record("engagement.offered", terms as never);
  const held = { engagement, role, ward: "4B", from, to: from + lasts };
  await ward.record("role.assigned", { assignment: `rol_${person}`, ...held });
}

const post = (path: string, body: unknown, cookie = ada) =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const get = (path: string, cookie = ada) =>
  send(ward.server, "GET", `/console/api/${path}`, undefined, { origin, cookie });
async function signIn(badge: string): Promise<string> {
  const answer = await post("sign-in", { badge, pin: `pin-${badge}` }, "");
  expect(answer.body.type).toBe("in");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

/** The wallet's way to the server, without a network. */
const fetchHere = (async (input: RequestInfo | URL, init?: RequestInit) => {
  const request = new Request(input, init);
  const { pathname } = new URL(request.url);
  const answer = await ward.server.inject({
    method: "POST",
    url: pathname,
    headers: { host: "localhost:8080", ...Object.fromEntries(request.headers) },
    payload: await request.text(),
  });
  const headers = { "content-type": String(answer.headers["content-type"]) };
  return new Response(answer.body, { status: answer.statusCode, headers });
}) as typeof fetch;

/** A passport from the issuer as it is now, in a wallet. */
async function wallet(
  claims: Readonly<Record<string, unknown>> = {},
  by: Issuer = issuer,
): Promise<Wallet> {
  const iat = Math.floor(ward.clock.now() / 1000) - 60;
  const times = { iat, exp: iat + 30 * 24 * 3600 };
  const passport = await by.issue(holder.jwk, { ...times, ...claims });
  return createWallet(passport, holder, { fetch: fetchHere, now: ward.clock.now });
}

const on = (person = "eva") => `people/${person}/engagements/eng_${person}/passport`;

async function begin(person = "eva", cookie = ada): Promise<{ id: string; link: string }> {
  const answer = await post(on(person), {}, cookie);
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("openid4vp://")]);
  return answer.body;
}

/** Asks, has it answered, and says what the desk is told. */
async function shown(held: Wallet, mischief: Mischief = {}, person = "eva") {
  const { id, link } = await begin(person);
  const answer = await held.answer(link, mischief);
  const { body } = await get(`${on(person)}/${id}`);
  expect(answer.status).toBe(body.type === "believed" ? 200 : 400);
  return { id, body };
}

/** Why the desk is told that it is not believed; the engagement is as it was. */
async function fault(held: Wallet, mischief?: Mischief): Promise<string> {
  const { id, body } = await shown(held, mischief);
  expect(body).toMatchObject({
    type: "refused",
    message: expect.stringMatching(/\w+\.$/),
    said: [{ code: `passport.${body.code}` }],
  });
  expect((await post(`${on()}/${id}/accept`, {})).body.error.code).toBe("ceremony-over");
  expect(ward.app.world().engagements.get("eng_eva")).toMatchObject({ state: "offered" });
  return body.code;
}

async function records(kind: string): Promise<readonly { readonly [key: string]: unknown }[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))
    .filter((record) => record.kind === kind);
}

describe("a staff passport at the desk", () => {
  test("[L7] is asked for by a link, answered by other people's wallet, compared, and is the evidence from then on", async () => {
    const { id, link } = await begin();
    expect((await get(`${on()}/${id}`)).body).toEqual({ type: "waiting" });
    const held = await wallet();
    const answered = await held.answer(link);
    expect([answered.status, await answered.json()]).toEqual([200, {}]);
    const { body } = await get(`${on()}/${id}`);
    expect(body).toMatchObject({
      type: "believed",
      passport: {
        name: "Nora Lind",
        expected: "Nora Lind",
        isSameName: true,
        role: "nurse",
        issuer: "Regional staff bank",
        level: 2,
        registration: { body: "NMC", number: "12A3456B" },
      },
    });
    // Until somebody has compared it with who stands there, it is nothing.
    expect(ward.app.world().engagements.get("eng_eva")?.state).toBe("offered");
    const accepted = await post(`${on()}/${id}/accept`, {});
    expect(accepted.body.engagements).toMatchObject([
      {
        state: "proofed",
        proof: {
          method: "staff-passport",
          level: 2,
          by: "Ada Stone",
          issuer: "Regional staff bank",
        },
      },
    ]);
    const [proofed] = await records("engagement.proofed");
    expect(proofed).toMatchObject({
      actor: { type: "person", id: "ada" },
      body: {
        engagement: "eng_eva",
        level: 2,
        method: "staff-passport",
        passport: {
          index: 3,
          issuer: issuer.trusted.issuer,
          list: "https://passports.example/status/1",
        },
        until: body.passport.until,
      },
    });
    expect(JSON.stringify(proofed)).not.toMatch(/Nora|staff-17|12A3456B/);
    expect((await post(`${on()}/${id}/accept`, {})).body.error.code).toBe("ceremony-over");
  });

  test("asks for what a passport has to state, and for nothing else", async () => {
    const { link } = await begin();
    const parameters = new URL(link).searchParams;
    expect(parameters.get("response_mode")).toBe("direct_post");
    expect(parameters.get("client_id")).toBe(`redirect_uri:${parameters.get("response_uri")}`);
    const [asked] = JSON.parse(parameters.get("dcql_query") ?? "").credentials;
    expect(asked.claims.map(({ path }: { path: string[] }) => path)).toEqual([
      ["sub"],
      ["name"],
      ["role"],
      ["proofing"],
      ["registration"],
    ]);
    // What a phone's camera still reads from a screen.
    expect(link.length).toBeLessThan(1_600);
  });

  test("of a profession without a register is believed without one", async () => {
    const { body } = await shown(await wallet({ registration: undefined }));
    expect(body).toMatchObject({ type: "believed" });
    expect(body.passport.registration).toBeUndefined();
  });

  test("in another name is shown as that", async () => {
    const { body } = await shown(await wallet({ name: "Nora Lindqvist" }));
    expect(body.passport).toMatchObject({ name: "Nora Lindqvist", isSameName: false });
    const accents = await shown(await wallet({ name: "LIND Nóra" }));
    expect(accents.body.passport.isSameName).toBe(true);
  });
});

describe("[L7] a staff passport is refused, and the desk is told why, when", () => {
  test("it is forged", async () => {
    expect(await fault(await wallet({}, await createIssuer()))).toBe("forged");
    const [{ actor, body } = {}] = await records("passport.refused");
    expect([actor, body]).toEqual([
      { type: "person", id: "ada" },
      { engagement: "eng_eva", why: "forged" },
    ]);
  });

  test("it has expired", async () => {
    const exp = Math.floor(ward.clock.now() / 1000);
    expect(await fault(await wallet({ exp }))).toBe("expired");
  });

  test("its issuer has revoked it, or suspended it", async () => {
    issuer.list.setStatus(3, 1);
    expect(await fault(await wallet())).toBe("revoked");
    issuer.list.setStatus(3, 2);
    ward.clock.pass(hour / 6);
    expect(await fault(await wallet())).toBe("suspended");
  });

  test("whether it was revoked cannot be known, or its list is not in the issuer's folder", async () => {
    fetchList = () => Promise.reject(new Error("No answer."));
    expect(await fault(await wallet())).toBe("status-unknown");
    let asked = 0;
    fetchList = async () => {
      asked++;
      return "";
    };
    for (const uri of [
      "https://passports.example/status/../secret",
      "https://passports.example/status/%2e%2e/secret",
      "https://passports.example/status\\..\\secret",
      "http://169.254.169.254/latest",
      "https://passports.example.evil.example/status/1",
    ]) {
      const status = { status_list: { uri, idx: 3 } };
      expect([uri, await fault(await wallet({ status }))]).toEqual([uri, "status-unknown"]);
    }
    expect(asked).toBe(0);
  });

  test("it is the answer to another request: kept, and shown again", async () => {
    const held = await wallet();
    const first = await begin();
    const kept = await held.present(first.link);
    const { id, link } = await begin();
    expect((await held.send(link, kept)).status).toBe(400);
    expect((await get(`${on()}/${id}`)).body.code).toBe("replayed");
    // The one that it was made for is answered once.
    expect((await held.send(first.link, kept)).status).toBe(200);
    expect((await held.send(first.link, kept)).status).toBe(400);
    expect((await get(`${on()}/${first.id}`)).body.type).toBe("believed");
  });

  test("it was presented to somebody else", async () => {
    const aud = "redirect_uri:https://elsewhere.example/passports/response";
    expect(await fault(await wallet(), { aud })).toBe("wrong-audience");
  });

  test("the proof is by another key than its holder's, or too old, or there is none", async () => {
    expect(await fault(await wallet(), { keys: await keys() })).toBe("wrong-holder");
    const iat = Math.floor(ward.clock.now() / 1000) - 301;
    expect(await fault(await wallet(), { iat })).toBe("stale-proof");
    const change = (made: string) => made.slice(0, made.lastIndexOf("~") + 1);
    expect(await fault(await wallet(), { change })).toBe("no-holder-proof");
  });

  test("its issuer is not believed any more, at any moment until it is accepted", async () => {
    const held = await wallet();
    const { id, body } = await shown(held);
    expect(body.type).toBe("believed");
    const other = await createIssuer({ issuer: "https://other.example" });
    await believe(other.trusted);
    const late = await post(`${on()}/${id}/accept`, {});
    expect([late.status, late.body.error.code]).toEqual([409, "passport-untrusted"]);
    expect(await fault(held)).toBe("untrusted-issuer");
  });

  test("the level or the role is not one that is believed from its issuer", async () => {
    const proofing = { level: 1, method: "e-mail", by: "nobody", at: 0 };
    expect(await fault(await wallet({ proofing }))).toBe("proofing-too-low");
    expect(await fault(await wallet({ role: "doctor" }))).toBe("role-not-theirs");
  });

  test("it is no passport at all, or its holder does not want to", async () => {
    expect(await fault(await wallet(), { change: () => "nothing" })).toBe("unreadable");
    const { id, link } = await begin();
    expect((await (await wallet()).decline(link)).status).toBe(400);
    expect((await get(`${on()}/${id}`)).body.code).toBe("declined");
  });
});

describe("[L7] a believed passport is no evidence for", () => {
  const accept = async (person: string, held: Wallet) => {
    const { id, body } = await shown(held, {}, person);
    expect(body.type).toBe("believed");
    const { body: answer, status } = await post(`${on(person)}/${id}/accept`, {});
    return status === 200 ? answer.engagements[0].state : answer.error.code;
  };

  test("a role that it does not say, or that its issuer is not believed for", async () => {
    await offer("dora", "Dora Doctor", hour, "doctor");
    expect(await accept("dora", await wallet())).toBe("passport-other-role");
    const engagement = "eng_eva";
    const more = { engagement, role: "ward-manager", ward: "4B" };
    const times = { from: ward.begin, to: ward.begin + hour };
    await ward.record("role.assigned", { assignment: "rol_more", ...more, ...times });
    expect(await accept("eva", await wallet())).toBe("passport-other-role");
  });

  test("an engagement that is longer than its issuer is believed for", async () => {
    await offer("lou", "Lou Long", 25 * hour);
    expect(await accept("lou", await wallet())).toBe("passport-too-long");
  });

  test("an engagement that is made longer than that afterwards", async () => {
    expect(await accept("eva", await wallet())).toBe("proofed");
    const on20 = "people/eva/engagements/eng_eva/extend";
    const late = await post(on20, { last: "2026-03-20" });
    expect([late.status, late.body.error.code]).toEqual([422, "passport-too-long"]);
  });

  test("somebody else than the one whose it was here before", async () => {
    await offer("ned", "Ned Next", hour);
    expect(await accept("eva", await wallet())).toBe("proofed");
    expect(await accept("ned", await wallet())).toBe("passport-anothers");
    expect(await accept("ned", await wallet({ sub: "staff-18" }))).toBe("proofed");
    expect(await accept("eva", await wallet())).toBe("proofed");
  });
});

describe("a request for a passport", () => {
  test("is for whoever may record who somebody is, and never for one's own engagement", async () => {
    const ben = await signIn("ben");
    expect((await post(on(), {}, ben)).status).toBe(403);
    const own = await post("people/ada/engagements/eng_ada/passport", {});
    expect(own.body.error).toMatchObject({
      code: "refused",
      message: expect.stringContaining("own"),
    });
    await believe();
    const nobody = await post(on(), {});
    expect(nobody.body.error.message).toContain("believes nobody's");
  });

  test("is seen by the session that began it alone, and is over after five minutes", async () => {
    const held = await wallet();
    const { id, link } = await begin();
    const elsewhere = await signIn("ada");
    expect((await get(`${on()}/${id}`, elsewhere)).body).toEqual({ type: "over" });
    await offer("ned", "Ned Next", hour);
    expect((await get(`${on("ned")}/${id}`)).body).toEqual({ type: "over" });
    ward.clock.pass(5 * 60_000);
    expect((await held.answer(link)).status).toBe(400);
    expect((await get(`${on()}/${id}`)).body).toEqual({ type: "over" });
  });

  test("is answered by a form with its state, and by nothing else", async () => {
    const { id } = await begin();
    const answer = (payload: string, type = "application/x-www-form-urlencoded") =>
      ward.server.inject({
        method: "POST",
        url: "/passports/response",
        headers: { host: "localhost:8080", "content-type": type },
        payload,
      });
    for (const form of [
      "",
      "state=",
      "state=guess&vp_token=x",
      "vp_token=x",
      "%00=%00&state=%00",
    ]) {
      expect([form, (await answer(form)).statusCode]).toEqual([form, 400]);
    }
    expect((await answer('{"state":"x"}', "application/json")).statusCode).toBe(415);
    expect((await answer(`state=${"x".repeat(70_000)}`)).statusCode).toBe(413);
    expect((await get(`${on()}/${id}`)).body).toEqual({ type: "waiting" });
  });

  test("says nothing of the passport in the log but that it was shown", async () => {
    const before = ward.app.world().next;
    await fault(await wallet({}, await createIssuer()));
    const entries = await ward.log.read(before, { limit: 100 });
    const text = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
    expect(text).toContain('"passport.refused"');
    expect(text).not.toMatch(/Nora|staff-17|12A3456B/);
  });
});
