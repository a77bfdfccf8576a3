import fastify from "fastify";
import { expect, test } from "vitest";
import { counterIds, fakeClock, sha256 } from "../../tests/support/ports.ts";
import { openApp } from "../app.ts";
import { createMemoryStore } from "../memory/index.ts";
import { serveHealth } from "./health.ts";

test("a node without a policy that it can load is alive, not ready, and says why", async () => {
  const clock = fakeClock();
  const { log, side } = createMemoryStore({ clock });
  const ports = { clock, hasher: sha256, ids: counterIds(), wait: async () => undefined };
  const app = await openApp({ log, side, ...ports });
  const server = fastify();
  serveHealth(server, { app, log });
  const ask = async (url: string) => {
    const answer = await server.inject(url);
    return { code: answer.statusCode, ...answer.json<{ status: string; why?: string }>() };
  };
  expect(await ask("/readyz")).toMatchObject({
    code: 503,
    why: expect.stringContaining("No policy is active"),
  });
  await app.submit({
    name: "test",
    actor: { type: "system", id: "test" },
    handle: () => ({
      records: [{ kind: "policy.activated", body: { decider: 1, hash: "lost" } }],
      answer: undefined,
    }),
  });
  expect(await ask("/readyz")).toMatchObject({
    code: 503,
    status: "not-ready",
    why: expect.stringMatching(/^The active policy lost cannot be loaded: /),
  });
  expect(await ask("/healthz")).toMatchObject({ code: 200 });
  await server.close();
});
