import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TestAuthenticator, testAuthenticator } from "../../../tests/support/passkey.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { givePasskey, openPhone, report, setNetworks, type TestPhone } from "./test-support.ts";

const minute = 60_000;

let ward: TestWard;
let phone: TestPhone;
let passkey: TestAuthenticator;
let device: string;

beforeEach(async () => {
  ward = await openWard();
  await setNetworks(ward, "127.0.0.0/8");
  phone = await openPhone(ward);
  passkey = await givePasskey(ward, "amy", testAuthenticator());
  const { body } = await phone.register(passkey);
  device = String(body.state.phone.id);
  await report(ward, device);
});
afterEach(() => ward.close());

const glass = (path: string, body: object = {}) => phone.post(`glass/${path}`, body, "amy");
const wish = { patient: "pat_ose", reason: "called-for-advice" };
const open = () => phone.post("chart/open", { patient: "pat_ose" }, "amy");
const glasses = () => [...ward.app.world().glasses.values()];
const stateIn = async () => {
  const state = await phone.state();
  if (state.type !== "in") throw new Error(state.type);
  return state;
};

describe("breaking the glass on a phone", () => {
  test("[X10] [X11] from the denial: a reason, a passkey of just now, and the chart of just this patient is open for an hour", async () => {
    ward.clock.pass(10 * minute);
    const refused = await open();
    expect(refused.body).toMatchObject({ type: "refused", patient: { id: "pat_ose" } });
    const [last] = refused.body.refusal.remedies.slice(-1);
    expect(last).toMatchObject({ type: "break-glass", minutes: 60 });
    expect(last.reasons).toContainEqual({
      code: wish.reason,
      label: "Asked for advice about this patient",
    });

    const unproved = await glass("break", wish);
    expect(unproved.body).toMatchObject({
      type: "refused",
      refusal: { title: "You can't break the glass for this patient" },
    });
    expect(unproved.body.refusal.remedies).toContainEqual(
      expect.objectContaining({ type: "step-up", level: 3 }),
    );
    expect(glasses()).toEqual([]);

    await phone.signIn(passkey);
    const broken = await glass("break", wish);
    expect(broken.body).toMatchObject({
      type: "open",
      state: {
        chart: {
          patient: { id: "pat_ose" },
          ends: {
            at: ward.clock.now() + 60 * minute,
            glass: { renewable: false },
            text: expect.stringMatching(/^Emergency access until /),
          },
        },
      },
    });
    expect(glasses()).toMatchObject([{ person: "amy", patient: "pat_ose", reason: wish.reason }]);
    // Another patient of the same ward is as closed as before.
    await ward.record("patient.registered", { patient: "pat_new" });
    await ward.adt("pat_new", "A01", "6A", "9");
    const other = await phone.post("chart/open", { patient: "pat_new" }, "amy");
    expect(other.body.type).toBe("refused");
  });

  test("[X13] [X12] a review is opened in the same batch as at the bedside, and the ward's screens say so", async () => {
    await glass("break", wish);
    const [{ id } = { id: "" }] = glasses();
    expect([...ward.app.world().reviews.values()]).toMatchObject([
      { type: "break-glass", about: id, person: "amy", patient: "pat_ose" },
    ]);
    const seat = await ward.seat("6A-1");
    const state = await ward.signIn(seat, "zoe");
    expect(state).toMatchObject({
      emergencies: [
        expect.stringMatching(/^Amy Adeyemi has emergency access to the chart of OSEI/),
      ],
    });
  });

  test("[X11] five minutes before its end it offers more time by one touch, and no sooner", async () => {
    await glass("break", wish);
    const early = await glass("renew");
    expect([early.status, early.body.error.code]).toEqual([409, "too-early"]);
    ward.clock.pass(56 * minute);
    expect((await stateIn()).chart?.ends).toMatchObject({ glass: { renewable: true } });
    const renewed = await glass("renew");
    expect(renewed.body.state.chart.ends).toMatchObject({
      at: ward.clock.now() + 64 * minute,
      glass: { renewable: false },
    });
  });

  test("[X10] when its time is over the chart is off the phone, and says why", async () => {
    await glass("break", wish);
    ward.clock.pass(60 * minute);
    const state = await stateIn();
    expect(state).not.toHaveProperty("chart");
    expect(state.notice).toBeDefined();
    const late = await glass("renew");
    expect([late.status, late.body.error.code]).toEqual([409, "glass-unknown"]);
  });

  test("[X4] given back, the chart closes in the same batch", async () => {
    await glass("break", wish);
    const back = await glass("return");
    expect(back.body.state).not.toHaveProperty("chart");
    expect(glasses()).toEqual([]);
    expect((await open()).body.type).toBe("refused");
    const again = await glass("return");
    expect([again.status, again.body.error.code]).toEqual([409, "glass-unknown"]);
  });

  test("[C8] away from the hospital it is denied with its reason, and not offered", async () => {
    await setNetworks(ward, "203.0.113.0/24");
    const refused = await open();
    expect(refused.body.refusal.remedies.map(({ type }: { type: string }) => type)).not.toContain(
      "break-glass",
    );
    const denied = await glass("break", wish);
    expect(denied.body).toMatchObject({
      type: "refused",
      refusal: {
        reasons: expect.arrayContaining([expect.stringContaining("Away from the hospital")]),
      },
    });
    expect(glasses()).toEqual([]);
  });

  test("[C8] on an unmanaged phone there is no glass to break, and what was broken shows nothing", async () => {
    await glass("break", wish);
    await report(ward, device, { managed: false });
    expect(await stateIn()).not.toHaveProperty("chart");
    const denied = await glass("break", wish);
    expect(denied.body).toMatchObject({
      type: "refused",
      refusal: { reasons: expect.arrayContaining([expect.stringContaining("not managed")]) },
    });
    expect(JSON.stringify(denied.body)).not.toMatch(/osei|kofi/i);
  });

  test("[X10] off duty, for nobody, without a reason or for one that is none: refused, and nothing is broken", async () => {
    for (const reason of [undefined, "because", "", "x".repeat(200), "‮life-at-risk"]) {
      const none = await glass("break", { patient: "pat_ose", reason });
      expect([none.status, none.body.error.code]).toEqual([422, "reason-unknown"]);
    }
    const nobody = await glass("break", { ...wish, patient: "pat_none" });
    expect([nobody.status, nobody.body.error.code]).toEqual([404, "not-found"]);
    const other = await phone.post("glass/break", wish, "ben");
    expect([other.status, other.body.error.code]).toEqual([409, "occupant-changed"]);
    ward.clock.pass(13 * 60 * minute);
    await phone.signIn(passkey);
    expect((await glass("break", wish)).body.type).toBe("refused");
    expect(glasses()).toEqual([]);
  });
});
