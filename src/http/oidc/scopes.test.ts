import { expect, test } from "vitest";
import { grantedScopes, isResourceScope } from "./scopes.ts";

const withPatient = { hasPatient: true, reachesAll: true };

test("version 1 scopes mean read .rs, write .cud, * .cruds, and are answered as they were asked (SMART 3.1.5.2)", () => {
  const asked = ["patient/Observation.read", "patient/Observation.write", "patient/Observation.*"];
  const given = (registered: string) => grantedScopes(asked, [registered], withPatient);
  expect(given("patient/Observation.rs")).toEqual(["patient/Observation.read"]);
  expect(given("patient/Observation.cud")).toEqual(["patient/Observation.write"]);
  expect(given("patient/Observation.cruds")).toEqual(asked);
  const newer = ["patient/Observation.rs", "patient/Observation.cud", "patient/Observation.u"];
  expect(grantedScopes(newer, ["patient/Observation.read"], withPatient)).toEqual([newer[0]]);
  expect(grantedScopes(newer, ["patient/Observation.write"], withPatient)).toEqual(newer.slice(1));
});

test("letters that are unknown, twice or out of order are no scope, and are left out", () => {
  const wrong = ["sr", "rr", "x", "", "readx", "crudsx"].map((may) => `patient/Observation.${may}`);
  for (const scope of wrong) expect([scope, isResourceScope(scope)]).toEqual([scope, false]);
  const asked = [...wrong, "patient/Observation.rs"];
  expect(grantedScopes(asked, ["patient/*.cruds"], withPatient)).toEqual([asked.at(-1)]);
});

test("a wildcard covers every type, of its own kind and with its own letters only", () => {
  const asked = [
    "user/*.rs",
    "user/Observation.rs",
    "user/Observation.d",
    "patient/Observation.rs",
    "system/Observation.rs",
  ];
  expect(grantedScopes(asked, ["user/*.rs"], withPatient)).toEqual(asked.slice(0, 2));
  expect(grantedScopes(["user/*.rs"], ["user/Observation.rs"], withPatient)).toEqual([]);
});

test("a registered scope with a query covers that query alone", () => {
  const fine = "patient/Observation.rs?category=laboratory";
  const asked = [fine, "patient/Observation.rs", "patient/Observation.rs?category=vital-signs"];
  expect(grantedScopes(asked, [fine], withPatient)).toEqual([fine]);
});

test("[C8] where no patient may be reached nothing that reaches every patient is granted", () => {
  const asked = ["openid", "user/*.rs", "user/Observation.r", "profile"];
  const context = { hasPatient: false, reachesAll: false };
  expect(grantedScopes(asked, asked, context)).toEqual(["openid", "profile"]);
});
