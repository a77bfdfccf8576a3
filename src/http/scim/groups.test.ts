import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  engagementsOf,
  engagementUrn,
  groupUrn,
  openScim,
  other,
  patchUrn,
  type TestScim,
  userUrn,
} from "./test-support.ts";

let scim: TestScim;
beforeEach(async () => {
  scim = await openScim();
});
afterEach(() => scim.close());

const make = (displayName: string, ...members: readonly string[]) =>
  scim.call("POST", "/Groups", {
    schemas: [groupUrn],
    displayName,
    members: members.map((value) => ({ value })),
  });

const rolesOf = (person: string) => {
  const world = scim.ward.app.world();
  return world.rolesByPerson.get(person).flatMap((id) => world.roles.get(id) ?? []);
};

describe("a group is a role in a ward", () => {
  test("[L2] its members have the role there, with the end of their engagement", async () => {
    const u = (await scim.join("u", { displayName: "Uma" })).id;
    const made = await make("nurse@4B", u);
    expect(made.status, made.text).toBe(201);
    const { id, meta } = made.body;
    expect(made.body).toMatchObject({
      displayName: "nurse@4B",
      members: [{ value: u, display: "Uma", type: "User" }],
    });
    const [engagement] = engagementsOf(scim, u);
    expect(rolesOf(u)).toMatchObject([{ role: "nurse", ward: "4B", engagement: engagement?.id }]);
    expect(rolesOf(u)[0]?.to).toBeLessThanOrEqual(engagement?.to ?? 0);
    expect(rolesOf(u)[0]?.to).toBeLessThanOrEqual(scim.ward.clock.now() + 366 * 86_400_000);
    expect((await scim.call("GET", `/Users/${u}`)).body.groups).toEqual([
      { value: id, $ref: meta.location, display: "nurse@4B", type: "direct" },
    ]);
  });

  test("[L2] no role outlasts an engagement whose end is brought forward", async () => {
    const u = (await scim.join("u")).id;
    await make("nurse@4B", u);
    const ends = new Date(scim.ward.clock.now() + 3_600_000).toISOString();
    await scim.patch(`/Users/${u}`, [{ op: "add", path: `${engagementUrn}:ends`, value: ends }]);
    expect(rolesOf(u)).toMatchObject([{ to: Date.parse(ends) }]);
  });

  test("who goes from it has the role no more, in that request; others keep theirs", async () => {
    const [a, b] = [(await scim.join("a")).id, (await scim.join("b")).id];
    const { id } = (await make("nurse@4B", a, b)).body;
    const path = `/Groups/${id}`;
    const gone = await scim.patch(path, [{ op: "remove", path: `members[value eq "${a}"]` }]);
    expect(gone.body.members.map(({ value }: { value: string }) => value)).toEqual([b]);
    expect([rolesOf(a), rolesOf(b).length]).toEqual([[], 1]);
    await scim.patch(path, [{ op: "add", path: "members", value: [{ value: a }] }]);
    expect(rolesOf(a)).toHaveLength(1);
    const put = { schemas: [groupUrn], displayName: "nurse@4B", members: [{ value: a }] };
    expect((await scim.call("PUT", path, put)).status).toBe(200);
    expect([rolesOf(a).length, rolesOf(b)]).toEqual([1, []]);
    expect((await scim.call("DELETE", path)).status).toBe(204);
    expect(rolesOf(a)).toEqual([]);
    expect((await scim.call("GET", path)).status).toBe(404);
    expect((await make("nurse@4B", a)).status).toBe(201);
  });

  test("a role that reaches over others' access is no client's to give, by whatever way it asks", async () => {
    const u = (await scim.join("u")).id;
    for (const role of ["administrator", "security-engineer", "privacy-officer", "ward-manager"]) {
      const made = await make(`${role}@4B`, u);
      expect([role, made.status, made.text]).toEqual([
        role,
        400,
        expect.stringContaining("a person gives it"),
      ]);
      const { id } = (await make(`${role}@4B`)).body;
      const operations = [{ op: "add", path: "members", value: [{ value: u }] }];
      const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
      const patched = await scim.call("PATCH", `/Groups/${id}`, {
        schemas,
        Operations: operations,
      });
      expect(patched.text).toContain("a person gives it");
      const whole = { schemas: [groupUrn], displayName: `${role}@4B`, members: [{ value: u }] };
      expect((await scim.call("PUT", `/Groups/${id}`, whole)).text).toContain("a person gives it");
    }
    expect(rolesOf(u)).toEqual([]);
  });

  test("roles that another source gave are not this one's to end", async () => {
    await scim.ward.record("person.registered", { person: "amy" }, [
      { table: "identifiers", key: "staff|A1", value: "amy" },
    ]);
    await scim.join("amy", { externalId: "A1" });
    const u = (await scim.join("u")).id;
    const before = rolesOf("amy");
    expect(before).toHaveLength(1);
    const { id } = (await make("nurse@4B", u)).body;
    const put = { schemas: [groupUrn], displayName: "nurse@4B", members: [] };
    await scim.call("PUT", `/Groups/${id}`, put);
    expect(rolesOf("amy")).toEqual(before);
  });

  test("whoever leaves is in no group, and gets no role back by coming again", async () => {
    const u = (await scim.join("u")).id;
    const { id } = (await make("nurse@4B", u)).body;
    await scim.patch(`/Users/${u}`, [{ op: "replace", path: "active", value: false }]);
    expect((await scim.call("GET", `/Groups/${id}`)).body.members).toBeUndefined();
    scim.ward.clock.pass(1_000);
    await scim.patch(`/Users/${u}`, [{ op: "replace", path: "active", value: true }]);
    expect(rolesOf(u)).toEqual([]);
    const other = (await scim.join("other")).id;
    await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: { value: other } }]);
    expect([rolesOf(u), rolesOf(other).length]).toEqual([[], 1]);
    await scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: { value: u } }]);
    expect(rolesOf(u)).toHaveLength(1);
  });

  test("[L8] whom a review took out of it does not come back by being listed, and the answer says so, whatever asks", async () => {
    const [a, b] = [(await scim.join("a")).id, (await scim.join("b")).id];
    const { id } = (await make("nurse@4B", a, b)).body;
    const [role] = rolesOf(a);
    if (role === undefined) throw new Error("no role was given");
    const opened = { due: 0, remindAt: 0, scope: { of: "4B", type: "ward" } } as const;
    await scim.ward.record("campaign.opened", { campaign: "cmp", ...opened });
    const item = { assignment: role.id, because: [], engagement: role.engagement, person: a };
    const items = [{ ...item, role: "nurse", ward: "4B" }];
    await scim.ward.record("campaign.listed", { campaign: "cmp", items, part: "prt", ward: "4B" });
    await scim.ward.record("campaign.ended", {
      assignments: [role.id],
      how: "silence",
      part: "prt",
    });
    await scim.ward.record("role.ended", { assignment: role.id });
    const only = [{ value: b, display: "b", type: "User" }];
    const members = [{ value: a }, { value: b }];
    const asks = {
      "the whole list": () =>
        scim.call("PUT", `/Groups/${id}`, {
          schemas: [groupUrn],
          displayName: "nurse@4B",
          members,
        }),
      "one who is added": () =>
        scim.patch(`/Groups/${id}`, [{ op: "add", path: "members", value: [{ value: a }] }]),
      "the list replaced": () =>
        scim.patch(`/Groups/${id}`, [{ op: "replace", path: "members", value: members }]),
    };
    for (const [how, ask] of Object.entries(asks)) {
      const { body, status } = await ask();
      expect([how, status, body.scimType]).toEqual([how, 400, "invalidValue"]);
      expect(body.detail).toContain("a review ended the role nurse in 4B");
      expect(rolesOf(a)).toEqual([]);
      const now = (await scim.call("GET", `/Groups/${id}`)).body.members;
      expect(now).toMatchObject(only.map(({ value }) => ({ value })));
    }
    // Without them the list is taken as before.
    const members2 = [{ value: b }];
    const put = await scim.call("PUT", `/Groups/${id}`, {
      schemas: [groupUrn],
      displayName: "nurse@4B",
      members: members2,
    });
    expect(put.status).toBe(200);
    expect(rolesOf(b)).toHaveLength(1);
  });

  test("[L2] whose role there has come to its end is given it anew by being added", async () => {
    const a = (await scim.join("a")).id;
    const { id } = (await make("nurse@4B", a)).body;
    const [role] = rolesOf(a);
    await scim.ward.record("role.ended", { assignment: role?.id ?? "" });
    const add = [{ op: "add", path: "members", value: [{ value: a }] }];
    expect((await scim.patch(`/Groups/${id}`, add)).status).toBeLessThan(300);
    expect(rolesOf(a)).toMatchObject([{ role: "nurse", ward: "4B" }]);
  });

  test("a group is found by name, without its members if so asked", async () => {
    const u = (await scim.join("u")).id;
    await make("nurse@4B", u);
    const filter = encodeURIComponent('displayName eq "NURSE@4b"');
    const found = await scim.call("GET", `/Groups?excludedAttributes=members&filter=${filter}`);
    expect(found.body.Resources).toEqual([
      expect.not.objectContaining({ members: expect.anything() }),
    ]);
    const by = encodeURIComponent(`members[value eq "${u}"]`);
    expect((await scim.call("GET", `/Groups?filter=${by}`)).body.totalResults).toBe(1);
  });
});

describe("what no group can be", () => {
  test.each([
    ["Everybody", "invalidValue"],
    ["nurse@", "invalidValue"],
    ["@4B", "invalidValue"],
    ["king@4B", "invalidValue"],
    ["nurse@9Z", "invalidValue"],
  ])("%s", async (name, scimType) => {
    expect((await make(name)).body).toMatchObject({ status: "400", scimType });
  });

  test("one that is there, of another name, with somebody unknown, inactive, or a group in it", async () => {
    const u = (await scim.join("u")).id;
    const off = (await scim.join("off", { active: false })).id;
    const { id } = (await make("nurse@4B")).body;
    expect((await make("nurse@4B")).body).toMatchObject({ status: "409", scimType: "uniqueness" });
    const path = `/Groups/${id}`;
    const renamed = await scim.patch(path, [
      { op: "replace", path: "displayName", value: "doctor@4B" },
    ]);
    expect(renamed.body).toMatchObject({ scimType: "mutability" });
    for (const value of [
      [{ value: "per_none" }],
      [{ value: off }],
      [{ value: u }, { value: off }],
      [{ value: id, type: "Group" }],
    ]) {
      const refused = await scim.patch(path, [{ op: "add", path: "members", value }]);
      expect([refused.status, refused.body.scimType]).toEqual([400, "invalidValue"]);
    }
    expect(rolesOf(u)).toEqual([]);
  });
});

describe("what a client gives is named at its registration", () => {
  const as = { as: other };
  const group = (displayName: string, ...members: readonly string[]) => ({
    schemas: [groupUrn],
    displayName,
    members: members.map((value) => ({ value })),
  });

  test.each(["nurse@4B", "doctor@4B", "nurse@6A"])("it gives %s, which is named", async (name) => {
    const u = (await scim.join("u")).id;
    expect((await scim.call("POST", "/Groups", group(name, u), as)).status).toBe(201);
    expect(rolesOf(u)).toHaveLength(1);
  });

  test("a role or ward that is not named is refused in words, as a group and as its member, and nothing of the request happens", async () => {
    const u = (await scim.join("u")).id;
    const words =
      "This client does not give the role pharmacist in 4B: its registration does not name it. Somebody at the hospital who registers clients can add pharmacist@4B to what it gives.";
    const refused = {
      status: 403,
      body: {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: "403",
        detail: words,
      },
    };
    const before = scim.ward.app.world().next;
    for (const sent of [group("pharmacist@4B"), group("pharmacist@4B", u)]) {
      expect(await scim.call("POST", "/Groups", sent, as)).toMatchObject(refused);
    }
    expect(scim.ward.app.world().next).toBe(before);
    const { id } = (await make("pharmacist@4B")).body;
    const path = `/Groups/${id}`;
    const add = [{ op: "add", path: "members", value: [{ value: u }] }];
    expect(await scim.patch(path, add, as)).toMatchObject(refused);
    expect(await scim.call("PUT", path, group("pharmacist@4B", u), as)).toMatchObject(refused);
    const bulk = await scim.call(
      "POST",
      "/Bulk",
      {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        Operations: [
          { method: "PATCH", path, data: { schemas: [patchUrn], Operations: add } },
          { method: "POST", path: "/Groups", bulkId: "g", data: group("doctor@4B", u) },
        ],
      },
      as,
    );
    expect(bulk.body.Operations).toMatchObject([
      { status: "403", response: { detail: words } },
      { status: "201" },
    ]);
    expect(rolesOf(u).map(({ role }) => role)).toEqual(["doctor"]);
  });

  test("whoever is in a group that is not named stays, no longer than before, and can be taken out", async () => {
    const u = (await scim.join("u")).id;
    const { id } = (await make("pharmacist@4B", u)).body;
    const [{ to } = { to: 0 }] = rolesOf(u);
    scim.ward.clock.pass(3_600_000);
    const put = await scim.call("PUT", `/Groups/${id}`, group("pharmacist@4B", u), as);
    expect([put.status, rolesOf(u)[0]?.to]).toEqual([200, to]);
    const gone = await scim.patch(
      `/Groups/${id}`,
      [{ op: "remove", path: `members[value eq "${u}"]` }],
      as,
    );
    expect([gone.status, rolesOf(u)]).toEqual([200, []]);
  });

  test("what is registered when the request is handled counts, and who names none gives none", async () => {
    const u = (await scim.join("u")).id;
    const {
      gives: _none,
      id: workload,
      ...known
    } = scim.ward.app.world().workloads.get(other) ?? {
      gives: [],
      id: other,
    };
    await scim.ward.record("workload.registered", { workload, ...known } as never);
    const answer = await scim.call("POST", "/Groups", group("nurse@4B", u), as);
    expect([answer.status, rolesOf(u)]).toEqual([403, []]);
    expect(
      (await scim.call("POST", "/Users", { schemas: [userUrn], userName: "v" }, as)).status,
    ).toBe(201);
  });
});
