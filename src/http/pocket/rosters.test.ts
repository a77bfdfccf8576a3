import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestAuthenticator, testAuthenticator } from "../../../tests/support/passkey.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { givePasskey, openPhone, setNetworks, type TestPhone } from "./test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
let phone: TestPhone;
let offs: TestAuthenticator;
beforeEach(async () => {
  ward = await openWard();
  phone = await openPhone(ward);
  offs = await givePasskey(ward, "off", testAuthenticator());
});
afterEach(() => ward.close());

const start = { ward: "4B", role: "nurse" };

test("[L9] [D3] off duty in the hospital, a phone offers the shift and starts it", async () => {
  await setNetworks(ward, "127.0.0.0/8");
  const { state } = (await phone.register(offs)).body;
  expect(state).toMatchObject({ duty: "", starts: [start], waiting: [] });
  const { body } = await phone.post("shift/start", start, "off");
  expect(body).toMatchObject({
    type: "done",
    state: { duty: expect.stringMatching(/not confirmed yet$/), starts: [] },
  });
  expect([...ward.app.world().declared.values()]).toMatchObject([{ person: "off", ...start }]);
});

test("[L9] away from the hospital no shift on a ward is started", async () => {
  await setNetworks(ward, "198.51.100.0/24");
  const { state } = (await phone.register(offs)).body;
  expect(state.starts).toEqual([]);
  const { body } = await phone.post("shift/start", start, "off");
  expect(body.refusal.reasons).toContain("A shift on a ward is started in the hospital.");
  expect(ward.app.world().declared.size).toBe(0);
});

test("[L9] whoever is in charge confirms it on the phone, as a list", async () => {
  const [from, to] = [ward.begin - hour, ward.begin + 11 * hour];
  const held = { engagement: "eng_ben", role: "nurse-in-charge", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_ben_charge", ...held });
  await ward.record("shift.rostered", { shift: "shf_ben_charge", ...held });
  await ward.record("duty.declared", {
    duty: "dty_off",
    engagement: "eng_off",
    person: "off",
    role: "nurse",
    to,
    until: ward.clock.now() + hour / 2,
    ward: "4B",
  });
  const bens = await givePasskey(ward, "ben", testAuthenticator());
  const { state } = (await phone.register(bens)).body;
  expect(state.waiting).toMatchObject([{ id: "dty_off", who: { name: "Olu Off" } }]);
  const answers = { confirm: ["dty_off"], refuse: [] };
  const { body } = await phone.post("shifts/answer", answers, "ben");
  expect(body).toMatchObject({ type: "done", state: { waiting: [] } });
  expect(ward.app.world().declared.size).toBe(0);
});
