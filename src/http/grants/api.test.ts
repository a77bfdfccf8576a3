import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decodeRecord } from "../../sequencer/index.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "../test-support.ts";
import { grantApi } from "./api.ts";

const hour = 3_600_000;

let ward: TestWard;
let seat: TestSeat;
let caller: string | undefined;
beforeEach(async () => {
  caller = "rota";
  const credential = { table: "credentials", key: "api-key|1" } as const;
  const authenticate = async () => (caller === undefined ? undefined : { id: caller, credential });
  let drawn = 0;
  const newId = (prefix: string) => `${prefix}_${String(++drawn).padStart(22, "0")}`;
  ward = await openWard(async ({ app }) => ({ grants: grantApi({ app, newId, authenticate }) }));
  const workload = { name: "Rota", purpose: "bank", until: ward.begin + 100 * hour };
  const side = [{ ...credential, value: "rota" }];
  const scopes = ["decision.ask", "grant.manage"];
  await ward.record("workload.registered", { ...workload, workload: "rota", scopes }, side);
  const others = { ...workload, workload: "board", scopes: ["decision.ask"] };
  await ward.record("workload.registered", others);
  const held = { engagement: "eng_zoe", role: "nurse-in-charge", ward: "6A" } as const;
  const times = { from: ward.begin - hour, to: ward.begin + 10 * hour };
  await ward.record("role.assigned", { assignment: "rol_zoe_2", ...held, ...times });
  await ward.record("shift.rostered", { shift: "shi_zoe_2", ...held, ...times });
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  await ward.signIn(await ward.seat("6A-1"), "zoe");
});
afterEach(() => ward.close());

const post = (path: string, body: object) => send(ward.server, "POST", `/grants${path}`, body);
const wish = { person: "amy", kind: "patient", patient: "pat_ose", reason: "covering" } as const;

describe("requests by API key", () => {
  test("what is answered is what the description says, for each that asks, answers, begins, ends and lists", async () => {
    const { paths } = (await send(ward.server, "GET", "/openapi.json", undefined)).body;
    const described = (path: string, method = "post", status = 200): TSchema =>
      paths[path][method].responses[status].content["application/json"].schema;
    const { id } = (await post("", { ...wish, from: ward.clock.now() })).body;
    const approved = await post(`/${id}/answer`, { person: "zoe", answer: "approve" });
    const begun = await post(`/${id}/start`, { person: "amy" });
    await ward.post(seat, "chart/open", { patient: "pat_ose" }, "amy");
    const ended = await post(`/${id}/end`, { person: "amy" });
    const listed = await send(ward.server, "GET", "/grants", undefined);
    const asked = await post("", { ...wish, renews: id });
    const answers: readonly (readonly [TSchema, { readonly body: unknown }])[] = [
      [described("/grants/", "post", 201), asked],
      [described("/grants/{id}/answer"), approved],
      [described("/grants/{id}/start"), begun],
      [described("/grants/{id}/end"), ended],
      [described("/grants/", "get"), listed],
    ];
    for (const [schema, { body }] of answers) {
      expect(Compile(schema).Check(body), JSON.stringify(body)).toBe(true);
      expect(Compile(schema).Check({})).toBe(false);
    }
    // Nothing that the log tells of a request is left out unseen, but what is for screens and clocks alone.
    const known = ward.app.world().endedGrants.get(id) ?? {};
    const inside = ["answerBy", "askedBy", "engagement", "escalateAt", "startBy", "words"];
    expect(Object.keys(ended.body).toSorted()).toEqual(
      Object.keys(known)
        .filter((key) => !inside.includes(key))
        .toSorted(),
    );
  });

  test("[X1] are asked, approved, begun, listed and ended, each for a person", async () => {
    const asked = await post("", wish);
    expect([asked.status, asked.body]).toMatchObject([
      201,
      { state: "pending", person: "amy", ward: "6A", lasts: 2 * hour },
    ]);
    const { id } = asked.body;
    const approved = await post(`/${id}/answer`, { person: "zoe", answer: "approve" });
    expect(approved.body).toMatchObject({ state: "approved", answeredBy: "zoe" });
    const begun = await post(`/${id}/start`, { person: "amy" });
    expect(begun.body).toMatchObject({ state: "active", until: ward.clock.now() + 2 * hour });
    const opened = await ward.post(seat, "chart/open", { patient: "pat_ose" }, "amy");
    expect(opened.body.type).toBe("open");
    const ended = await post(`/${id}/end`, { person: "amy" });
    expect(ended.body).toMatchObject({ state: "returned", endedAt: ward.clock.now() });
    const listed = await send(ward.server, "GET", "/grants?person=amy", undefined);
    expect(listed.body.grants).toMatchObject([{ id, state: "returned" }]);
    const none = await send(ward.server, "GET", "/grants?person=ben", undefined);
    expect(none.body).toEqual({ grants: [] });
    const grants = [...ward.app.world().endedGrants.values()];
    expect(grants).toMatchObject([
      {
        askedBy: { type: "workload", id: "rota", onBehalfOf: "amy" },
        answeredBy: { type: "workload", id: "rota", onBehalfOf: "zoe" },
      },
    ]);
  });

  test("[X1] takes the request of a remedy as it stands, with a reason; a member that it does not know is named", async () => {
    const { ward: place, ...request } = wish as Record<string, unknown>;
    const asked = await post("", { ...request, ward: place ?? "6A", lasts: hour });
    expect([asked.status, asked.body]).toMatchObject([201, { lasts: hour }]);
    const odd = await post("", { ...wish, hours: 1 });
    expect([odd.status, odd.body.error.message]).toEqual([400, expect.stringContaining("hours")]);
  });

  test("[X1] more time is asked for what the person has or had, and for nothing else", async () => {
    const { id } = (await post("", wish)).body;
    const nothing = await post("", { ...wish, renews: "nope" });
    expect([nothing.status, nothing.body.error.code]).toEqual([422, "renews-another"]);
    expect((await post("", { ...wish, renews: id })).status).toBe(201);
  });

  test("[X2] a program lends nobody rights: not to approve one's own, nor for a ward that is not theirs, nor signed out", async () => {
    const { id } = (await post("", wish)).body;
    for (const person of ["amy", "ben", "nobody", "__proto__"]) {
      const answer = await post(`/${id}/answer`, { person, answer: "approve" });
      expect([person, answer.status]).toEqual([person, 403]);
    }
    const out = await post("", { ...wish, person: "ben" });
    expect([out.status, out.body.error.code]).toEqual([403, "refused"]);
    const theirs = await post(`/${id}/start`, { person: "zoe" });
    expect(theirs.body.error.code).toBe("grant-not-yours");
    expect([...ward.app.world().grants.values()]).toMatchObject([{ state: "pending" }]);
  });

  test("[X1] the time runs for nobody who is signed in nowhere; what they have is given back all the same", async () => {
    const { id } = (await post("", wish)).body;
    await post(`/${id}/answer`, { person: "zoe", answer: "approve" });
    const [session] = ward.app.world().sessionsByPerson.get("amy");
    await ward.record("session.closed", { session: session ?? "", reason: "signed-out" });
    const begun = await post(`/${id}/start`, { person: "amy" });
    expect([begun.status, begun.body.error.code]).toEqual([403, "refused"]);
    expect([...ward.app.world().grants.values()]).toMatchObject([{ state: "approved" }]);
    expect((await post(`/${id}/end`, { person: "amy" })).body.state).toBe("returned");
  });

  test("[S1] who is signed in at several places says at which; where they are not, nothing is done", async () => {
    const body = { badge: "zoe", pin: "pin-zoe" };
    await send(ward.server, "POST", "/console/api/sign-in", body, { origin });
    const { id } = (await post("", wish)).body;
    const answer = { person: "zoe", answer: "approve" };
    const unsaid = await post(`/${id}/answer`, answer);
    expect([unsaid.status, unsaid.body.error.message]).toEqual([
      403,
      "You are signed in at several places (6A-1, console), and nothing says at which of them this is done.",
    ]);
    expect((await post(`/${id}/answer`, { ...answer, seat: "4B-1" })).status).toBe(403);
    const answered = await post(`/${id}/answer`, { ...answer, seat: "6A-1" });
    expect(answered.body).toMatchObject({ id, state: "approved" });
  });

  test("[X5] who answered through a program stands by name beside what was answered", async () => {
    const { id } = (await post("", wish)).body;
    await post(`/${id}/answer`, { person: "zoe", answer: "approve" });
    const { state } = (await ward.post(seat, "chart/close", {}, "amy")).body;
    expect(state.grants).toMatchObject([{ state: "approved", answeredBy: { id: "zoe" } }]);
  });

  test("taken back by who answers for the ward; an answer after that is told so", async () => {
    const { id } = (await post("", wish)).body;
    await post(`/${id}/answer`, { person: "zoe", answer: "approve" });
    expect((await post(`/${id}/end`, { person: "zoe" })).body).toMatchObject({ state: "revoked" });
    const late = await post(`/${id}/answer`, { person: "zoe", answer: "approve" });
    expect([late.status, late.body.error.code]).toEqual([409, "grant-over"]);
    expect((await post("/gnt_none/end", { person: "zoe" })).status).toBe(404);
  });

  test("[U4] each list of who has what is on record: by which program, of whom and where, and no name that is not ours", async () => {
    const before = ward.app.world().next;
    const reads = [
      "",
      "?person=amy",
      "?ward=6A&person=amy",
      "?person=Anna%20Kowalski&ward=Ward%20X",
    ];
    for (const query of reads) await send(ward.server, "GET", `/grants${query}`, undefined);
    caller = "board";
    expect((await send(ward.server, "GET", "/grants", undefined)).status).toBe(403);
    const entries = await ward.log.read(before, { limit: 100 });
    expect(entries.map(decodeRecord)).toMatchObject(
      [
        "grants",
        "grants of amy",
        "grants of amy at 6A",
        "grants of somebody unknown at a ward unknown",
      ].map((what) => ({
        kind: "log.read",
        actor: { type: "workload", id: "rota" },
        body: { what },
      })),
    );
  });

  test("nobody else is answered: no key, no scope, a workload that has ended", async () => {
    caller = undefined;
    expect((await post("", wish)).status).toBe(401);
    expect((await send(ward.server, "GET", "/grants", undefined)).status).toBe(401);
    caller = "board";
    expect((await post("", wish)).status).toBe(403);
    expect((await send(ward.server, "GET", "/grants", undefined)).status).toBe(403);
    caller = "rota";
    await ward.record("workload.decommissioned", { workload: "rota" });
    expect((await post("", wish)).status).toBe(403);
    expect(ward.app.world().grants.size).toBe(0);
  });

  test("stands in the OpenAPI description", async () => {
    const { body } = await send(ward.server, "GET", "/openapi.json", undefined);
    expect(Object.keys(body.paths).filter((path) => path.startsWith("/grants"))).toEqual([
      "/grants/",
      "/grants/{id}/answer",
      "/grants/{id}/start",
      "/grants/{id}/end",
    ]);
  });
});
