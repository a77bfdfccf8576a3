import { createHmac, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import * as jose from "jose";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addWorkload, giveCredential } from "../programs/test-support.ts";
import { openWard, type TestWard } from "../test-support.ts";

let ward: TestWard;
let keyedHash: (use: string, secret: string) => string;
let issuer: string;
let pair: jose.GenerateKeyPairResult;
let secret: string;
beforeEach(async () => {
  const pepper = randomBytes(32);
  keyedHash = (use, text) =>
    createHmac("sha256", pepper).update(`${use}\0${text}`).digest("base64url");
  let own = "";
  ward = await openWard({ keyedHash, origins: () => [own] }, Date.now());
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  own = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
  issuer = `${own}/oidc`;
  pair = await jose.generateKeyPair("ES384", { extractable: true });
  const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: "1", alg: "ES384", use: "sig" };
  await addWorkload(ward, "signs");
  await giveCredential(ward, keyedHash, "signs", { kind: "key", jwk: jwk as never });
  await addWorkload(ward, "tells");
  const form = { kind: "secret", because: "vendor-cannot-sign" } as const;
  secret = (await giveCredential(ward, keyedHash, "tells", form)).secret ?? "";
});
afterEach(() => ward.close());

const scope = "system/Observation.rs";

/** The libraries sign by the clock of this machine. */
const keepTime = () => ward.clock.pass(Math.max(0, Date.now() - ward.app.now()));

describe("[N1] openid-client gets a token", () => {
  const grant = async (id: string, authentication: openid.ClientAuth) => {
    const config = await openid.discovery(new URL(issuer), id, undefined, authentication, {
      execute: [openid.allowInsecureRequests],
    });
    keepTime();
    return openid.clientCredentialsGrant(config, { scope });
  };

  test("by a key of its own", async () => {
    const answer = await grant("signs", openid.PrivateKeyJwt({ key: pair.privateKey, kid: "1" }));
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 300, scope });
  });

  test("by a secret, in a header and in the form", async () => {
    expect(await grant("tells", openid.ClientSecretBasic(secret))).toMatchObject({ scope });
    expect(await grant("tells", openid.ClientSecretPost(secret))).toMatchObject({ scope });
    await expect(grant("tells", openid.ClientSecretPost(`${secret}x`))).rejects.toMatchObject({
      error: "invalid_client",
    });
  });
});

describe("[N1] oauth4webapi gets a token", () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const grant = async (client_id: string, authentication: oauth.ClientAuth) => {
    const url = new URL(issuer);
    const server = await oauth.processDiscoveryResponse(
      url,
      await oauth.discoveryRequest(url, insecure),
    );
    const client = { client_id };
    keepTime();
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      authentication,
      { scope },
      insecure,
    );
    return oauth.processClientCredentialsResponse(server, client, answer);
  };

  test("by a key of its own", async () => {
    const answer = await grant("signs", oauth.PrivateKeyJwt({ key: pair.privateKey, kid: "1" }));
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 300, scope });
  });

  test("by a secret, in a header and in the form", async () => {
    expect(await grant("tells", oauth.ClientSecretBasic(secret))).toMatchObject({ scope });
    expect(await grant("tells", oauth.ClientSecretPost(secret))).toMatchObject({ scope });
  });

  test("and is told why where it gets none", async () => {
    const other = await jose.generateKeyPair("ES384");
    const asked = grant("signs", oauth.PrivateKeyJwt({ key: other.privateKey, kid: "1" }));
    await expect(asked).rejects.toMatchObject({ error: "invalid_client" });
  });
});
