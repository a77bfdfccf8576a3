import * as fs from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Answer, Bundle } from "./index.ts";
import { hospital as theHospital } from "./index.ts";
import type { Resource } from "./request.ts";
import { day, evening, hour, minute, nightShift, type TestHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const vector = new URL("../../tests/vectors/webauthn/attested.json", import.meta.url);
const { root: anyRoot, model } = JSON.parse(fs.readFileSync(vector, "utf8"));
/** One model that counts as hardware. */
const hardware = `hardware:\n  ${model}:\n    title: Key\n    roots: |\n      ${anyRoot.replaceAll("\n", "\n      ")}\n`;

const night = (): TestHospital => nightShift(bundle);

function reasons(answer: Answer): readonly string[] {
  return answer.type === "deny" ? answer.reasons : [];
}

describe("the session", () => {
  test("[A1] [D3] without a session the level is 0: nothing opens, and signing in at a screen is what leads on", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    expect(hospital.ask("cat", "chart.open", "anna")).toMatchObject({
      policies: ["not-sure-enough"],
      reasons: ["You are not signed in here. Tap your badge."],
      remedies: [{ type: "sign-in", cost: 3.75 }],
    });
    // What is signed by a ceremony of its own is not, by signing in; nor does a PIN do for which a passkey is needed.
    const signed = hospital.ask("cat", "order.place-controlled", "anna");
    expect(signed).toMatchObject({ type: "deny", remedies: [] });
    hospital.session("cat", { level: 2 });
    expect(hospital.ask("cat", "chart.open", "anna").type).toBe("permit");
  });

  test("[D3] where nobody is in, that is said beside what else is amiss; at a screen the most fundamental alone", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "6A" });
    const codes = () => {
      const answer = hospital.ask("cat", "chart.open", "anna");
      return answer.type === "deny"
        ? [answer.said.map(({ code }) => code), answer.remedies.map(({ type }) => type)]
        : [];
    };
    expect(codes()).toEqual([["patient.elsewhere", "not-sure-enough"], []]);
    hospital.session("cat", { level: 2, seat: "6A-1" });
    expect(codes()[0]).toEqual(["patient.elsewhere"]);
  });

  test("[C8] [D3] in at a console alone, a related clinician is told that it shows nothing clinical, and to sign in at a screen", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    const until = hospital.now + hour;
    const console = { id: "browser", type: "console" } as const;
    hospital.record("session.opened", {
      engagement: "eng-cat",
      level: 2,
      method: "pin",
      person: "cat",
      provedAt: hospital.now,
      session: "ses-console",
      surface: console,
      until,
    });
    const answer = hospital.ask("cat", "chart.open", "anna");
    expect(answer).toMatchObject({
      type: "deny",
      codes: expect.arrayContaining(["unmanaged-device", "off-site"]),
      remedies: [{ type: "sign-in" }],
    });
  });

  test("[A1] each action names its least level and how fresh it must be", () => {
    const hospital = night();
    hospital.now += 5 * hour;
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
    expect(hospital.ask("ben", "medication.administer", "anna")).toMatchObject({
      reasons: ["This needs your PIN (last given 5 h ago)."],
      remedies: [{ type: "step-up", level: 2, label: "Enter your PIN", cost: 2.75 }],
      advice: [],
    });
    hospital.record("session.raised", { session: "ses-ben-4B-1", level: 2, method: "pin" });
    expect(hospital.ask("ben", "medication.administer", "anna").type).toBe("permit");
    hospital.now += 2 * minute;
    expect(hospital.ask("ben", "medication.witness", "anna").type).toBe("deny");
  });

  test("[A1] a PIN that was given within the minute is asked for without saying how long ago that was", async () => {
    const text = fs.readFileSync(new URL("../../policy/assurance.yaml", import.meta.url), "utf8");
    const strict = text.replace("order.place: { within: 4 h }", "order.place: { within: 8 s }");
    const hospital = nightShift(await shippedBundle({ "assurance.yaml": strict }));
    hospital.person("dora", { role: "doctor", ward: "4B" });
    hospital.session("dora", { level: 2 });
    hospital.now += 20_000;
    expect(reasons(hospital.ask("dora", "order.place", "anna"))).toEqual(["This needs your PIN."]);
    hospital.now += minute;
    expect(reasons(hospital.ask("dora", "order.place", "anna"))).toEqual([
      "This needs your PIN (last given 1 min ago).",
    ]);
  });

  test("[S10] a witness is what the world says, never what a caller claims; nobody witnesses their own", () => {
    const hospital = night();
    hospital.session("ben", { level: 2, seat: "4B-1" });
    const give = "medication.administer-controlled";
    const session = "ses-ben-4B-1";
    const named = (witness: string) => hospital.ask("ben", give, "anna", { session, witness }).type;
    expect(hospital.ask("ben", give, "anna", { session })).toMatchObject({
      policies: ["not-witnessed"],
      remedies: [{ type: "witness", cost: 3.75 }],
    });
    expect(named("amy")).toBe("deny");
    const until = hospital.now + 5 * minute;
    const asking = { asking: "ask", patient: "anna", session };
    hospital.record("witness.asked", { ...asking, action: give, until });
    const proved = { asking: "ask", badge: "bdg", session };
    hospital.record("witness.proved", { ...proved, person: "ben" });
    hospital.record("witness.agreed", { asking: "ask", person: "ben", session });
    expect(named("ben")).toBe("deny");
    hospital.person("cat", { role: "nurse", ward: "4B" });
    hospital.record("witness.proved", { ...proved, person: "cat" });
    const may = (person: string, patient = "anna") =>
      hospital.ask(person, "medication.witness", patient, { witnessing: session }).type;
    expect([may("cat"), may("ben"), may("cat", "carl")]).toEqual(["permit", "deny", "deny"]);
    expect(named("cat")).toBe("deny");
    hospital.record("witness.agreed", { asking: "ask", person: "cat", session });
    expect([named("cat"), named("ben"), named("dan")]).toEqual(["permit", "deny", "deny"]);
    const other = hospital.ask("ben", give, "carl", { session, witness: "cat" });
    expect(other.type).toBe("deny");
    hospital.now = until;
    expect([may("cat"), named("cat")]).toEqual(["deny", "deny"]);
  });

  test("[D3] a passkey is offered to whoever has one that is live and sure enough, and to nobody else", () => {
    const hospital = night();
    hospital.now += 5 * hour;
    const levels = () => {
      const answer = hospital.ask("ben", "medication.administer", "anna");
      return answer.type === "deny"
        ? answer.remedies.map((way) => (way.type === "step-up" ? way.level : way.type))
        : [];
    };
    const [engagement = ""] = hospital.world.engagementsByPerson.get("ben");
    const enrolled = { badge: "bdg", counter: 0, engagement, person: "ben", synced: false };
    expect(levels()).toEqual([2]);
    hospital.record("passkey.enrolled", { ...enrolled, passkey: "one" });
    expect(levels()).toEqual([3, 2]);
    hospital.record("passkey.locked", { counter: 0, passkey: "one", why: "counter-went-back" });
    expect(levels()).toEqual([2]);
    hospital.record("passkey.enrolled", { ...enrolled, engagement: "ended", passkey: "two" });
    expect(levels()).toEqual([2]);
  });

  test("[A1] presence alone opens a chart and asks for the PIN where more is needed", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    hospital.session("cat", { level: 1 });
    expect(hospital.ask("cat", "chart.open", "anna").type).toBe("permit");
    expect(hospital.ask("cat", "medication.administer", "anna")).toMatchObject({
      reasons: ["This needs your PIN."],
      remedies: [{ type: "step-up" }],
    });
  });

  test("[A1] ward administration needs a passkey, and what does not exist is not offered", () => {
    const hospital = night();
    hospital.person("mia", { role: "ward-manager", ward: "4B" });
    hospital.session("mia");
    const ward = { type: "ward", id: "4B" };
    expect(hospital.ask("mia", "ward.administer", ward)).toMatchObject({
      reasons: ["This needs a passkey, and you have none yet. An enrolment desk gives you one."],
      remedies: [],
    });
    hospital.record("session.raised", { session: "ses-mia-4B-1", level: 3, method: "passkey" });
    expect(hospital.ask("mia", "ward.administer", ward)).toMatchObject({
      policies: ["runs-the-ward"],
      because: ["You are ward manager of 4B."],
    });
    expect(hospital.ask("mia", "ward.administer", { type: "ward", id: "6A" })).toMatchObject({
      reasons: ["You do not run 6A."],
    });
  });

  test("[A4] controlled drugs: the signing act for out-patients, a recent PIN for in-patients", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.session("dr");
    expect(hospital.ask("dr", "order.place-controlled", "anna").type).toBe("permit");
    hospital.adt("anna", "A08", { class: "O" });
    expect(hospital.ask("dr", "order.place-controlled", "anna")).toMatchObject({
      // As shipped no model counts as hardware: no desk could give one.
      codes: ["not-sure-enough.hardware-nowhere"],
      remedies: [],
    });
  });

  test("[A4] whoever has none is sent to a desk where the hospital has models for it", async () => {
    const passkeys = { "passkeys.yaml": hardware };
    const hospital = nightShift(await shippedBundle(passkeys));
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.session("dr");
    hospital.adt("anna", "A08", { class: "O" });
    expect(hospital.ask("dr", "order.place-controlled", "anna")).toMatchObject({
      codes: ["not-sure-enough.no-hardware"],
      remedies: [],
    });
  });

  test("[A4] a signing act is one ceremony for just this; level 4 a moment ago is none", async () => {
    const hospital = nightShift(await shippedBundle({ "passkeys.yaml": hardware }));
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.session("dr", { level: 4 });
    hospital.adt("anna", "A08", { class: "O" });
    const order = "order.place-controlled";
    const [engagement = ""] = hospital.world.engagementsByPerson.get("dr");
    const passkey = { badge: "bdg", counter: 0, engagement, person: "dr", synced: false };
    hospital.record("passkey.enrolled", { passkey: "pky", ...passkey, model });
    hospital.record("passkey.enrolled", { passkey: "plain", ...passkey });
    expect(hospital.ask("dr", order, "anna")).toMatchObject({
      codes: ["not-sure-enough.hardware"],
      remedies: [{ type: "sign", label: "Sign it with your passkey" }],
    });
    const session = "ses-dr-4B-1";
    const sign = (by: string, action = order) =>
      hospital.record("signature.given", {
        action,
        digest: "hash",
        passkey: by,
        patient: "anna",
        session,
        signature: "sig",
      });
    const may = (signature = "sig", action = order, patient = "anna") =>
      hospital.ask("dr", action, patient, { session, signature }).type;
    sign("plain");
    expect(may()).toBe("deny");
    sign("pky");
    expect([may(), may("other"), may("sig", "order.discharge-controlled")]).toEqual([
      "permit",
      "deny",
      "deny",
    ]);
    expect(hospital.ask("dr", order, "anna", { session }).type).toBe("deny");
    hospital.record("signature.used", { session, signature: "sig" });
    expect(may()).toBe("deny");
    sign("pky");
    hospital.record("passkey.locked", { passkey: "pky", counter: 1, why: "counter-went-back" });
    expect(may()).toBe("deny");
    hospital.record("passkey.enrolled", { passkey: "pky", ...passkey, model });
    sign("pky");
    hospital.now += 2 * minute;
    expect(may()).toBe("deny");
  });

  test("[S1] what is done at a seat is done by its occupant", () => {
    const hospital = night();
    expect(hospital.ask("ben", "chart.open", "anna", { seat: "4B-1" }).type).toBe("permit");
    expect(hospital.ask("ben", "chart.open", "anna", { seat: "6A-1" })).toMatchObject({
      policies: ["not-here"],
      reasons: ["You are signed in elsewhere. Tap your badge here."],
    });
  });

  test("a session counts only when it is one's own, open, and not over", () => {
    const hospital = night();
    hospital.person("cat", { role: "nurse", ward: "4B" });
    const theirs = { session: "ses-ben-4B-1" };
    expect(hospital.ask("cat", "chart.open", "anna", theirs).type).toBe("deny");
    hospital.record("session.parked", { session: "ses-ben-4B-1", reason: "lock" });
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
    hospital.session("ben", { seat: "4B-1", until: evening + 20_000 });
    expect(hospital.ask("ben", "chart.open", "anna")).toMatchObject({
      validUntil: evening + 20_000,
    });
    hospital.now += 20_000;
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
  });

  test("with two open sessions and none named, nobody guesses", () => {
    const hospital = night();
    hospital.record("device.registered", {
      device: "phone",
      managed: true,
      encrypted: true,
    });
    hospital.session("ben", { phone: "phone", site: "north" });
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("deny");
    expect(hospital.ask("ben", "chart.open", "anna", { seat: "4B-1" }).type).toBe("permit");
    expect(hospital.ask("ben", "chart.open", "anna", { device: "phone" }).type).toBe("permit");
  });

  test("[C8] an unmanaged phone: nothing clinical; a managed one off-site: own and on-call patients", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    const device = { device: "phone", encrypted: true };
    hospital.record("device.registered", { ...device, managed: false });
    hospital.session("dr", { phone: "phone" });
    expect(reasons(hospital.ask("dr", "chart.open", "anna"))).toEqual([
      "This device is not managed by the hospital, so nothing clinical opens on it.",
      "Away from the hospital only your own and on-call patients open.",
    ]);
    hospital.record("device.registered", { ...device, managed: true });
    expect(reasons(hospital.ask("dr", "chart.open", "anna"))).toEqual([
      "Away from the hospital only your own and on-call patients open.",
    ]);
    hospital.adt("anna", "A08", { attending: ["dr"] });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("permit");
  });

  test("[A2] on a phone, where no PIN is given, a passkey is the way forward, for whoever has one", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", { device: "phone", managed: true, encrypted: true });
    hospital.session("dr", { phone: "phone", site: "north" });
    hospital.now += 5 * hour;
    const asked = () => hospital.ask("dr", "order.place", "anna");
    expect(asked()).toMatchObject({ codes: ["not-sure-enough.no-passkey"], remedies: [] });
    const [engagement = ""] = hospital.world.engagementsByPerson.get("dr");
    const passkey = { badge: "bdg", counter: 0, engagement, person: "dr", synced: true };
    hospital.record("passkey.enrolled", { passkey: "pky", ...passkey });
    expect(asked()).toMatchObject({
      codes: ["not-sure-enough.passkey"],
      remedies: [{ type: "step-up", level: 3 }],
    });
  });

  test("[C8] on the hospital's own network a managed phone is as a seat; off it again it is not", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", { device: "phone", managed: true, encrypted: true });
    hospital.session("dr", { phone: "phone", site: "north" });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("permit");
    hospital.record("session.placed", { session: "ses-dr-phone" });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("deny");
    hospital.record("session.placed", { session: "ses-dr-phone", site: "north" });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("permit");
    hospital.record("device.reported", {
      device: "phone",
      managed: true,
      encrypted: false,
      checkedInAt: hospital.now,
    });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("deny");
  });

  test("[C8] a managed phone that was seen in the hospital is as on its network, until that is too long ago", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", { device: "phone", managed: true, encrypted: true });
    hospital.session("dr", { phone: "phone" });
    const opens = () => hospital.ask("dr", "chart.open", "anna");
    const see = (place: { site?: string; ward?: string }, seenAt = hospital.now) =>
      hospital.record("device.seen", { device: "phone", seenAt, ...place });
    expect(opens()).toMatchObject({ type: "deny", policies: ["off-site"] });
    see({ site: "north", ward: "4B" }, hospital.now - 10 * minute + 20_000);
    expect(opens()).toMatchObject({ type: "permit", validUntil: hospital.now + 20_000 });
    hospital.now += 20_000;
    expect(opens()).toMatchObject({ type: "deny", policies: ["off-site"] });
    see({ site: "north" });
    expect(opens().type).toBe("permit");
    see({});
    expect(opens().type).toBe("deny");
  });

  test("[C8] where a phone was seen counts for a managed one only, and takes nothing from one on the network", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", { device: "phone", managed: false, encrypted: true });
    hospital.session("dr", { phone: "phone" });
    hospital.record("device.seen", { device: "phone", site: "north", seenAt: hospital.now });
    expect(hospital.ask("dr", "chart.open", "anna")).toMatchObject({
      policies: ["off-site", "unmanaged-device"],
    });
    hospital.record("session.placed", { session: "ses-dr-phone", site: "north" });
    hospital.record("device.seen", { device: "phone", seenAt: hospital.now });
    expect(hospital.ask("dr", "chart.open", "anna")).toMatchObject({
      policies: ["unmanaged-device"],
    });
  });

  test("[C8] without place in devices.yaml it counts for nothing where a phone was seen; it is from 2 min to 60 min", async () => {
    const without = await shippedBundle({ "devices.yaml": "check-in: 24 h\n" });
    const hospital = nightShift(without);
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", { device: "phone", managed: true, encrypted: true });
    hospital.session("dr", { phone: "phone" });
    hospital.record("device.seen", { device: "phone", site: "north", seenAt: hospital.now });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("deny");
    for (const place of ["119 s", "61 min", "soon"]) {
      const text = `check-in: 24 h\nplace: ${place}\n`;
      await expect(shippedBundle({ "devices.yaml": text })).rejects.toThrow();
    }
  });

  test("[C8] a device that has not checked in for longer than the policy's limit counts as unmanaged", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", { device: "phone", managed: false, encrypted: false });
    const posture = { device: "phone", managed: true, encrypted: true };
    const checkedInAt = hospital.now - day + 20_000;
    hospital.record("device.reported", { ...posture, checkedInAt });
    hospital.session("dr", { phone: "phone", site: "north" });
    expect(hospital.ask("dr", "chart.open", "anna")).toMatchObject({
      validUntil: hospital.now + 20_000,
    });
    hospital.now += 20_000;
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("deny");
    hospital.record("device.reported", { ...posture, checkedInAt: hospital.now });
    expect(hospital.ask("dr", "chart.open", "anna").type).toBe("permit");
  });

  test("[S1] [C8] at a seat no device is named: a request from one is from elsewhere, whosever it is", () => {
    const hospital = night();
    const posture = { managed: true, encrypted: true };
    hospital.record("device.registered", { device: "own", person: "ben", ...posture });
    hospital.record("device.registered", { device: "amys", person: "amy", ...posture });
    hospital.record("device.registered", { device: "shared", ...posture });
    expect(hospital.ask("ben", "chart.open", "anna").type).toBe("permit");
    for (const device of ["own", "amys", "shared", "nowhere"]) {
      const answer = hospital.ask("ben", "chart.open", "anna", { device });
      expect([device, answer.type, "codes" in answer && answer.codes]).toEqual([
        device,
        "deny",
        ["not-here"],
      ]);
    }
  });

  test("[C8] a console is on the managed device that is named only where it is one's own, or shared", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.adt("anna", "A08", { attending: ["dr"] });
    hospital.session("dr", { console: "con" });
    const posture = { managed: true, encrypted: true };
    hospital.record("device.registered", { device: "own", person: "dr", ...posture });
    hospital.record("device.registered", { device: "amys", person: "amy", ...posture });
    hospital.record("device.registered", { device: "shared", ...posture });
    const opens = (device?: string) =>
      hospital.ask("dr", "chart.open", "anna", device === undefined ? {} : { device }).type;
    expect([opens(), opens("own"), opens("shared"), opens("amys"), opens("nowhere")]).toEqual([
      "deny",
      "permit",
      "permit",
      "deny",
      "deny",
    ]);
  });

  test("[S5] a console that nobody has used for half an hour is over at that instant, ticker or not", () => {
    const hospital = night();
    hospital.person("pia", { role: "privacy-officer", ward: "4B", shift: "none" });
    hospital.session("pia", { console: "con" });
    const look = () => hospital.ask("pia", "log.read", { type: "hospital", id: "hospital" });
    hospital.now += 30 * minute - 1;
    expect(look()).toMatchObject({ type: "permit", validUntil: hospital.now + 1 });
    hospital.now += 1;
    expect(look().type).toBe("deny");
  });

  test("[C8] a session on a phone that is lost, or somebody else's, is none", () => {
    const hospital = night();
    hospital.person("dr", { role: "doctor", ward: "4B" });
    hospital.record("device.registered", {
      device: "phone",
      person: "ben",
      managed: true,
      encrypted: true,
    });
    hospital.session("dr", { phone: "phone", site: "north" });
    expect(hospital.ask("dr", "chart.open", "anna", { device: "phone" }).type).toBe("deny");
    hospital.session("ben", { phone: "phone", site: "north" });
    expect(hospital.ask("ben", "chart.open", "anna", { device: "phone" }).type).toBe("permit");
    hospital.record("device.lost", { device: "phone" });
    const named = { session: "ses-ben-phone" };
    expect(hospital.ask("ben", "chart.open", "anna", named).type).toBe("deny");
  });

  test("[L9] who is in charge of a ward's shift confirms its roster, no other ward's", () => {
    const hospital = night();
    hospital.person("ida", { role: "nurse-in-charge", ward: "4B" });
    hospital.record("role.ended", { assignment: "role-ida" });
    const role = { engagement: "eng-ida", role: "nurse-in-charge", ward: "6A" };
    const period = { from: evening - day, to: evening + day };
    hospital.record("role.assigned", { assignment: "elsewhere", ...role, ...period });
    hospital.session("ida");
    expect(hospital.ask("ida", "roster.confirm", { type: "ward", id: "4B" })).toMatchObject({
      policies: ["in-charge-on-shift"],
      because: ["You are on shift on 4B."],
    });
    expect(hospital.ask("ida", "roster.confirm", { type: "ward", id: "6A" })).toMatchObject({
      reasons: ["You do not run 6A."],
    });
    expect(hospital.ask("ben", "roster.confirm", { type: "ward", id: "4B" }).type).toBe("deny");
  });

  test("a ward's manager confirms its roster, on shift or not", () => {
    const hospital = night();
    hospital.person("mia", { role: "ward-manager", ward: "4B", shift: "none" });
    hospital.session("mia", { console: "browser" });
    const [own, other] = ["4B", "6A"].map((id) => ({ type: "ward", id }));
    expect(hospital.ask("mia", "roster.confirm", own as Resource)).toMatchObject({
      policies: ["runs-the-ward"],
    });
    expect(hospital.ask("mia", "roster.confirm", other as Resource).type).toBe("deny");
  });

  test("[S0] an administrator enrols seats, with a recent PIN; nobody else does", () => {
    const hospital = night();
    const seat = { type: "seat", id: "4B-1" };
    hospital.person("adam", { role: "administrator", ward: "4B", shift: "none" });
    hospital.session("adam", { console: "browser" });
    expect(hospital.ask("adam", "seat.enrol", seat)).toMatchObject({
      policies: ["installs-seats"],
    });
    expect(hospital.ask("ben", "seat.enrol", seat).type).toBe("deny");
    hospital.now += 4 * hour;
    // They have been at work all the time: a console that nobody uses is over.
    hospital.record("session.continued", { session: "ses-adam-browser" });
    expect(hospital.ask("adam", "seat.enrol", seat)).toMatchObject({
      remedies: [{ type: "step-up" }],
    });
  });

  test("oversight needs the role and level 2, on a console too, and no duty", () => {
    const hospital = night();
    hospital.person("pat", { role: "privacy-officer", ward: "4B", shift: "none" });
    hospital.session("pat", { console: "browser" });
    expect(hospital.ask("pat", "log.read", theHospital)).toMatchObject({
      policies: ["oversees"],
      because: ["Your role as privacy officer includes this."],
    });
    expect(hospital.ask("pat", "chart.open", "anna").type).toBe("deny");
    expect(hospital.ask("ben", "log.read", theHospital)).toMatchObject({
      reasons: ["Your role as nurse does not include this."],
      advice: [{ text: "Ask your privacy officer, security engineer or administrator." }],
    });
    hospital.record("role.ended", { assignment: "role-ben" });
    expect(hospital.ask("ben", "log.read", theHospital)).toMatchObject({
      advice: [{ text: "Ask your manager or the people office." }],
    });
  });
});
