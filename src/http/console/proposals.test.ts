import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

const hour = 3_600_000;
const minute = 60_000;

let ward: TestWard;
let seat: TestSeat;
let occupant = "";
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  occupant = "";
});
afterEach(() => ward.close());

const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
  send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });

async function signIn(badge: string): Promise<string> {
  const answer = await call("POST", "sign-in", "", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

/** The person breaks the glass for Osei on 6A, and gives it back. */
async function breakOnce(person: string): Promise<void> {
  if (person !== occupant) await ward.signIn(seat, person);
  occupant = person;
  const wish = { patient: "pat_ose", reason: "covering" };
  expect((await ward.post(seat, "glass/break", wish, person)).status).toBe(200);
  expect((await ward.post(seat, "glass/return", {}, person)).status).toBe(200);
  ward.clock.pass(2_000);
}

const tick = () => ward.app.tick();
const proposals = async (cookie: string) => (await call("GET", "proposals", cookie)).body.proposals;
const decide = (cookie: string, decision: string, id: string) =>
  call("POST", `proposals/${id}/decide`, cookie, { decision });

describe("[X20] three like exceptions in thirty days propose a change", () => {
  test("of one person's roster: with evidence and counts, and accepting adds the shifts", async () => {
    for (let count = 0; count < 2; count++) await breakOnce("amy");
    await tick();
    const pia = await signIn("pia");
    expect(await proposals(pia)).toEqual([]);
    await breakOnce("amy");
    await tick();
    await tick();
    const [proposal, ...others] = await proposals(pia);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({
      change: { type: "roster", ward: "6A Surgery", people: [{ name: "Amy Adeyemi" }] },
      counts: { saved: 3, exposure: 1 },
    });
    expect(proposal.evidence).toHaveLength(3);
    expect(proposal.evidence[0]).toMatchObject({
      who: { name: "Amy Adeyemi" },
      patient: { name: "OSEI, Kofi" },
      reason: "Covering for somebody who is not here",
    });
    const accepted = await decide(pia, "accept", proposal.id);
    expect(accepted.body.proposals).toEqual([]);
    const world = ward.app.world();
    const there = world.shiftsByPerson
      .get("amy")
      .map((id) => world.shifts.get(id))
      .filter((shift) => shift?.ward === "6A");
    expect(there).toMatchObject([
      { role: "nurse", from: ward.begin - hour, to: ward.begin + 11 * hour },
    ]);
    // No glass is needed any more.
    expect((await ward.post(seat, "chart/open", { patient: "pat_ose" }, "amy")).status).toBe(200);
    const again = await decide(pia, "accept", proposal.id);
    expect([again.status, again.body.error.code]).toEqual([404, "proposal-unknown"]);
  });

  test("of the wards of a role, where several people of it did", async () => {
    await breakOnce("amy");
    await breakOnce("ben");
    await breakOnce("amy");
    await tick();
    const [proposal] = await proposals(await signIn("pia"));
    const names = proposal.change.people.map(({ name }: { readonly name: string }) => name);
    expect(proposal.change).toMatchObject({ type: "role", ward: "6A Surgery" });
    expect(names.toSorted()).toEqual(["Amy Adeyemi", "Ben Okafor"]);
    expect(proposal.counts).toEqual({ saved: 3, exposure: 2 });
  });

  test("of a time of the pattern, where a shift there had just ended: accepting activates the policy", async () => {
    const over = { engagement: "eng_amy", role: "nurse", ward: "6A" };
    const from = ward.clock.now() - 9 * hour;
    await ward.record("shift.rostered", { ...over, shift: "shf_6a", from, to: from + 8 * hour });
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    await tick();
    const pia = await signIn("pia");
    const [proposal] = await proposals(pia);
    expect(proposal).toMatchObject({
      change: {
        type: "pattern",
        parameter: "handover-margin-after",
        pattern: "inpatient",
        now: 30 * minute,
        proposed: 75 * minute,
      },
      counts: { saved: 3 },
    });
    const before = ward.app.world().policy?.hash;
    expect((await decide(pia, "accept", proposal.id)).body.proposals).toEqual([]);
    const bundle = ward.app.bundles.current(ward.app.world());
    expect(bundle?.hash).not.toBe(before);
    expect(bundle?.patterns.get("inpatient")?.handoverMarginAfter).toBe(75 * minute);
    expect(bundle?.patterns.get("emergency")?.handoverMarginAfter).toBe(30 * minute);
    expect(bundle?.files["patterns.yaml"]).toContain("# grace ");
  });

  test("what has come since is counted and listed, and what was found unjustified is neither", async () => {
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    await tick();
    const pia = await signIn("pia");
    const shown = async () => {
      const [{ counts, evidence }] = await proposals(pia);
      return [counts.saved, evidence.length];
    };
    expect(await shown()).toEqual([3, 3]);
    for (let count = 0; count < 2; count++) await breakOnce("amy");
    await tick();
    expect(await shown()).toEqual([5, 5]);
    const [first] = (await call("GET", "reviews", pia)).body.reviews;
    await call("POST", "reviews/close", pia, { reviews: [first.id], outcome: "unjustified" });
    expect(await shown()).toEqual([4, 4]);
    // Of another's nothing is shown: it is not their roster.
    await breakOnce("ben");
    await tick();
    expect(await shown()).toEqual([4, 4]);
  });

  test("a ward is called by its code and name, as on the screens", async () => {
    const place = { pattern: "inpatient", site: "north", type: "ward", ward: "6A" } as const;
    await ward.record("ward.registered", { ...place, name: "Surgery", service: "surgery" });
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    await tick();
    const [{ change }] = await proposals(await signIn("pia"));
    expect(change.ward).toBe("6A Surgery");
  });

  test("declined, it is not made again of the same, only after three more", async () => {
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    await tick();
    const pia = await signIn("pia");
    const [proposal] = await proposals(pia);
    expect((await decide(pia, "decline", proposal.id)).body.proposals).toEqual([]);
    for (let count = 0; count < 2; count++) await breakOnce("amy");
    await tick();
    expect(await proposals(pia)).toEqual([]);
    await breakOnce("amy");
    await tick();
    expect(await proposals(pia)).toHaveLength(1);
  });

  test("not of what a review found unjustified, nor of what is older than thirty days", async () => {
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    const pia = await signIn("pia");
    const [first] = (await call("GET", "reviews", pia)).body.reviews;
    await tick();
    expect(await proposals(pia)).toHaveLength(1);
    await call("POST", "reviews/close", pia, { reviews: [first.id], outcome: "unjustified" });
    await tick();
    expect(await proposals(pia)).toEqual([]);
    await breakOnce("amy");
    await tick();
    expect(await proposals(pia)).toHaveLength(1);
    ward.clock.pass(31 * 24 * hour);
    await tick();
    expect(await proposals(await signIn("pia"))).toEqual([]);
  });

  test("nobody decides whose role does not include it, nor, accepting, on themselves (X2) or a manager (X19)", async () => {
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    await tick();
    const [id = ""] = [...ward.app.world().proposals.values()].map((proposal) => proposal.id);
    const ada = await signIn("ada");
    expect((await call("GET", "proposals", ada)).status).toBe(403);
    expect((await decide(ada, "accept", id)).status).toBe(403);
    await ward.record("engagement.started", {
      engagement: "eng_pia",
      from: ward.begin - 24 * hour,
      manager: "amy",
      person: "pia",
      to: ward.begin + 999 * hour,
      type: "employee",
    });
    const pia = await signIn("pia");
    expect(await proposals(pia)).toMatchObject([{ conflict: "of-your-manager" }]);
    const answer = await decide(pia, "accept", id);
    expect([answer.status, answer.body.error.code]).toEqual([403, "own-proposal"]);
    expect((await decide(pia, "perhaps", id)).status).toBe(400);
  });

  test("where nobody has a shift to come, it says so and stays", async () => {
    for (let count = 0; count < 3; count++) await breakOnce("amy");
    await tick();
    ward.clock.pass(20 * hour);
    const pia = await signIn("pia");
    const [proposal] = await proposals(pia);
    const answer = await decide(pia, "accept", proposal.id);
    expect([answer.status, answer.body.error.code]).toEqual([409, "nothing-rostered"]);
    expect(await proposals(pia)).toHaveLength(1);
  });
});
