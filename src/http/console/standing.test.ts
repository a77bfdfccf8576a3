import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

const hour = 3_600_000;

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

const standing = async (cookie: string) => (await call("GET", "standing", cookie)).body.standing;
const review = () =>
  [...ward.app.world().reviews.values()].find(({ type }) => type === "standing-access")?.id ?? "";
const confirm = (cookie: string) => call("POST", `standing/${review()}/confirm`, cookie, {});

/** Amy asks for a patient of 6A, Zoe approves, Amy begins; her chart is open by it. */
async function grantAmy(minutes: number): Promise<string> {
  const wish = { kind: "patient", patient: "pat_ose", reason: "covering", minutes };
  await ward.post(seat, "grants/request", wish, "amy");
  const [grant] = [...ward.app.world().grants.values()];
  await call("POST", `grants/${grant?.id}/answer`, await signIn("zoe"), { answer: "approve" });
  await ward.post(seat, "grants/start", { grant: grant?.id }, "amy");
  return grant?.id ?? "";
}

/** The same again, given back at once, until it is one time too many. */
async function grantTooOften(minutes = 240): Promise<string> {
  for (const _each of [1, 2, 3]) {
    await ward.post(seat, "grants/return", { grant: await grantAmy(minutes) }, "amy");
  }
  const grant = await grantAmy(minutes);
  await ward.app.tick();
  return grant;
}

describe("[X7] what would become standing access", () => {
  test("is shown to who answers for it, to its holder and to who reviews, with why and the recommended end", async () => {
    const grant = await grantTooOften();
    const ends = ward.clock.now() + hour;
    const zoe = await signIn("zoe");
    expect(await standing(zoe)).toMatchObject([
      {
        who: { name: "Amy Adeyemi" },
        because: "renewed",
        grant: { id: grant, kind: "patient", patient: { name: "OSEI, Kofi" }, wardName: "6A" },
        ends,
        confirmedUntil: ends + 3 * hour,
        own: false,
        mayConfirm: true,
        mayEnd: true,
      },
    ]);
    const seen = { mayConfirm: false, mayEnd: false };
    expect(await standing(await signIn("amy"))).toMatchObject([{ own: true, ...seen }]);
    expect(await standing(await signIn("pia"))).toMatchObject([{ own: false, ...seen }]);
    expect(await standing(await signIn("ben"))).toEqual([]);
    expect((await call("GET", "standing", "")).status).toBe(401);
    // It is no work of those who close reviews, and nothing that is late.
    expect((await call("GET", "reviews", await signIn("pia"))).body.reviews).toEqual([]);
    expect((await call("GET", "me", await signIn("pia"))).body).not.toHaveProperty("lateReviews");
  });

  test("is shown to who answers for it where there is nothing to prolong, who may end it", async () => {
    const grant = await grantTooOften(60);
    const zoe = await signIn("zoe");
    expect(await standing(zoe)).toMatchObject([
      { because: "renewed", grant: { id: grant }, own: false, mayConfirm: false, mayEnd: true },
    ]);
    expect(await standing(await signIn("ben"))).toEqual([]);
    expect((await call("POST", `standing/${review()}/end`, zoe, {})).body).toEqual({
      standing: [],
    });
    expect(ward.app.world().endedGrants.get(grant)?.state).toBe("revoked");
  });

  test("ends by itself, with the chart that is open by it, whether the ticker has said so or not", async () => {
    await grantTooOften();
    const open = () => ward.post(seat, "chart/open", { patient: "pat_ose" }, "amy");
    expect((await open()).body.type).toBe("open");
    ward.clock.pass(hour);
    await ward.signIn(seat, "amy");
    expect((await open()).body.type).toBe("refused");
    await ward.app.tick();
    await ward.app.tick();
    expect(ward.app.world().reviews.size).toBe(0);
    expect(await standing(await signIn("zoe"))).toEqual([]);
  });

  test("goes on when somebody who answers for it confirms it, once; nobody else does, nor its holder", async () => {
    const grant = await grantTooOften();
    const whole = ward.clock.now() + 4 * hour;
    for (const person of ["amy", "ben", "pia"]) {
      const answer = await confirm(await signIn(person));
      expect([person, answer.status]).toEqual([person, 403]);
    }
    const which = review();
    expect((await confirm(await signIn("zoe"))).body).toEqual({ standing: [] });
    expect(ward.app.world().grants.get(grant)).toMatchObject({ until: whole, confirmed: true });
    const again = await call("POST", `standing/${which}/confirm`, await signIn("zoe"), {});
    expect([again.status, again.body.error.code]).toEqual([404, "standing-unknown"]);
  });

  test("[X2] is not confirmed by its holder, though they answer for the ward", async () => {
    await grantTooOften();
    const held = { engagement: "eng_amy", role: "ward-manager", ward: "6A" } as const;
    const times = { from: ward.begin, to: ward.begin + 10 * hour };
    await ward.record("role.assigned", { assignment: "rol_amy_m", ...held, ...times });
    const answer = await confirm(await signIn("amy"));
    expect([answer.status, answer.body.error.code]).toEqual([403, "own-standing"]);
  });

  test("[X4] is ended at once by who answers for it, with the chart", async () => {
    const grant = await grantTooOften();
    const end = (cookie: string) => call("POST", `standing/${review()}/end`, cookie, {});
    expect((await end(await signIn("pia"))).status).toBe(403);
    expect((await end(await signIn("zoe"))).body).toEqual({ standing: [] });
    expect(ward.app.world().endedGrants.get(grant)?.state).toBe("revoked");
    const [session] = [...ward.app.world().sessions.values()].filter(
      ({ surface }) => surface.id === "4B-1",
    );
    expect(session).toMatchObject({ person: "amy" });
    expect(session).not.toHaveProperty("patient");
  });

  test("[X11] of broken glass: the privacy officer confirms it, and nobody ends it for another", async () => {
    for (const _each of [1, 2, 3, 4]) {
      for (const { id } of ward.app.world().glasses.values()) {
        await ward.record("glass.ended", { glass: id, reason: "given-back" });
      }
      await ward.post(seat, "glass/break", { patient: "pat_ose", reason: "covering" }, "amy");
    }
    await ward.app.tick();
    const pia = await signIn("pia");
    const [shown] = await standing(pia);
    expect(shown).toMatchObject({
      because: "renewed",
      patient: { name: "OSEI, Kofi" },
      mayConfirm: true,
      mayEnd: false,
    });
    expect(shown).not.toHaveProperty("grant");
    expect((await confirm(await signIn("zoe"))).status).toBe(403);
    expect((await call("POST", `standing/${review()}/end`, pia, {})).status).toBe(404);
    expect((await confirm(pia)).body).toEqual({ standing: [] });
    const [glass] = [...ward.app.world().glasses.values()];
    expect(glass).toMatchObject({ confirmed: true });
  });
});
