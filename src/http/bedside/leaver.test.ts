import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TestAuthenticator, testAuthenticator } from "../../../tests/support/passkey.ts";
import { endEngagement, resumeEngagement, suspendEngagement } from "../../lifecycle/index.ts";
import { givePasskey, openPhone, type TestPhone } from "../pocket/test-support.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

const actor = { type: "person", id: "ada" } as const;

let ward: TestWard;
let seat: TestSeat;
let other: TestSeat;
let phone: TestPhone;
let passkey: TestAuthenticator;
let cookie: string;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  other = await ward.seat("4B-2");
  passkey = await givePasskey(ward, "amy", testAuthenticator());
  phone = await openPhone(ward);
  await phone.register(passkey);
  const signedIn = await consolePost("sign-in", { badge: "amy", pin: "pin-amy" });
  cookie = String(signedIn.headers["set-cookie"]).split(";")[0] as string;
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
});
afterEach(() => ward.close());

const consolePost = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, ...headers });
const me = () => send(ward.server, "GET", "/console/api/me", undefined, { origin, cookie });
const end = () =>
  ward.app.submit(endEngagement(ward.app, { engagement: "eng_amy", reason: "left", actor }));

describe("somebody who leaves", () => {
  test("[L3] whatever they try again is refused: what was on the screen, badge, PIN, passkey, phone and cookie", async () => {
    const asked = await ward.post(other, "tap", { badge: "amy" });
    const { tap } = asked.body.state;
    expect(asked.body.state.type).toBe("pin");
    await end();
    const permits = ward.app.world().next;
    const whatever = { patient: "pat_kow", number: "4417220", reason: "idle" };
    for (const path of ["chart/open", "search", "lock", "sign-out", "chart/close", "phones"]) {
      const { body, status } = await ward.post(seat, path, whatever, "amy");
      expect([path, status, body.error.code]).toEqual([path, 409, "occupant-changed"]);
    }
    const pin = await ward.post(other, "pin", { tap, pin: "pin-amy" });
    expect(pin.body.state?.type).not.toBe("in");
    ward.clock.pass(5_000);
    const tapped = await ward.post(other, "tap", { badge: "amy" });
    expect(tapped.body.state.type).toBe("locked");
    expect((await phone.state()).type).toBe("unknown");
    expect((await phone.signIn(passkey)).status).toBeGreaterThanOrEqual(400);
    expect((await phone.post("chart/open", { patient: "pat_kow" }, "amy")).status).toBe(401);
    expect((await me()).status).toBe(401);
    const again = await consolePost("sign-in", { badge: "amy", pin: "pin-amy" });
    expect(again.body.type).toBe("refused");
    const options = await consolePost("passkey/options", {});
    const response = passkey.get(options.body.options);
    const byPasskey = await consolePost("passkey/sign-in", { response });
    expect(byPasskey.body.type).not.toBe("in");
    const entries = await ward.log.read(permits, { limit: 1_000 });
    const kinds = entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
    expect(kinds.filter((kind) => /permitted|opened|resumed/.test(kind))).toEqual([]);
  });

  test("[L3] is told of to every application that asked to be, and holds no token any more", async () => {
    const application = {
      application: "charts",
      jwksUri: "https://charts.example/jwks",
      kind: "signs-in-here",
      logoutUri: "https://charts.example/logout",
      name: "Charts",
      redirectUris: [],
      scopes: [],
      serves: [],
    } as never;
    await ward.record("application.registered", application);
    const session = [...ward.app.world().sessions.values()].find(
      ({ person, surface }) => person === "amy" && surface.type === "seat",
    );
    await ward.record("application.connected", {
      application: "charts",
      connection: "con_1",
      person: "amy",
      scopes: ["openid"],
      session: session?.id ?? "",
      surface: { type: "seat", id: "4B-1" },
    });
    const { ended } = await end();
    expect(ended).toMatchObject({ connections: ["con_1"], logouts: ["con_1"] });
    expect([...ward.app.world().logouts.values()].map(({ id }) => id)).toEqual(["con_1"]);
    expect(ward.app.world().connections.has("con_1")).toBe(false);
  });

  test("[L3] leaves nothing of a passkey beside the log", async () => {
    const [id = ""] = ward.app.world().passkeysByPerson.get("amy");
    const key = { table: "credentials", key: `passkey-key|${id}` } as const;
    expect(await ward.app.side.get([key])).not.toEqual([undefined]);
    await end();
    expect(await ward.app.side.get([key])).toEqual([undefined]);
  });
});

describe("somebody who is suspended", () => {
  test("[L1] [L11] is out everywhere; resumed, the badge and the PIN are good again, and one signs in anew", async () => {
    await ward.app.submit(
      suspendEngagement(ward.app, { engagement: "eng_amy", reason: "concern", actor }),
    );
    expect((await me()).status).toBe(401);
    expect((await ward.signIn(seat, "amy")).type).toBe("locked");
    await ward.app.submit(resumeEngagement({ engagement: "eng_amy", actor }));
    expect((await me()).status).toBe(401);
    ward.clock.pass(5_000);
    expect(await ward.signIn(seat, "amy")).toMatchObject({ type: "in", who: { id: "amy" } });
    expect((await phone.signIn(passkey)).status).toBe(200);
  });
});
