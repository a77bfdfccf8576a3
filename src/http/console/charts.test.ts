import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
  send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });

async function signIn(badge: string): Promise<string> {
  const answer = await call("POST", "sign-in", "", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const opens = async (patient: string) =>
  (await ward.post(seat, "chart/open", { patient }, "amy")).body.type;
const mark = (cookie: string, on: boolean, number = "4417220") =>
  call("POST", "charts/mark", cookie, { number, mark: "sealed", on });

describe("[C10] who looks after charts", () => {
  test("seals one by its number, and lifts it again, whoever sealed it", async () => {
    const pia = await signIn("pia");
    expect(await opens("pat_kow")).toBe("open");
    const { body } = await mark(pia, true);
    expect(body.marked).toMatchObject([
      {
        patient: { name: "KOWALSKI, Anna", number: "4417220" },
        marks: [{ mark: "sealed", sources: ["console"] }],
      },
    ]);
    expect(await opens("pat_kow")).toBe("refused");
    const told = ward.app.world().next;
    // Sealed is sealed: said twice, it is recorded once, but for the decision.
    await mark(pia, true);
    expect(ward.app.world().next).toBe(told + 1);
    await ward.record("patient.marked", { mark: "sealed", patient: "pat_kow", source: "pas" });
    expect((await mark(pia, false)).body.marked).toEqual([]);
    expect(await opens("pat_kow")).toBe("open");
  });

  test("not their own", async () => {
    await ward.record("patient.linked", { patient: "pat_kow", person: "pia" });
    const answer = await mark(await signIn("pia"), true);
    expect([answer.status, answer.body.error.message]).toEqual([
      403,
      "This is your own chart. A colleague has to do this.",
    ]);
    expect((await call("GET", "charts", await signIn("pia"))).body.marked).toMatchObject([
      { marks: [], person: { id: "pia" } },
    ]);
  });

  test("nobody else does, or sees which they are; the page is offered to them only", async () => {
    for (const person of ["ada", "amy", "zoe"]) {
      const cookie = await signIn(person);
      expect((await call("GET", "charts", cookie)).status).toBe(403);
      expect((await mark(cookie, true)).status).toBe(403);
      expect((await call("GET", "me", cookie)).body.pages ?? []).not.toContain("charts");
    }
    expect((await call("GET", "me", await signIn("pia"))).body.pages).toContain("charts");
    expect(ward.app.world().sensitivities.size).toBe(0);
  });

  test.each([[""], ["999"], ["x".repeat(10_000)]])(
    "of no patient's number %j, in words",
    async (number) => {
      const answer = await mark(await signIn("pia"), true, number.slice(0, 9_000));
      expect([answer.status, answer.body.error.message]).toEqual([
        404,
        "No patient has the number that was given. Check it.",
      ]);
    },
  );
});

describe("[C9] who was registered under a made name", () => {
  test("turns out to be a known patient, and that is taken back", async () => {
    const pia = await signIn("pia");
    const { body } = await ward.post(seat, "arrivals/register", { why: "unknown" }, "amy");
    const { id, name, number } = body.state.chart.patient;
    await ward.post(seat, "chart/close", {}, "amy");
    expect((await call("GET", "charts", pia)).body).toMatchObject({
      arrivals: [{ patient: { id, name }, ward: "4B", expected: false }],
      merges: [],
    });
    const merged = await call("POST", "charts/merge", pia, { number, into: "300400" });
    expect(merged.body.merges).toMatchObject([
      { id, prior: { name, number }, survivor: { name: "OSEI, Kofi", number: "300400" } },
    ]);
    // Both numbers lead to the one chart.
    const found = await ward.post(seat, "search", { number }, "amy");
    expect(found.body.patient.id).toBe("pat_ose");
    const again = await call("POST", "charts/merge", pia, { number: "300400", into: number });
    expect([again.status, again.body.error.message]).toEqual([
      409,
      "Both numbers lead to one chart already.",
    ]);
    const back = await call("POST", `charts/${id}/unmerge`, pia, {});
    expect(back.body.merges).toEqual([]);
    expect((await ward.post(seat, "search", { number }, "amy")).body.patient.id).toBe(id);
    expect(await opens(id)).toBe("open");
    const twice = await call("POST", `charts/${id}/unmerge`, pia, {});
    expect([twice.status, twice.body.error.message]).toEqual([
      409,
      "That was taken back already, or never done.",
    ]);
  });

  test("is merged by nobody whose role does not include it", async () => {
    const bodies = { number: "300400", into: "4417220" };
    for (const person of ["ada", "amy", "zoe"]) {
      const cookie = await signIn(person);
      expect((await call("POST", "charts/merge", cookie, bodies)).status).toBe(403);
      expect((await call("POST", "charts/pat_kow/unmerge", cookie, {})).status).toBe(403);
    }
    expect(ward.app.world().merges.size).toBe(0);
  });
});
