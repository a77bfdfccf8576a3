import { expect, test } from "vitest";
import { checkApplication } from "./check-application.ts";

const form = {
  name: "Charts",
  kind: "signs-in-here",
  redirectUris: ["https://charts.example/callback"],
  scopes: ["openid", "launch", "patient/Observation.rs?category=laboratory"],
  jwksUri: "https://charts.example/jwks.json",
};

test("an application that is described well is taken as it is", () => {
  expect(checkApplication({ ...form, id: "charts", serves: ["https://fhir.example/r4"] })).toEqual({
    ...form,
    id: "charts",
    browser: false,
    serves: ["https://fhir.example/r4"],
  });
  const { jwksUri: _keys, ...public_ } = form;
  expect(checkApplication({ ...public_, browser: true })).toMatchObject({ browser: true });
});

test("which roles it gives where is named one by one, or said to be all", () => {
  const gives = ["nurse@4B", "doctor@*", "*@ICU", "*@*"];
  expect(checkApplication({ ...form, gives })).toMatchObject({ gives });
});

test.each([
  ["name", { name: " " }],
  ["gives", { gives: "nurse@4B" }],
  ["gives", { gives: ["nurse"] }],
  ["gives", { gives: ["nur*@4B"] }],
  ["gives", { gives: ["nurse@4B@6A"] }],
  ["gives", { gives: ["nurse@"] }],
  ["gives", { gives: [7] }],
  ["kind", { kind: "trusted" }],
  ["id", { id: "a b" }],
  ["redirectUris", { redirectUris: ["http://charts.example/callback"] }],
  ["redirectUris", { redirectUris: ["https://charts.example/callback#x"] }],
  ["redirectUris", { redirectUris: ["https://*.example/callback"] }],
  ["redirectUris", { redirectUris: ["javascript:alert(1)"] }],
  ["redirectUris", { redirectUris: "https://charts.example/callback" }],
  ["scopes", { scopes: ["everything"] }],
  ["scopes", { scopes: undefined }],
  ["logoutUri", { logoutUri: "ftp://charts.example" }],
  ["jwks", { jwksUri: undefined }],
  ["jwks", { jwksUri: undefined, jwks: { keys: [{ kty: "EC", d: "secret" }] } }],
  ["jwks", { jwksUri: undefined, jwks: { keys: [] } }],
  ["jwks", { jwks: { keys: [{ kty: "EC" }] } }],
  ["browser", { browser: true }],
])("what is wrong with %s is said, and nothing is registered: %j", (member, wrong) => {
  const check = () => checkApplication({ ...form, ...wrong });
  expect(check).toThrow(new RegExp(`cannot be registered: ${member} `));
  expect(check).toThrow(expect.objectContaining({ code: "bad-request" }));
});

test("a private key is refused without being repeated", () => {
  const jwks = { keys: [{ kty: "EC", d: "s3cret" }] };
  expect(() => checkApplication({ ...form, jwksUri: undefined, jwks })).not.toThrow(/s3cret/);
});

test("no description at all is refused", () => {
  for (const nothing of [null, undefined, 3, "x", []]) {
    expect(() => checkApplication(nothing)).toThrow(/cannot be registered/);
  }
});
