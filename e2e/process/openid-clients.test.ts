import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import * as oauth from "oauth4webapi";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PlainSeat, plainSeat } from "../support/plain-seat.ts";
import {
  type DemoFile,
  readDemo,
  runWardkey,
  type ServerProcess,
  startServer,
} from "../support/server.ts";

type Person = DemoFile["people"][number];

const callback = "https://charts.example/callback";
const labServer = "https://lab.example/fhir";

let data = "";
let server: ServerProcess;
let base = "";
let seat: PlainSeat;
let nurse: Person;
let keys: CryptoKeyPair;
let labKeys: CryptoKeyPair;

async function register(form: object): Promise<string> {
  const path = join(data, "application.json");
  writeFileSync(path, JSON.stringify(form));
  const { code, output } = await runWardkey(["application", "register", path], {
    WARDKEY_DATA: data,
  });
  expect([code, output]).toEqual([0, expect.stringContaining("client_id")]);
  return output;
}

async function jwksOf({ publicKey }: CryptoKeyPair): Promise<object> {
  return { keys: [{ ...(await exportJWK(publicKey)), alg: "ES384", use: "sig", kid: "k" }] };
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "wardkey-openid-"));
  server = await startServer({ data });
  base = server.url.replace("127.0.0.1", "localhost");
  const { people } = readDemo(data);
  nurse = people.find(({ part }) => part === "nurse") as Person;
  keys = await generateKeyPair("ES384", { extractable: true });
  labKeys = await generateKeyPair("ES384", { extractable: true });
  await register({
    id: "charts",
    name: "Charts",
    kind: "signs-in-here",
    redirectUris: [callback],
    scopes: ["openid", "profile", "fhirUser", "online_access", "user/*.rs"],
    jwks: await jwksOf(keys),
  });
  await register({
    id: "lab",
    name: "Laboratory",
    kind: "signs-in-here",
    scopes: ["user/Observation.rs", "system/*.rs"],
    serves: [labServer],
    jwks: await jwksOf(labKeys),
  });
  seat = await plainSeat(base);
});
afterAll(async () => {
  await server.kill();
  rmSync(data, { recursive: true });
});

describe("openid-client", () => {
  const discover = async (id: string, { privateKey }: CryptoKeyPair) =>
    client.discovery(
      new URL(`${base}/oidc`),
      id,
      undefined,
      client.PrivateKeyJwt({ key: privateKey, kid: "k" }),
      { execute: [client.allowInsecureRequests] },
    );

  test("discovery, PAR, PKCE, DPoP, code, userinfo, introspection, refresh, exchange; the session rules them all", async () => {
    await seat.signIn(nurse);
    const config = await discover("charts", keys);
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const authorize = await client.buildAuthorizationUrlWithPAR(
      config,
      {
        redirect_uri: callback,
        scope: "openid profile fhirUser online_access user/Observation.rs",
        resource: labServer,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
      },
      { DPoP },
    );
    expect(authorize.searchParams.get("request_uri")).toMatch(
      /^urn:ietf:params:oauth:request_uri:/,
    );
    const back = await seat.connect(authorize);
    const checks = {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    };
    const tokens = await client.authorizationCodeGrant(config, back, checks, {}, { DPoP });
    expect(tokens).toMatchObject({ token_type: "dpop", expires_in: 300 });
    expect(tokens.claims()).toMatchObject({ sub: nurse.id, name: nurse.name });

    const lab = await discover("lab", labKeys);
    const seen = await client.tokenIntrospection(lab, tokens.access_token);
    expect(seen).toMatchObject({
      active: true,
      sub: nurse.id,
      client_id: "charts",
      aud: labServer,
      acr: "urn:wardkey:level:2",
      cnf: { jkt: expect.any(String) },
    });
    expect(seen.scope).toContain("user/Observation.rs");

    // The laboratory asks our own FHIR server in the nurse's name.
    const exchanged = await client.genericGrantRequest(
      lab,
      "urn:ietf:params:oauth:grant-type:token-exchange",
      {
        subject_token: tokens.access_token,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        resource: `${base}/fhir`,
        scope: "user/Observation.rs",
      },
    );
    expect(await client.tokenIntrospection(lab, exchanged.access_token)).toMatchObject({
      active: true,
      sub: nurse.id,
      client_id: "lab",
      act: { sub: "lab" },
      scope: "user/Observation.rs",
      aud: `${base}/fhir`,
    });

    const fresh = await client.refreshTokenGrant(config, tokens.refresh_token ?? "", {}, { DPoP });
    expect(fresh.access_token).not.toBe(tokens.access_token);

    await seat.lock(nurse);
    for (const token of [tokens.access_token, fresh.access_token, exchanged.access_token]) {
      expect(await client.tokenIntrospection(lab, token)).toMatchObject({ active: false });
    }
    const refreshToken = fresh.refresh_token ?? tokens.refresh_token ?? "";
    const waits = await client
      .refreshTokenGrant(config, refreshToken, {}, { DPoP })
      .catch((error: Error) => error.cause);
    if (!(waits instanceof Response)) throw new Error(`no answer: ${waits}`);
    expect(waits.status).toBe(503);
    expect(Number(waits.headers.get("retry-after"))).toBeGreaterThan(0);
    await seat.tap(nurse);
    const revived = await client.refreshTokenGrant(config, refreshToken, {}, { DPoP });
    await seat.signOut(nurse);
    const last = revived.refresh_token ?? refreshToken;
    await expect(client.refreshTokenGrant(config, last, {}, { DPoP })).rejects.toThrow(
      expect.objectContaining({ error: "invalid_grant" }),
    );
    expect(await client.tokenIntrospection(lab, revived.access_token)).toMatchObject({
      active: false,
    });
  });

  test("the keys survive a restart, and a token that was issued before it", async () => {
    await seat.signIn(nurse);
    const config = await discover("charts", keys);
    const verifier = client.randomPKCECodeVerifier();
    const authorize = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: "openid online_access",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const back = await seat.connect(authorize);
    const tokens = await client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
    });
    const before = await (await fetch(`${base}/oidc/jwks`)).json();
    await server.stop();
    const port = new URL(server.url).port;
    server = await startServer({ data, environment: { PORT: port } });
    expect(await (await fetch(`${base}/oidc/jwks`)).json()).toEqual(before);
    expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({
      active: true,
    });
  });

  test("client credentials for an application's own work", async () => {
    const lab = await discover("lab", labKeys);
    const tokens = await client.clientCredentialsGrant(lab, {
      scope: "system/Observation.rs",
      resource: labServer,
    });
    expect(tokens).toMatchObject({ token_type: "bearer", expires_in: 300 });
    expect(await client.tokenIntrospection(lab, tokens.access_token)).toMatchObject({
      active: true,
      client_id: "lab",
      scope: "system/Observation.rs",
    });
  });
});

test("whoever registers an application is told its client_id, and to register again when its keys change", async () => {
  const form = { name: "Night", kind: "signs-in-here", scopes: ["system/*.rs"] };
  const byHand = await register({ ...form, id: "night", jwks: await jwksOf(keys) });
  expect(byHand).toContain("client_id is night");
  expect(byHand).toContain("register it again whenever they change");
  const far = await register({ ...form, jwksUri: "https://night.example/jwks.json" });
  expect(far).toMatch(/client_id is app_\w+/);
  expect(far).not.toContain("register it again");
});

test("oauth4webapi: a strict client finds every answer as it must be", async () => {
  await seat.signIn(nurse);
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(`${base}/oidc`);
  const as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { ...insecure, algorithm: "oidc" }),
  );
  expect(as.code_challenge_methods_supported).toEqual(["S256"]);
  expect(as.authorization_response_iss_parameter_supported).toBe(true);
  const me: oauth.Client = { client_id: "charts" };
  const authenticate = oauth.PrivateKeyJwt({ key: keys.privateKey, kid: "k" });
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const authorize = new URL(as.authorization_endpoint as string);
  authorize.search = new URLSearchParams({
    client_id: "charts",
    redirect_uri: callback,
    response_type: "code",
    scope: "openid online_access",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }).toString();
  const back = await seat.connect(authorize);
  const parameters = oauth.validateAuthResponse(as, me, back, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    as,
    me,
    authenticate,
    parameters,
    callback,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, me, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(as, answer, insecure);
  const who = await oauth.userInfoRequest(as, me, tokens.access_token, insecure);
  expect(await oauth.processUserInfoResponse(as, me, nurse.id, who)).toMatchObject({
    sub: nurse.id,
  });
  const revoked = await oauth.revocationRequest(
    as,
    me,
    authenticate,
    tokens.refresh_token as string,
    insecure,
  );
  await oauth.processRevocationResponse(revoked);
  const seen = await oauth.introspectionRequest(
    as,
    me,
    authenticate,
    tokens.access_token,
    insecure,
  );
  expect(await oauth.processIntrospectionResponse(as, me, seen)).toMatchObject({ active: false });
  // Mixed-up issuer (RFC 9207): a strict client sees that the answer is not from whom it asked.
  back.searchParams.set("iss", "https://elsewhere.example");
  expect(() => oauth.validateAuthResponse(as, me, back, state)).toThrow(/iss/);
});
