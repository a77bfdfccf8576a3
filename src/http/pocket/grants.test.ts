import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testAuthenticator } from "../../../tests/support/passkey.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { givePasskey, openPhone, report, setNetworks, type TestPhone } from "./test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
let amys: TestPhone;
let zoes: TestPhone;
let devices: { readonly amy: string; readonly zoe: string };
beforeEach(async () => {
  ward = await openWard();
  await setNetworks(ward, "127.0.0.0/8");
  const held = { engagement: "eng_zoe", role: "nurse-in-charge", ward: "6A" } as const;
  const times = { from: ward.begin - hour, to: ward.begin + 10 * hour };
  await ward.record("role.assigned", { assignment: "rol_zoe_2", ...held, ...times });
  await ward.record("shift.rostered", { shift: "shi_zoe_2", ...held, ...times });
  const phoneOf = async (person: string) => {
    const phone = await openPhone(ward);
    const { body } = await phone.register(await givePasskey(ward, person, testAuthenticator()));
    return { phone, device: String(body.state.phone.id) };
  };
  const [amy, zoe] = [await phoneOf("amy"), await phoneOf("zoe")];
  amys = amy.phone;
  zoes = zoe.phone;
  devices = { amy: amy.device, zoe: zoe.device };
});
afterEach(() => ward.close());

const manage = async (...who: ("amy" | "zoe")[]) => {
  for (const person of who) await report(ward, devices[person]);
};
const wish = { kind: "patient", patient: "pat_ose", reason: "covering" } as const;
const grantsOf = async (phone: TestPhone) => {
  const state = await phone.state();
  if (state.type !== "in") throw new Error(state.type);
  return state.grants;
};

describe("requests on a phone", () => {
  test("[X1] [D3] the refusal has the ward and the role in it too, and either is asked for as it stands there", async () => {
    await manage("amy", "zoe");
    const refused = await amys.post("chart/open", { patient: "pat_ose" }, "amy");
    const { wider } = refused.body.refusal.remedies[0];
    for (const { title: _, ...request } of wider) {
      await amys.post("grants/request", { ...request, reason: "covering" }, "amy");
    }
    expect((await grantsOf(zoes)).waiting).toMatchObject([
      { kind: "ward", wardName: "6A", minutes: 480 },
      { kind: "role", wardName: "6A", role: "nurse in charge", minutes: 480 },
    ]);
  });

  test("[X1] [X2] asked on one phone, approved on another in one tap, begun, and handed back", async () => {
    await manage("amy", "zoe");
    const refused = await amys.post("chart/open", { patient: "pat_ose" }, "amy");
    expect(refused.body.refusal.remedies[0]).toMatchObject({ type: "request-cover" });
    const asked = await amys.post("grants/request", { ...wish, words: "eilig" }, "amy");
    expect(asked.body).toMatchObject({ type: "done", state: { grants: { waiting: [] } } });
    const [waiting] = (await grantsOf(zoes)).waiting;
    expect(waiting).toMatchObject({
      who: { name: "Amy Adeyemi" },
      patient: { name: "OSEI, Kofi" },
      words: "eilig",
      more: 1,
    });
    const grant = waiting?.id;
    const approved = await zoes.post("grants/answer", { grant, answer: "approve" }, "zoe");
    expect(approved.body).toMatchObject({ type: "done", state: { grants: { waiting: [] } } });
    expect((await grantsOf(amys)).own).toMatchObject([{ state: "approved", mayStart: true }]);
    const begun = await amys.post("grants/start", { grant }, "amy");
    expect(begun.body).toMatchObject({
      type: "open",
      state: { chart: { patient: { id: "pat_ose" } } },
    });
    const back = await amys.post("grants/return", { grant }, "amy");
    expect(back.body.state).not.toHaveProperty("chart");
    expect(back.body.state.grants.own).toEqual([]);
  });

  test("[C8] an unmanaged phone names no patient in a request, nor shows its words", async () => {
    await manage("amy");
    await amys.post("grants/request", { ...wish, words: "Kofi Osei is worse" }, "amy");
    const { waiting } = await grantsOf(zoes);
    expect(waiting).toMatchObject([{ who: { name: "Amy Adeyemi" }, wardName: "6A" }]);
    expect(JSON.stringify(waiting)).not.toMatch(/osei|kofi/i);
  });

  test("[X2] nobody answers who does not answer for the ward", async () => {
    await manage("amy", "zoe");
    await amys.post("grants/request", wish, "amy");
    const grant = (await grantsOf(amys)).own[0]?.id;
    const own = await amys.post("grants/answer", { grant, answer: "approve" }, "amy");
    expect(own.body).toMatchObject({
      type: "refused",
      refusal: { title: "You can't answer requests for access to this ward" },
    });
    const none = await zoes.post("grants/answer", { grant: "x", answer: "approve" }, "zoe");
    expect(none.status).toBe(404);
    const denied = await zoes.post("grants/answer", { grant, answer: "deny" }, "zoe");
    expect(denied.body.type).toBe("done");
    const late = await zoes.post("grants/answer", { grant, answer: "approve" }, "zoe");
    expect([late.status, late.body.error.code]).toEqual([409, "grant-over"]);
  });
});
