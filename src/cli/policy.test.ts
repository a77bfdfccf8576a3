import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makePlace, type TestPlace } from "../../tests/support/places.ts";
import { recordDecision } from "../access/index.ts";
import { system } from "../app.ts";
import { runCli } from "./index.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { type Interfaces, openInterfaces } from "./serve/interfaces.ts";
import { activatePolicyFiles, policyFolder } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";

let place: TestPlace;
let environment: Readonly<Record<string, string>>;
let installation: Installation;
let interfaces: Interfaces;

beforeEach(async () => {
  place = makePlace();
  environment = { ...place.environment, PORT: "0", WARDKEY_MLLP_PORT: "0" };
  const webRoot = join(place.data, "web");
  mkdirSync(join(webRoot, "console"), { recursive: true });
  writeFileSync(join(webRoot, "index.html"), "");
  installation = await openInstallation(readSettings(environment), environment);
  await activatePolicyFiles(installation.app, () => undefined, {
    folder: policyFolder,
    always: false,
  });
  interfaces = await openInterfaces(installation, webRoot);
});

afterEach(async () => {
  await interfaces.close();
  await installation.close();
  rmSync(place.data, { recursive: true });
});

/** Somebody without any engagement asks for a chart, on record. */
async function askInVain(): Promise<void> {
  const { app } = installation;
  const records = [{ kind: "person.registered", body: { person: "amy" } }] as const;
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  const actor = { type: "person", id: "amy" } as const;
  const resource = { type: "patient", id: `pat_${"0".repeat(22)}` };
  const request = { subject: actor, action: "chart.open", resource, context: {} };
  const deps = { bundles: app.bundles, repeats: app.repeats };
  const { type } = await app.submit(recordDecision(deps, request, { actor, remedies: false }));
  expect(type).toBe("deny");
}

/** The shipped policy with a rule under another name. */
function otherPolicy(): string {
  const folder = join(place.data, "other");
  cpSync(policyFolder, folder, { recursive: true });
  const gates = join(folder, "gates.cedar");
  const text = readFileSync(gates, "utf8");
  expect(text).toContain('@id("no-engagement")');
  writeFileSync(gates, text.replace('@id("no-engagement")', '@id("not-engaged")'));
  return folder;
}

async function run(...args: readonly string[]) {
  const [out, err] = (["log", "error"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  try {
    const code = await runCli(["policy", ...args], environment);
    return { code, said: [...(out?.mock.calls ?? []), ...(err?.mock.calls ?? [])].join("\n") };
  } finally {
    vi.restoreAllMocks();
  }
}

test("a candidate is begun, differs, is listed, and ends", async () => {
  const none = "Nothing is decided under another policy.";
  expect(await run("shadow")).toEqual({ code: 0, said: none });
  const begun = await run("shadow", otherPolicy(), "--share", "100");
  expect(begun).toEqual({ code: 0, said: expect.stringContaining("100 % of the decisions") });
  await askInVain();
  await vi.waitFor(async () => {
    const { said } = await run("shadow", "--json");
    expect(JSON.parse(said)).toMatchObject({ compared: 1, same: 0, changed: [] });
  });
  const listed = await run("shadow");
  expect(listed.said).toContain("Answered the same, because of other rules");
  expect(listed.said).toMatch(/before {2}deny by .*no-engagement/);
  expect(listed.said).toMatch(/after {3}deny by .*not-engaged/);
  const ended = await run("shadow", "--off");
  expect(ended).toEqual({ code: 0, said: expect.stringMatching(/not-engaged[\s\S]*It is off\.$/) });
  expect(await run("shadow")).toEqual({ code: 0, said: none });
});

test("a candidate that is no policy is refused with its place, and nothing begins", async () => {
  const folder = otherPolicy();
  writeFileSync(join(folder, "gates.cedar"), "permit (principal, action, resource) when {");
  const { code, said } = await run("shadow", folder);
  expect(code).toBe(2);
  expect(said).toContain("gates.cedar:1:");
  expect((await run("shadow")).said).toBe("Nothing is decided under another policy.");
});

test.each([
  [[], "Usage: wardkey policy shadow"],
  [["shade"], "Usage: wardkey policy shadow"],
  [["shadow", "x", "--off"], "A folder begins it"],
  [["shadow", "--share", "10"], "--share goes with a folder"],
  [["shadow", "x", "--share", "0"], "name a percentage above 0"],
  [["shadow", "x", "--share", "101"], "name a percentage above 0"],
])("a wrong call is refused: %j", async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, said: expect.stringContaining(message) });
});
