import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, send, type TestSeat, type TestWard } from "../test-support.ts";
import { grantApi } from "./api.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  const credential = { table: "credentials", key: "api-key|1" } as const;
  const authenticate = async () => ({ id: "rota", credential });
  let drawn = 0;
  const newId = (prefix: string) => `${prefix}_${String(++drawn).padStart(22, "0")}`;
  ward = await openWard(async ({ app }) => ({ grants: grantApi({ app, newId, authenticate }) }));
  const workload = { name: "Rota", purpose: "bank", until: ward.begin + 100 * hour };
  const scopes = ["decision.ask", "grant.manage"];
  const side = [{ ...credential, value: "rota" }];
  await ward.record("workload.registered", { ...workload, workload: "rota", scopes }, side);
  const held = { engagement: "eng_zoe", role: "nurse-in-charge", ward: "6A" } as const;
  const times = { from: ward.begin - hour, to: ward.begin + 10 * hour };
  await ward.record("role.assigned", { assignment: "rol_zoe_2", ...held, ...times });
  await ward.record("shift.rostered", { shift: "shi_zoe_2", ...held, ...times });
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  await ward.signIn(await ward.seat("6A-1"), "zoe");
});
afterEach(() => ward.close());

const post = (path: string, body: unknown) => send(ward.server, "POST", `/grants${path}`, body);
const wish = { person: "amy", kind: "patient", patient: "pat_ose", reason: "covering" } as const;
const open = () => [...ward.app.world().grants.values()];

/** Of each: a request that is not as it should be, and the answer, which a person can do something about. */
const refused: readonly (readonly [string, object, number, string, RegExp])[] = [
  [
    "a reason of nobody's",
    { reason: "because" },
    422,
    "reason-unknown",
    /^"because" is no reason here\. Choose one of .*covering/,
  ],
  ["no reason", { reason: "" }, 422, "reason-unknown", /^That is no reason here\. Choose one of/],
  [
    "a reason in Japanese",
    { reason: "患者が重体" },
    422,
    "reason-unknown",
    /^That is no reason here/,
  ],
  [
    "a reason that turns the text around",
    { reason: "\u202egnirevoc" },
    422,
    "reason-unknown",
    /^That is no reason here\. [\x20-\x7e]+$/,
  ],
  ["half a character", { reason: "\ud83d" }, 422, "reason-unknown", /^That is no reason here/],
  [
    "a reason without end",
    { reason: "covering".repeat(5_000) },
    422,
    "reason-unknown",
    /^That is no reason here/,
  ],
  ["a number for a reason", { reason: 7 }, 400, "bad-request", /\/reason must be string/],
  ["words with a zero", { words: "a\u0000b" }, 422, "words-refused", /cannot be shown/],
  ["words with an escape", { words: "\u001b[31mred" }, 422, "words-refused", /cannot be shown/],
  ["words that turn around", { words: "a\u202eb" }, 422, "words-refused", /cannot be shown/],
  ["words in isolates", { words: "\u2066a\u2069" }, 422, "words-refused", /cannot be shown/],
  ["words with half a character", { words: "a\ud800" }, 422, "words-refused", /cannot be shown/],
  [
    "words without end",
    { words: "é".repeat(501) },
    422,
    "words-refused",
    /longer than 500 characters/,
  ],
  ["a list for words", { words: ["a"] }, 400, "bad-request", /\/words must be string/],
  ["no time at all", { minutes: 0 }, 422, "time-refused", /a minute at least/],
  ["a negative time", { minutes: -60 }, 422, "time-refused", /a minute at least/],
  ["a second", { minutes: 1 / 60 }, 422, "time-refused", /a minute at least/],
  ["longer than the pattern's", { minutes: 721 }, 422, "time-refused", /12 h at most/],
  ["for ever", { minutes: 1e300 }, 422, "time-refused", /12 h at most/],
  ["part of a millisecond", { minutes: 1.00001 }, 422, "time-refused", /in whole minutes/],
  ["a text for a time", { minutes: "60" }, 400, "bad-request", /\/minutes must be number/],
  [
    "yesterday",
    { from: Date.parse("2026-03-09T19:00:00Z") },
    422,
    "time-refused",
    /cannot begin in the past/,
  ],
  ["1970", { from: 0 }, 422, "time-refused", /cannot begin in the past/],
  ["before 1970", { from: -1 }, 422, "time-refused", /cannot begin in the past/],
  [
    "in years",
    { from: Date.parse("2036-03-10T19:00:00Z") },
    422,
    "time-refused",
    /from now at the latest/,
  ],
  ["at no instant", { from: 1e300 }, 422, "time-refused", /from now at the latest/],
  [
    "between two milliseconds",
    { from: Date.parse("2026-03-10T20:00:00Z") + 0.5 },
    422,
    "time-refused",
    /whole milliseconds/,
  ],
  ["another kind", { kind: "everything" }, 400, "bad-request", /\/kind must be equal to/],
  [
    "a ward that is none",
    { kind: "ward", patient: undefined, ward: "9Z" },
    422,
    "not-grantable",
    /^There is no such ward here/,
  ],
  [
    "an action that nobody lends",
    { kind: "task", action: "glass.break" },
    422,
    "not-grantable",
    /Only these can be had for a time/,
  ],
  [
    "a role that nobody lends",
    { kind: "role", patient: undefined, ward: "6A", role: "administrator" },
    422,
    "not-grantable",
    /Only these roles/,
  ],
  [
    "an id without end",
    { patient: "x".repeat(201) },
    400,
    "bad-request",
    /\/patient must NOT have more than 200/,
  ],
];

describe("bad input for requests", () => {
  test.each(refused)("%s", async (_what, change, status, code, words) => {
    const { body, status: answered } = await post("", { ...wish, ...change });
    expect([answered, body.error.code]).toEqual([status, code]);
    expect(body.error.message).toMatch(words);
    expect(open()).toEqual([]);
  });

  test.each([
    "Übergabe läuft, bitte schnell",
    "مريض في حالة حرجة",
    "患者が重体です",
    "👩🏽‍⚕️ needs help",
    "a\nb\tc",
    "x".repeat(500),
  ])("words of any language are taken: %s", async (words) => {
    const { body, status } = await post("", { ...wish, words });
    expect([status, body.state]).toEqual([201, "pending"]);
  });

  test("bodies that are no request at all", async () => {
    for (const body of ["", "{", "[]", "null", "7", '"x"', "{}"]) {
      const answer = await post("", body);
      expect([body, answer.status, answer.body.error.code]).toEqual([body, 400, "bad-request"]);
    }
    expect(open()).toEqual([]);
  });

  test("a beginning that lies less than a minute back is now: clocks differ", async () => {
    const { body } = await post("", { ...wish, from: ward.clock.now() - 59_000 });
    expect(body).toMatchObject({ state: "pending" });
    expect(body).not.toHaveProperty("from");
  });
});

describe("answers that come wrong", () => {
  const asked = async (): Promise<string> => (await post("", wish)).body.id;
  const answer = (id: string, person: string, said: string) =>
    post(`/${id}/answer`, { person, answer: said });

  test("[X1] after nobody has answered in time, it is over, and says so", async () => {
    const id = await asked();
    const [{ answerBy } = { answerBy: 0 }] = open();
    ward.clock.pass(answerBy - ward.clock.now());
    const late = await answer(id, "zoe", "approve");
    expect([late.status, late.body.error.code]).toEqual([409, "grant-over"]);
    expect(late.body.error.message).toMatch(/\w+/);
    const begun = await post(`/${id}/start`, { person: "amy" });
    expect([begun.status, begun.body.error.code]).toEqual([409, "grant-over"]);
  });

  test.each([
    ["approve", "approve"],
    ["approve", "deny"],
    ["deny", "approve"],
    ["deny", "deny"],
  ])("[X2] answered twice, first %s and then %s: the first stands", async (first, second) => {
    const id = await asked();
    expect((await answer(id, "zoe", first)).status).toBe(200);
    const again = await answer(id, "zoe", second);
    const code = first === "approve" ? "grant-answered" : "grant-over";
    expect([again.status, again.body.error.code]).toEqual([409, code]);
    const { grants, endedGrants } = ward.app.world();
    const state = (grants.get(id) ?? endedGrants.get(id))?.state;
    expect(state).toBe(first === "approve" ? "approved" : "denied");
  });

  test.each([
    ["of one who is not asked", "max", 403],
    ["of one who is off duty", "off", 403],
    ["of whoever asked", "amy", 403],
    ["of nobody", "nobody", 403],
    ["of no person's id", "__proto__", 403],
  ])("[X2] %s it is refused, and the request waits on", async (_what, person, status) => {
    const id = await asked();
    const said = await answer(id, person, "approve");
    expect([said.status, said.body.error.message]).toEqual([status, expect.stringMatching(/\w/)]);
    expect(open()).toMatchObject([{ id, state: "pending" }]);
  });

  test("another word than the two, another request, and a request that never was", async () => {
    const id = await asked();
    for (const said of ["maybe", "", "APPROVE", "approve\u0000"]) {
      const other = await answer(id, "zoe", said);
      expect([said, other.status, other.body.error.code]).toEqual([said, 400, "bad-request"]);
    }
    for (const grant of ["gnt_none", "__proto__", "%00", "x".repeat(150)]) {
      const none = await answer(grant, "zoe", "approve");
      expect([grant, none.status, none.body.error.code]).toEqual([grant, 404, "grant-unknown"]);
    }
    expect(open()).toMatchObject([{ id, state: "pending" }]);
  });

  test("[X1] begun, given back and taken back twice each is one, and what is over stays over", async () => {
    const id = await asked();
    await answer(id, "zoe", "approve");
    const begun = await post(`/${id}/start`, { person: "amy" });
    ward.clock.pass(minute);
    const again = await post(`/${id}/start`, { person: "amy" });
    expect(again.body.until).toBe(begun.body.until);
    expect((await post(`/${id}/end`, { person: "amy" })).body.state).toBe("returned");
    for (const path of ["end", "start"]) {
      const late = await post(`/${id}/${path}`, { person: "amy" });
      expect([path, late.status, late.body.error.code]).toEqual([path, 409, "grant-over"]);
    }
  });
});

describe("bad input for breaking the glass", () => {
  const breaking = (body: object) => ward.post(seat, "glass/break", body, "amy");

  test.each([
    [
      "a reason of nobody's",
      { reason: "because" },
      422,
      "reason-unknown",
      /^"because" is no reason/,
    ],
    ["no reason", {}, 422, "reason-unknown", /^That is no reason here\. Choose one of/],
    ["an empty one", { reason: "" }, 422, "reason-unknown", /^That is no reason/],
    ["one in Arabic", { reason: "حالة حرجة" }, 422, "reason-unknown", /^That is no reason/],
    [
      "one that turns around",
      { reason: "\u202eksir" },
      422,
      "reason-unknown",
      /^That [\x20-\x7e]+$/,
    ],
    ["one with a zero", { reason: "covering\u0000" }, 422, "reason-unknown", /^That is no reason/],
    ["a list", { reason: ["covering"] }, 400, "bad-request", /\/reason must be string/],
    ["nobody", { patient: "pat_none", reason: "covering" }, 404, "not-found", /no such patient/],
    ["no patient", { patient: 7, reason: "covering" }, 400, "bad-request", /\/patient must be/],
  ] as const)("%s", async (_what, change, status, code, words) => {
    const { body, status: answered } = await breaking({ patient: "pat_ose", ...change });
    expect([answered, body.error.code]).toEqual([status, code]);
    expect(body.error.message).toMatch(words);
    expect(ward.app.world().glasses.size).toBe(0);
  });
});
