import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testAuthenticator } from "../../../tests/support/passkey.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { givePasskey, openPhone, report, setNetworks, type TestPhone } from "./test-support.ts";

const minute = 60_000;

let ward: TestWard;
let amys: TestPhone;
let device: string;

beforeEach(async () => {
  ward = await openWard();
  await setNetworks(ward, "127.0.0.0/8");
  ({ phone: amys, device } = await phoneOf("amy"));
});
afterEach(() => ward.close());

async function phoneOf(person: string) {
  const phone = await openPhone(ward);
  const { body } = await phone.register(await givePasskey(ward, person, testAuthenticator()));
  const id = String(body.state.phone.id);
  await report(ward, id);
  return { phone, device: id };
}
const declare = (body: object, phone = amys, person = "amy") =>
  phone.post("emergency/declare", body, person);
const forWard = { type: "code-blue", whom: "ward", ward: "4B" };
const forChart = { type: "code-blue", whom: "chart", ward: "" };
const emergencies = () => [...ward.app.world().emergencies.values()];
const stateOf = async (phone: TestPhone) => {
  const state = await phone.state();
  if (state.type !== "in") throw new Error(state.type);
  return state;
};

describe("a declared emergency on a phone", () => {
  test("[X16] [X17] for the open chart: who is rostered responds by declaring, is at the chart, and every screen of the ward says so", async () => {
    const seat = await ward.seat("4B-1");
    await amys.post("chart/open", { patient: "pat_kow" }, "amy");
    expect((await stateOf(amys)).declare).toContainEqual({
      type: "code-blue",
      title: "Code blue",
      whom: "chart",
      where: "KOWALSKI, Anna",
      ward: "4B",
    });
    const { body } = await declare(forChart);
    expect(body.state).toMatchObject({
      chart: { patient: { id: "pat_kow" } },
      declared: [
        {
          title: "Code blue",
          where: "4B, bed 3",
          task: "performs",
          mayRespond: false,
          patient: "pat_kow",
        },
      ],
    });
    expect(emergencies()).toMatchObject([
      {
        type: "code-blue",
        ward: "4B",
        patient: "pat_kow",
        responders: [{ person: "amy", how: "rostered" }],
      },
    ]);
    const shown = await ward.post(seat, "tap", { badge: "ben" });
    expect(shown.body.state).toMatchObject({ type: "in", declared: [{ where: "4B, bed 3" }] });
    // Twice it is one (X16).
    await declare(forChart);
    expect(emergencies()).toHaveLength(1);
  });

  test("[X16] for a ward that one is at work for, and for no other: a phone is nowhere in particular", async () => {
    const { declare: choices } = await stateOf(amys);
    expect(choices.map(({ type, ward: on, whom }) => [type, whom, on])).toEqual([
      ["code-blue", "ward", "4B"],
      ["major-incident", "ward", "4B"],
    ]);
    const elsewhere = await declare({ ...forWard, ward: "6A" });
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([409, "emergency-unknown-place"]);
    const nowhere = await declare(forChart);
    expect([nowhere.status, nowhere.body.error.code]).toEqual([409, "emergency-unknown-place"]);
    const unknown = await declare({ ...forWard, type: "fire" });
    expect([unknown.status, unknown.body.error.code]).toEqual([422, "emergency-unknown-kind"]);
    expect(emergencies()).toEqual([]);
    expect((await declare(forWard)).body.state.declared[0]).toMatchObject({ where: "4B" });
  });

  test("[X16] for a patient elsewhere it is called there, and stays on the phone of who declared it until it ends", async () => {
    await amys.post("glass/break", { patient: "pat_ose", reason: "covering" }, "amy");
    const { body } = await declare(forChart);
    expect(emergencies()).toMatchObject([{ ward: "6A", patient: "pat_ose", responders: [] }]);
    const seen = { title: "Code blue", where: "6A, bed 1", mayRespond: false };
    expect(body.state.declared[0]).toMatchObject(seen);
    expect((await stateOf(amys)).declared[0]).toMatchObject(seen);
    const { phone: bens } = await phoneOf("ben");
    expect((await stateOf(bens)).declared).toEqual([]);
    ward.clock.pass(60 * minute);
    expect((await stateOf(amys)).declared).toEqual([]);
  });

  test("[X16] a second one hides none: what somebody responds to is first, the others follow with their own ways forward", async () => {
    const { phone: bens } = await phoneOf("ben");
    await amys.post("chart/open", { patient: "pat_kow" }, "amy");
    await declare(forChart);
    ward.clock.pass(1_000);
    await declare({ ...forWard, type: "major-incident" });
    const calls = (state: Awaited<ReturnType<typeof stateOf>>) =>
      state.declared.map(({ title, task, mayRespond }) => [title, task, mayRespond]);
    expect(calls(await stateOf(bens))).toEqual([
      ["Major incident", undefined, true],
      ["Code blue", undefined, true],
    ]);
    ward.clock.pass(1_000);
    const call = emergencies().find(({ type }) => type === "code-blue");
    const { body } = await bens.post("emergency/respond", { emergency: call?.id }, "ben");
    expect(calls(body.state)).toEqual([
      ["Code blue", "performs", false],
      ["Major incident", undefined, true],
    ]);
  });

  test("[X17] who is rostered reads it on their phone, responds by one touch, and breaks the glass without a reason", async () => {
    const { phone: maxs } = await phoneOf("max");
    await declare(forWard);
    const {
      declared: [emergency],
    } = await stateOf(maxs);
    expect(emergency).toMatchObject({ title: "Code blue", mayRespond: true });
    expect(emergency).not.toHaveProperty("task");
    ward.clock.pass(10 * minute);
    const { body } = await maxs.post("emergency/respond", { emergency: emergency?.id }, "max");
    expect(body.state.declared[0]).toMatchObject({ task: "performs", mayRespond: false });
    const broken = await maxs.post("glass/break", { patient: "pat_ose" }, "max");
    expect(broken.body).toMatchObject({
      type: "open",
      state: { chart: { patient: { id: "pat_ose" } } },
    });
  });

  test("[X17] who is not rostered is told to go there, and another ward's is not on their phone", async () => {
    const { phone: zoes } = await phoneOf("zoe");
    await declare(forWard);
    const [{ id } = { id: "" }] = emergencies();
    expect((await stateOf(zoes)).declared).toEqual([]);
    const refused = await zoes.post("emergency/respond", { emergency: id }, "zoe");
    expect([refused.status, refused.body.error]).toMatchObject([
      403,
      {
        code: "not-here",
        message: "On a phone only who is rostered for it responds. Go there and tap your badge.",
      },
    ]);
    for (const path of ["emergency/renew", "emergency/stand-down"]) {
      const answer = await zoes.post(path, { emergency: id }, "zoe");
      expect([answer.status, answer.body.error.code]).toEqual([403, "not-responding"]);
    }
  });

  test("[X18] [X4] a responder renews it shortly before its end and stands it down; what it opened closes", async () => {
    await declare(forWard);
    const [{ id } = { id: "" }] = emergencies();
    await amys.post("glass/break", { patient: "pat_ose" }, "amy");
    const early = await amys.post("emergency/renew", { emergency: id }, "amy");
    expect([early.status, early.body.error.code]).toEqual([409, "too-early"]);
    ward.clock.pass(56 * minute);
    expect((await stateOf(amys)).declared[0]).toMatchObject({ renewable: true });
    const renewed = await amys.post("emergency/renew", { emergency: id }, "amy");
    expect(renewed.body.state.declared[0]).toMatchObject({ renewable: false });
    const over = await amys.post("emergency/stand-down", { emergency: id }, "amy");
    expect(over.body.state).not.toHaveProperty("emergency");
    expect(over.body.state).not.toHaveProperty("chart");
    expect(ward.app.world().glasses.size).toBe(0);
    const late = await amys.post("emergency/respond", { emergency: id }, "amy");
    expect([late.status, late.body.error.code]).toEqual([409, "emergency-over"]);
  });

  test("[C8] away from the hospital it is declared all the same, and opens nothing there; an unmanaged phone names no bed", async () => {
    await amys.post("chart/open", { patient: "pat_kow" }, "amy");
    await setNetworks(ward, "203.0.113.0/24");
    const { body } = await declare(forWard);
    expect(body.state).toMatchObject({ declared: [{ where: "4B" }] });
    const denied = await amys.post("chart/open", { patient: "pat_kow" }, "amy");
    expect(denied.body.type).toBe("refused");
    await setNetworks(ward, "127.0.0.0/8");
    await amys.post("chart/open", { patient: "pat_kow" }, "amy");
    await declare(forChart);
    await report(ward, device, { managed: false });
    const state = await stateOf(amys);
    expect(state.declared[0]).toMatchObject({ where: "4B" });
    expect(JSON.stringify(state)).not.toMatch(/kowalski|pat_kow|bed 3/i);
  });

  test("[X16] off duty at home there is nothing to declare; in the hospital there are one's own wards", async () => {
    ward.clock.pass(13 * 60 * minute);
    expect((await stateOf(amys)).declare.map(({ ward: on }) => on)).toEqual(["4B", "4B"]);
    await setNetworks(ward, "203.0.113.0/24");
    expect((await stateOf(amys)).declare).toEqual([]);
    const refused = await declare(forWard);
    expect([refused.status, refused.body.error.code]).toEqual([409, "emergency-unknown-place"]);
  });
});
