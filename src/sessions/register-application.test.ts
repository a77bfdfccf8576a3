import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { registerApplication, retireApplication } from "./index.ts";
import { SmallHospital, shippedBundle } from "./test-support.ts";

let hospital: SmallHospital;
beforeAll(async () => {
  hospital = new SmallHospital(await shippedBundle({ crypto, fs }));
});

const actor = { type: "system", id: "test" } as const;
const growth = {
  id: "growth",
  name: "Growth chart",
  kind: "only-told",
  browser: true,
  redirectUris: [],
  scopes: [],
  serves: [],
} as const;

test("an application is registered, changed under its id, and never taken for a new one", () => {
  const { id: _id, ...nameless } = growth;
  const made = hospital.submit(registerApplication(nameless, actor));
  expect(made.application).toMatch(/^app_/);
  hospital.submit(registerApplication(growth, actor, { isNew: true }));
  hospital.submit(registerApplication({ ...growth, name: "Curves" }, actor));
  expect(hospital.world.applications.get("growth")?.name).toBe("Curves");
  expect(() =>
    hospital.submit(registerApplication({ ...growth, name: "Another" }, actor, { isNew: true })),
  ).toThrow(expect.objectContaining({ code: "application-known" }) as Error);
  expect(hospital.world.applications.get("growth")?.name).toBe("Curves");
});

test("one that is retired is unknown, and cannot be retired again", () => {
  hospital.submit(retireApplication("growth", actor));
  expect(hospital.world.applications.has("growth")).toBe(false);
  expect(() => hospital.submit(retireApplication("growth", actor))).toThrow(
    expect.objectContaining({ code: "application-unknown" }) as Error,
  );
});
