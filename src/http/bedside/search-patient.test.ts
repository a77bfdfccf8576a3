import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { directoryRow } from "../../feeds/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

const post = (path: string, body: object = {}) => ward.post(seat, path, body, "amy");
const named = (family: string, birthDate = "1958-03-12") =>
  post("search/name", { family, birthDate });

async function records(...kinds: readonly string[]): Promise<readonly LogRecord[]> {
  const entries = await ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord)
    .filter(({ kind }) => kinds.includes(kind));
}

async function addPatient(id: string, family: string, birthDate: string): Promise<void> {
  const value = { type: "patient", family, given: "Test", sex: "F", birthDate, number: id };
  const row = directoryRow(id, value);
  await ward.record("patient.registered", { patient: id }, [
    { table: "names", key: id, value },
    ...(row === undefined ? [] : [row]),
  ]);
}

describe("[C7] looking a patient up by name", () => {
  test("takes the family name or its beginning and the day of birth, and shows who it is and not where", async () => {
    for (const family of ["Kowalski", "kowal", " KOWALSKI "]) {
      expect((await named(family)).body).toEqual({
        type: "several",
        more: false,
        patients: [
          {
            id: "pat_kow",
            name: "KOWALSKI, Anna",
            sex: "F",
            birthDate: "1958-03-12",
            number: "4417220",
          },
        ],
      });
    }
    expect((await named("Kowalski", "1958-03-13")).body.type).toBe("none");
    expect((await named("Nobody")).body).toMatchObject({
      type: "none",
      message: "Nobody with this name was born on this day. Check both, or look for the number.",
    });
  });

  test("accents, spaces and hyphens are no matter; letters of other scripts are found", async () => {
    await addPatient("pat_1", "Müller-Łukasz", "1970-01-01");
    await addPatient("pat_2", "李", "1970-01-01");
    await addPatient("pat_3", "O'Brien", "1970-01-01");
    const ids = async (family: string) =>
      ((await named(family, "1970-01-01")).body.patients ?? []).map(({ id }: { id: string }) => id);
    expect(await ids("muller lukasz")).toEqual(["pat_1"]);
    expect(await ids("李")).toEqual(["pat_2"]);
    expect(await ids("obr")).toEqual(["pat_3"]);
  });

  test("shows a few only, and says that there are more", async () => {
    for (let count = 0; count < 8; count++)
      await addPatient(`pat_s${count}`, "Smith", "1980-05-05");
    const { body } = await named("Smith", "1980-05-05");
    expect(body.patients).toHaveLength(5);
    expect(body.more).toBe(true);
  });

  test("a chart that became part of another is found as that other", async () => {
    await ward.record("patient.merged", { into: "pat_ose", patient: "pat_kow" });
    const { body } = await named("Kowalski");
    expect(body.patients.map(({ id }: { id: string }) => id)).toEqual(["pat_ose"]);
  });

  test.each([
    ["K", "1958-03-12"],
    ["", "1958-03-12"],
    ["'-", "1958-03-12"],
    ["Kowalski", ""],
    ["Kowalski", "1958-02-30"],
    ["Kowalski", "12.03.1958"],
    ["K".repeat(65), "1958-03-12"],
    ["Kow%|_\u0000", "1958"],
  ])("%j born %j says what to give, and nothing is looked up", async (family, birthDate) => {
    const answer = await named(family, birthDate);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/day of birth|cannot be read|U\+0000/);
    expect(await records("patient.searched")).toEqual([]);
  });

  test("is decided and recorded, with who was shown; the name and the day are recorded nowhere (U3)", async () => {
    await named("Kowalski");
    const [permit, told] = await records("decision.permitted", "patient.searched");
    expect(permit?.body).toMatchObject({ action: "patient.search", resource: { id: "hospital" } });
    expect(told).toMatchObject({
      actor: { type: "person", id: "amy" },
      body: { by: "name", person: "amy", shown: ["pat_kow"] },
    });
    const log = JSON.stringify(
      await ward.log
        .read(0, { limit: 10_000 })
        .then((entries) => entries.map(({ bytes }) => new TextDecoder().decode(bytes))),
    );
    expect(log).not.toMatch(/kowalski|1958-03-12/i);
  });

  test("of whoever may not search, shows nothing", async () => {
    await ward.record("role.ended", { assignment: "rol_amy" });
    const { body } = await named("Kowalski");
    expect(body).toMatchObject({ type: "refused", refusal: { remedies: [] } });
    expect(JSON.stringify(body)).not.toContain("KOWALSKI");
    expect(await records("patient.searched")).toEqual([]);
  });
});

describe("[C7] the rate of looking patients up", () => {
  const many = async (count: number) => {
    let last: Awaited<ReturnType<typeof post>> | undefined;
    for (let times = 0; times < count; times++) last = await post("search", { number: "300400" });
    return last?.body;
  };

  test("more than is usual within the hour opens one review, says so, and locks nobody out", async () => {
    expect(await many(30)).not.toHaveProperty("watched");
    expect(ward.app.world().reviews.size).toBe(0);
    const body = await many(1);
    expect(body).toMatchObject({
      type: "found",
      watched:
        "You have looked up 31 patients lately, which is more than is usual within 60 min. Go on where your work needs it: somebody looks at it afterwards.",
    });
    expect(await many(5)).toMatchObject({ type: "found", watched: expect.any(String) });
    const [review, ...others] = [...ward.app.world().reviews.values()];
    expect(others).toEqual([]);
    expect(review).toMatchObject({ type: "searching", person: "amy", ward: "4B" });
    expect((review?.due ?? 0) - (review?.openedAt ?? 0)).toBe(72 * 3_600_000);
    const [told] = (await records("patient.searched")).slice(30);
    expect(told?.body).toMatchObject({ review: review?.id });
  });

  test("the privacy officer sees it without a patient, and closes it; the next hour's is another", async () => {
    await many(31);
    const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
      send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });
    const answer = await call("POST", "sign-in", "", { badge: "pia", pin: "pin-pia" });
    const pia = String(answer.headers["set-cookie"]).split(";")[0] as string;
    const { reviews } = (await call("GET", "reviews", pia)).body;
    expect(reviews).toMatchObject([
      { who: { name: "Amy Adeyemi" }, reason: "Looked up more patients than is usual" },
    ]);
    expect(reviews[0]).not.toHaveProperty("patient");
    await call("POST", "reviews/close", pia, { outcome: "justified", reviews: [reviews[0].id] });
    // It was looked at: within its hour no other is opened.
    await many(1);
    expect(ward.app.world().reviews.size).toBe(0);
    for (let minutes = 0; minutes < 61; minutes++) {
      ward.clock.pass(60_000);
      await post("phones");
    }
    expect(await many(30)).not.toHaveProperty("watched");
    await many(1);
    expect(ward.app.world().reviews.size).toBe(1);
  });

  test("searches of other people do not count", async () => {
    await many(30);
    const other = await ward.seat("4B-2");
    await ward.signIn(other, "ben");
    const body = (await ward.post(other, "search", { number: "300400" }, "ben")).body;
    expect(body).not.toHaveProperty("watched");
  });
});

describe("[C10] a chart that needs care", () => {
  beforeEach(() =>
    ward.record("patient.marked", { mark: "sealed", patient: "pat_ose", source: "console" }),
  );

  test("is found by number, and not where its patient is; nor does the refusal say it", async () => {
    const found = (await post("search", { number: "300400" })).body;
    expect(found).toMatchObject({ type: "found", patient: { name: "OSEI, Kofi" } });
    const refused = (await post("chart/open", { patient: "pat_ose" })).body;
    expect(refused).toMatchObject({
      type: "refused",
      patient: { name: "OSEI, Kofi" },
      refusal: {
        reasons: [
          "This chart is sealed: it opens for those named in the patient's care, not for a whole ward.",
        ],
        remedies: [{ type: "break-glass" }],
      },
    });
    for (const said of [found, refused]) expect(JSON.stringify(said)).not.toContain("6A");
  });

  test("[X11] opened by breaking the glass on one's own ward, it says until when, and is given back", async () => {
    await ward.record("patient.marked", { mark: "vip", patient: "pat_kow", source: "console" });
    const { state } = (await post("glass/break", { patient: "pat_kow", reason: "covering" })).body;
    expect(state.chart.ends).toMatchObject({
      at: ward.clock.now() + 60 * 60_000,
      glass: { renewable: false },
    });
    expect((await post("glass/return")).body.state).not.toHaveProperty("chart");
    expect((await post("chart/open", { patient: "pat_kow" })).body.type).toBe("refused");
  });

  test("says so on the screen of whoever has it open", async () => {
    const { body } = await post("glass/break", { patient: "pat_ose", reason: "covering" });
    expect(body.state.chart.care).toBe(
      "This chart is sealed. It opens for those named in the patient's care only.",
    );
    expect((await post("chart/open", { patient: "pat_kow" })).body.state.chart).not.toHaveProperty(
      "care",
    );
  });

  test("closes at once on the screen of whoever it is sealed before", async () => {
    expect((await post("chart/open", { patient: "pat_kow" })).body.type).toBe("open");
    await ward.record("patient.marked", { mark: "sealed", patient: "pat_kow", source: "console" });
    const { state } = (await post("lock", { reason: "cancel" })).body;
    expect(state).toMatchObject({ type: "in", notice: expect.stringContaining("sealed") });
    expect(state).not.toHaveProperty("chart");
    expect(state.patients.map(({ id }: { id: string }) => id)).toEqual(["pat_ngt"]);
  });
});
