import { expect, test } from "vitest";
import { isPrivileged } from "./privileged.ts";

const action = (...types: readonly string[]) => ({ resourceTypes: new Set(types) }) as never;
const role = (...may: readonly string[]) => ({ may: new Set(may) }) as never;
const policy = {
  actions: new Map([
    ["chart.open", action("patient")],
    ["patient.search", action("hospital")],
    ["person.give", action("hospital")],
    ["ward.run", action("ward")],
  ]),
  roles: new Map([
    ["nurse", role("chart.open", "patient.search", "ward.run")],
    ["giver", role("chart.open", "person.give")],
    ["odd", role("never.declared")],
  ]),
};

test("a role is privileged by what it may in the whole hospital, and where nobody knows what it may", () => {
  expect(isPrivileged(policy, "nurse")).toBe(false);
  expect(isPrivileged(policy, "giver")).toBe(true);
  expect(isPrivileged(policy, "odd")).toBe(true);
  expect(isPrivileged(policy, "none")).toBe(true);
});
