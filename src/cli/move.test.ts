import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activate, system } from "../app.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { move } from "./move.ts";
import { moveOrShow } from "./serve/move-or-show.ts";
import { policyFolder, readPolicyFiles } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { captured, openOperator } from "./test-support.ts";

const day = 24 * 3_600_000;

let folder: string;
let environment: { readonly WARDKEY_DATA: string };
let installation: Installation;
let server: FastifyInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-move-"));
  environment = { WARDKEY_DATA: join(folder, "data") };
  installation = await openInstallation(readSettings(environment), environment);
  const { app } = installation;
  const loaded = await app.load(readPolicyFiles(policyFolder));
  if (loaded.type === "refused") throw new Error("the shipped policy does not load");
  await activate(app, loaded.bundle, system);
  const [from, to] = [app.now() - day, app.now() + 40 * day];
  const place = { site: "north", type: "ward", pattern: "inpatient" } as const;
  const engaged = { engagement: "eng_eva", person: "eva", type: "employee" } as const;
  const records = [
    { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/Berlin" } },
    { kind: "ward.registered", body: { ...place, name: "4A", ward: "4A" } },
    { kind: "ward.registered", body: { ...place, name: "4B", ward: "4B" } },
    { kind: "person.registered", body: { person: "eva" } },
    { kind: "engagement.started", body: { ...engaged, from, to } },
    {
      kind: "role.assigned",
      body: { assignment: "rol_eva", engagement: "eng_eva", role: "nurse", ward: "4A", from, to },
    },
  ] as const;
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  server = await openOperator(environment.WARDKEY_DATA, {
    move: (order) => moveOrShow(app, order, { type: "system", id: "terminal" }),
  });
}, 60_000);
afterAll(async () => {
  await server?.close();
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

const to4B = ["--role", "nurse", "--ward", "4B", "eng_eva"];
const run = (...args: readonly string[]) => captured(() => move(args, environment));
const held = () => [...installation.app.world().roles.values()].map(({ ward }) => ward).toSorted();

test("[L4] wardkey move shows the difference and nothing happens; with --yes it happens as it was shown", async () => {
  const { next } = installation.app.world();
  const shown = await run(...to4B);
  expect(shown.code).toBe(0);
  for (const said of ["Gains  nurse in 4B", "Loses  nurse in 4A", "Both hold", "Nothing has"]) {
    expect(shown.text).toContain(said);
  }
  expect(installation.app.world().next).toBe(next);
  const before = JSON.parse((await run("--json", ...to4B)).text);
  const now = installation.app.now();
  const after = JSON.parse((await run("--json", "--yes", ...to4B)).text);
  expect([before.done, after.done]).toEqual([false, true]);
  const [lost] = after.difference.lost;
  expect(lost).toMatchObject({ role: "nurse", ward: "4A" });
  expect(Math.abs(lost.until - now - day)).toBeLessThan(60_000);
  expect(before.difference.lostActions).toEqual(after.difference.lostActions);
  expect(held()).toEqual(["4A", "4B"]);
});

test("[L4] a move from a day on begins by the ward's clock", async () => {
  const date = new Date(installation.app.now() + 5 * day).toISOString().slice(0, 10);
  const args = ["--role", "nurse", "--ward", "4A", "--from", date, "--json", "eng_eva"];
  const { difference } = JSON.parse((await run(...args)).text);
  const zone = { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "medium" } as const;
  const local = new Intl.DateTimeFormat("sv-SE", zone).format(difference.gained.from);
  expect(local).toBe(`${date} 00:00:00`);
});

test("what is no move is refused in words, and a wrong call says how it is called", async () => {
  const rejected = (...args: readonly string[]) => expect(move(args, environment)).rejects;
  await rejected("--role", "nurse", "--ward", "9Z", "eng_eva").toMatchObject({
    code: "role-refused",
  });
  await rejected("--role", "nurse", "--ward", "4B", "eng_x").toMatchObject({
    code: "engagement-unknown",
  });
  await rejected("--from", "2026-02-30", ...to4B).toThrow(/2026-02-30 is no day/);
  await rejected("--ward", "4B", "eng_eva").toThrow(/Usage: wardkey move/);
  await rejected("--role", "nurse", "--ward", "4B").toThrow(/Usage: wardkey move/);
  await rejected(...to4B, "eng_amy").toThrow(/Usage: wardkey move/);
});
