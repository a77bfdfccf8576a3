import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activate, system } from "../app.ts";
import { endEngagement } from "../lifecycle/index.ts";
import { openInstallation } from "./installation.ts";
import { receipt } from "./receipt.ts";
import { policyFolder, readPolicyFiles } from "./serve/policy.ts";
import { readSettings } from "./settings.ts";
import { captured } from "./test-support.ts";
import { verify } from "./verify.ts";

let folder: string;
let environment: { readonly WARDKEY_DATA: string };
let position: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-receipt-"));
  environment = { WARDKEY_DATA: join(folder, "data") };
  ({ position } = await leave());
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A log in which Amy's engagement ended, and much happened since. */
async function leave(): Promise<{ readonly position: number }> {
  const installation = await openInstallation(readSettings(environment), environment);
  const { app } = installation;
  const loaded = await app.load(readPolicyFiles(policyFolder));
  if (loaded.type === "refused") throw new Error("the shipped policy does not load");
  await activate(app, loaded.bundle, system);
  const now = app.now();
  const engaged = { engagement: "eng_amy", person: "amy", type: "employee" } as const;
  const records = [
    { kind: "person.registered", body: { person: "amy" } },
    { kind: "engagement.started", body: { ...engaged, from: now - 1000, to: now + 1e9 } },
    { kind: "badge.issued", body: { badge: "bdg_amy", person: "amy", until: now + 1e9 } },
  ] as const;
  const tell = { name: "test", actor: system, handle: () => ({ records, answer: undefined }) };
  await app.submit(tell);
  const actor = { type: "person", id: "ada" } as const;
  await app.submit(endEngagement(app, { engagement: "eng_amy", reason: "left", actor }));
  const last = app.world().next - 1;
  const sites = Array.from({ length: 40 }, (_, nth) => ({
    kind: "site.registered" as const,
    body: { site: `site-${nth}`, name: "x", zone: "UTC" },
  }));
  await app.submit({ ...tell, handle: () => ({ records: sites, answer: undefined }) });
  await installation.close();
  return { position: last };
}

test("[L3] the receipt of an end is written by id or position, and holds by the log's key alone, on any machine", async () => {
  const to = join(folder, "receipts");
  const written = await captured(() => receipt(["--to", to, "eng_amy"], environment));
  expect(written.code).toBe(0);
  const [name = ""] = readdirSync(to);
  expect(name).toBe("access-ended-eng_amy.json");
  const file = join(to, name);
  const printed = await captured(() => receipt([String(position)], environment));
  expect(JSON.parse(printed.text)).toEqual(JSON.parse(readFileSync(file, "utf8")));

  const here = await captured(() => verify(["--receipt", file], environment));
  expect(here.code).toBe(0);
  expect(here.text).toContain(`holds: position ${position} of`);
  expect(here.text).toContain("badges: bdg_amy");
  expect(here.text).toContain("nothing was open to them from there on");
  const said = await captured(() => verify(["--json"], environment));
  const key = JSON.parse(said.text).keys.own as string;
  // Elsewhere there is no log: the key that was told is all there is.
  const elsewhere = { WARDKEY_DATA: join(folder, "nowhere") };
  const there = await captured(() =>
    verify(["--receipt", file, "--key", key, "--json"], elsewhere),
  );
  expect(JSON.parse(there.text)).toMatchObject({ type: "holds", position, by: [key] });
  await expect(verify(["--receipt", file], elsewhere)).rejects.toMatchObject({ code: "no-key" });
});

test("[L3] a receipt that was changed, or of a log under another key, proves nothing", async () => {
  const printed = await captured(() => receipt(["eng_amy"], environment));
  const whole = JSON.parse(printed.text);
  const file = join(folder, "receipt.json");
  const checked = async (content: unknown, args: readonly string[] = []) => {
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return captured(() => verify(["--receipt", file, ...args], environment));
  };
  expect((await checked(whole)).code).toBe(0);
  const body = { ...whole.record.body, ended: {} };
  const changed = await checked({ ...whole, record: { ...whole.record, body } });
  expect([changed.code, changed.text]).toEqual([1, expect.stringContaining("not what its bytes")]);
  expect(await checked("{")).toMatchObject({
    code: 1,
    text: expect.stringContaining("no receipt"),
  });
  const other = "other.example/log+de5b98d5+AaMyrS67WMIFmhhihs9KDOBTHFixPLWvzXbbcsfMSywl";
  const foreign = checked(whole, ["--key", other]);
  await expect(foreign).rejects.toThrow("no verifier key");
});

test("what names no end, or is asked without one, is a mistake of the call", async () => {
  await expect(receipt(["eng_ben"], environment)).rejects.toThrow("no end of access");
  await expect(receipt([], environment)).rejects.toThrow("Say of which engagement");
  await expect(verify(["--key", "x"], environment)).rejects.toThrow("--key goes with --receipt");
  const missing = verify(["--receipt", join(folder, "none.json")], environment);
  await expect(missing).rejects.toThrow("There is no file");
});
