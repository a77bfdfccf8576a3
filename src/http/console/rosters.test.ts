import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
  const [from, to] = [ward.begin - 24 * hour, ward.begin + 1_000 * hour];
  const held = { engagement: "eng_zoe", role: "ward-manager", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_zoe_manager", ...held });
  await ward.record("duty.declared", {
    duty: "dty_off",
    engagement: "eng_off",
    person: "off",
    role: "nurse",
    to: ward.clock.now() + 8 * hour,
    until: ward.clock.now() + hour / 2,
    ward: "4B",
  });
});
afterEach(() => ward.close());

const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
  send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });

async function signIn(badge: string): Promise<string> {
  const answer = await call("POST", "sign-in", "", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const duties = { confirm: ["dty_off"], refuse: [] };

test("[L9] a ward's manager sees who is at work without the roster, and confirms the list", async () => {
  const cookie = await signIn("zoe");
  expect((await call("GET", "me", cookie)).body.pages).toContain("rosters");
  const { body } = await call("GET", "rosters", cookie);
  expect(body.waiting).toMatchObject([{ id: "dty_off", who: { name: "Olu Off" } }]);
  const left = (await call("POST", "rosters", cookie, duties)).body;
  expect(left).toEqual({ waiting: [], staying: [], stayingSaid: [] });
  const again = await call("POST", "rosters", cookie, duties);
  expect([again.status, again.body.error.code]).toEqual([409, "shift-unknown"]);
});

test("[L9] whoever is in charge of no ward sees nothing of it, and confirms nothing", async () => {
  for (const person of ["amy", "pia", "ada", "off"]) {
    const cookie = await signIn(person);
    expect((await call("GET", "me", cookie)).body.pages).not.toContain("rosters");
    expect((await call("GET", "rosters", cookie)).body).toEqual({
      waiting: [],
      staying: [],
      stayingSaid: [],
    });
    expect((await call("POST", "rosters", cookie, duties)).status).toBe(403);
  }
  expect(ward.app.world().declared.size).toBe(1);
});
