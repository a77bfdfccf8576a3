import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
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

let ward: TestWard;
let own: string;
let key: TestKey;
const open: TestIssuer[] = [];
beforeEach(async () => {
  own = "";
  const options = { keyNetworks: ["127.0.0.1"], origins: () => [own] };
  ward = await openWard(options, Date.now());
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  own = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
  key = await makeKey(() => ward.app.now());
  await publishes("fine", (response) => response.end(JSON.stringify({ keys: [key.jwk] })));
});
afterEach(async () => {
  await ward.close();
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** A workload whose keys are published by a server that answers so. */
async function publishes(
  workload: string,
  answer: (response: ServerResponse) => void,
): Promise<TestIssuer> {
  const publisher = await startIssuer(answer);
  open.push(publisher);
  await addWorkload(ward, workload);
  const jwksUri = `${publisher.url}/jwks`;
  await giveCredential(ward, () => "", workload, { kind: "key-set", jwksUri });
  return publisher;
}

interface Answered {
  readonly status: number;
  readonly why: string | undefined;
  /** In milliseconds. */
  readonly took: number;
}

async function ask(workload: string, by: TestKey = key): Promise<Answered> {
  const jti = randomBytes(8).toString("hex");
  const client_assertion = await by.sign({ iss: workload, sub: workload, aud: `${own}/oidc`, jti });
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: workload,
    client_assertion,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    scope: "system/Observation.rs",
  });
  const begun = performance.now();
  const answer = await fetch(`${own}/oidc/token`, { method: "POST", body });
  const { error_description: why } = (await answer.json()) as {
    readonly error_description?: string;
  };
  return { status: answer.status, why, took: performance.now() - begun };
}

/** While something is asked of a bad address, the others get their tokens, and none of them waits for it. */
async function whileOthersGoOn(bad: Promise<Answered>): Promise<Answered> {
  let isOver = false;
  void bad.then(() => {
    isOver = true;
  });
  const others = await Promise.all([ask("fine"), ask("fine")]);
  expect(others.map(({ status }) => status)).toEqual([200, 200]);
  expect(isOver).toBe(false);
  return bad;
}

describe("[N1] where a workload's keys are published nothing bad can be done, over real sockets", () => {
  test("one that hangs: given up after three seconds, asked once by however many, and nobody else waits", async () => {
    const publisher = await publishes("hangs", () => undefined);
    const many = Promise.all(Array.from({ length: 20 }, () => ask("hangs")));
    const first = many.then(([one]) => one as Answered);
    const { status, why } = await whileOthersGoOn(first);
    expect([status, why]).toEqual([
      401,
      "The keys cannot be had: the server does not answer in time.",
    ]);
    for (const each of await many) expect(each.took).toBeLessThan(8_000);
    expect(publisher.asked()).toBe(1);
    // What failed is not waited for again at once.
    expect((await ask("hangs")).took).toBeLessThan(2_500);
    expect(publisher.asked()).toBe(1);
  }, 30_000);

  test("one that says a byte a moment is given up all the same", async () => {
    await publishes("drips", (response) => {
      const timer = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(timer));
    });
    const { status, why } = await whileOthersGoOn(ask("drips"));
    expect([status, why]).toEqual([
      401,
      "The keys cannot be had: the server does not answer in time.",
    ]);
  }, 30_000);

  test("one that redirects is not followed, wherever to", async () => {
    const inner = await startIssuer((response) =>
      response.end(JSON.stringify({ keys: [key.jwk] })),
    );
    open.push(inner);
    for (const code of [301, 302, 303, 307, 308]) {
      const answer = (response: ServerResponse) =>
        response.writeHead(code, { location: inner.url }).end(JSON.stringify({ keys: [key.jwk] }));
      await publishes(`moves-${code}`, answer);
      const { status, why } = await ask(`moves-${code}`);
      expect([code, status, why]).toEqual([
        code,
        401,
        "The keys cannot be had: the server answers with something else.",
      ]);
    }
    expect(inner.asked()).toBe(0);
  });

  test("one that answers with megabytes is read no further than a set is long", async () => {
    let written = 0;
    await publishes("floods", (response) => {
      const chunk = Buffer.alloc(64 * 1024, 32);
      const more = () => {
        if (response.destroyed) return;
        written += chunk.length;
        if (response.write(chunk)) setImmediate(more);
        else response.once("drain", more);
      };
      more();
    });
    const { status, why } = await ask("floods");
    expect([status, why]).toEqual([401, "The keys cannot be had: the answer is too long."]);
    // What the sockets had taken already is a few megabytes at most.
    const soon = written;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written - soon).toBeLessThan(8 * 1024 * 1024);
    expect((await ask("fine")).status).toBe(200);
  });

  test("keys that turn while an assertion is on its way: the new one is had, and the old one is good no more", async () => {
    let published = [key.jwk];
    const publisher = await publishes("turns", (response) =>
      response.end(JSON.stringify({ keys: published })),
    );
    expect((await ask("turns")).status).toBe(200);
    const next = await makeKey(() => ward.app.now());
    published = [next.jwk];
    ward.clock.pass(5_000);
    // Several at the same moment ask for the set once.
    const both = await Promise.all([ask("turns", next), ask("turns", next)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(publisher.asked()).toBe(2);
    expect((await ask("turns")).status).toBe(401);
    // Whoever makes keys up has it asked for no more often than that.
    const asked = publisher.asked();
    const strangers = await Promise.all(
      Array.from({ length: 10 }, async () => ask("turns", await makeKey(() => ward.app.now()))),
    );
    expect(strangers.every(({ status }) => status === 401)).toBe(true);
    expect(publisher.asked() - asked).toBeLessThanOrEqual(1);
  });

  test.each([
    "https://10.0.0.1/jwks",
    "https://[fd00::1]/jwks",
    "https://169.254.169.254/jwks",
    "http://127.0.0.1:{port}/jwks",
    "http://localhost:{port}/jwks",
  ])(
    "%s leads inwards, where this hospital has allowed nothing, and is not asked",
    async (address) => {
      const closed = await openWard({ keyNetworks: [], origins: () => [own] }, Date.now());
      const inner = await startIssuer((response) =>
        response.end(JSON.stringify({ keys: [key.jwk] })),
      );
      open.push(inner);
      await addWorkload(closed, "inwards");
      const jwksUri = address.replace("{port}", new URL(inner.url).port);
      await giveCredential(closed, () => "", "inwards", { kind: "key-set", jwksUri });
      await closed.server.listen({ host: "127.0.0.1", port: 0 });
      const kept = own;
      own = `http://127.0.0.1:${(closed.server.server.address() as AddressInfo).port}`;
      const { status, took, why } = await ask("inwards");
      own = kept;
      await closed.close();
      expect([status, why]).toEqual([
        401,
        expect.stringMatching(/network that is not allowed|leads inwards/),
      ]);
      expect(took).toBeLessThan(2_500);
      expect(inner.asked()).toBe(0);
    },
  );
});
