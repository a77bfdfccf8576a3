import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestWard } from "../test-support.ts";
import {
  addApplication,
  fhirServer,
  postAs,
  postForm,
  type TestApplication,
} from "./test-support.ts";

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

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Asks with an assertion that may have been used. */
const askedWith = (assertion: string, path: string, form: Readonly<Record<string, string>>) =>
  postForm(ward, path, {
    client_id: "night",
    client_assertion_type: assertionType,
    client_assertion: assertion,
    ...form,
  });
const observations = { grant_type: "client_credentials", scope: "system/Observation.rs" };
const refused = { error: "invalid_client", error_description: "client authentication failed" };

test("backend services: of two requests with one assertion, one gets a token and the other nothing (RFC 7523 section 3)", async () => {
  const assertion = await night.assertion();
  const both = await Promise.all(
    [1, 2].map(() => askedWith(assertion, "/oidc/token", observations)),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  expect(both.find(({ status }) => status === 401)?.body).toEqual(refused);
  const token = both.find(({ status }) => status === 200)?.body.access_token;
  const seen = await postAs(ward, night, "/oidc/introspect", { token });
  expect(seen.body.active).toBe(true);
});

test("backend services: a request that is refused for something else has used its assertion all the same", async () => {
  for (const form of [
    { ...observations, scope: "system/Patient.rs" },
    { grant_type: "password" },
  ]) {
    const assertion = await night.assertion();
    expect((await askedWith(assertion, "/oidc/token", form)).status).toBe(400);
    const again = await askedWith(assertion, "/oidc/token", observations);
    expect([again.status, again.body]).toEqual([401, refused]);
    // Nor is whoever sends it again told what else is wrong.
    const wrongAgain = await askedWith(assertion, "/oidc/token", form);
    expect([wrongAgain.status, wrongAgain.body]).toEqual([401, refused]);
  }
});

test("introspection with an assertion that was used says nothing of the token (RFC 7662 section 4)", async () => {
  const { access_token: token } = (await asked(observations)).body;
  const assertion = await night.assertion();
  const both = await Promise.all(
    [1, 2].map(() => askedWith(assertion, "/oidc/introspect", { token })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  for (const form of [{ token }, { token: "unknown" }, {}]) {
    const again = await askedWith(assertion, "/oidc/introspect", form);
    expect([again.status, again.body]).toEqual([401, refused]);
  }
  expect((await askedWith(assertion, "/oidc/token", observations)).body).toEqual(refused);
});

test("a token is given, and a question answered, only once the assertion's number is durable: the log failing says so", async () => {
  const { access_token: token } = (await asked(observations)).body;
  await ward.app.sequencer.stop();
  const asks = [
    ["/oidc/token", observations],
    ["/oidc/token", { ...observations, scope: "system/Patient.rs" }],
    ["/oidc/introspect", { token }],
    ["/oidc/introspect", {}],
  ] as const;
  for (const [path, form] of asks) {
    const answer = await askedWith(await night.assertion(), path, form);
    expect([path, answer.status, answer.body.error]).toEqual([path, 500, "server_error"]);
    expect(answer.body.access_token).toBeUndefined();
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
