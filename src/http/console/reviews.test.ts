import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  const breaking = { patient: "pat_ose", reason: "covering" };
  await ward.post(seat, "glass/break", breaking, "amy");
});
afterEach(() => ward.close());

const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
  send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });

async function signIn(badge: string): Promise<string> {
  const answer = await call("POST", "sign-in", "", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const id = () => [...ward.app.world().reviews.values()][0]?.id ?? "";
const close = (cookie: string, outcome = "justified", reviews: readonly string[] = [id()]) =>
  call("POST", "reviews/close", cookie, { outcome, reviews });

/** Somebody at 4B's other seat breaks the glass for a patient. */
async function breakAt(person: string, patient: string, reason = "covering"): Promise<void> {
  const other = await ward.seat("4B-2");
  await ward.signIn(other, person);
  const { status } = await ward.post(other, "glass/break", { patient, reason }, person);
  expect(status).toBe(200);
}

describe("[X13] an emergency access is looked at by somebody else", () => {
  test("[X12] it is on the privacy officer's page at once, with who, whose chart, where and why", async () => {
    const { body } = await call("GET", "reviews", await signIn("pia"));
    expect(body.reviews).toMatchObject([
      {
        who: { name: "Amy Adeyemi" },
        patient: { name: "OSEI, Kofi" },
        ward: "6A",
        reason: "Covering for somebody who is not here",
        explanations: [],
        until: expect.any(Number),
      },
    ]);
    expect(body.explaining).toBe(false);
    for (const absent of ["lateness", "conflict", "likeness"]) {
      expect(body.reviews[0]).not.toHaveProperty(absent);
    }
  });

  test.each(["justified", "policy-gap", "unjustified"])(
    "and closed as %s, once",
    async (outcome) => {
      const pia = await signIn("pia");
      const review = id();
      expect((await close(pia, outcome)).body).toEqual({ explaining: false, reviews: [] });
      expect(ward.app.world().reviews.size).toBe(0);
      const again = await close(pia, outcome, [review]);
      expect([again.status, again.body.error.code]).toEqual([404, "review-unknown"]);
    },
  );

  test("by nobody whose role does not include it, and as nothing else", async () => {
    for (const person of ["amy", "ada", "zoe"]) {
      const cookie = await signIn(person);
      expect((await call("GET", "reviews", cookie)).status).toBe(403);
      expect((await close(cookie)).status).toBe(403);
    }
    const pia = await signIn("pia");
    expect((await close(pia, "fine")).status).toBe(400);
    expect((await call("GET", "reviews", "")).status).toBe(401);
    expect(ward.app.world().reviews.size).toBe(1);
  });

  test("[X2] by nobody who did it themselves", async () => {
    const held = { assignment: "rol_p", engagement: "eng_amy", role: "privacy-officer" } as const;
    const from = ward.begin;
    await ward.record("role.assigned", { ...held, ward: "4B", from, to: from + 999 * hour });
    await ward.record("shift.ended", {
      shift: ward.app.world().shiftsByPerson.get("amy")[0] ?? "",
    });
    const amy = await signIn("amy");
    expect((await call("GET", "reviews", amy)).body.reviews).toMatchObject([{ conflict: "own" }]);
    const answer = await close(amy);
    expect([answer.status, answer.body.error.code]).toEqual([403, "own-review"]);
    expect(ward.app.world().reviews.size).toBe(1);
  });

  test("one that nobody looked at in 72 h stays, and says that it is overdue", async () => {
    ward.clock.pass(73 * hour);
    const { body } = await call("GET", "reviews", await signIn("pia"));
    expect(body.reviews).toMatchObject([{ lateness: "overdue" }]);
    expect(body.reviews[0]).not.toHaveProperty("until");
  });
});

describe("[X13] what was not justified is an incident", () => {
  const incident = () => [...ward.app.world().incidents.values()][0]?.id ?? "";
  const closeIncident = (cookie: string, outcome = "dealt-with", which = incident()) =>
    call("POST", `incidents/${which}/close`, cookie, { outcome });

  test("on the page at once, with who, whose chart, where and why, until somebody closes it", async () => {
    const pia = await signIn("pia");
    expect((await call("GET", "incidents", pia)).body).toEqual({ incidents: [], mayClose: true });
    await close(pia, "unjustified");
    const { body } = await call("GET", "incidents", pia);
    expect(body.incidents).toMatchObject([
      {
        cause: "unjustified",
        who: { name: "Amy Adeyemi" },
        patient: { name: "OSEI, Kofi" },
        ward: "6A",
        reason: "Covering for somebody who is not here",
      },
    ]);
    expect(body.incidents[0]).not.toHaveProperty("conflict");
    const which = incident();
    expect((await closeIncident(pia, "fine")).status).toBe(400);
    expect((await closeIncident(pia, "notified")).body.incidents).toEqual([]);
    const again = await closeIncident(pia, "notified", which);
    expect([again.status, again.body.error.code]).toEqual([404, "incident-unknown"]);
  });

  test("for nobody whose role does not include it; the look is on record", async () => {
    await close(await signIn("pia"), "unjustified");
    for (const person of ["amy", "ada", "zoe"]) {
      const cookie = await signIn(person);
      expect((await call("GET", "incidents", cookie)).status).toBe(403);
      expect((await closeIncident(cookie)).status).toBe(403);
    }
    expect((await call("GET", "incidents", "")).status).toBe(401);
    expect(ward.app.world().incidents.size).toBe(1);
  });

  test("[X19] for nobody whom it is about: a security engineer sees it too, and closes it", async () => {
    const lasts = { from: ward.begin, to: ward.begin + 999 * hour, ward: "4B" };
    for (const [assignment, engagement, role] of [
      ["rol_p", "eng_amy", "privacy-officer"],
      ["rol_s", "eng_off", "security-engineer"],
    ] as const) {
      await ward.record("role.assigned", { assignment, engagement, role, ...lasts });
    }
    await close(await signIn("pia"), "unjustified");
    const shift = ward.app.world().shiftsByPerson.get("amy")[0] ?? "";
    await ward.record("shift.ended", { shift });
    const amy = await signIn("amy");
    const { body } = await call("GET", "incidents", amy);
    expect(body.incidents).toMatchObject([{ conflict: "own" }]);
    const answer = await closeIncident(amy, "mistaken");
    expect([answer.status, answer.body.error.code]).toEqual([403, "own-incident"]);
    const engineer = await signIn("off");
    expect((await closeIncident(engineer)).body).toEqual({ incidents: [], mayClose: true });
  });
});

describe("[X15] the queue", () => {
  test("an access says which relationships explain it, and the unexplained come first", async () => {
    await ward.record("service-request.placed", {
      from: ward.clock.now() - hour,
      patient: "pat_ose",
      service: "4B",
      serviceRequest: "req",
      to: ward.clock.now() + hour,
      type: "consult",
    });
    await ward.record("patient.registered", { patient: "pat_new" });
    await ward.adt("pat_new", "A01", "6A", "9");
    await breakAt("ben", "pat_new");
    const { body } = await call("GET", "reviews", await signIn("pia"));
    expect(body.reviews).toMatchObject([
      { who: { name: "Ben Okafor" }, explanations: [] },
      {
        who: { name: "Amy Adeyemi" },
        explanations: [{ type: "contact", contact: "consult", place: "4B Cardiology" }],
        likeness: expect.any(String),
      },
    ]);
    expect(body.reviews[0]).not.toHaveProperty("likeness");
  });

  test("one decision closes explained ones that are alike, and none that is not", async () => {
    await ward.adt("pat_ose", "A02", "4B", "8");
    await ward.adt("pat_ose", "A02", "6A", "1");
    await breakAt("ben", "pat_ose");
    await ward.record("patient.registered", { patient: "pat_new" });
    await ward.adt("pat_new", "A01", "6A", "9");
    await breakAt("ben", "pat_new");
    const pia = await signIn("pia");
    const { body } = await call("GET", "reviews", pia);
    const [unexplained, ...alike] = body.reviews;
    expect(alike).toMatchObject([
      { explanations: [{ type: "on-duty", place: "4B Cardiology" }] },
      { explanations: [{ type: "on-duty", place: "4B Cardiology" }] },
    ]);
    expect(alike[0].likeness).toBe(alike[1].likeness);
    const ids = [alike[0].id, alike[1].id];
    const refused = await close(pia, "justified", [...ids, unexplained.id]);
    expect([refused.status, refused.body.error.code]).toEqual([409, "not-alike"]);
    expect((await close(pia, "justified", [])).status).toBe(400);
    expect((await close(pia, "justified", [ids[0], ids[0]])).status).toBe(400);
    expect(ward.app.world().reviews.size).toBe(3);
    const closed = await close(pia, "justified", ids);
    expect(closed.body.reviews).toMatchObject([{ id: unexplained.id }]);
    expect((await close(pia, "unjustified", [unexplained.id])).body.reviews).toEqual([]);
  });

  test("is reminded of, overdue, and long overdue before others, each once on record", async () => {
    await ward.record("role.assigned", {
      assignment: "rol_s",
      engagement: "eng_off",
      role: "security-engineer",
      ward: "4B",
      from: ward.begin,
      to: ward.begin + 999 * hour,
    });
    const kinds = async () => {
      await ward.app.tick();
      await ward.app.tick();
      const entries = await ward.log.read(0, { limit: 10_000 });
      return entries
        .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind as string)
        .filter((kind) => /^review\.(reminded|overdue|escalated)$/.test(kind));
    };
    expect(await kinds()).toEqual([]);
    ward.clock.pass(49 * hour);
    expect(await kinds()).toEqual(["review.reminded"]);
    const lateness = async (cookie: string) =>
      (await call("GET", "reviews", cookie)).body.reviews.map(
        (review: { readonly lateness?: string }) => review.lateness,
      );
    expect(await lateness(await signIn("pia"))).toEqual(["soon"]);
    const me = async (cookie: string) => (await call("GET", "me", cookie)).body;
    expect(await me(await signIn("pia"))).toMatchObject({ lateReviews: 1 });
    expect(await me(await signIn("off"))).not.toHaveProperty("lateReviews");
    ward.clock.pass(24 * hour);
    expect(await kinds()).toEqual(["review.reminded", "review.overdue"]);
    const engineer = await signIn("off");
    expect(await lateness(await signIn("pia"))).toEqual(["overdue"]);
    expect(await lateness(engineer)).toEqual([]);
    const early = await close(engineer);
    expect([early.status, early.body.error.code]).toEqual([403, "not-escalated"]);
    ward.clock.pass(24 * hour);
    expect(await kinds()).toEqual(["review.reminded", "review.overdue", "review.escalated"]);
    const later = await signIn("off");
    expect(await lateness(later)).toEqual(["escalated"]);
    expect((await call("GET", "me", later)).body.pages).toContain("reviews");
    expect((await close(later)).body.reviews).toEqual([]);
    expect(ward.app.world().reviews.size).toBe(0);
  });
});

describe("[X19] nobody is reviewed by whoever reports to them", () => {
  test("whom HR names as the reviewer's manager", async () => {
    await ward.record("engagement.started", {
      engagement: "eng_pia",
      from: ward.begin - 24 * hour,
      manager: "amy",
      person: "pia",
      to: ward.begin + 999 * hour,
      type: "employee",
    });
    const pia = await signIn("pia");
    expect((await call("GET", "reviews", pia)).body.reviews).toMatchObject([
      { conflict: "of-your-manager" },
    ]);
    const answer = await close(pia);
    expect([answer.status, answer.body.error.code]).toEqual([403, "managers-review"]);
    expect(ward.app.world().reviews.size).toBe(1);
  });

  test("where that leaves nobody whose work it is, those who take over have it at once", async () => {
    await ward.record("role.assigned", {
      assignment: "rol_s",
      engagement: "eng_off",
      role: "security-engineer",
      ward: "4B",
      from: ward.begin,
      to: ward.begin + 999 * hour,
    });
    const engineer = await signIn("off");
    expect((await call("GET", "reviews", engineer)).body.reviews).toEqual([]);
    expect((await close(engineer)).body.error.code).toBe("not-escalated");
    await ward.record("patient.linked", { patient: "pat_ose", person: "pia" });
    expect((await call("GET", "reviews", engineer)).body.reviews).toHaveLength(1);
    expect((await close(engineer)).status).toBe(200);
    expect(ward.app.world().reviews.size).toBe(0);
  });

  test("nor whose own chart it was", async () => {
    await ward.record("patient.linked", { patient: "pat_ose", person: "pia" });
    const pia = await signIn("pia");
    expect((await call("GET", "reviews", pia)).body.reviews).toMatchObject([{ conflict: "own" }]);
    expect((await close(pia)).body.error.code).toBe("own-review");
  });
});
