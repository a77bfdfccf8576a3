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
const close = (cookie: string, outcome = "justified", review = id()) =>
  call("POST", `reviews/${review}/close`, cookie, { outcome });

describe("[X13] an emergency access is looked at by somebody else", () => {
  test("[X12] it is on the privacy officer's page at once, with who, whose chart, where and why", async () => {
    const { body } = await call("GET", "reviews", await signIn("pia"));
    expect(body.reviews).toMatchObject([
      {
        who: { name: "Amy Adeyemi" },
        patient: { name: "OSEI, Kofi" },
        ward: "6A",
        reason: "Covering for somebody who is not here",
        overdue: false,
        own: false,
        until: expect.any(Number),
      },
    ]);
  });

  test.each(["justified", "policy-gap", "unjustified"])(
    "and closed as %s, once",
    async (outcome) => {
      const pia = await signIn("pia");
      const review = id();
      expect((await close(pia, outcome)).body).toEqual({ reviews: [] });
      expect(ward.app.world().reviews.size).toBe(0);
      const again = await close(pia, outcome, review);
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
    expect((await call("GET", "reviews", amy)).body.reviews).toMatchObject([{ own: true }]);
    const answer = await close(amy);
    expect([answer.status, answer.body.error.code]).toEqual([403, "own-review"]);
    expect(ward.app.world().reviews.size).toBe(1);
  });

  test("one that nobody looked at in 72 h stays, and says that it is overdue", async () => {
    ward.clock.pass(73 * hour);
    const { body } = await call("GET", "reviews", await signIn("pia"));
    expect(body.reviews).toMatchObject([{ overdue: true }]);
    expect(body.reviews[0]).not.toHaveProperty("until");
  });
});
