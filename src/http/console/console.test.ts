import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, openWard, origin, send, type TestWard } from "../test-support.ts";

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
});
afterEach(() => ward.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, ...headers });
const get = (path: string, cookie: string) =>
  send(ward.server, "GET", `/console/api/${path}`, undefined, { cookie });
const cookieOf = (answer: Answer): string =>
  String(answer.headers["set-cookie"]).split(";")[0] as string;
const signIn = async (person: string): Promise<string> => {
  const answer = await post("sign-in", { badge: person, pin: `pin-${person}` });
  expect(answer.body.type).toBe("in");
  return cookieOf(answer);
};
const kindsSince = async (position: number): Promise<readonly string[]> => {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};

test("sign-in gives a cookie that no script reads and no other site sends, kept only as a hash", async () => {
  const answer = await post("sign-in", { badge: "pia", pin: "pin-pia" });
  expect(answer.body).toMatchObject({
    type: "in",
    who: { name: "Pia Conti", role: "privacy officer" },
  });
  const header = String(answer.headers["set-cookie"]);
  expect(header).toMatch(/^wardkey-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const value = cookieOf(answer).split("=")[1] as string;
  const entries = await ward.log.read(0, { limit: 10_000 });
  for (const { bytes } of entries) expect(new TextDecoder().decode(bytes)).not.toContain(value);
  expect((await get("me", cookieOf(answer))).body).toMatchObject({
    who: { id: "pia" },
    zone: "Europe/London",
  });
});

test("over https the cookie is bound to the host and to https", async () => {
  await ward.close();
  ward = await openWard({ origins: () => ["https://wardkey.example"] });
  const headers = { host: "wardkey.example", origin: "https://wardkey.example" };
  const answer = await post("sign-in", { badge: "pia", pin: "pin-pia" }, headers);
  expect(answer.headers["set-cookie"]).toMatch(/^__Host-wardkey-console=.*; Secure$/);
  expect(answer.headers["strict-transport-security"]).toContain("max-age=");
});

test("[A3] an unknown badge, a wrong PIN and a locked badge get the same answer after the same work", async () => {
  const answers: unknown[] = [];
  const tries = [
    ["nobody", "1234"],
    ["pia", "1234"],
    ["", ""],
    ["x".repeat(9_000), "y".repeat(9_000)],
    ["x".repeat(300_000), "1234"],
  ] as const;
  for (const [badge, pin] of tries) {
    const { body, status } = await post("sign-in", { badge, pin });
    answers.push({ body, status });
  }
  for (let count = 0; count < 12; count++) {
    await post("sign-in", { badge: "pia", pin: "wrong" });
    ward.clock.pass(6 * 60_000);
  }
  const { body, status } = await post("sign-in", { badge: "pia", pin: "pin-pia" });
  answers.push({ body, status });
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(ward.pinWork.slice(0, 5)).toEqual(["dummy", "known", "dummy", "dummy", "dummy"]);
});

test("[A3] a flood at the console's sign-in takes no seat's place: PINs of seats, and at the desk, wait in another line", async () => {
  await ward.close();
  const lines: string[] = [];
  ward = await openWard({
    pins: {
      hash: async (pin) => `argon ${pin}`,
      verify: async (verifier, pin, line) => {
        lines.push(line);
        return verifier === `argon ${pin}`;
      },
    },
  });
  await ward.signIn(await ward.seat("4B-1"), "amy");
  expect(lines).toEqual(["surface"]);
  const cookie = await signIn("ada");
  expect(lines).toEqual(["surface", "anybody"]);
  await post("desk/begin", { badge: "amy", pin: "pin-amy" }, { cookie });
  expect(lines).toEqual(["surface", "anybody", "surface"]);
});

test("a huge number gets the answer of an unknown one, and is limited and checked for its origin like it", async () => {
  const since = ward.app.world().next;
  const huge = { badge: "x".repeat(300_000), pin: "1234" };
  const { body, status } = await post("sign-in", huge);
  expect([status, body.type]).toEqual([200, "refused"]);
  expect(await kindsSince(since)).toEqual(["badge.refused"]);
  for (let count = 0; count < 30; count++) await post("sign-in", huge);
  expect((await kindsSince(since)).length).toBe(20);
  const foreign = { origin: "https://evil.example" };
  const { body: refusal } = await post("sign-in", huge, foreign);
  expect(refusal.error.code).toBe("foreign-origin");
  const cookie = await signIn("ada");
  const atDesk = async (badge: string) =>
    (await post("desk/begin", { badge, pin: "1234" }, { cookie })).body;
  expect(await atDesk(huge.badge)).toEqual(await atDesk("nobody"));
});

test.each([
  ["no origin at all", { origin: "" }],
  ["another site", { origin: "https://evil.example" }],
  ["another site by its own word", { "sec-fetch-site": "cross-site" }],
  ["a sibling site", { "sec-fetch-site": "same-site" }],
  ["another name for us", { host: "evil.example" }],
])("a request that changes something from %s is refused (CSRF)", async (_name, headers) => {
  const cookie = await signIn("pia");
  const { origin: sent, ...others } = { origin, ...headers } as Record<string, string>;
  const all = { cookie, ...(sent === "" ? {} : { origin: sent as string }), ...others };
  const answer = await send(ward.server, "POST", "/console/api/sign-out", {}, all);
  expect(answer).toMatchObject({ status: 403, body: { error: { code: "foreign-origin" } } });
  expect((await get("me", cookie)).status).toBe(200);
});

test("a cookie that was fixed beforehand opens nothing: each sign-in has a new one", async () => {
  const fixed = `wardkey-console=${"a".repeat(43)}`;
  const answer = await post("sign-in", { badge: "pia", pin: "pin-pia" }, { cookie: fixed });
  expect(cookieOf(answer)).not.toBe(fixed);
  expect((await get("me", fixed)).body.error.code).toBe("signed-out");
  const again = await post(
    "sign-in",
    { badge: "pia", pin: "pin-pia" },
    { cookie: cookieOf(answer) },
  );
  expect((await get("me", cookieOf(answer))).status).toBe(401);
  expect((await get("me", cookieOf(again))).status).toBe(200);
});

test("signing out ends the session and takes the cookie away", async () => {
  const cookie = await signIn("pia");
  const answer = await post("sign-out", {}, { cookie });
  expect(answer.headers["set-cookie"]).toContain("Max-Age=0");
  expect((await get("me", cookie)).body.error.code).toBe("signed-out");
  expect((await post("sign-out", {}, { cookie })).status).toBe(401);
});

test("a console that nobody uses for 30 minutes is signed out; use keeps it", async () => {
  const cookie = await signIn("pia");
  for (let turn = 0; turn < 3; turn++) {
    ward.clock.pass(20 * 60_000);
    expect((await get("me", cookie)).status).toBe(200);
  }
  ward.clock.pass(30 * 60_000);
  expect((await get("me", cookie)).status).toBe(401);
});

test("a page that refreshes itself is one look, and keeps nobody signed in [U4]", async () => {
  const cookie = await signIn("pia");
  const before = ward.app.world().next;
  for (let turn = 0; turn < 59; turn++) {
    ward.clock.pass(30_000);
    expect((await get("feeds", cookie)).status).toBe(200);
  }
  expect(await kindsSince(before)).toEqual(["decision.permitted"]);
  ward.clock.pass(30_000);
  expect((await get("feeds", cookie)).status).toBe(401);
  const again = await signIn("pia");
  ward.clock.pass(70_000);
  const later = ward.app.world().next;
  await get("feeds", again);
  expect(await kindsSince(later)).toEqual(["session.continued", "decision.permitted"]);
});

test("[U4] reading the log is decided and recorded, once for each page", async () => {
  const cookie = await signIn("pia");
  const before = ward.app.world().next;
  const page = await get("records", cookie);
  expect(page.status).toBe(200);
  expect(await kindsSince(before)).toEqual(["decision.permitted", "log.read"]);
  expect(page.body.records[0]).toMatchObject({ position: before - 1, kind: "session.opened" });
  expect(page.body.records[0].summary).toBe("Pia Conti signed in at a console");
  expect(page.body.kinds).toContain("decision.denied");
});

test("pages of the log go back to its beginning, each record once", async () => {
  const cookie = await signIn("pia");
  const seen: number[] = [];
  let path = "records";
  for (let turn = 0; turn < 10 && path !== ""; turn++) {
    const { body } = await get(path, cookie);
    seen.push(...body.records.map(({ position }: { position: number }) => position));
    path = body.next === undefined ? "" : `records?before=${body.next}`;
  }
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - 1 - index));
  const { body } = await get("records?kind=badge.issued", cookie);
  expect(new Set(body.records.map(({ kind }: { kind: string }) => kind))).toEqual(
    new Set(["badge.issued"]),
  );
  expect((await get("records?kind=nothing", cookie)).status).toBe(400);
  expect((await get("records?before=x", cookie)).status).toBe(400);
});

test("who may not read the log is refused in words, and that is recorded", async () => {
  const cookie = await signIn("amy");
  const before = ward.app.world().next;
  const answer = await get("records", cookie);
  expect(answer).toMatchObject({
    status: 403,
    body: {
      error: {
        code: "refused",
        message: expect.stringMatching(/^Your role as nurse does not include this\. Ask your /),
      },
    },
  });
  expect(await kindsSince(before)).toEqual(["decision.denied"]);
});

test("[C4] feeds say how long they have been silent", async () => {
  const cookie = await signIn("pia");
  const { body } = await get("feeds", cookie);
  expect(body.feeds).toMatchObject([
    { id: "adt", type: "adt", stale: true, staleAfter: 900_000, wards: [] },
  ]);
  ward.clock.pass(1_000);
  await ward.record("feed.heard", { feed: "adt" });
  expect((await get("feeds", cookie)).body.feeds).toMatchObject([{ stale: false }]);
});

test("parked messages are listed with their text and dealt with by those who may", async () => {
  const done: string[] = [];
  await ward.close();
  ward = await openWard({
    parked: {
      retry: async (message) => {
        done.push(`retry ${message}`);
        return { type: "still-parked", reason: "No such ward." };
      },
      dismiss: async (message, actor) => void done.push(`dismiss ${message} ${actor.id}`),
    },
  });
  const value = {
    feed: "adt",
    reason: "No such ward.",
    text: "MSH|...",
    title: "ADT^A01 17",
    at: 1,
  };
  await ward.record("message.parked", { message: "msg", feed: "adt", reason: "unknown-ward" }, [
    { table: "parked", key: "msg", value },
  ]);
  const cookie = await signIn("pia");
  expect((await get("parked", cookie)).body.parked).toMatchObject([
    { id: "msg", feed: "adt", title: "ADT^A01 17", text: "MSH|...", reason: "No such ward." },
  ]);
  const retried = await post("parked/msg", { outcome: "retried" }, { cookie });
  expect(retried.body).toEqual({ type: "still-parked", reason: "No such ward." });
  expect((await post("parked/msg", { outcome: "dismissed" }, { cookie })).body).toEqual({
    type: "done",
  });
  expect(done).toEqual(["retry msg", "dismiss msg pia"]);
  expect((await post("parked/other", { outcome: "dismissed" }, { cookie })).status).toBe(404);
  expect((await post("parked/msg", { outcome: "burnt" }, { cookie })).status).toBe(400);
  const nurse = await signIn("amy");
  expect((await get("parked", nurse)).status).toBe(403);
});

test("[S0] an administrator enrols a screen by its code; nobody else does", async () => {
  const stranger = await ward.seat();
  const body = { code: stranger.thumbprint };
  const nurse = await signIn("amy");
  expect((await post("seats/4B-1/enrol", body, { cookie: nurse })).status).toBe(403);
  const cookie = await signIn("ada");
  expect((await post("seats/4B-1/enrol", { code: "x" }, { cookie })).status).toBe(400);
  expect((await post("seats/nowhere/enrol", body, { cookie })).status).toBe(404);
  expect((await post("seats/4B-1/enrol", body, { cookie })).body).toEqual({ seat: "4B-1" });
  expect(await ward.signIn(stranger, "amy")).toMatchObject({ type: "in", seat: "4B-1" });
});

test("[S0] an administrator enrols a seat's presence sensor by its code, and takes it away; nobody else does", async () => {
  const { thumbprint: code } = await ward.seat();
  const keyOf = () => ward.app.world().seats.get("4B-1")?.sensor?.key;
  const nurse = await signIn("amy");
  const sensor = "seats/4B-1/sensor";
  expect((await post(`${sensor}/enrol`, { code }, { cookie: nurse })).status).toBe(403);
  const cookie = await signIn("ada");
  expect((await post(`${sensor}/enrol`, { code: "x" }, { cookie })).status).toBe(400);
  expect((await post("seats/nowhere/sensor/enrol", { code }, { cookie })).status).toBe(404);
  expect((await post(`${sensor}/enrol`, { code }, { cookie })).body).toEqual({ seat: "4B-1" });
  expect(keyOf()).toBe(code);
  expect((await post(`${sensor}/withdraw`, {}, { cookie: nurse })).status).toBe(403);
  expect((await post("seats/nowhere/sensor/withdraw", {}, { cookie })).status).toBe(404);
  expect((await post(`${sensor}/withdraw`, {}, { cookie })).body).toEqual({ seat: "4B-1" });
  expect(keyOf()).toBeUndefined();
});

test("whoever signs in is told which pages are theirs, and whom to ask for the others; telling is no refusal on record", async () => {
  const officer = await signIn("pia");
  expect((await get("me", officer)).body).toMatchObject({
    pages: [
      "records",
      "feeds",
      "parked",
      "reviews",
      "access",
      "notices",
      "applications",
      "workloads",
      "charts",
      "people",
      "held",
      "rehearsals",
      "observed",
      "grants",
    ],
  });
  expect((await get("me", officer)).body).not.toHaveProperty("refusal");
  const nurse = await signIn("amy");
  const before = ward.app.world().next;
  const reason = "Your role as nurse does not include this.";
  const help = "Ask your privacy officer, security engineer or administrator.";
  expect((await get("me", nurse)).body).toMatchObject({
    pages: [],
    refusal: { reasons: [reason], advice: [help] },
  });
  expect(await kindsSince(before)).toEqual([]);
  const refused = await get("feeds", nurse);
  expect([refused.status, refused.body.error.message]).toEqual([403, `${reason} ${help}`]);
  expect((await get("feeds", nurse)).body.error.message).toBe(`${reason} ${help}`);
});

test("[S6] the map shows who is in at a ward's screens and who is on duty, and locks a screen; no patient is named", async () => {
  const seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
  const nurse = await signIn("ben");
  expect((await get("wards", nurse)).body).toEqual({ wards: [] });
  expect((await get("wards/4B", nurse)).status).toBe(403);
  const cookie = await signIn("ada");
  expect((await get("me", cookie)).body.pages).toContain("wards");
  expect((await get("wards", cookie)).body.wards).toEqual([
    { id: "4B", name: "4B Cardiology" },
    { id: "6A", name: "6A Surgery" },
  ]);
  expect((await get("wards/9Z", cookie)).status).toBe(404);
  const { body, text } = await get("wards/4B", cookie);
  expect(body.seats).toMatchObject([
    {
      id: "4B-1",
      enrolled: true,
      occupant: { who: { name: "Amy Adeyemi" }, level: 2 },
      parked: [],
    },
    { id: "4B-2", enrolled: false, parked: [] },
  ]);
  expect(body.people.map(({ who }: { who: { name: string } }) => who.name)).toEqual(
    expect.arrayContaining(["Amy Adeyemi", "Ben Okafor"]),
  );
  expect(text).not.toMatch(/kow|4417220/i);

  const { session } = body.seats[0].occupant;
  const lock = (as: string, of: string) => post("seats/4B-1/lock", { session: of }, { cookie: as });
  expect((await lock(nurse, session)).status).toBe(403);
  expect((await lock(cookie, "ses_other")).body.error.code).toBe("occupant-changed");
  expect((await post("seats/9Z-1/lock", { session }, { cookie })).status).toBe(404);
  const before = ward.app.world().next;
  expect((await lock(cookie, session)).body).toEqual({ type: "locked" });
  expect(await kindsSince(before)).toEqual(["decision.permitted", "session.parked"]);
  expect((await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy")).status).toBe(409);
  const [locked] = (await get("wards/4B", cookie)).body.seats;
  expect(locked).toMatchObject({ parked: [{ name: "Amy Adeyemi" }] });
  expect(locked).not.toHaveProperty("occupant");
  ward.clock.pass(10_000);
  expect(await ward.signIn(seat, "amy")).toMatchObject({ type: "in" });
});

test("a lost badge opens nothing any more, and what was entered by it is over at once, at the seat and the console", async () => {
  const seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  const own = await signIn("amy");
  const cookie = await signIn("ada");
  const person = (await get("wards/4B", cookie)).body.people.find(
    ({ who }: { who: { id: string } }) => who.id === "amy",
  );
  expect(person).toMatchObject({ badges: 1, ending: ["4B-1", "console"] });
  const lose = (as: string, to: string, id: string) =>
    post(`wards/${to}/badge-lost`, { person: id }, { cookie: as });
  expect((await lose(own, "4B", "amy")).status).toBe(403);
  expect((await lose(cookie, "6A", "amy")).status).toBe(404);
  expect((await lose(cookie, "4B", "nobody")).status).toBe(404);
  expect((await lose(cookie, "4B", "amy")).body).toEqual({ badges: 1 });
  expect((await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy")).status).toBe(409);
  expect((await get("me", own)).body.error.code).toBe("signed-out");
  expect((await ward.post(seat, "tap", { badge: "amy" })).body.state.type).toBe("locked");
  expect((await lose(cookie, "4B", "amy")).body.error.code).toBe("badge-unknown");
});

test("[C8] a phone ends by its person at the console, and by a security engineer; nobody else may", async () => {
  const phone = (device: string, person: string) =>
    ward.record("device.registered", {
      device,
      person,
      key: `key-${device}`,
      platform: "iOS",
      managed: false,
      encrypted: false,
    });
  const amy = await signIn("amy");
  expect((await get("me", amy)).body.pages).toEqual([]);
  await phone("amys", "amy");
  await phone("bens", "ben");
  expect((await get("me", amy)).body.pages).toEqual(["phones"]);
  expect((await get("phones", amy)).body).toMatchObject({
    all: false,
    phones: [{ id: "amys", own: true, owner: { name: "Amy Adeyemi" } }],
  });
  const end = (device: string, cookie: string) =>
    post(`phones/${device}/end`, { why: "lost" }, { cookie });
  expect((await end("bens", amy)).status).toBe(403);
  const before = ward.app.world().next;
  expect((await end("amys", amy)).body.phones).toEqual([]);
  expect(await kindsSince(before)).toEqual(["device.lost"]);
  const cookie = await signIn("ada");
  expect((await get("phones", cookie)).body).toMatchObject({ all: true, phones: [{ id: "bens" }] });
  expect((await end("bens", cookie)).body.phones).toEqual([]);
  expect((await end("bens", cookie)).status).toBe(404);
  expect((await end("nothing", cookie)).status).toBe(404);
});

test("[U1] without its database nobody signs in, and is told so: no fault of ours", async () => {
  const away = Object.assign(new Error("The database does not answer."), { code: "unreachable" });
  ward.app.side.get = () => Promise.reject(away);
  const answer = await post("sign-in", { badge: "pia", pin: "pin-pia" });
  expect(answer).toMatchObject({ status: 503, body: { error: { code: "unreachable" } } });
});
