import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { makeProof, thumbprint } from "./proof.ts";
import { asSeatKey, generateKeyPair } from "./seat-key.ts";

const now = Date.parse("2026-11-23T02:14:00.900Z");

test("[S0] a proof is a DPoP proof that another implementation verifies (RFC 9449, 4.2)", async () => {
  const key = await asSeatKey(await generateKeyPair());
  const proof = await makeProof(key, {
    method: "POST",
    url: "http://127.0.0.1:8080/bedside/api/tap?lang=de#x",
    now,
    jti: "one",
    nonce: "of this node",
  });
  const header = decodeProtectedHeader(proof);
  expect(header).toEqual({ typ: "dpop+jwt", alg: "ES256", jwk: key.jwk });
  expect(Object.keys(key.jwk).toSorted()).toEqual(["crv", "kty", "x", "y"]);
  const { payload } = await jwtVerify(proof, await importJWK(key.jwk, "ES256"), {
    typ: "dpop+jwt",
    currentDate: new Date(now),
  });
  expect(payload).toEqual({
    htm: "POST",
    htu: "http://127.0.0.1:8080/bedside/api/tap",
    iat: Math.floor(now / 1000),
    jti: "one",
    nonce: "of this node",
  });
});

test("[S0] the private half cannot be taken out of the browser", async () => {
  const pair = await generateKeyPair();
  await expect(crypto.subtle.exportKey("jwk", pair.privateKey)).rejects.toThrow();
});

test("the thumbprint is RFC 7638's", async () => {
  const { jwk } = await asSeatKey(await generateKeyPair());
  expect(await thumbprint(jwk)).toBe(await calculateJwkThumbprint({ ...jwk }, "sha256"));
});
