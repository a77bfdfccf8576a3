import { createHmac, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import * as openid from "openid-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addWorkload,
  giveCredential,
  makeKey,
  startIssuer,
  type TestIssuer,
  type TestKey,
} from "../programs/test-support.ts";
import { openWard, type TestWard } from "../test-support.ts";

const grant_type = "urn:ietf:params:oauth:grant-type:token-exchange";
const jwt = "urn:ietf:params:oauth:token-type:jwt";
const accessToken = "urn:ietf:params:oauth:token-type:access_token";

let ward: TestWard;
let own: string;
let github: TestIssuer;
let key: TestKey;
beforeEach(async () => {
  const pepper = randomBytes(32);
  const keyedHash = (use: string, text: string) =>
    createHmac("sha256", pepper).update(`${use}\0${text}`).digest("base64url");
  own = "";
  const options = { keyedHash, keyNetworks: ["127.0.0.0/8"], origins: () => [own] };
  ward = await openWard(options, Date.now());
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  own = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
  key = await makeKey(() => ward.app.now());
  github = await startIssuer((response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [key.jwk] })),
  );
  await addWorkload(ward, "deploy");
  await giveCredential(ward, keyedHash, "deploy", {
    kind: "federated",
    issuer: github.url,
    audience: "wardkey",
    subject: "repo:hospital/lab-gateway:environment:production",
    jwksUri: `${github.url}/.well-known/jwks`,
  });
});
afterEach(async () => {
  await github.close();
  await ward.close();
});

/** What a job of GitHub Actions gets (OpenID Connect reference of GitHub, "Understanding the OIDC token"). */
const claims = () => ({
  iss: github.url,
  aud: "wardkey",
  sub: "repo:hospital/lab-gateway:environment:production",
  jti: randomBytes(8).toString("hex"),
  ref: "refs/heads/main",
  repository: "hospital/lab-gateway",
  repository_owner: "hospital",
  environment: "production",
  job_workflow_ref: "hospital/lab-gateway/.github/workflows/deploy.yml@refs/heads/main",
  runner_environment: "github-hosted",
});

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function exchange(
  subject_token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const body = new URLSearchParams({
    grant_type,
    client_id: "deploy",
    subject_token,
    subject_token_type: jwt,
    scope: "system/Observation.rs",
    ...more,
  });
  const answer = await fetch(`${own}/oidc/token`, { method: "POST", body });
  return { status: answer.status, body: (await answer.json()) as Answered["body"] };
}

describe("[N1] a platform's token is exchanged for one of ours (RFC 8693), over a real server", () => {
  test.each([jwt, "urn:ietf:params:oauth:token-type:id_token"])(
    "as %s",
    async (subject_token_type) => {
      const answer = await exchange(await key.sign(claims()), { subject_token_type });
      expect(answer).toEqual({
        status: 200,
        body: {
          access_token: expect.any(String),
          issued_token_type: accessToken,
          token_type: "Bearer",
          expires_in: 300,
          scope: "system/Observation.rs",
        },
      });
    },
  );

  test("by openid-client", async () => {
    const execute = [openid.allowInsecureRequests];
    const config = await openid.discovery(
      new URL(`${own}/oidc`),
      "deploy",
      undefined,
      openid.None(),
      {
        execute,
      },
    );
    const answer = await openid.genericGrantRequest(config, grant_type, {
      subject_token: await key.sign(claims()),
      subject_token_type: jwt,
      scope: "system/Observation.rs",
    });
    expect(answer).toMatchObject({ issued_token_type: accessToken, expires_in: 300 });
  });

  test("any claim that is not exactly as it is registered lets nobody in; nor do other keys and other times", async () => {
    const now = Math.floor(ward.app.now() / 1000);
    const wrong = {
      "another repository": { sub: "repo:stranger/lab-gateway:environment:production" },
      "another environment": { sub: "repo:hospital/lab-gateway:environment:test" },
      "a branch": { sub: "repo:hospital/lab-gateway:ref:refs/heads/main" },
      "a pull request": { sub: "repo:hospital/lab-gateway:pull_request" },
      "a beginning": { sub: "repo:hospital/lab-gateway" },
      "no subject": { sub: undefined },
      "another audience": { aud: "https://github.com/hospital" },
      "two audiences": { aud: ["wardkey", "sts.amazonaws.com"] },
      "no audience": { aud: undefined },
      "another issuer": { iss: `${github.url}/` },
      "the issuer of another server": { iss: "https://token.actions.githubusercontent.com" },
      over: { iat: now - 900, exp: now - 300 },
      "without an end": { exp: undefined },
      "of more than a day": { exp: now + 25 * 3_600 },
      "of a time to come": { iat: now + 600, exp: now + 900 },
      "not yet": { nbf: now + 600 },
    };
    for (const [what, changed] of Object.entries(wrong)) {
      const answer = await exchange(await key.sign({ ...claims(), ...changed }));
      expect([what, answer.status, answer.body["error"]]).toEqual([what, 401, "invalid_client"]);
    }
    const stranger = await makeKey(() => ward.app.now());
    expect((await exchange(await stranger.sign(claims()))).status).toBe(401);
    expect((await exchange("no.token.atall")).status).toBe(401);
    expect((await exchange(await key.sign(claims()))).status).toBe(200);
  });

  test("[N4] once: of the same token twice, at the same moment too, one is refused and on record", async () => {
    const token = await key.sign(claims());
    const both = await Promise.all([exchange(token), exchange(token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    // Nor is it good in another form of the same.
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: token };
    expect((await exchange(token, form)).status).toBe(401);
  });

  test("for access tokens alone, by nobody for anybody else, and in one way", async () => {
    const asks = async (more: Readonly<Record<string, string>>) => {
      const answer = await exchange(await key.sign(claims()), more);
      return [answer.status, answer.body["error_description"]];
    };
    expect(
      await asks({ requested_token_type: "urn:ietf:params:oauth:token-type:refresh_token" }),
    ).toEqual([401, "Access tokens are given for it, and nothing else."]);
    expect(await asks({ actor_token: "x", actor_token_type: jwt })).toEqual([
      401,
      "A platform's token is given by the program that it is of, for nobody else.",
    ]);
    expect(
      await asks({
        client_assertion: await key.sign(claims()),
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      }),
    ).toEqual([401, "Prove who you are in one way, not in several."]);
    expect((await asks({ audience: "https://elsewhere.example" }))[0]).toBe(400);
    expect((await asks({ requested_token_type: accessToken }))[0]).toBe(200);
  });
});
