import { beforeAll, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { evening, hour, openNight, type TestNight } from "../replay/test-support.ts";
import { writeRoleUse } from "../report/write-role-use.ts";
import { mineRoles } from "./mine-roles.ts";
import { unusedEntitlements } from "./unused-entitlements.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let night: TestNight;
beforeEach(async () => {
  night = await openNight(bundle, sha256);
  return () => night.app.stop();
});

const whole = { from: evening, to: evening + 12 * hour };

/** What was mined of a role's entry. */
async function entry(role: string, name: string, period = whole) {
  const mined = await mineRoles(night.store.log, bundle, period);
  const found = mined.find((each) => each.role === role);
  return { people: found?.people, use: found?.entitlements.find((each) => each.name === name) };
}

test("what was permitted is counted for the role, with its ward and its last time; what was denied is not", async () => {
  expect(await night.ask("amy", "anna")).toBe("permit");
  await night.clock.moveTo(evening + hour);
  expect(await night.ask("ben", "bert")).toBe("permit");
  expect(await night.ask("amy", "nobody")).toBe("deny");
  const { people, use } = await entry("nurse", "chart-review");
  expect(people).toBe(2);
  expect(use).toMatchObject({ times: 2, wards: [{ ward: "4B", times: 2 }] });
  const opened = use?.actions.find(({ action }) => action === "chart.open");
  expect(opened?.use).toEqual({ times: 2, last: evening + hour });
  expect(use?.actions.some((each) => each.use === undefined)).toBe(true);
});

test("what came before the time or after it is not counted, nor for a role that they had given back", async () => {
  await night.ask("amy", "anna");
  await night.clock.moveTo(evening + hour);
  const assigned = { assignment: "role-late", role: "doctor", ward: "4B", engagement: "eng-amy" };
  const times = { from: evening, to: evening + 2 * hour };
  await night.record({ kind: "role.assigned", body: { ...assigned, ...times } });
  await night.ask("amy", "anna");
  expect((await entry("doctor", "chart-review")).use?.times).toBe(1);
  await night.clock.moveTo(evening + 3 * hour);
  await night.ask("amy", "anna");
  expect((await entry("doctor", "chart-review")).use?.times).toBe(1);
  expect((await entry("nurse", "chart-review")).use?.times).toBe(3);
  const later = { from: evening + 2 * hour, to: evening + 12 * hour };
  expect((await entry("nurse", "chart-review", later)).use?.times).toBe(1);
  const earlier = { from: evening, to: evening + hour };
  expect((await entry("doctor", "chart-review", earlier)).people).toBe(0);
});

test("unused is what nobody with a used role did; never what emergencies are for, and nothing of a role that was not used", async () => {
  await night.ask("amy", "anna");
  const unused = unusedEntitlements(await mineRoles(night.store.log, bundle, whole));
  expect(new Set(unused.map(({ role }) => role))).toEqual(new Set(["nurse"]));
  const names = unused.map(({ name }) => name);
  expect(names).toContain("shift.swap");
  expect(names).not.toContain("chart-review");
  expect(names).not.toContain("glass.break");
  expect(names).not.toContain("emergency.sign");
});

test("is written a row for each entry, and one line for all roles that nobody had", async () => {
  await night.ask("amy", "anna");
  const text = writeRoleUse(await mineRoles(night.store.log, bundle, whole));
  expect(text).toMatch(/^nurse: 2 people$/m);
  expect(text).toMatch(/^ {2}chart-review +1 times +\d+ of \d+ actions +last 2026-03-10 +4B$/m);
  expect(text).toMatch(/^ {2}shift\.swap +not used$/m);
  expect(text).toMatch(/^nobody had: .*doctor/m);
});

test("a log that does not begin at its beginning is refused", async () => {
  const { log } = night.store;
  const cut = {
    ...log,
    head: log.head,
    changes: log.changes,
    read: async (from: number, options: { readonly to: number; readonly limit: number }) =>
      (await log.read(from, options)).filter(({ position }) => position > 3),
  };
  await expect(mineRoles(cut, bundle, whole)).rejects.toMatchObject({ code: "not-whole" });
});
