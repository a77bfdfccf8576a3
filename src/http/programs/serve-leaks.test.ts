import { createHmac, randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { system } from "../../app.ts";
import { layCanary, makeSecret } from "../../workloads/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { addWorkload, giveCredential } from "./test-support.ts";

const salt = randomBytes(32);
const keyedHash = (use: string, text: string) =>
  createHmac("sha256", salt).update(`${use}\0${text}`).digest("base64url");

let ward: TestWard;
let written: LogRecord[];
beforeEach(async () => {
  ward = await openWard({ keyedHash, proxies: ["127.0.0.1"] }, Date.now());
  written = [];
  ward.app.follow((records) => written.push(...records));
});
afterEach(() => ward.close());

const headers = (address: string) => ({
  host: "localhost:8080",
  "x-forwarded-for": address,
});
const report = async (payload: object, address = "192.0.2.7") => {
  const url = "/leaks";
  const answer = await ward.server.inject({
    method: "POST",
    url,
    headers: headers(address),
    payload,
  });
  return { status: answer.statusCode, body: answer.json() as unknown, headers: answer.headers };
};
const ask = (form: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
  ward.server.inject({
    method: "POST",
    url: "/oidc/token",
    headers: {
      ...headers("203.0.113.9"),
      "content-type": "application/x-www-form-urlencoded",
      ...more,
    },
    payload: new URLSearchParams({ grant_type: "client_credentials", ...form }).toString(),
  });
const found = (secret: string) => ({
  token: secret,
  type: "wardkey_client_secret",
  url: "https://github.example/repo/blob/settings",
  source: "content",
});
const secretOf = async (workload: string) => {
  await addWorkload(ward, workload);
  const form = { kind: "secret", because: "vendor-cannot-sign" } as const;
  return (await giveCredential(ward, keyedHash, workload, form)) as {
    readonly credential: string;
    readonly secret: string;
  };
};
const lay = async () => {
  const secret = makeSecret(randomBytes(128));
  const secretHash = keyedHash("workload-secret", secret);
  const { canary } = await ward.app.submit(
    layCanary({ laid: "build-server", secretHash, actor: system }),
  );
  return { canary, secret };
};
const endedBecause = (credential: string) =>
  ward.app.world().workloadCredentials.get(credential)?.ended?.reason;

test("[N2] [N6] a secret that is reported ends at once, and the answer does not say whether it was ours", async () => {
  const { credential, secret } = await secretOf("lab");
  expect((await ask({ client_id: "lab", client_secret: secret })).statusCode).not.toBe(401);
  const ours = await report([found(secret)]);
  const another = await report([found(makeSecret(randomBytes(128)))]);
  const none = await report([found("ghp_nothing")]);
  for (const answer of [ours, another, none]) {
    expect([answer.status, answer.body]).toEqual([202, { received: 1 }]);
  }
  expect(endedBecause(credential)).toBe("leaked");
  const ended = written.find(({ kind }) => kind === "workload-credential.ended");
  expect(ended?.actor).toEqual({ type: "system", id: "leak-report" });
  expect(JSON.stringify(written)).not.toContain(secret.slice(11));
  expect((await ask({ client_id: "lab", client_secret: secret })).statusCode).toBe(401);
});

test("[N2] several in one report, as GitHub sends them, and one alone", async () => {
  const first = await secretOf("lab");
  const second = await secretOf("imaging");
  const third = await secretOf("night");
  const answer = await report([found(first.secret), found("x"), found(` ${second.secret}\n`)]);
  expect(answer.body).toEqual({ received: 3 });
  expect([first, second, third].map(({ credential }) => endedBecause(credential))).toEqual([
    "leaked",
    "leaked",
    undefined,
  ]);
  expect((await report({ token: third.secret })).status).toBe(202);
  expect(endedBecause(third.credential)).toBe("leaked");
});

test("what is no report is refused in words, and nothing of it is repeated", async () => {
  for (const payload of [[], {}, [{ token: 7 }], [{ type: "x" }], { token: "x".repeat(5_000) }]) {
    const answer = await report(payload);
    expect([JSON.stringify(payload).slice(0, 20), answer.status]).toEqual([
      JSON.stringify(payload).slice(0, 20),
      400,
    ]);
    expect(JSON.stringify(answer.body)).not.toContain("xxx");
  }
  const many = Array.from({ length: 101 }, () => found("x"));
  expect((await report(many)).status).toBe(400);
});

test("[N6] more reports than ten a minute from one place are put off, and other places are heard still", async () => {
  const each = Array.from({ length: 11 }, () => report({ token: "x" }));
  const answers = await Promise.all(each);
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
  const [refused] = answers.filter(({ status }) => status === 429);
  expect(refused?.headers["retry-after"]).toBe("60");
  expect((await report({ token: "x" }, "198.51.100.7")).status).toBe(202);
  ward.clock.pass(60_000);
  expect((await report({ token: "x" })).status).toBe(202);
});

test("[N6] [NHI2] a canary is refused like any wrong secret, whoever it is presented as, and on record at once", async () => {
  const { canary, secret } = await lay();
  await addWorkload(ward, "lab");
  const used = () => written.filter(({ kind }) => kind === "canary.used");
  const asKnown = await ask({ client_id: "lab", client_secret: secret });
  const wrong = await ask({ client_id: "lab", client_secret: makeSecret(randomBytes(128)) });
  expect([asKnown.statusCode, asKnown.json()]).toEqual([wrong.statusCode, wrong.json()]);
  expect(used()).toMatchObject([{ body: { canary, how: "presented", place: "203.0.113.0/24" } }]);
  ward.clock.pass(61_000);
  const authorization = `Basic ${Buffer.from(`nobody:${secret}`).toString("base64")}`;
  expect((await ask({}, { authorization })).statusCode).toBe(401);
  expect(used()).toHaveLength(2);
  await report({ token: secret }, "192.0.2.8");
  expect(used().at(-1)).toMatchObject({ body: { how: "reported" } });
  expect(JSON.stringify(written)).not.toContain(secret.slice(11));
});
