import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, vi } from "vitest";
import { recordDecision } from "../access/index.ts";
import { type App, activate, openApp, system } from "../app.ts";
import { operator } from "../http/index.ts";
import { machineClock, nodeHasher, nodeIds, openSqliteStore, wait } from "../node/index.ts";
import { policyFolder, readPolicyFiles } from "./serve/policy.ts";
import { writeServerFile } from "./serve/server-file.ts";

/** Runs a command, and gives its exit code and what it wrote, to either stream. */
export async function captured(
  command: () => Promise<number>,
): Promise<{ readonly code: number; readonly text: string }> {
  const written: string[] = [];
  const note = (text: unknown) => {
    written.push(String(text));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(note),
    vi.spyOn(console, "log").mockImplementation(note),
    vi.spyOn(console, "error").mockImplementation(note),
  ];
  try {
    return { code: await command(), text: written.join("\n") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** An installation's log under the shipped policy, in which what `fill` does stands. */
export async function writeLog(data: string, fill: (app: App) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ directory: data, clock: machineClock });
  const { log, side } = store;
  const ports = { clock: machineClock, hasher: nodeHasher, ids: nodeIds(), wait };
  const app = await openApp({ ...ports, log, side });
  const loaded = await app.load(readPolicyFiles(policyFolder));
  if (loaded.type === "refused") throw new Error("the shipped policy does not load");
  await activate(app, loaded.bundle, system);
  await fill(app);
  await app.stop();
  await store.close();
}

/** Somebody without any engagement asks for a chart, on record. */
export async function askInVain(app: App): Promise<void> {
  const records = [{ kind: "person.registered", body: { person: "amy" } }] as const;
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  const actor = { type: "person", id: "amy" } as const;
  const resource = { type: "patient", id: `pat_${"0".repeat(22)}` };
  const request = { subject: actor, action: "chart.open", resource, context: {} };
  const { type } = await app.submit(recordDecision(app, request, { actor, remedies: false }));
  expect(type).toBe("deny");
}

/** What a running server does for commands, where it is found by those that are run on `data`; what is refused is answered by its code. */
export async function openOperator(
  data: string,
  does: Partial<Parameters<typeof operator>[0]>,
): Promise<FastifyInstance> {
  const token = "secret";
  const server = Fastify();
  server.setErrorHandler((error: Error & { code: string }, _request, reply) =>
    reply.code(409).send({ error: { code: error.code, message: error.message } }),
  );
  const nothing = { importFile: async () => undefined, onFault: () => undefined };
  await server.register(operator({ token, ...nothing, ...does }), { prefix: "/operator" });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  writeServerFile(data, { url, token });
  return server;
}

/** The shipped policy, in a folder of this one, with the rule that refuses it under another name. */
export function policyWithOtherName(data: string): string {
  const folder = join(data, "other");
  cpSync(policyFolder, folder, { recursive: true });
  const gates = join(folder, "gates.cedar");
  const text = readFileSync(gates, "utf8");
  expect(text).toContain('@id("no-engagement")');
  writeFileSync(gates, text.replace('@id("no-engagement")', '@id("not-engaged")'));
  return folder;
}
