import { afterEach, beforeEach, expect, test } from "vitest";
import { registerApplication, retireApplication } from "../../sessions/index.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { addApplication, postAs, type TestApplication } from "./test-support.ts";

let ward: TestWard;
let app: TestApplication;
const administrator = { type: "system", id: "test" } as const;

beforeEach(async () => {
  ward = await openWard({}, Date.now());
  app = await addApplication(ward, "lab", { scopes: ["system/Observation.rs"] });
});
afterEach(() => ward.close());

const issue = () =>
  postAs(ward, app, "/oidc/token", {
    grant_type: "client_credentials",
    scope: "system/Observation.rs",
  });

test("an application that was found before is found as it is now, changed or retired", async () => {
  expect((await issue()).status).toBe(200);
  expect((await issue()).status).toBe(200);
  const known = ward.app.world().applications.get("lab");
  if (known === undefined) throw new Error("it was registered");
  const { jwks } = await otherKeys();
  await ward.app.submit(registerApplication({ ...known, jwks }, administrator));
  expect((await issue()).status).toBe(401);
  await ward.app.submit(registerApplication(known, administrator));
  expect((await issue()).status).toBe(200);
  await ward.app.submit(retireApplication("lab", administrator));
  expect((await issue()).status).toBe(401);
});

async function otherKeys() {
  await addApplication(ward, "other");
  const { jwks } = ward.app.world().applications.get("other") ?? {};
  if (jwks === undefined) throw new Error("it was registered with keys");
  return { jwks };
}
