import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { send } from "../test-support.ts";
import {
  bulkUrn,
  engagementsOf,
  enterpriseUrn,
  groupUrn,
  openScim,
  patchUrn,
  type TestScim,
  userUrn,
} from "./test-support.ts";

let scim: TestScim;
beforeEach(async () => {
  scim = await openScim();
});
afterEach(() => scim.close());

const find = (kind: "Users" | "Groups", query: Readonly<Record<string, string>>) =>
  scim.call("GET", `/${kind}?${new URLSearchParams(query)}`);

/**
 * The order of requests and their forms are those of learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 * (User operations, Group operations) and of its page on known compliance issues (application-provisioning-config-problem-scim-compatibility).
 */
describe("Entra ID", () => {
  test("looks whether it may come in, finds nobody, makes a user, changes them, disables them, deletes them", async () => {
    const nobody = await find("Users", { filter: 'userName eq "non-existent user"' });
    expect(nobody.body).toMatchObject({ totalResults: 0, Resources: [], startIndex: 1 });
    const made = await scim.call("POST", "/Users", {
      schemas: [userUrn, enterpriseUrn],
      externalId: "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
      userName: "anna.muster@hospital.example",
      active: true,
      displayName: "Anna Muster",
      emails: [{ primary: true, type: "work", value: "anna.muster@hospital.example" }],
      meta: { resourceType: "User" },
      name: { formatted: "Anna Muster", familyName: "Muster", givenName: "Anna" },
      roles: [],
      [enterpriseUrn]: { employeeNumber: "C006", department: "Surgery" },
    });
    expect(made.status, made.text).toBe(201);
    const { id } = made.body;
    const found = await find("Users", {
      filter: 'externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"',
    });
    expect(found.body.Resources).toMatchObject([{ id }]);
    const boss = (await scim.join("boss@hospital.example")).id;
    const changed = await scim.patch(`/Users/${id}`, [
      { op: "Replace", path: 'emails[type eq "work"].value', value: "anna@hospital.example" },
      { op: "Replace", path: "name.familyName", value: "Beispiel" },
      { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+41 79 000 00 00" },
      { op: "Add", path: 'addresses[type eq "work"].country', value: "CH" },
      { op: "Add", path: `${enterpriseUrn}:manager`, value: boss },
    ]);
    expect(changed.body).toMatchObject({
      emails: [{ value: "anna@hospital.example", type: "work", primary: true }],
      name: { familyName: "Beispiel", givenName: "Anna" },
      phoneNumbers: [{ type: "mobile", value: "+41 79 000 00 00" }],
      addresses: [{ type: "work", country: "CH" }],
      [enterpriseUrn]: { manager: { value: boss }, employeeNumber: "C006" },
    });
    const off = await scim.patch(`/Users/${id}`, [
      { op: "Replace", path: "active", value: "False" },
    ]);
    expect([off.status, off.body.active]).toEqual([200, false]);
    expect(engagementsOf(scim, id)[0]?.state).toBe("ended");
    expect((await scim.call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(
      (await find("Users", { filter: 'userName eq "anna.muster@hospital.example"' })).body
        .totalResults,
    ).toBe(0);
  });

  test("a group: asked for by name without its members, made, its members added and removed", async () => {
    const u = (await scim.join("u")).id;
    const query = { excludedAttributes: "members", filter: 'displayName eq "nurse@4B"' };
    expect((await find("Groups", query)).body.totalResults).toBe(0);
    const made = await scim.call("POST", "/Groups", {
      schemas: [
        groupUrn,
        "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
      ],
      externalId: "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
      displayName: "nurse@4B",
      meta: { resourceType: "Group" },
    });
    expect(made.status, made.text).toBe(201);
    const path = `/Groups/${made.body.id}`;
    const added = await scim.patch(path, [{ op: "Add", path: "members", value: [{ value: u }] }]);
    expect(added.body.members).toMatchObject([{ value: u }]);
    expect(
      (await scim.call("GET", `${path}?excludedAttributes=members`)).body.members,
    ).toBeUndefined();
    const removed = await scim.patch(path, [
      { op: "Remove", path: "members", value: [{ value: u }] },
    ]);
    expect(removed.body.members).toBeUndefined();
    // Some of its forms name the member by a filter.
    await scim.patch(path, [{ op: "Add", path: "members", value: [{ $ref: null, value: u }] }]);
    await scim.patch(path, [{ op: "Remove", path: `members[value eq "${u}"]` }]);
    expect(scim.ward.app.world().rolesByPerson.get(u)).toEqual([]);
  });
});

/** The forms are those of developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20 (Create, Retrieve, Update Users; Create, Update Groups). */
describe("Okta", () => {
  test("asks by userName, makes a user, reads a page, puts the profile, deactivates by a PATCH without a path", async () => {
    const query = { filter: 'userName eq "test.user@okta.local"', startIndex: "1", count: "100" };
    expect((await find("Users", query)).body).toMatchObject({ totalResults: 0, itemsPerPage: 0 });
    const made = await scim.call("POST", "/Users", {
      schemas: [userUrn],
      userName: "test.user@okta.local",
      name: { givenName: "Test", familyName: "User" },
      emails: [{ primary: true, value: "test.user@okta.local", type: "work" }],
      displayName: "Test User",
      locale: "en-US",
      externalId: "00ujl29u0le5T6Aj10h7",
      groups: [],
      password: "1mz050nq",
      active: true,
    });
    expect(made.status, made.text).toBe(201);
    expect(made.text).not.toContain("1mz050nq");
    expect(made.text).not.toContain("password");
    const { id } = made.body;
    expect((await find("Users", { startIndex: "1", count: "2" })).body.Resources).toHaveLength(1);
    const put = await scim.call("PUT", `/Users/${id}`, { ...made.body, title: "Nurse" });
    expect([put.status, put.body.title]).toEqual([200, "Nurse"]);
    const off = await scim.patch(`/Users/${id}`, [{ op: "replace", value: { active: false } }]);
    expect(off.body.active).toBe(false);
    scim.ward.clock.pass(1_000);
    const on = await scim.patch(`/Users/${id}`, [{ op: "replace", value: { active: true } }]);
    expect(on.body.active).toBe(true);
    expect(engagementsOf(scim, id)).toHaveLength(2);
  });

  test("pushes a group with its members, and changes its name and members", async () => {
    const u = (await scim.join("u")).id;
    const made = await scim.call("POST", "/Groups", {
      schemas: [groupUrn],
      displayName: "nurse@4B",
      members: [{ value: u, display: "u" }],
    });
    const { id } = made.body;
    const named = await scim.patch(`/Groups/${id}`, [
      { op: "replace", value: { id, displayName: "nurse@4B" } },
    ]);
    expect([named.status, named.body.members.length]).toEqual([200, 1]);
    const members = await scim.patch(`/Groups/${id}`, [
      { op: "remove", path: `members[value eq "${u}"]` },
      { op: "add", path: "members", value: [{ value: u, display: "u" }] },
    ]);
    expect(members.body.members).toMatchObject([{ value: u }]);
    expect(scim.ward.app.world().rolesByPerson.get(u)).toHaveLength(1);
    const put = { schemas: [groupUrn], id, displayName: "nurse@4B", members: [] };
    expect((await scim.call("PUT", `/Groups/${id}`, put)).body.members).toBeUndefined();
  });
});

describe("the examples of RFC 7644", () => {
  const barbara = {
    schemas: [userUrn],
    userName: "bjensen",
    externalId: "bjensen",
    name: { formatted: "Ms. Barbara J Jensen III", familyName: "Jensen", givenName: "Barbara" },
  };

  test("sections 3.3, 3.4.1, 3.5.1, 3.6: made, read, replaced, deleted", async () => {
    const made = await scim.call("POST", "/Users", barbara);
    expect(made.body).toMatchObject({ ...barbara, meta: { resourceType: "User" } });
    const path = `/Users/${made.body.id}`;
    const replaced = await scim.call("PUT", path, {
      ...barbara,
      id: made.body.id,
      name: { ...barbara.name, middleName: "Jane" },
      roles: [],
      emails: [{ value: "bjensen@example.com" }, { value: "babs@jensen.org" }],
    });
    expect(replaced.body).toMatchObject({ name: { middleName: "Jane" } });
    expect(replaced.body.roles).toBeUndefined();
    expect((await scim.call("DELETE", path)).status).toBe(204);
    expect((await scim.call("GET", path)).body).toMatchObject({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: "404",
    });
  });

  test("section 3.4.2: filters, attributes, sorting and pages, by GET and by POST (3.4.3)", async () => {
    for (const userName of ["jsmith", "bjensen", "xena", "adams"]) {
      await scim.join(userName, { displayName: userName.toUpperCase() });
    }
    const some = await find("Users", { attributes: "userName", filter: 'userName co "j"' });
    expect(some.body.Resources.map((one: object) => Object.keys(one))).toEqual([
      ["schemas", "id", "userName"],
      ["schemas", "id", "userName"],
    ]);
    const names = (body: { Resources: readonly { userName: string }[] }) =>
      body.Resources.map(({ userName }) => userName);
    const page = await find("Users", { sortBy: "userName", startIndex: "2", count: "2" });
    expect(page.body).toMatchObject({ totalResults: 4, startIndex: 2, itemsPerPage: 2 });
    expect(names(page.body)).toEqual(["bjensen", "jsmith"]);
    const down = await scim.call("POST", "/Users/.search", {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
      attributes: ["userName"],
      sortBy: "displayName",
      sortOrder: "descending",
      filter: 'not (userName eq "xena")',
      startIndex: 1,
      count: 10,
    });
    expect(names(down.body)).toEqual(["jsmith", "bjensen", "adams"]);
    expect((await find("Users", { count: "0" })).body).toMatchObject({
      totalResults: 4,
      Resources: [],
    });
    expect((await find("Users", { startIndex: "-3", count: "1" })).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 1,
    });
    expect((await find("Users", { startIndex: "9" })).body).toMatchObject({
      totalResults: 4,
      Resources: [],
    });
    const one = (
      await find("Users", {
        filter: 'userName eq "XENA" and active eq true',
        excludedAttributes: "meta,name",
      })
    ).body;
    expect(one.Resources).toHaveLength(1);
    expect(one.Resources[0].meta).toBeUndefined();
  });

  test("section 3.5.2: an operation that cannot be done takes all others with it", async () => {
    const { id, meta } = await scim.join("u", { title: "Nurse" });
    const refused = await scim.patch(`/Users/${id}`, [
      { op: "replace", path: "title", value: "Doctor" },
      { op: "replace", path: "active", value: false },
      { op: "replace", path: 'emails[type eq "work"].value', value: "x" },
    ]);
    expect(refused.body).toMatchObject({ status: "400", scimType: "noTarget" });
    const read = (await scim.call("GET", `/Users/${id}`)).body;
    expect(read).toMatchObject({ title: "Nurse", active: true, meta: { version: meta.version } });
  });

  test("section 3.7.3: a Bulk request with a group and its member", async () => {
    const answer = await scim.call("POST", "/Bulk", {
      schemas: [bulkUrn],
      Operations: [
        {
          method: "POST",
          path: "/Users",
          bulkId: "qwerty",
          data: { schemas: [userUrn], userName: "Alice" },
        },
        {
          method: "POST",
          path: "/Groups",
          bulkId: "ytrewq",
          data: {
            schemas: [groupUrn],
            displayName: "nurse@4B",
            members: [{ type: "User", value: "bulkId:qwerty" }],
          },
        },
      ],
    });
    expect(answer.body.Operations).toMatchObject([
      { method: "POST", bulkId: "qwerty", status: "201", location: expect.any(String) },
      { method: "POST", bulkId: "ytrewq", status: "201", location: expect.any(String) },
    ]);
  });

  test("section 4: what is offered, the kinds of resources and their schemas", async () => {
    const config = (await scim.call("GET", "/ServiceProviderConfig")).body;
    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1_000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 200 },
      etag: { supported: true },
      changePassword: { supported: false },
    });
    const types = (await scim.call("GET", "/ResourceTypes")).body;
    expect(types.totalResults).toBe(2);
    expect((await scim.call("GET", "/ResourceTypes/User")).body).toEqual(types.Resources[0]);
    const schemas = (await scim.call("GET", "/Schemas")).body.Resources;
    for (const type of types.Resources) {
      for (const urn of [
        type.schema,
        ...type.schemaExtensions.map(({ schema }: { schema: string }) => schema),
      ]) {
        expect(schemas.map(({ id }: { id: string }) => id)).toContain(urn);
        expect((await scim.call("GET", `/Schemas/${urn}`)).body.id).toBe(urn);
      }
    }
    expect((await scim.call("GET", "/Schemas/urn:x")).status).toBe(404);
    expect((await scim.call("GET", "/Schemas?filter=x")).body).toMatchObject({ status: "403" });
  });
});

test("a PATCH of everything that a user has is answered as it is read", async () => {
  const { id } = await scim.join("u");
  const answer = await scim.call("PATCH", `/Users/${id}?attributes=title`, {
    schemas: [patchUrn],
    Operations: [{ op: "add", path: "title", value: "T" }],
  });
  expect(answer.body).toEqual({ schemas: [userUrn], id, title: "T" });
});

test("the OpenAPI description has it, with what each operation asks of its caller", async () => {
  const { body } = await send(scim.ward.server, "GET", "/openapi.json", undefined);
  expect(body.paths["/scim/v2/Users/{id}"].patch).toMatchObject({
    tags: ["scim"],
    security: [{ apiKey: [] }],
    responses: { "401": expect.anything(), "403": expect.anything() },
  });
  expect(Object.keys(body.paths).filter((path) => path.startsWith("/scim/v2"))).toHaveLength(12);
});
