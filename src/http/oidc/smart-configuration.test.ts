import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, send, type TestWard } from "../test-support.ts";
import { issuer } from "./test-support.ts";

const path = "/.well-known/smart-configuration";

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard({}, Date.now());
});
afterEach(() => ward.close());

test("smart-configuration says what there is, to anybody; no plain", async () => {
  for (const path of [
    "/.well-known/smart-configuration",
    "/fhir/.well-known/smart-configuration",
  ]) {
    const answer = await send(ward.server, "GET", path, undefined, {
      origin: "https://any.example",
    });
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.body).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      introspection_endpoint: `${issuer}/introspect`,
      revocation_endpoint: `${issuer}/revoke`,
      code_challenge_methods_supported: ["S256"],
      grant_types_supported: expect.arrayContaining(["authorization_code", "client_credentials"]),
      capabilities: expect.arrayContaining([
        "launch-ehr",
        "launch-standalone",
        "sso-openid-connect",
      ]),
    });
  }
});

test("what smart-configuration says is what the provider says of itself", async () => {
  const smart = (await send(ward.server, "GET", "/.well-known/smart-configuration", undefined))
    .body;
  const own = (await send(ward.server, "GET", "/oidc/.well-known/openid-configuration", undefined))
    .body;
  for (const [name, value] of Object.entries(smart)) {
    if (["capabilities", "scopes_supported"].includes(name)) continue;
    const theirs = own[name];
    if (Array.isArray(value)) expect([name, theirs]).toEqual([name, expect.arrayContaining(value)]);
    else expect([name, theirs]).toEqual([name, value]);
  }
  const rfc8414 = "/.well-known/oauth-authorization-server/oidc";
  expect((await send(ward.server, "GET", rfc8414, undefined)).body).toEqual(own);
});

test("smart-configuration is JSON whatever is accepted, and all its addresses are whole", async () => {
  for (const accept of ["text/html", "application/fhir+xml", "*/*"]) {
    const answer = await send(ward.server, "GET", path, undefined, { accept });
    expect([answer.status, answer.headers["content-type"]]).toEqual([
      200,
      expect.stringMatching(/^application\/json/),
    ]);
    for (const [name, value] of Object.entries(answer.body)) {
      if (name.endsWith("_endpoint") || name.endsWith("_uri") || name === "issuer") {
        expect([name, URL.canParse(String(value))]).toEqual([name, true]);
      }
    }
  }
});

test("smart-configuration: clients with keys and without, the sets of clinicians' capabilities, and no more than there is", async () => {
  const { body } = await send(ward.server, "GET", path, undefined);
  expect(body).toMatchObject({
    token_endpoint_auth_methods_supported: ["private_key_jwt", "none"],
    token_endpoint_auth_signing_alg_values_supported: ["ES384", "RS384"],
    response_types_supported: ["code"],
    scopes_supported: expect.arrayContaining(["openid", "fhirUser", "launch", "user/*.cruds"]),
  });
  // Patient and Clinician Access, for Standalone Launch and for EHR Launch (section 3.0.3).
  const sets = [
    "launch-ehr",
    "launch-standalone",
    "client-public",
    "client-confidential-asymmetric",
  ];
  const contexts = ["context-ehr-patient", "context-ehr-encounter", "context-standalone-patient"];
  const permissions = ["permission-patient", "permission-user", "permission-v1", "permission-v2"];
  expect(body.capabilities).toEqual(expect.arrayContaining([...sets, ...contexts, ...permissions]));
  const not = [
    "client-confidential-symmetric",
    "permission-offline",
    "context-banner",
    "context-style",
  ];
  for (const capability of not) expect(body.capabilities).not.toContain(capability);
});
