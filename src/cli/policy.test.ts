import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makePlace, type TestPlace } from "../../tests/support/places.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { runCli } from "./run-cli.ts";
import { type Interfaces, openInterfaces } from "./serve/interfaces.ts";
import { activatePolicyFiles, policyFolder } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { askInVain, policyWithOtherName } from "./test-support.ts";

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
  const begun = await run("shadow", policyWithOtherName(place.data), "--share", "100");
  expect(begun).toEqual({ code: 0, said: expect.stringContaining("100 % of the decisions") });
  await askInVain(installation.app);
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
  const folder = policyWithOtherName(place.data);
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

test("where no server runs, or one was killed, it is said so, and how to name another", async () => {
  await interfaces.close();
  const said = expect.stringMatching(
    /^wardkey policy: No Wardkey server that runs has .*WARDKEY_DATA/,
  );
  expect(await run("shadow")).toEqual({ code: 1, said });
  const killed = { url: "http://127.0.0.1:9", token: "none" };
  writeFileSync(join(place.data, "server.json"), JSON.stringify(killed));
  expect(await run("shadow")).toEqual({ code: 1, said });
});
