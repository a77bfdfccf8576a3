import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { system } from "../app.ts";
import { operator } from "../http/index.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { writeServerFile } from "./serve/server-file.ts";
import { readSettings } from "./settings.ts";
import { captured } from "./test-support.ts";
import { workload } from "./workload.ts";

const day = 24 * 3_600_000;

let folder: string;
let environment: { readonly WARDKEY_DATA: string };
let installation: Installation;
let server: FastifyInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-workload-"));
  environment = { WARDKEY_DATA: join(folder, "data") };
  installation = await openInstallation(readSettings(environment), environment);
  const { app } = installation;
  const [from, to] = [app.now() - day, app.now() + 300 * day];
  const records = ["amy", "ben"].flatMap((person) => {
    const engaged = { engagement: `eng_${person}`, person, type: "employee", from, to } as const;
    return [
      { kind: "person.registered", body: { person } },
      { kind: "engagement.started", body: engaged },
    ] as const;
  });
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  server = Fastify();
  server.setErrorHandler((error: Error & { code: string }, _request, reply) =>
    reply.code(409).send({ error: { code: error.code, message: error.message } }),
  );
  await server.register(
    operator({
      token: "secret",
      importFile: async () => undefined,
      workloads: {
        app,
        actor: { type: "system", id: "terminal" },
        keyedHash: installation.keyedHash,
      },
      onFault: () => undefined,
    }),
    { prefix: "/operator" },
  );
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  writeServerFile(environment.WARDKEY_DATA, { url, token: "secret" });
}, 60_000);
afterAll(async () => {
  await server?.close();
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => captured(() => workload(args, environment));
const terms = () => ({
  id: "lab",
  name: "Laboratory gateway",
  purpose: "Brings results into charts",
  owner: "amy",
  deputy: "ben",
  environment: "production",
  vendor: "Acme",
  scopes: ["system/Observation.rs"],
  neededBy: ["4B"],
  until: new Date(installation.app.now() + 100 * day).toISOString().slice(0, 10),
});
function file(content: object): string {
  const path = join(folder, "terms.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test("[N8] a workload is asked for, approved by somebody else, stopped and ended at the command line", async () => {
  expect((await run("list")).text).toBe("No workload is known.");
  const asked = await run("request", file(terms()), "--by", "amy");
  expect(asked).toEqual({ code: 0, text: "Asked for: lab. Somebody else has to approve it." });
  await expect(run("approve", "lab", "--by", "amy")).rejects.toMatchObject({
    code: "own-workload",
  });
  await expect(run("approve", "lab", "--by", "nobody")).rejects.toThrow(/--by/);
  expect((await run("approve", "lab", "--by", "ben")).text).toContain("State        approved");
  expect((await run("list")).text).toMatch(/^lab {2}Laboratory gateway {2}approved {2}owner amy/);

  expect((await run("suspend", "lab", "--reason", "concern")).text).toContain(
    "suspended (concern)",
  );
  expect((await run("resume", "lab")).text).toContain("State        active");
  const owned = await run("handover", "lab", "--owner", "ben", "--deputy", "amy");
  expect(owned.text).toContain("Owner        ben, deputy amy");
  await expect(run("extend", "lab", "--until", "2020-01-01")).rejects.toMatchObject({
    code: "workload-terms",
  });

  const preview = await run("quarantine", "--vendor", "Acme");
  expect(preview.text).toMatch(/lab {2}Laboratory gateway: stops as a whole\n {2}Needed by 4B\n/);
  expect(preview.text).toContain("Nothing has happened.");
  expect(installation.app.world().workloads.get("lab")?.state).toBe("active");
  expect((await run("quarantine", "--vendor", "Acme", "--yes")).text).not.toContain("Nothing");
  expect(installation.app.world().workloads.get("lab")?.state).toBe("suspended");

  await run("resume", "lab");
  expect((await run("retire", "lab")).text).toContain("Nothing has happened.");
  expect((await run("retire", "lab", "--yes")).text).toMatch(
    /lab is decommissioned, at position \d+/,
  );
  const shown = JSON.parse((await run("show", "lab", "--json")).text) as { state: string };
  expect(shown.state).toBe("decommissioned");
});

test("a wrong call is told how it is right, and a file that is none", async () => {
  for (const args of [[], ["shout"], ["show"], ["list", "x"], ["approve", "lab"], ["quarantine"]]) {
    await expect(run(...args), args.join(" ")).rejects.toThrow(/Usage: wardkey workload/);
  }
  await expect(run("request", join(folder, "none.json"), "--by", "amy")).rejects.toThrow(/JSON/);
  await expect(run("request", file({ until: "tomorrow" }), "--by", "amy")).rejects.toThrow(/day/);
  await expect(run("request", file({ ...terms(), vendor: 3 }), "--by", "amy")).rejects.toThrow();
});
