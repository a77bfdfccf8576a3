import { expect, test } from "vitest";
import type { World } from "../../world/index.ts";
import { mayGive, type ScimClient } from "./client.ts";

const world = {
  applications: new Map([["app", { gives: ["doctor@*"] }]]),
  workloads: new Map([["hr", { gives: ["nurse@4B"] }]]),
} as unknown as World;
const token = { scopes: ["scim.manage"], isLive: () => true };

test.each([
  ["a workload with an API key", { id: "hr" }, "nurse"],
  ["a workload with a token", { id: "hr", token }, "nurse"],
  ["an application with a token", { id: "app", token }, "doctor"],
] satisfies readonly [string, ScimClient, string][])(
  "%s gives what it is registered for",
  (_, client, role) => {
    const may = mayGive(world, client);
    expect(may(role, "4B")).toBe(true);
    expect(may("pharmacist", "4B")).toBe(false);
  },
);

test("whoever is not known any more gives nothing", () => {
  for (const client of [{ id: "gone" }, { id: "gone", token }])
    expect(mayGive(world, client)("nurse", "4B")).toBe(false);
});
