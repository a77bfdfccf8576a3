import { createHmac, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { system } from "../../app.ts";
import { keptAccounts, quarantine, retireWorkload } from "../../workloads/index.ts";
import type { LogRecord } from "../../world/index.ts";
import {
  addWorkload,
  giveCredential,
  makeKey,
  startIssuer,
  type TestIssuer,
  type TestKey,
} from "../programs/test-support.ts";
import { openWard, type TestWard } from "../test-support.ts";
import {
  addApplication,
  fhirServer,
  issuer,
  postAs,
  postForm,
  type TestApplication,
} from "./test-support.ts";

const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const hospital = "https://lab.example/fhir";

let ward: TestWard;
let keyedHash: (use: string, secret: string) => string;
let resource: TestApplication;
let key: TestKey;
let publisher: TestIssuer;
/** What the publisher says of its keys. */
let published: readonly object[];
/** What was recorded. */
let written: LogRecord[];
beforeEach(async () => {
  const secret = randomBytes(32);
  keyedHash = (use, text) =>
    createHmac("sha256", secret).update(`${use}\0${text}`).digest("base64url");
  ward = await openWard(
    { keyNetworks: ["127.0.0.0/8"], keyedHash, proxies: ["127.0.0.1"] },
    Date.now(),
  );
  published = [];
  written = [];
  ward.app.follow((records) => written.push(...records));
  publisher = await startIssuer((response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: published })),
  );
  resource = await addApplication(ward, "gate", {
    redirectUris: [],
    serves: [fhirServer, hospital],
  });
  key = await makeKey(() => ward.app.now());
});
afterEach(async () => {
  await publisher.close();
  await ward.close();
});

const give = (workload: string, form: Parameters<typeof giveCredential>[3]) =>
  giveCredential(ward, keyedHash, workload, form);
const from = (address: string) => ({ "x-forwarded-for": address });
const ask = (
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) =>
  postForm(
    ward,
    "/oidc/token",
    { grant_type: "client_credentials", scope: "system/Observation.rs", ...form },
    { ...from("192.0.2.7"), ...headers },
  );
const asserted = (client_id: string, client_assertion: string) => ({
  client_id,
  client_assertion_type: type,
  client_assertion,
});
const own = (claims: object = {}, signer = key, id = "lab") =>
  signer.sign({ iss: id, sub: id, aud: issuer, jti: randomBytes(8).toString("hex"), ...claims });
const seen = async (token: string) =>
  (await postAs(ward, resource, "/oidc/introspect", { token })).body;
const refusals = async () =>
  written.flatMap((record) => (record.kind === "workload.refused" ? [record.body.why] : []));

describe("private_key_jwt", () => {
  beforeEach(async () => {
    await addWorkload(ward, "lab");
    await give("lab", { kind: "key", jwk: key.jwk as never });
  });

  test("[N1] a workload gets a token of five minutes by its own key, which whoever serves the address introspects", async () => {
    const answer = await ask(asserted("lab", await own()));
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: "Bearer",
        expires_in: 300,
        scope: "system/Observation.rs",
      },
    ]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(await seen(answer.body.access_token)).toMatchObject({
      active: true,
      client_id: "lab",
      aud: fhirServer,
      scope: "system/Observation.rs",
    });
    expect(ward.app.world().workloads.get("lab")?.usedAt).toBeGreaterThan(0);
    expect([...ward.app.world().workloadCredentials.values()][0]?.used?.places).toMatchObject([
      { place: "192.0.2.0/24" },
    ]);
  });

  test("[N1] never wider than it was approved for, and nothing at all is invalid_scope", async () => {
    const wide = "system/*.rs system/Observation.rs user/*.rs openid scim.manage decision.ask";
    const narrowed = await ask({ ...asserted("lab", await own()), scope: wide });
    expect(narrowed.body.scope).toBe("system/Observation.rs");
    for (const form of [
      { scope: "system/Patient.rs" },
      { resource: "https://elsewhere.example" },
    ]) {
      const nothing = await ask({ ...asserted("lab", await own()), ...form });
      expect([nothing.status, nothing.body.error]).toEqual([400, "invalid_scope"]);
    }
  });

  test("[N4] the same assertion twice is refused and on record, of two at the same moment too", async () => {
    const assertion = await own();
    const both = await Promise.all([1, 2].map(() => ask(asserted("lab", assertion))));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const again = await ask(asserted("lab", assertion));
    expect(again.body).toEqual({
      error: "invalid_client",
      error_description: "This assertion was used before.",
    });
    expect(await refusals()).toEqual(["replayed"]);
  });

  test("an assertion that is over, of a time to come, too long, for others too, or another's, is refused in words", async () => {
    const now = Math.floor(ward.app.now() / 1000);
    const other = await makeKey(() => ward.app.now());
    const wrong = {
      over: await own({ iat: now - 120, exp: now - 60 }),
      "to come": await own({ iat: now + 120, exp: now + 180 }),
      long: await own({ exp: now + 3_600 }),
      "without an end": await own({ exp: undefined }),
      "without a number": await own({ jti: undefined }),
      elsewhere: await own({ aud: "https://other.example/token" }),
      "for two": await own({ aud: [issuer, "https://other.example"] }),
      "another's key": await own({}, other),
      "another's name": await key.sign({ iss: "lab", sub: "gate", aud: issuer, jti: "x" }),
      "no JWT": "nonsense",
    };
    for (const [what, assertion] of Object.entries(wrong)) {
      const answer = await ask(asserted("lab", assertion));
      expect([what, answer.status, answer.body.error]).toEqual([what, 401, "invalid_client"]);
      expect(answer.body.error_description).not.toContain(assertion);
    }
    const without = await ask({ client_id: "lab" });
    expect(without.body.error_description).toBe("Nothing proves who you are.");
    const twice = await ask({ ...asserted("lab", await own()), client_secret: "x" });
    expect(twice.body.error_description).toContain("in one way");
  });

  test("[N8] what is suspended, stopped or retired gets nothing, and its tokens are dead at once", async () => {
    const token = async () => (await ask(asserted("lab", await own()))).body.access_token;
    const first = await token();
    const [credential = ""] = ward.app.world().credentialsByWorkload.get("lab");
    await ward.app.submit(quarantine({ type: "key", credential }, system));
    expect((await seen(first)).active).toBe(false);
    const stopped = await ask(asserted("lab", await own()));
    expect(stopped.body.error_description).toBe("This credential is in quarantine.");
    await ward.record("workload-credential.released", { credential });
    const second = await token();
    expect((await seen(second)).active).toBe(true);
    await ward.record("workload.suspended", { workload: "lab", reason: "concern" });
    expect((await seen(second)).active).toBe(false);
    await ward.record("workload.resumed", { workload: "lab" });
    const third = await token();
    await ward.app.submit(retireWorkload({ workload: "lab", actor: system }));
    expect((await seen(third)).active).toBe(false);
    const retired = await ask(asserted("lab", await own()));
    expect([retired.status, retired.body.error_description]).toEqual([
      401,
      "This credential has ended.",
    ]);
  });

  test("[N3] nobody signs in as a workload: refused and on record, by code, password or refresh token", async () => {
    for (const grant_type of ["authorization_code", "refresh_token", "password"]) {
      const answer = await ask({ ...asserted("lab", await own()), grant_type });
      expect([answer.status, answer.body.error]).toEqual([400, "unauthorized_client"]);
    }
    const query = new URLSearchParams({ client_id: "lab", response_type: "code", scope: "openid" });
    const page = await ward.server.inject({
      method: "GET",
      url: `/oidc/authorize?${query}`,
      headers: { host: "localhost:8080" },
    });
    expect(page.statusCode).toBe(400);
    await expect.poll(async () => (await refusals()).includes("interactive")).toBe(true);
  });

  test("what speaks of no workload goes on to the provider as before", async () => {
    const unknown = await ask(asserted("nobody", await own({}, key, "nobody")));
    expect([unknown.status, unknown.body.error]).toEqual([401, "invalid_client"]);
    await ward.record("application.registered", {
      application: "night",
      name: "night",
      kind: "only-told",
      browser: false,
      redirectUris: [],
      jwks: { keys: [key.jwk] } as never,
      scopes: ["system/Observation.rs"],
      serves: [],
    });
    const answer = await ask(asserted("night", await own({}, key, "night")));
    expect([answer.status, answer.body.scope]).toEqual([200, "system/Observation.rs"]);
  });
});

test("[N8] a name under which somebody asks for a token, and which nobody has, is discovered; not by millions", async () => {
  await addWorkload(ward, "lab");
  const kept = async () =>
    (await keptAccounts(ward.app.side))
      .filter(({ source }) => source === "token")
      .map(({ name }) => name);
  for (const client_id of ["old-client", "old-client", "lab", "gate", "x y", "<script>"]) {
    await ask({ client_id });
  }
  await expect.poll(kept).toEqual(["old-client"]);
  for (let nth = 0; nth < 250; nth++) await ask({ client_id: `made-up-${nth}` });
  await expect.poll(async () => (await kept()).length).toBe(200);
  ward.clock.pass(3_600_000);
  await ask({ client_id: "another" });
  await expect.poll(kept).toContain("another");
});

describe("where and when", () => {
  const lab = async (more: Parameters<typeof addWorkload>[2]) => {
    await addWorkload(ward, "lab", more);
    await give("lab", { kind: "key", jwk: key.jwk as never });
  };
  const asked = async (address: string) =>
    ask(asserted("lab", await own()), from(address)).then(({ body, status }) => [
      status,
      body.error_description,
    ]);

  test("[N4] outside its networks it is refused, and inside them let in", async () => {
    await lab({ networks: ["10.1.0.0/16", "2001:db8::/32"] });
    expect(await asked("10.1.2.3")).toEqual([200, undefined]);
    expect(await asked("2001:db8::7")).toEqual([200, undefined]);
    expect((await asked("10.2.0.1"))[0]).toBe(401);
    expect(await refusals()).toEqual(["wrong-network"]);
  });

  test("[N4] a new place is reported, and refused only for one of a single instance; its fail-over node takes over", async () => {
    await lab({});
    await asked("10.1.0.1");
    expect(await asked("10.9.0.1")).toEqual([200, undefined]);
    const used = written.flatMap((record) =>
      record.kind === "workload.used" ? [record.body.unexpected] : [],
    );
    expect(used).toEqual([undefined, true]);
    const single = await makeKey(() => ward.app.now());
    await addWorkload(ward, "single", { singleInstance: true, failover: ["10.7.0.0/24"] });
    await give("single", { kind: "key", jwk: single.jwk as never });
    const call = async (address: string) =>
      (await ask(asserted("single", await own({}, single, "single")), from(address))).status;
    expect([await call("10.1.0.1"), await call("10.9.0.1"), await call("10.7.0.4")]).toEqual([
      200, 401, 200,
    ]);
    expect(await refusals()).toEqual(["new-place"]);
  });

  test("[N8] introspection says which wards alone a workload has to do with", async () => {
    await lab({ wards: ["4B"] });
    const { body } = await ask(asserted("lab", await own()));
    expect(await seen(body.access_token)).toMatchObject({ active: true, wards: ["4B"] });
  });

  test("[N4] a workload of another environment gets nothing here", async () => {
    await lab({ environment: "test" });
    expect((await asked("10.1.0.1"))[1]).toContain("another environment");
    expect(await refusals()).toEqual(["wrong-environment"]);
  });

  test("[N8] outside its hours it is refused", async () => {
    const hour = new Date(ward.app.now()).getUTCHours();
    const at = (by: number) => `${String((hour + by + 24) % 24).padStart(2, "0")}:00`;
    await lab({ hours: { from: at(2), to: at(4), zone: "UTC" } });
    expect((await asked("10.1.0.1"))[1]).toContain("does not work at this hour");
    ward.clock.pass(2 * 3_600_000);
    expect(await asked("10.1.0.1")).toEqual([200, undefined]);
  });
});

describe("tokens of other issuers (RFC 7523)", () => {
  const kubernetes = {
    issuer: "https://kubernetes.default.svc",
    audience: "wardkey",
    subject: "system:serviceaccount:lab:gateway",
  };
  const claims = () => ({
    iss: kubernetes.issuer,
    aud: [kubernetes.audience],
    sub: kubernetes.subject,
    jti: randomBytes(8).toString("hex"),
  });
  const federated = async (more: object = {}, terms: Parameters<typeof addWorkload>[2] = {}) => {
    await addWorkload(ward, "lab", terms);
    published = [key.jwk];
    await give("lab", {
      kind: "federated",
      ...kubernetes,
      jwksUri: `${publisher.url}/keys`,
      ...more,
    });
  };
  const asked = async (changed: object = {}, headers = {}) =>
    ask(asserted("lab", await key.sign({ ...claims(), ...changed })), headers);

  test("[N1] the exact iss, aud and sub of a Kubernetes projected token let it in; anything near them does not", async () => {
    await federated();
    expect((await asked()).status).toBe(200);
    for (const changed of [
      { iss: "https://kubernetes.default.svc/" },
      { aud: ["wardkey", "another"] },
      { aud: "wardkey2" },
      { aud: undefined },
      { sub: "system:serviceaccount:lab:gateway2" },
      { sub: "system:serviceaccount:lab:*" },
      { sub: undefined },
      { exp: undefined },
      { exp: Math.floor(Date.now() / 1000) - 60 },
      { nbf: Math.floor(Date.now() / 1000) + 600 },
    ]) {
      const answer = await asked(changed);
      expect([changed, answer.status]).toEqual([changed, 401]);
    }
    const stranger = await makeKey(() => ward.app.now());
    const forged = await ask(asserted("lab", await stranger.sign(claims())));
    expect(forged.status).toBe(401);
  });

  test("[N1] as an authorization grant too (RFC 7523 section 2.1)", async () => {
    await federated();
    const answer = await ask({
      client_id: "lab",
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await key.sign(claims()),
    });
    expect(answer.status, answer.text).toBe(200);
  });

  test("[N4] the same token twice is refused, unless its platform presents it again, and then only from its networks", async () => {
    await federated();
    const token = await key.sign(claims());
    expect((await ask(asserted("lab", token))).status).toBe(200);
    expect((await ask(asserted("lab", token))).status).toBe(401);
    expect(await refusals()).toEqual(["replayed"]);
    await addWorkload(ward, "pod", { networks: ["10.1.0.0/16"] });
    const again = {
      ...kubernetes,
      subject: "system:serviceaccount:lab:pod",
      reusable: true,
    } as const;
    await give("pod", { kind: "federated", ...again, jwksUri: `${publisher.url}/keys` });
    const projected = await key.sign({ ...claims(), sub: again.subject });
    const call = (address: string) => ask(asserted("pod", projected), from(address));
    expect((await call("10.1.0.9")).status).toBe(200);
    expect((await call("10.1.0.9")).status).toBe(200);
    expect((await call("10.2.0.9")).status).toBe(401);
  });

  test("[N1] a JWT-SVID: the trust bundle's keys that are for it, and no others", async () => {
    await addWorkload(ward, "lab");
    const subject = "spiffe://hospital.example/lab/gateway";
    await give("lab", {
      kind: "federated",
      issuer: "spiffe://hospital.example",
      audience: "wardkey",
      subject,
      jwksUri: `${publisher.url}/bundle`,
    });
    published = [key.jwk];
    const svid = () => key.sign({ sub: subject, aud: "wardkey" });
    expect((await ask(asserted("lab", await svid()))).status).toBe(401);
    published = [{ ...key.jwk, use: "jwt-svid" }];
    ward.clock.pass(11 * 60_000);
    expect((await ask(asserted("lab", await svid()))).status).toBe(200);
    const other = await key.sign({ sub: "spiffe://hospital.example/lab", aud: "wardkey" });
    expect((await ask(asserted("lab", other))).status).toBe(401);
  });

  test("[N4] a token that is another environment's workload's is refused and on record", async () => {
    await federated();
    await addWorkload(ward, "staging", { environment: "test" });
    const subject = "system:serviceaccount:staging:gateway";
    await give("staging", {
      kind: "federated",
      ...kubernetes,
      subject,
      jwksUri: `${publisher.url}/keys`,
    });
    expect((await asked({ sub: subject })).status).toBe(401);
    expect(await refusals()).toEqual(["wrong-environment"]);
  });

  test("keys that turn mid-flight are asked for again, and not by everybody who makes one up", async () => {
    await federated();
    await asked();
    expect(publisher.asked()).toBe(1);
    const next = await makeKey(() => ward.app.now());
    published = [next.jwk];
    for (let tries = 0; tries < 5; tries++) await ask(asserted("lab", await next.sign(claims())));
    expect(publisher.asked()).toBe(1);
    ward.clock.pass(6_000);
    expect((await ask(asserted("lab", await next.sign(claims())))).status).toBe(200);
    expect(publisher.asked()).toBe(2);
  });
});

test("[N1] [N6] a client secret is an exception of 30 days: shown once, kept hashed, and wrong ones are on record", async () => {
  await addWorkload(ward, "lab");
  const form = { kind: "secret", because: "vendor-cannot-sign" } as const;
  const { secret = "" } = await give("lab", form);
  expect(secret).toMatch(/^wardkey_ws_[0-9A-Za-z]{49}$/);
  const basic = (text: string) => ({
    authorization: `Basic ${Buffer.from(`lab:${text}`).toString("base64")}`,
  });
  expect((await ask({}, basic(secret))).status).toBe(200);
  expect((await ask({ client_id: "lab", client_secret: secret })).status).toBe(200);
  const wrong = await ask({}, basic(`${secret.slice(0, -1)}${secret.endsWith("x") ? "y" : "x"}`));
  expect([wrong.status, wrong.headers["www-authenticate"]]).toEqual([401, 'Basic realm="wardkey"']);
  expect(await refusals()).toEqual(["secret-wrong"]);
  await addWorkload(ward, "other");
  expect((await ask({ client_id: "other", client_secret: secret })).status).toBe(401);
  const log = JSON.stringify(written);
  expect(log).toContain("vendor-cannot-sign");
  expect(log).not.toContain(secret.slice(11));
  ward.clock.pass(30 * 24 * 3_600_000);
  const over = await ask({}, basic(secret));
  expect(over.body.error_description).toBe("This credential has ended.");
});

test("[N1] a token by a certificate is bound to it (RFC 8705); what a stranger writes of one counts for nothing", async () => {
  const der = randomBytes(200);
  const { createHash } = await import("node:crypto");
  const thumbprint = createHash("sha256").update(der).digest("base64url");
  await addWorkload(ward, "lab");
  await ward.record("workload-credential.added", {
    credential: "crt",
    workload: "lab",
    kind: "certificate",
    thumbprint,
    until: ward.app.now() + 1_000_000,
  });
  await ward.record("workload.activated", { workload: "lab" });
  const shown = { "client-cert": `:${der.toString("base64")}:` };
  const answer = await ask({ client_id: "lab" }, shown);
  expect(answer.status, answer.text).toBe(200);
  expect(await seen(answer.body.access_token)).toMatchObject({
    active: true,
    cnf: { "x5t#S256": thumbprint },
  });
  const other = { "client-cert": `:${randomBytes(200).toString("base64")}:` };
  expect((await ask({ client_id: "lab" }, other)).status).toBe(401);
  const stranger = await ward.server.inject({
    method: "POST",
    url: "/oidc/token",
    remoteAddress: "192.0.2.99",
    headers: {
      host: "localhost:8080",
      "content-type": "application/x-www-form-urlencoded",
      ...shown,
    },
    payload: "grant_type=client_credentials&client_id=lab&scope=system/Observation.rs",
  });
  expect(stranger.statusCode).toBe(401);
});
