import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestWard } from "../test-support.ts";
import { addApplication, fhirServer, postAs, type TestApplication } from "./test-support.ts";

const labServer = "https://lab.example/fhir";

let ward: TestWard;
let night: TestApplication;
let lab: TestApplication;

beforeEach(async () => {
  ward = await openWard({}, Date.now());
  night = await addApplication(ward, "night", {
    redirectUris: [],
    scopes: ["system/Observation.rs", "system/Condition.r", "user/*.rs"],
  });
  lab = await addApplication(ward, "lab", { redirectUris: [], serves: [labServer] });
});
afterEach(() => ward.close());

const asked = (form: Readonly<Record<string, string>>, who = night) =>
  postAs(ward, who, "/oidc/token", { grant_type: "client_credentials", ...form });

test("backend services: an application gets a token for its own work, for five minutes and without a refresh token", async () => {
  const answer = await asked({ scope: "system/Observation.rs" });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toEqual({
    access_token: expect.any(String),
    token_type: "Bearer",
    expires_in: 300,
    scope: "system/Observation.rs",
  });
  const seen = await postAs(ward, night, "/oidc/introspect", { token: answer.body.access_token });
  expect(seen.body).toMatchObject({
    active: true,
    client_id: "night",
    aud: fhirServer,
    scope: "system/Observation.rs",
  });
  expect(seen.body.sub).toBeUndefined();
});

test("backend services: never wider than the application is registered for, and for nobody's patient or user scopes", async () => {
  const wide =
    "system/*.cruds system/Observation.rs system/Observation.cud system/Condition.rs system/Condition.r";
  const narrowed = await asked({ scope: `${wide} user/Observation.rs patient/*.rs openid` });
  expect(narrowed.body.scope).toBe("system/Observation.rs system/Condition.r");
  const elsewhere = await asked({
    scope: "system/*.rs system/Observation.rs",
    resource: labServer,
  });
  expect(elsewhere.body.scope).toBe("system/Observation.rs");
});

test("backend services: nothing that may be granted is invalid_scope, in words, and no token", async () => {
  for (const scope of ["system/*.rs", "user/Observation.rs", "system/Patient.rs", "openid", ""]) {
    const answer = await asked(scope === "" ? {} : { scope });
    expect([scope, answer.status, answer.body]).toMatchObject([
      scope,
      400,
      { error: "invalid_scope", error_description: expect.stringMatching(/./) },
    ]);
  }
});

test("backend services: an application that is not registered for them, or not any more, gets none", async () => {
  expect((await asked({ scope: "system/*.rs" }, lab)).body.error).toBe("invalid_request");
  const { access_token: token } = (
    await asked({ scope: "system/Observation.rs", resource: labServer })
  ).body;
  const isActive = async () => (await postAs(ward, lab, "/oidc/introspect", { token })).body.active;
  expect(await isActive()).toBe(true);
  await ward.record("application.retired", { application: "night" });
  expect(await isActive()).toBe(false);
});
