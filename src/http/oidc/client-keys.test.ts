import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestWard } from "../test-support.ts";
import { addApplication, issuer, postForm, type TestApplication } from "./test-support.ts";

let ward: TestWard;
let app: TestApplication;
let jwksUri = "";
let keys: readonly JWK[] = [];
let cacheControl: string | undefined;
let asked: string[] = [];

const holder = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const kept = cacheControl === undefined ? {} : { "cache-control": cacheControl };
  response.writeHead(200, { "content-type": "application/json", ...kept });
  response.end(JSON.stringify({ keys }));
});

beforeEach(async () => {
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  jwksUri = `http://127.0.0.1:${(holder.address() as AddressInfo).port}/jwks.json`;
  asked = [];
  cacheControl = undefined;
  ward = await openWard({}, Date.now());
  app = await addApplication(ward, "far", { jwksUri, jwks: undefined as never });
});
afterEach(async () => {
  await ward.close();
  holder.closeAllConnections();
  await new Promise((resolve) => holder.close(resolve));
});

/** A key of the application: published where it keeps its keys, instead of the one before. */
async function turnKey(alg = "ES384"): Promise<CryptoKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  keys = [{ ...(await exportJWK(publicKey)), alg, use: "sig", kid: alg }];
  return privateKey;
}

let spent = 0;

async function withKey(key: CryptoKey, header: object = {}, id = app.id) {
  const alg = String(keys[0]?.alg);
  spent += 1;
  const assertion = await new SignJWT({ iss: id, sub: id, aud: issuer, jti: `j${spent}` })
    .setProtectedHeader({ alg, kid: alg, ...header })
    .setIssuedAt()
    .setExpirationTime("1m")
    .sign(key);
  const answer = await postForm(ward, "/oidc/introspect", {
    client_id: id,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    token: "x",
  });
  return answer.body?.error ?? answer.status;
}

test.each(["ES384", "RS384", "ES256", "RS256", "PS256"])(
  "keys are fetched from the registered address, and %s is verified with them",
  async (alg) => {
    expect(await withKey(await turnKey(alg))).toBe(200);
    expect(asked).toEqual(["GET /jwks.json"]);
  },
);

test("an assertion may point to the registered address of keys (jku), and to no other", async () => {
  const key = await turnKey();
  expect(await withKey(key, { jku: jwksUri })).toBe(200);
  expect(await withKey(key, { jku: `${jwksUri}?x` })).toBe("invalid_client");
  expect(await withKey(key, { jku: "https://evil.example/jwks.json" })).toBe("invalid_client");
  expect(asked).toEqual(["GET /jwks.json"]);
});

test("an application that is not known, and a key that is not its own, are invalid_client", async () => {
  const key = await turnKey();
  expect(await withKey(key, {}, "nobody")).toBe("invalid_client");
  await turnKey();
  expect(await withKey(key)).toBe("invalid_client");
});

test.each(["no-store", "no-cache", "max-age=0", "private, max-age=20"])(
  "a key set that may be kept for less than a minute is not kept longer: %s",
  async (said) => {
    cacheControl = said;
    const before = await turnKey();
    expect(await withKey(before)).toBe(200);
    await turnKey();
    ward.clock.pass(20_000);
    expect(await withKey(before)).toBe("invalid_client");
  },
);

test("a key set that may be kept is not fetched anew for each assertion", async () => {
  cacheControl = "max-age=600";
  const key = await turnKey();
  for (let count = 0; count < 3; count += 1) expect(await withKey(key)).toBe(200);
  expect(asked).toHaveLength(1);
});
