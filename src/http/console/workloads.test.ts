import { createHmac, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addWorkload, giveCredential } from "../programs/test-support.ts";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const salt = randomBytes(32);
const keyedHash = (use: string, text: string) =>
  createHmac("sha256", salt).update(`${use}\0${text}`).digest("base64url");

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard({}, Date.now());
});
afterEach(() => ward.close());

const post = (path: string, body: object, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const get = (path: string, cookie: string) =>
  send(ward.server, "GET", `/console/api/${path}`, undefined, { cookie });
async function signIn(person: string): Promise<string> {
  const answer = await post("sign-in", { badge: person, pin: `pin-${person}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

/** A gateway with a secret, and what needs it. */
async function gateway(id = "lab"): Promise<string> {
  await addWorkload(ward, id, { neededBy: ["4B"] });
  const form = { kind: "secret", because: "vendor-cannot-sign" } as const;
  return (await giveCredential(ward, keyedHash, id, form)).credential;
}
const finding = (credential: string) => `NHI4:secret:${credential}`;

test("[N8] whoever looks on sees what runs, who answers for it, how well it is known, and what is wrong with it; the look is recorded", async () => {
  const credential = await gateway();
  const cookie = await signIn("pia");
  const before = ward.app.world().next;
  const { body } = await get("workloads", cookie);
  expect(body.workloads).toMatchObject([
    { id: "lab", ownerName: "Amy Adeyemi", state: "active", credentials: [{ id: credential }] },
  ]);
  expect(body.findings).toMatchObject([{ id: finding(credential), cause: "secret", name: "lab" }]);
  expect(body.visibility).toEqual({ workloads: 1, whole: 1 });
  expect(body.dependants).toMatchObject([{ id: "4B", type: "ward" }]);
  // Privacy looks, and changes nothing.
  expect([body.mayStop, body.mayLookAfter]).toEqual([false, false]);
  const looked = await ward.log.read(before, { limit: 10 });
  expect(Buffer.concat(looked.map(({ bytes }) => bytes)).toString()).toContain("workload.read");
  expect((await get("workloads", await signIn("amy"))).status).toBe(403);
});

test("[N8] one workload shows what the log says of it, what it needs and what needs it; no secret is anywhere", async () => {
  const credential = await gateway();
  await gateway("scanner");
  await ward.record("workload.refused", { workload: "lab", why: "secret-wrong" });
  const cookie = await signIn("ada");
  const { body, text } = await get("workloads/lab", cookie);
  expect(body).toMatchObject({
    workload: { id: "lab" },
    findings: [{ credential }],
    needs: [],
    mayStop: true,
    mayLookAfter: true,
  });
  const told = body.timeline.map(({ summary }: { readonly summary: string }) => summary);
  expect(told[0]).toBe("The workload lab was refused (secret-wrong)");
  expect(told.at(-1)).toMatch(/asked for the workload lab$/);
  expect(told.join(" ")).not.toContain("scanner");
  expect(text).not.toMatch(/wardkey_ws_|secretHash/);
  expect((await get("workloads/none", cookie)).status).toBe(404);
});

test("[N9] what stops is shown first, and then just that is stopped, until somebody lets it in again", async () => {
  const credential = await gateway();
  const ada = await signIn("ada");
  const target = { type: "key", credential };
  const shown = await post("workloads/stop", { target, done: false }, ada);
  expect(shown.body.stops).toMatchObject([
    { workload: "lab", whole: false, stops: [credential], neededBy: ["4B"] },
  ]);
  const state = () => ward.app.world().workloadCredentials.get(credential)?.stopped;
  expect(state()).toBeUndefined();
  const refused = await post("workloads/stop", { target, done: true }, await signIn("pia"));
  expect([refused.status, state()]).toEqual([403, undefined]);
  expect((await post("workloads/stop", { target, done: true }, ada)).status).toBe(200);
  expect(state()).toBeGreaterThan(0);
  const release = await post("workloads/lab/act", { act: "release", credential }, ada);
  expect(release.body.workload.credentials).toMatchObject([{ state: "live" }]);

  await post("workloads/stop", { target: { type: "vendor", vendor: "Acme" }, done: true }, ada);
  expect(ward.app.world().workloads.get("lab")?.state).toBe("suspended");
  const resumed = await post("workloads/lab/act", { act: "resume" }, ada);
  expect(resumed.body.workload.state).toBe("active");
});

describe("what is found", () => {
  test("[N5] is accepted by a person for a time, who stands in the log, and by nobody who only looks", async () => {
    const credential = await gateway();
    await ward.app.recordEnds();
    const wish = { finding: finding(credential), because: "vendor-replies", days: 10 };
    expect((await post("findings/accept", wish, await signIn("pia"))).status).toBe(403);
    const ada = await signIn("ada");
    const { body } = await post("findings/accept", wish, ada);
    expect(body.findings[0].accepted).toMatchObject({ because: "vendor-replies" });
    expect(ward.app.world().findings.get(wish.finding)?.accepted?.by).toBe("ada");
    const wrong = await post("findings/accept", { ...wish, because: "It is fine" }, ada);
    expect([wrong.status, wrong.body.error.code]).toEqual([422, "finding-terms"]);
    expect((await post("findings/accept", { ...wish, days: 91 }, ada)).status).toBe(400);
  });

  test("[N5] ends in the step that was shown, and in no other", async () => {
    const credential = await gateway();
    await ward.record("workload.decommissioned", { workload: "lab" });
    const ada = await signIn("ada");
    const { body } = await get("workloads/lab", ada);
    const [found] = body.findings;
    expect(found).toMatchObject({ cause: "undead-credential", remedy: { type: "end-credential" } });
    const other = await post("findings/remedy", { finding: found.id, shown: "retire" }, ada);
    expect([other.status, other.body.error.code]).toEqual([409, "finding-no-step"]);
    const step = { finding: found.id, shown: "end-credential" };
    expect((await post("findings/remedy", step, await signIn("pia"))).status).toBe(403);
    expect((await post("findings/remedy", step, ada)).body.findings).toEqual([]);
    expect(ward.app.world().workloadCredentials.get(credential)?.ended?.reason).toBe("withdrawn");
  });
});

test("[N8] it is ended for good, with the proof by what each credential is refused", async () => {
  const credential = await gateway();
  const ada = await signIn("ada");
  expect((await post("workloads/lab/retire", {}, await signIn("pia"))).status).toBe(403);
  const { body } = await post("workloads/lab/retire", {}, ada);
  expect(body).toEqual({
    workload: "lab",
    position: expect.any(Number),
    refused: [{ credential, kind: "secret", why: "credential-ended" }],
  });
  expect((await post("workloads/lab/retire", {}, ada)).status).toBe(409);
});

test("[N2] a credential is ended here only as one of the workload that is named", async () => {
  const credential = await gateway();
  await gateway("other");
  const ada = await signIn("ada");
  const act = { act: "end-credential", credential };
  expect((await post("workloads/other/act", act, ada)).status).toBe(404);
  expect(
    (await post("workloads/lab/act", { act: "finish", credential }, ada)).body.error.code,
  ).toBe("credential-not-leaving");
  const ended = await post("workloads/lab/act", act, ada);
  expect(ended.body.workload.credentials).toMatchObject([{ state: "ended" }]);
});
