import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  const held = { engagement: "eng_zoe", role: "nurse-in-charge", ward: "6A" } as const;
  const times = { from: ward.begin - hour, to: ward.begin + 10 * hour };
  await ward.record("role.assigned", { assignment: "rol_zoe_2", ...held, ...times });
  await ward.record("shift.rostered", { shift: "shi_zoe_2", ...held, ...times });
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
  send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });

async function signIn(badge: string): Promise<string> {
  const answer = await call("POST", "sign-in", "", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const wish = { kind: "patient", patient: "pat_ose", reason: "covering" } as const;
const ask = (more: object = {}) => ward.post(seat, "grants/request", { ...wish, ...more }, "amy");
const id = () => [...ward.app.world().grants.values()][0]?.id ?? "";
const answer = (cookie: string, word: string, grant = id()) =>
  call("POST", `grants/${grant}/answer`, cookie, { answer: word });

describe("requests at the console", () => {
  test("[X1] one who answers reads who asks, for whom, why, and what it would add; two answers", async () => {
    await ask({ words: "Sie stürzte – bitte!" });
    const zoe = await signIn("zoe");
    const { body } = await call("GET", "grants", zoe);
    expect(body.waiting).toMatchObject([
      {
        who: { name: "Amy Adeyemi" },
        patient: { name: "OSEI, Kofi" },
        wardName: "6A",
        reason: "Covering for somebody who is not here",
        words: "Sie stürzte – bitte!",
        more: 1,
        until: ward.clock.now() + 2 * hour,
        mayAnswer: true,
        own: false,
      },
    ]);
    const approved = (await answer(zoe, "approve")).body;
    expect(approved).toMatchObject({ waiting: [], running: [{ state: "approved" }] });
    expect((await ward.post(seat, "grants/start", { grant: id() }, "amy")).body.type).toBe("open");
    const running = (await call("GET", "grants", zoe)).body;
    expect(running.running).toMatchObject([{ state: "active", answeredBy: { name: "Zoe Lind" } }]);
  });

  test("the difference of a ward: as many patients as are there, and seen by nobody who asks already", async () => {
    await ward.adt("pat_ngt", "A02", "6A", "2");
    await ward.post(
      seat,
      "grants/request",
      { kind: "ward", ward: "6A", reason: "moved-here" },
      "amy",
    );
    const { body } = await call("GET", "grants", await signIn("zoe"));
    expect(body.waiting).toMatchObject([{ kind: "ward", more: 2, minutes: 480 }]);
  });

  test("[X4] [X5] taken back at once: the chart closes, and how it ended stays visible for both and for privacy", async () => {
    await ask();
    const zoe = await signIn("zoe");
    await answer(zoe, "approve");
    await ward.post(seat, "grants/start", { grant: id() }, "amy");
    const { body } = await call("POST", `grants/${id()}/end`, zoe, {});
    expect(body).toMatchObject({ running: [], ended: [{ state: "revoked", who: { id: "amy" } }] });
    expect((await ward.post(seat, "phones", {}, "amy")).status).toBe(200);
    expect((await ward.post(seat, "chart/open", wish, "amy")).body.type).toBe("refused");
    for (const person of ["amy", "pia", "zoe"]) {
      const seen = (await call("GET", "grants", await signIn(person))).body.ended;
      expect([person, seen.length]).toEqual([person, 1]);
    }
    expect((await call("GET", "grants", await signIn("ben"))).body.ended).toEqual([]);
  });

  test("[X1] a ward's is begun where it was asked for: by whoever it is for, once it is approved", async () => {
    const amy = await signIn("amy");
    const wish = { kind: "ward", ward: "6A", reason: "covering" } as const;
    await call("POST", "grants", amy, wish);
    const start = (cookie: string) => call("POST", `grants/${id()}/start`, cookie, {});
    expect((await start(amy)).body.error.code).toBe("grant-pending");
    const zoe = await signIn("zoe");
    await answer(zoe, "approve");
    expect((await call("GET", "grants", amy)).body.own).toMatchObject([{ mayStart: true }]);
    expect((await start(zoe)).body.error.code).toBe("grant-not-yours");
    const begun = await start(amy);
    expect([begun.status, begun.body.own]).toMatchObject([
      200,
      [{ state: "active", mayStart: false, until: ward.clock.now() + 8 * hour }],
    ]);
    expect((await ward.post(seat, "chart/open", { patient: "pat_ose" }, "amy")).body.type).toBe(
      "open",
    );
  });

  test("[X2] nobody answers who does not answer for the ward, and nobody their own", async () => {
    await ask();
    for (const person of ["amy", "ben", "pia", "ada"]) {
      const cookie = await signIn(person);
      expect((await call("GET", "grants", cookie)).body.waiting).toEqual([]);
      const refused = await answer(cookie, "approve");
      expect([person, refused.status]).toEqual([person, 403]);
    }
    expect([...ward.app.world().grants.values()]).toMatchObject([{ state: "pending" }]);
    const zoe = await signIn("zoe");
    const from = ward.clock.now() + 12 * hour;
    const role = { kind: "ward", ward: "6A", reason: "covering", from } as const;
    const own = (await call("POST", "grants", zoe, role)).body.own[0].id;
    const refused = await answer(zoe, "approve", own);
    expect([refused.status, refused.body.error.code]).toEqual([403, "own-request"]);
  });

  test("an answer that is too late, twice, to nothing, or none", async () => {
    await ask();
    const grant = id();
    const zoe = await signIn("zoe");
    expect((await answer(zoe, "perhaps")).status).toBe(400);
    expect((await answer(zoe, "deny")).status).toBe(200);
    const again = await answer(zoe, "approve", grant);
    expect([again.status, again.body.error]).toEqual([
      409,
      {
        code: "grant-over",
        message: "This request was denied.",
        said: [{ code: "grant-over.denied", values: {}, zone: "UTC" }],
      },
    ]);
    expect((await answer(zoe, "approve", "__proto__")).status).toBe(404);
    await ask();
    ward.clock.pass(29 * minute);
    await call("GET", "me", zoe);
    ward.clock.pass(minute);
    const late = await answer(zoe, "approve");
    expect([late.status, late.body.error.code]).toEqual([409, "grant-over"]);
  });

  test("[X6] who answers for the ward sends somebody there by staff number: approved by the rule", async () => {
    const side = [{ table: "identifiers", key: "staff|C006", value: "ben" }] as const;
    await ward.record("person.registered", { person: "ben" }, side);
    const zoe = await signIn("zoe");
    const moved = {
      kind: "ward",
      ward: "6A",
      reason: "moved-here",
      staff: "C006",
      words: "für heute",
    };
    const { body } = await call("POST", "grants", zoe, moved);
    expect(body.running).toMatchObject([
      {
        who: { id: "ben" },
        askedBy: { id: "zoe" },
        state: "approved",
        rule: "Moved to the ward by somebody who answers for it",
        words: "für heute",
      },
    ]);
    const none = await call("POST", "grants", zoe, { ...moved, staff: "C999" });
    expect(none.status).toBe(404);
  });

  test("is a page of those who answer or review, and of whoever has asked", async () => {
    const pages = async (person: string) =>
      (await call("GET", "me", await signIn(person))).body.pages as readonly string[];
    expect(await pages("zoe")).toContain("grants");
    expect(await pages("amy")).not.toContain("grants");
    await ask();
    expect(await pages("amy")).toContain("grants");
    expect(await pages("pia")).toContain("grants");
    expect(await pages("ada")).not.toContain("grants");
    expect((await call("GET", "grants", "")).status).toBe(401);
  });
});
