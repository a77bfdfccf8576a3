import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, origin, send, type TestSeat, type TestWard } from "../test-support.ts";
import {
  ask,
  codeAt,
  comeBack,
  connectFrom,
  openConnectedWard,
  postAs,
  redeem,
  type TestApplication,
} from "./test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let app: TestApplication;

beforeEach(async () => {
  ({ ward, seat, app } = await openConnectedWard(Date.now()));
});
afterEach(() => ward.close());

const reach = { scope: "openid online_access user/*.rs", resource: `${origin}/fhir` };

/** All of it from a console: any browser that somebody signed in at. */
async function atConsole(person: string, asked: Readonly<Record<string, string>> = reach) {
  const waiting = await ask(ward, app, asked);
  if (!("path" in waiting)) throw new Error(waiting.text);
  const answer = await send(
    ward.server,
    "POST",
    "/console/api/sign-in",
    { badge: person, pin: `pin-${person}` },
    { origin },
  );
  waiting.jar.take(answer);
  const reply = await connectFrom(ward, undefined, waiting);
  return redeem(ward, app, await comeBack(ward, waiting, reply.body.to));
}

const introspect = async (token: string): Promise<Answer["body"]> =>
  (await postAs(ward, app, "/oidc/introspect", { token })).body;

test("[C8] at a console, which can be any browser, no application reaches patients, though its person is on duty", async () => {
  const got = await atConsole("amy");
  expect(got.body).toMatchObject({ scope: "openid online_access" });
  expect((await introspect(got.body.access_token)).scope ?? "").not.toContain("user/");
  const again = await postAs(ward, app, "/oidc/token", {
    grant_type: "refresh_token",
    refresh_token: got.body.refresh_token,
    scope: "openid user/*.rs",
  });
  expect(again.body.error).toBe("invalid_scope");
  for (const { scopes } of await connected()) expect(scopes).not.toContain("user/*.rs");
});

test("[C8] at a seat it does, while its person is on duty in a role that opens charts", async () => {
  const got = await redeem(ward, app, await codeAt(ward, seat, app, reach));
  expect(got.body.scope).toContain("user/*.rs");
  expect((await introspect(got.body.access_token)).active).toBe(true);
});

test("[C8] whose role opens no chart reaches no patient through an application either", async () => {
  await ward.record("shift.rostered", {
    shift: "sft_pia",
    person: "pia",
    engagement: "eng_pia",
    role: "privacy-officer",
    ward: "4B",
    from: ward.clock.now() - 3_600_000,
    to: ward.clock.now() + 3_600_000,
  } as never);
  const got = await atConsole("pia");
  expect(got.body).toMatchObject({ scope: "openid online_access" });
});

async function connected(): Promise<readonly { readonly scopes: readonly string[] }[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))
    .filter(({ kind }) => kind === "application.connected")
    .map(({ body }) => body);
}
