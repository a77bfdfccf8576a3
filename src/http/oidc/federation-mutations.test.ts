import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addWorkload,
  giveCredential,
  makeKey,
  startIssuer,
  type TestIssuer,
  type TestKey,
} from "../programs/test-support.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { postForm } from "./test-support.ts";

const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const salt = randomBytes(32);
const keyedHash = (use: string, text: string) =>
  createHmac("sha256", salt).update(`${use}\0${text}`).digest("base64url");

/** Claims of three platforms, as they issue them: what names the workload, exactly. */
const platforms = {
  kubernetes: {
    iss: "https://oidc.cluster.example",
    aud: "https://wardkey.example",
    sub: "system:serviceaccount:lab:gateway",
  },
  github: {
    iss: "https://token.actions.githubusercontent.com",
    aud: "wardkey-production",
    sub: "repo:hospital/reports:environment:production",
  },
  spiffe: {
    iss: "spiffe://hospital.example",
    aud: "wardkey",
    sub: "spiffe://hospital.example/lab/gateway",
  },
} as const;
type Platform = keyof typeof platforms;

let ward: TestWard;
let publisher: TestIssuer;
let key: TestKey;
beforeAll(async () => {
  ward = await openWard(
    { keyNetworks: ["127.0.0.0/8"], keyedHash, proxies: ["127.0.0.1"] },
    Date.now(),
  );
  key = await makeKey(() => ward.app.now());
  publisher = await startIssuer((response) => {
    const keys = [key.jwk, { ...key.jwk, use: "jwt-svid" }];
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys }));
  });
  for (const [platform, { aud, iss, sub }] of Object.entries(platforms)) {
    await addWorkload(ward, platform);
    await giveCredential(ward, keyedHash, platform, {
      kind: "federated",
      issuer: iss,
      audience: aud,
      subject: sub,
      jwksUri: `${publisher.url}/${platform}`,
    });
  }
});
afterAll(async () => {
  await publisher.close();
  await ward.close();
});

const present = async (platform: Platform, assertion: string) => {
  const form = { client_assertion_type: type, client_assertion: assertion };
  const more = { grant_type: "client_credentials", scope: "system/Observation.rs" };
  const answer = await postForm(
    ward,
    "/oidc/token",
    { client_id: platform, ...form, ...more },
    { "x-forwarded-for": "192.0.2.7" },
  );
  return answer.status;
};
const claimsOf = (platform: Platform) => ({
  ...platforms[platform],
  jti: randomBytes(8).toString("hex"),
});
const signed = async (platform: Platform, changed: object = {}) =>
  present(platform, await key.sign({ ...claimsOf(platform), ...changed }));

/** Each claim changed by itself, in every way that a careless comparison would let pass. */
function mutations(platform: Platform): readonly (readonly [string, object])[] {
  const { aud, iss, sub } = platforms[platform];
  const now = Math.floor(ward.app.now() / 1000);
  const others = Object.keys(platforms).filter((one) => one !== platform) as Platform[];
  const near = (text: string) => [
    `${text}/`,
    `${text}2`,
    `${text} `,
    ` ${text}`,
    text.slice(0, -1),
    text.toUpperCase(),
    text.replace(/[^:/]+$/, "*"),
    `${text}\0`,
    "",
    "*",
  ];
  return [
    ...near(iss).map((one) => ["iss", { iss: one }] as const),
    ...near(sub).map((one) => ["sub", { sub: one }] as const),
    ...near(aud).map((one) => ["aud", { aud: one }] as const),
    ...others.flatMap((other) => [
      ["iss", { iss: platforms[other].iss }] as const,
      ["sub", { sub: platforms[other].sub }] as const,
      ["aud", { aud: platforms[other].aud }] as const,
    ]),
    // Without an issuer a JWT-SVID is one all the same: its trust domain is in its subject.
    ...(platform === "spiffe" ? [] : [["iss", { iss: undefined }] as const]),
    ["sub", { sub: undefined }],
    ["sub", { sub: [sub] }],
    ["aud", { aud: undefined }],
    ["aud", { aud: [] }],
    ["aud", { aud: [aud, "https://another.example"] }],
    ["aud", { aud: ["https://another.example", aud] }],
    ["aud", { aud: [aud, aud] }],
    ["exp", { exp: undefined }],
    ["exp", { exp: now - 60 }],
    ["nbf", { nbf: now + 600 }],
    ["iat", { iat: now + 600 }],
  ];
}

describe.each(Object.keys(platforms) as Platform[])("[N1] [NHI6] a token of %s", (platform) => {
  test("lets in as it is", async () => {
    expect(await signed(platform)).toBe(200);
  });

  test("with one claim changed lets nobody in, whichever it is", async () => {
    const passed: unknown[] = [];
    for (const [claim, changed] of mutations(platform)) {
      if ((await signed(platform, changed)) !== 401) passed.push([claim, changed]);
    }
    expect(passed).toEqual([]);
  });

  test("with any one letter of iss, aud or sub another one lets nobody in", async () => {
    const claim = fc.constantFrom("iss" as const, "aud" as const, "sub" as const);
    const letter = fc.constantFrom(..."abzAZ019-_:/.*% ");
    await fc.assert(
      fc.asyncProperty(claim, fc.nat(), letter, async (which, place, other) => {
        const text = platforms[platform][which];
        const index = place % text.length;
        fc.pre(text[index] !== other);
        const changed = `${text.slice(0, index)}${other}${text.slice(index + 1)}`;
        expect(await signed(platform, { [which]: changed })).toBe(401);
      }),
      { numRuns: 30 },
    );
  });

  test("by another key, by none, or changed after it was signed lets nobody in", async () => {
    const stranger = await makeKey(() => ward.app.now());
    const forged = await stranger.sign(claimsOf(platform));
    const whole = await key.sign(claimsOf(platform));
    const [head = "", body = "", signature = ""] = whole.split(".");
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
    const symmetric = await new SignJWT(claimsOf(platform))
      .setProtectedHeader({ alg: "HS256", kid: key.jwk.kid as string })
      .setExpirationTime("1m")
      .sign(Buffer.from(JSON.stringify(key.jwk)));
    const wrong = {
      "another key": forged,
      "no algorithm": `${encode({ alg: "none" })}.${body}.`,
      "no signature": `${head}.${body}.`,
      "a symmetric one by the public key": symmetric,
      "a later end": `${head}.${encode({ ...claims, exp: 4_000_000_000 })}.${signature}`,
      "another's signature": `${head}.${body}.${forged.split(".")[2]}`,
    };
    for (const [what, assertion] of Object.entries(wrong)) {
      expect([what, await present(platform, assertion)]).toEqual([what, 401]);
    }
    // What was tried with it has not used it up.
    expect(await present(platform, whole)).toBe(200);
  });
});
