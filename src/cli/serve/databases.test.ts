import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Installation } from "../installation.ts";
import { SettingsError } from "../settings.ts";
import { openDatabases } from "./databases.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-databases-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grants = [{ schema: "lab", tables: ["results"], may: ["SELECT"] }];
const open = (admin: object, environment: Readonly<Record<string, string>> = {}) => {
  const databases = join(folder, "databases.json");
  writeFileSync(databases, JSON.stringify([{ id: "lab", admin, minutes: 30, grants }]));
  const keyedHash = () => "Abc-defghijklmnop";
  const installation = { app: {}, keyedHash, settings: { databases } } as unknown as Installation;
  return () => openDatabases(installation, () => "http://localhost", environment);
};

test("[N7] where the address of whoever makes the roles is, stands in a file or a variable; it is in no message", () => {
  const secret = "postgresql://maker:tell-nobody@db.example/lab";
  const file = join(folder, "lab-admin");
  writeFileSync(file, `${secret}\n`);
  expect(open({ file })).not.toThrow();
  expect(open({ variable: "LAB_ADMIN" }, { LAB_ADMIN: secret })).not.toThrow();
  expect(open({ variable: "LAB_ADMIN" })).toThrow("the variable LAB_ADMIN is not set");
  expect(open({ file: join(folder, "none") })).toThrow(/cannot be read/);
  writeFileSync(file, "mysql://maker:tell-nobody@db.example/lab");
  expect(open({ file })).toThrow(SettingsError);
  expect(open({ file })).toThrow(/no postgresql/);
  expect(open({ file })).not.toThrow(/tell-nobody/);
});
