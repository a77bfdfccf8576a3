import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Otherwise,
  type TestAuthenticator,
  testAuthenticator,
} from "../../../tests/support/passkey.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import { activate, system } from "../../app.ts";
import type { LogRecord } from "../../world/index.ts";
import {
  type Answer,
  openWard,
  origin,
  send,
  type TestSeat,
  type TestWard,
} from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
let key: TestAuthenticator;
const model = "cb69481e-8ff7-4039-93ec-0a2729a154a8";
const text = "Morphine 10 mg tablets, 20";
const order = { patient: "pat_out", action: "order.place-controlled", text };

beforeEach(async () => {
  ward = await openWard();
  await useHardware();
  seat = await ward.seat("4B-1");
  key = await passkeyOf("max");
  await outPatient();
  await ward.signIn(seat, "max");
  const opened = await post("chart/open", { patient: "pat_out" });
  expect(opened.body.type).toBe("open");
});
afterEach(() => ward.close());

const post = (path: string, body: unknown, occupant = "max") =>
  ward.post(seat, path, body, occupant);
const begin = (act: object = order) => post("sign/options", act);
const sign = async (
  act: object = order,
  otherwise: Otherwise = {},
  made = key,
): Promise<Answer> => {
  const asked = await begin(act);
  return post("sign", { ...act, response: made.get(asked.body.options, otherwise) });
};
const placed = () =>
  (ward.charts.get("pat_out") ?? []).filter(
    ({ resourceType }) => resourceType === "MedicationRequest",
  );
const recordsSince = async (position: number): Promise<readonly LogRecord[]> => {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
};
const codeOf = ({ status, body }: Answer) => [status, body.error?.code];

/** The shipped policy, with one model of hardware passkeys. */
async function useHardware(): Promise<void> {
  const vector = new URL("../../../tests/vectors/webauthn/attested.json", import.meta.url);
  const { root } = JSON.parse(readFileSync(vector, "utf8"));
  const indented = String(root).trim().replaceAll("\n", "\n      ");
  const hardware = `hardware:\n  ${model}:\n    title: Test\n    roots: |\n      ${indented}\n`;
  const bundle = await shippedBundle({ "passkeys.yaml": hardware });
  await activate(ward.app, bundle, system);
}

/** A passkey made at the desk; then as if its maker had attested the model. */
async function passkeyOf(person: string, attested = true): Promise<TestAuthenticator> {
  const made = testAuthenticator();
  const ask = (path: string, body: unknown, cookie = "") =>
    send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
  const signedIn = await ask("sign-in", { badge: "ada", pin: "pin-ada" });
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] as string;
  const present = await ask("desk/begin", { badge: person, pin: `pin-${person}` }, cookie);
  await ask("desk/enrol", { response: made.create(present.body.options) }, cookie);
  const [passkey = ""] = ward.app.world().passkeysByPerson.get(person);
  const known = ward.app.world().passkeys.get(passkey);
  if (attested && known !== undefined) {
    const { engagement, counter } = known;
    const badge = ward.app.world().badgesByPerson.get(person)[0] ?? "";
    const body = { badge, counter, engagement, passkey, person, synced: false, model };
    // The same one, as if its maker had attested it: removed, its key would be erased.
    await ward.record("passkey.enrolled", body);
  }
  return made;
}

async function outPatient(): Promise<void> {
  await ward.record("patient.registered", { patient: "pat_out" });
  const event = {
    trigger: "A04",
    at: ward.clock.now() - 60_000,
    control: "out",
    class: "O",
    location: { ward: "4B" },
  } as const;
  const accepted = { feed: "adt", encounter: "enc_out", patient: "pat_out", event };
  await ward.record("adt.accepted", accepted);
}

test("[A4] an out-patient's controlled drug is signed by one ceremony for just it, on record, in the chart, once", async () => {
  const since = ward.app.world().next;
  const plain = await post("act", order);
  expect(plain.body).toMatchObject({
    type: "refused",
    refusal: {
      reasons: ["This needs your hardware passkey, as the act of signing."],
      remedies: [{ type: "sign" }],
    },
  });
  const asked = await begin();
  expect(asked.body).toMatchObject({ type: "sign", options: { userVerification: "required" } });
  const response = key.get(asked.body.options);
  const done = await post("sign", { ...order, response });
  expect(done.body).toMatchObject({ type: "done", state: { type: "in", who: { id: "max" } } });
  const [prescription] = placed();
  expect(prescription).toMatchObject({
    medicationCodeableConcept: { text },
    requester: { reference: "Practitioner/max" },
    contained: [
      { resourceType: "Provenance", signature: [{ who: { reference: "Practitioner/max" } }] },
    ],
  });
  const records = await recordsSince(since);
  const given = records.find(({ kind }) => kind === "signature.given");
  const permit = records.find(({ kind }) => kind === "decision.permitted");
  if (given?.kind !== "signature.given") throw new Error("nothing was signed");
  const { signature, digest } = given.body;
  expect(permit?.body).toMatchObject({ action: order.action, context: { signature } });
  expect(records.map(({ kind }) => kind)).toContain("signature.used");
  expect(JSON.stringify(records)).not.toContain("Morphine");
  // What stands in the record is the salted hash of what stands in the chart.
  const kept = (prescription as { contained: [{ signature: [{ data: string }] }] }).contained[0];
  const { nonce } = JSON.parse(Buffer.from(kept.signature[0].data, "base64").toString());
  const [session] = ward.app.world().sessionsByPerson.get("max");
  const act = `{"action":"${order.action}","patient":"pat_out","person":"max","session":"${session}","text":"${text}"}`;
  const hash = createHash("sha256").update(Buffer.from(nonce, "base64url")).update(act);
  expect(hash.digest("base64url")).toBe(digest);
  // The same answer again signs nothing, and neither does what it left behind.
  expect(codeOf(await post("sign", { ...order, response }))).toEqual([409, "ceremony-over"]);
  expect((await post("act", order)).body.type).toBe("refused");
  expect(placed()).toHaveLength(1);
});

test("[A4] a ceremony for another order does not do: other words, another patient, another action", async () => {
  for (const other of [
    { ...order, text: "Morphine 10 mg tablets, 200" },
    { ...order, action: "order.discharge-controlled" },
  ]) {
    const asked = await begin();
    const response = key.get(asked.body.options);
    expect(codeOf(await post("sign", { ...other, response }))).toEqual([409, "ceremony-over"]);
  }
  const asked = await begin();
  const response = key.get(asked.body.options);
  await post("chart/open", { patient: "pat_kow" });
  const elsewhere = { ...order, patient: "pat_kow", response };
  expect(codeOf(await post("sign", elsewhere))).toEqual([409, "ceremony-over"]);
  expect(placed()).toEqual([]);
});

test("[A4] a recent sign-in or step-up by the same passkey is no signature, and a signature is no step-up", async () => {
  const asked = await post("passkey/options", {});
  const stepUp = await post("passkey/step-up", { response: key.get(asked.body.options) });
  expect(stepUp.body).toEqual({ type: "raised" });
  expect((await post("act", order)).body.type).toBe("refused");
  const again = await post("passkey/options", {});
  const misused = await post("sign", { ...order, response: key.get(again.body.options) });
  expect(codeOf(misused)).toEqual([409, "ceremony-over"]);
  const signing = await begin();
  const raised = await post("passkey/step-up", { response: key.get(signing.body.options) });
  expect(codeOf(raised)).toEqual([409, "ceremony-over"]);
  const [session = ""] = ward.app.world().sessionsByPerson.get("max");
  const before = ward.app.world().sessions.get(session)?.provedAt;
  ward.clock.pass(30_000);
  expect((await sign()).body.type).toBe("done");
  expect(ward.app.world().sessions.get(session)?.provedAt).toBe(before);
});

test("[A4] without user verification, by another's passkey, or by one that counts backwards nothing is signed", async () => {
  expect(codeOf(await sign(order, { verified: false }))).toEqual([422, "passkey-refused"]);
  const bens = await passkeyOf("ben");
  expect(codeOf(await sign(order, {}, bens))).toEqual([422, "passkey-refused"]);
  expect((await sign(order, { counter: 5 })).body.type).toBe("done");
  expect(codeOf(await sign(order, { counter: 5 }))).toEqual([422, "passkey-refused"]);
  // It is locked by that: there is nothing to sign with any more.
  expect((await begin()).body).toMatchObject({ type: "refused" });
  expect(placed()).toHaveLength(1);
});

test("[A4] a passkey that no maker attested is not sure enough, and none is offered to sign with", async () => {
  const [passkey = ""] = ward.app.world().passkeysByPerson.get("max");
  await ward.record("passkey.removed", { passkey, reason: "test" });
  await passkeyOf("max", false);
  const refused = await begin();
  expect(refused.body).toMatchObject({
    type: "refused",
    refusal: { reasons: [expect.stringContaining("you have none yet")], remedies: [] },
  });
});

test("[A4] [S7] a lock between the question and the answer: nothing is signed", async () => {
  const asked = await begin();
  const response = key.get(asked.body.options);
  await post("lock", { reason: "lock" });
  expect(codeOf(await post("sign", { ...order, response }))).toEqual([409, "occupant-changed"]);
  expect(placed()).toEqual([]);
});

test("[A4] [S10] an in-patient's is ordered by PIN and witnessed when it is given; for discharge it is signed", async () => {
  await post("chart/open", { patient: "pat_kow" });
  const inPatient = { ...order, patient: "pat_kow" };
  expect((await begin(inPatient)).body.error.code).toBe("bad-request");
  expect((await post("act", inPatient)).body.type).toBe("done");
  const discharge = { ...inPatient, action: "order.discharge-controlled" };
  expect((await post("act", discharge)).body.type).toBe("refused");
  expect((await sign(discharge)).body).toMatchObject({
    type: "done",
    message: "The prescription is signed and placed.",
  });
});

test("[A4] what is lacking besides is refused as what it is; bad input is bad input", async () => {
  const nothing = await begin({ ...order, text: "" });
  expect(codeOf(nothing)).toEqual([400, "bad-request"]);
  const response = { id: "x", rawId: "x", type: "public-key", clientExtensionResults: {} };
  const unread = { clientDataJSON: "%", authenticatorData: "", signature: "" };
  const odd = await post("sign", { ...order, response: { ...response, response: unread } });
  expect(odd.status).toBeGreaterThanOrEqual(400);
  expect(odd.status).toBeLessThan(500);
  await ward.record("role.ended", { assignment: "rol_max" });
  const refused = await begin();
  expect(refused.body).toMatchObject({ type: "refused", refusal: { remedies: [] } });
});

test("[S8] [A4] at somebody's bed an order for another patient is signed only once that patient is confirmed", async () => {
  const place = { seat: "4B-1", ward: "4B", name: "4B bed 3", bed: "3" };
  await ward.record("seat.registered", place);
  expect((await begin()).body).toMatchObject({ type: "confirm", patient: { id: "pat_out" } });
  const sure = { ...order, confirmed: true };
  const asked = await begin(sure);
  const response = key.get(asked.body.options);
  // The ceremony alone confirms nobody.
  const unsure = await post("sign", { ...order, response });
  expect([unsure.body.type, placed()]).toEqual(["confirm", []]);
  const done = await post("sign", { ...sure, response });
  expect([done.body.type, placed().length]).toEqual(["done", 1]);
});
