import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importStaff } from "../../feeds/index.ts";
import {
  engagementsOf,
  engagementUrn,
  enterpriseUrn,
  hr,
  openScim,
  type TestScim,
  userUrn,
} from "./test-support.ts";

let scim: TestScim;
beforeEach(async () => {
  scim = await openScim();
});
afterEach(() => scim.close());

async function records(kind: string): Promise<readonly unknown[]> {
  const entries = await scim.ward.log.read(0, { limit: 10_000 });
  return entries
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))
    .filter((record) => record.kind === kind)
    .map(({ body }) => body);
}

describe("[L1] [L2] somebody who is brought has an engagement with an end", () => {
  test("a new user is a person with an employee's engagement, and is answered as RFC 7644 section 3.3 asks", async () => {
    const answer = await scim.call("POST", "/Users", {
      schemas: [userUrn, enterpriseUrn],
      userName: "bjensen",
      externalId: "E-1",
      name: { givenName: "Barbara", familyName: "Jensen" },
      emails: [{ value: "b@x.example" }, { value: "bj@hospital.example", type: "work" }],
      [enterpriseUrn]: { department: "Cardiology" },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers["content-type"]).toMatch(/^application\/scim\+json/);
    const { id, meta } = answer.body;
    expect(answer.headers["location"]).toBe(meta.location);
    expect(answer.headers["etag"]).toBe(meta.version);
    expect(answer.body).toMatchObject({
      schemas: [userUrn, enterpriseUrn],
      active: true,
      userName: "bjensen",
      [enterpriseUrn]: { department: "Cardiology" },
    });
    const [engagement] = engagementsOf(scim, id);
    const days = ((engagement?.to ?? 0) - scim.ward.clock.now()) / 86_400_000;
    expect(engagement).toMatchObject({ state: "active", type: "employee" });
    expect(days).toBeGreaterThan(334);
    expect(days).toBeLessThan(396);
    const [name] = await scim.ward.app.side.get([{ table: "names", key: id }]);
    expect(name).toMatchObject({
      display: "Barbara Jensen",
      initials: "BJ",
      email: "bj@hospital.example",
    });
    expect((await scim.call("GET", `/Users/${id}`)).body).toEqual(answer.body);
  });

  test.each([
    ["Nguyễn Thị Minh Khai", "NK"],
    ["山田太郎", "山"],
    ["محمد بن سلمان", "مس"],
    ["Sukarno", "S"],
    ["Ольга Петрова", "ОП"],
  ])("a name in any script, one alone too: %s", async (displayName, initials) => {
    const { id } = await scim.join("x", { displayName });
    const [name] = await scim.ward.app.side.get([{ table: "names", key: id }]);
    expect(name).toMatchObject({ display: displayName, initials });
  });

  test("whoever is not employed needs an end and somebody who answers for them", async () => {
    const sponsor = (await scim.join("boss")).id;
    const ends = new Date(scim.ward.clock.now() + 8 * 3_600_000).toISOString();
    const locum = (part: object) =>
      scim.call("POST", "/Users", {
        schemas: [userUrn, engagementUrn],
        userName: "locum",
        [engagementUrn]: { type: "locum", ...part },
      });
    for (const part of [{}, { ends }, { sponsor }, { ends, sponsor: "per_none" }]) {
      expect((await locum(part)).body).toMatchObject({ status: "400", scimType: "invalidValue" });
    }
    const far = new Date(scim.ward.clock.now() + 500 * 86_400_000).toISOString();
    expect((await locum({ ends: far, sponsor })).status).toBe(400);
    expect((await locum({ ends: "2026-03-10T18:00:00Z", sponsor })).status).toBe(400);
    const made = await locum({ ends, sponsor });
    expect(made.status, made.text).toBe(201);
    expect(engagementsOf(scim, made.body.id)).toMatchObject([
      { type: "locum", sponsor, to: Date.parse(ends) },
    ]);
  });

  test("somebody whom HR's file has brought under the number is the same person, and their engagement goes on", async () => {
    const { record } = scim.ward;
    await record("person.registered", { person: "kim" }, [
      { table: "identifiers", key: "staff|K7", value: "kim" },
    ]);
    const to = scim.ward.clock.now() + 30 * 86_400_000;
    await record("engagement.started", {
      engagement: "eng_kim",
      person: "kim",
      type: "locum",
      from: scim.ward.clock.now() - 1_000,
      to,
      sponsor: "amy",
    });
    const made = await scim.join("kim", { [enterpriseUrn]: { employeeNumber: "K7" } });
    expect(made).toMatchObject({ id: "kim", active: true });
    expect(engagementsOf(scim, "kim")).toMatchObject([{ id: "eng_kim", type: "locum", to }]);
  });

  test("HR's file means the engagement that began here by the same number, after a rehire too", async () => {
    const { app, clock } = scim.ward;
    const file = async () => {
      const deps = {
        submit: app.submit,
        side: app.side,
        world: app.world,
        clock,
        endings: app.endings,
      };
      const lines = ["staff_number,family,given,from,role,ward", "K7,Lee,Kim,2026-01-05,nurse,4B"];
      const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
      return importStaff({ ...deps, hash }, lines, { feed: "hr", zone: "Europe/London" });
    };
    const { id } = await scim.join("kim", { externalId: "K7" });
    expect(await file()).toMatchObject({ applied: 1, refused: 0 });
    expect(engagementsOf(scim, id).map(({ state }) => state)).toEqual(["active"]);
    await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]);
    clock.pass(1_000);
    await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: true }]);
    expect(await file()).toMatchObject({ applied: 1, refused: 0 });
    expect(
      engagementsOf(scim, id)
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(["active", "ended"]);
  });

  test("what is offered at the ward is not activated by a program (L7)", async () => {
    const from = scim.ward.clock.now();
    const { record } = scim.ward;
    await record("person.registered", { person: "lo" }, [
      { table: "identifiers", key: "staff|L1", value: "lo" },
    ]);
    await record("engagement.offered", {
      engagement: "eng_lo",
      person: "lo",
      type: "locum",
      from,
      to: from + 1e8,
      sponsor: "amy",
    });
    await scim.join("lo", { externalId: "L1" });
    expect(engagementsOf(scim, "lo").map(({ state }) => state)).toEqual(
      expect.arrayContaining(["offered", "active"]),
    );
  });

  test("a manager is another user; the answer names them (X19)", async () => {
    const boss = await scim.join("boss", { displayName: "Sam Boss" });
    const value = boss.id;
    const user = await scim.join("u", { [enterpriseUrn]: { manager: { value } } });
    expect(user[enterpriseUrn].manager).toEqual({
      value,
      $ref: boss.meta.location,
      displayName: "Sam Boss",
    });
    expect(engagementsOf(scim, user.id)[0]?.manager).toBe(value);
    await scim.patch(`/Users/${user.id}`, [{ op: "remove", path: `${enterpriseUrn}:manager` }]);
    expect(engagementsOf(scim, user.id)[0]?.manager).toBeUndefined();
    for (const manager of [{ value: user.id }, { value: "per_none" }]) {
      const refused = await scim.patch(`/Users/${user.id}`, [
        { op: "add", path: `${enterpriseUrn}:manager`, value: manager },
      ]);
      expect(refused.body).toMatchObject({ scimType: "invalidValue" });
    }
  });
});

describe("[L3] who is not active has nothing, from that request on", () => {
  const offs: readonly (readonly [string, (id: string) => ReturnType<TestScim["call"]>])[] = [
    [
      "PATCH",
      (id) => scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]),
    ],
    [
      "PUT",
      (id) =>
        scim.call("PUT", `/Users/${id}`, { schemas: [userUrn], userName: "amy", active: false }),
    ],
    ["DELETE", (id) => scim.call("DELETE", `/Users/${id}`)],
  ];

  test.each(offs)(
    "%s ends the session at the seat, badge, roles and all, with a receipt",
    async (_how, off) => {
      const { record } = scim.ward;
      await record("person.registered", { person: "amy" }, [
        { table: "identifiers", key: "staff|A1", value: "amy" },
      ]);
      await scim.join("amy", { externalId: "A1" });
      const seat = await scim.ward.seat("4B-1");
      expect(await scim.ward.signIn(seat, "amy")).toMatchObject({ type: "in" });
      const answer = await off("amy");
      expect([200, 204]).toContain(answer.status);
      const world = scim.ward.app.world();
      expect(world.sessionsByPerson.get("amy")).toEqual([]);
      expect(world.badgesByPerson.get("amy")).toEqual([]);
      expect(world.rolesByPerson.get("amy")).toEqual([]);
      expect((await scim.ward.post(seat, "tap", { badge: "amy" })).body.state).not.toMatchObject({
        type: "in",
      });
      const said = await records("access.ended");
      expect(said).toMatchObject([{ person: "amy", others: [] }]);
      const [engagement] = engagementsOf(scim, "amy");
      expect(engagement?.ended).toMatchObject({ by: hr, reason: "hr" });
      expect(engagement?.ended?.receipt).toEqual(expect.any(Number));
    },
  );

  test("[L11] active again is a rehire: a new engagement, and what ended stays ended", async () => {
    const { id } = await scim.join("u", { externalId: "7" });
    await scim.patch(`/Users/${id}`, [{ op: "replace", value: { active: false } }]);
    scim.ward.clock.pass(1_000);
    const back = await scim.patch(`/Users/${id}`, [{ op: "replace", value: { active: true } }]);
    expect(back.body.active).toBe(true);
    expect(engagementsOf(scim, id).map(({ state }) => state)).toEqual(["ended", "active"]);
    const world = scim.ward.app.world();
    expect(world.badgesByPerson.get(id)).toEqual([]);
  });

  test("whoever is deleted is gone here, and is the same person when they come again", async () => {
    const { id } = await scim.join("u", { externalId: "7" });
    expect((await scim.call("DELETE", `/Users/${id}`)).status).toBe(204);
    for (const method of ["GET", "DELETE"] as const) {
      expect((await scim.call(method, `/Users/${id}`)).body).toMatchObject({ status: "404" });
    }
    scim.ward.clock.pass(1_000);
    expect((await scim.join("u2", { externalId: "7" })).id).toBe(id);
    expect(engagementsOf(scim, id).map(({ state }) => state)).toEqual(["ended", "active"]);
  });

  test("somebody suspended is not woken, and no leaver for having moved house", async () => {
    const { id } = await scim.join("u");
    const [engagement] = engagementsOf(scim, id);
    await scim.ward.record("engagement.suspended", {
      engagement: `${engagement?.id}`,
      reason: "leave",
    });
    const moved = await scim.patch(`/Users/${id}`, [
      { op: "add", path: "addresses", value: [{ type: "home", locality: "Bern" }] },
    ]);
    expect(moved.body).toMatchObject({ active: false, addresses: [{ locality: "Bern" }] });
    await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: true }]);
    expect(engagementsOf(scim, id).map(({ state }) => state)).toEqual(["suspended"]);
    await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]);
    expect(engagementsOf(scim, id).map(({ state }) => state)).toEqual(["ended"]);
  });

  test("a PUT that says nothing of active ends nobody and hires nobody", async () => {
    const { id } = await scim.join("u");
    const put = () => scim.call("PUT", `/Users/${id}`, { schemas: [userUrn], userName: "u" });
    expect((await put()).body.active).toBe(true);
    await scim.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]);
    expect((await put()).body.active).toBe(false);
    expect(engagementsOf(scim, id)).toHaveLength(1);
  });
});

describe("names and numbers are one user's", () => {
  test("a userName in another case, an employee number, an externalId of somebody else: 409 uniqueness", async () => {
    const first = await scim.join("Ann", {
      externalId: "x1",
      [enterpriseUrn]: { employeeNumber: "7" },
    });
    const second = await scim.join("Bea");
    const taken: readonly object[] = [
      { userName: "ANN" },
      { userName: "c", externalId: "x1" },
      { userName: "c", [enterpriseUrn]: { employeeNumber: "7" } },
      { userName: "c", externalId: "7" },
    ];
    for (const body of taken) {
      const posted = await scim.call("POST", "/Users", { schemas: [userUrn], ...body });
      expect([posted.status, posted.body.scimType]).toEqual([409, "uniqueness"]);
      const put = await scim.call("PUT", `/Users/${second.id}`, { schemas: [userUrn], ...body });
      expect([put.status, put.body.scimType]).toEqual([409, "uniqueness"]);
    }
    expect((await scim.call("GET", "/Users")).body.totalResults).toBe(2);
    // What somebody gives up, another may have.
    await scim.patch(`/Users/${first.id}`, [{ op: "replace", path: "userName", value: "Anna" }]);
    expect(
      (await scim.call("POST", "/Users", { schemas: [userUrn], userName: "ann" })).status,
    ).toBe(201);
  });

  test("the number of somebody whom another source brought cannot be taken over", async () => {
    await scim.ward.record("person.registered", { person: "kim" }, [
      { table: "identifiers", key: "staff|K7", value: "kim" },
    ]);
    const { id } = await scim.join("u", { externalId: "1" });
    const taken = await scim.patch(`/Users/${id}`, [
      { op: "replace", path: "externalId", value: "K7" },
    ]);
    expect([taken.status, taken.body.scimType]).toEqual([409, "uniqueness"]);
  });
});

describe("versions", () => {
  test("If-Match and If-None-Match (RFC 7644 section 3.14)", async () => {
    const { id, meta } = await scim.join("u");
    const path = `/Users/${id}`;
    const change = (version: string) =>
      scim.patch(path, [{ op: "replace", path: "title", value: version }], {
        headers: { "if-match": version },
      });
    const same = await scim.call("GET", path, undefined, {
      headers: { "if-none-match": meta.version },
    });
    expect([same.status, same.text]).toEqual([304, ""]);
    expect((await change(meta.version)).status).toBe(200);
    const late = await change(meta.version);
    expect([late.status, late.body.status]).toEqual([412, "412"]);
    expect((await change("*")).status).toBe(200);
    const gone = await scim.call("DELETE", path, undefined, { headers: { "if-match": 'W/"0"' } });
    expect(gone.status).toBe(412);
    expect((await scim.call("GET", path)).body.title).toBe("*");
  });

  test("the same again changes nothing, and is no new version", async () => {
    const made = await scim.join("u", { title: "Nurse" });
    const before = scim.ward.app.world().next;
    const put = await scim.call("PUT", `/Users/${made.id}`, { ...made });
    expect(put.body).toEqual(made);
    expect(scim.ward.app.world().next).toBe(before);
  });

  test("a DELETE of which a client says what its body is, and that has none, ends the person as any other", async () => {
    const { id } = await scim.join("u");
    const { status } = await scim.ward.server
      .inject({
        method: "DELETE",
        url: `/scim/v2/Users/${id}`,
        headers: { authorization: `Bearer ${hr}`, "content-type": "application/scim+json" },
        payload: "",
      })
      .then(({ statusCode }) => ({ status: statusCode }));
    expect(status).toBe(204);
    expect((await scim.call("GET", `/Users/${id}`)).body.active).not.toBe(true);
  });

  test("what a user needs is not removed (RFC 7644 section 3.5.2.2), and there is no /Me", async () => {
    const { id } = await scim.join("u");
    const removed = await scim.patch(`/Users/${id}`, [{ op: "remove", path: "userName" }]);
    expect([removed.status, removed.body.scimType]).toEqual([400, "mutability"]);
    const me = await scim.call("GET", "/Me");
    expect([me.status, me.body.status]).toEqual([501, "501"]);
  });

  test.each(["turn\u202eed", "esc\u001b[31m", "next\u0085"])("no name holds %j", async (name) => {
    const sent = { schemas: [userUrn], userName: "u", displayName: name };
    const { body, status } = await scim.call("POST", "/Users", sent);
    expect([status, body.scimType]).toEqual([400, "invalidValue"]);
  });
});
