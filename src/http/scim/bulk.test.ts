import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

const user = (id: string): string => `/Users/${id}`;
let scim: TestScim;
beforeEach(async () => {
  scim = await openScim();
});
afterEach(() => scim.close());

const bulk = (operations: readonly object[], more: object = {}) =>
  scim.call("POST", "/Bulk", { schemas: [bulkUrn], Operations: operations, ...more });

const post = (bulkId: string, data: object, path = "/Users") => ({
  method: "POST",
  path,
  bulkId,
  data: { schemas: [path === "/Users" ? userUrn : groupUrn], ...data },
});

const reportingTo = (bulkId: string) => ({
  [enterpriseUrn]: { manager: { value: `bulkId:${bulkId}` } },
});

function statuses(answer: Awaited<ReturnType<typeof bulk>>): readonly string[] {
  expect(answer.status, answer.text).toBe(200);
  return answer.body.Operations.map(({ status }: { status: string }) => status);
}

const idOf = (operation: { location: string }) => operation.location.split("/").at(-1) ?? "";

describe("many operations in one request (RFC 7644 section 3.7)", () => {
  test("made, replaced, changed and deleted, in the order in which they were sent", async () => {
    const [a, b, c] = [await scim.join("a"), await scim.join("b"), await scim.join("c")];
    const answer = await bulk([
      post("new", { userName: "d" }),
      {
        method: "PUT",
        path: `/Users/${a.id}`,
        version: a.meta.version,
        data: { schemas: [userUrn], userName: "a2" },
      },
      {
        method: "patch",
        path: `/Users/${b.id}`,
        data: { schemas: [patchUrn], Operations: [{ op: "add", path: "title", value: "T" }] },
      },
      { method: "DELETE", path: `/Users/${c.id}`, version: c.meta.version },
    ]);
    expect(answer.status, answer.text).toBe(200);
    expect(statuses(answer)).toEqual(["201", "200", "200", "204"]);
    const [made, put] = answer.body.Operations;
    expect(made).toMatchObject({ method: "POST", bulkId: "new", version: expect.any(String) });
    expect((await scim.call("GET", `/Users/${idOf(made)}`)).body.userName).toBe("d");
    expect((await scim.call("GET", `/Users/${idOf(put)}`)).headers["etag"]).toBe(put.version);
    expect(engagementsOf(scim, c.id)[0]?.state).toBe("ended");
  });

  test("people who report to each other in a circle, and a group that stands before its members (section 3.7.1)", async () => {
    const answer = await bulk([
      post("g", { displayName: "nurse@4B", members: [{ value: "bulkId:x" }] }, "/Groups"),
      post("x", { userName: "x", ...reportingTo("z") }),
      post("y", { userName: "y", ...reportingTo("x") }),
      post("z", { userName: "z", ...reportingTo("y") }),
    ]);
    expect(statuses(answer)).toEqual(["201", "201", "201", "201"]);
    const [g, x, y, z] = answer.body.Operations.map(idOf);
    expect(engagementsOf(scim, x)[0]?.manager).toBe(z);
    expect(engagementsOf(scim, y)[0]?.manager).toBe(x);
    expect(engagementsOf(scim, z)[0]?.manager).toBe(y);
    expect((await scim.call("GET", `/Groups/${g}`)).body.members).toMatchObject([{ value: x }]);
  });

  test("what refers to one that came to nothing comes to nothing, and so on; others are done", async () => {
    await scim.join("taken");
    const answer = await bulk([
      post("a", { userName: "a", ...reportingTo("b") }),
      post("b", { userName: "b", ...reportingTo("c") }),
      post("c", { userName: "taken" }),
      post("d", { userName: "d" }),
      post("g", { displayName: "nurse@4B", members: [{ value: "bulkId:a" }] }, "/Groups"),
    ]);
    expect(statuses(answer)).toEqual(["409", "409", "409", "201", "409"]);
    expect(answer.body.Operations[2].response).toMatchObject({ scimType: "uniqueness" });
    const all = await scim.call("GET", "/Users?sortBy=userName");
    expect(all.body.Resources.map(({ userName }: { userName: string }) => userName)).toEqual([
      "d",
      "taken",
    ]);
    expect((await scim.call("GET", "/Groups")).body.totalResults).toBe(0);
  });

  test("failOnErrors: what comes after is not done, and nobody refers to it", async () => {
    const answer = await bulk(
      [
        post("a", { userName: "a" }),
        { method: "DELETE", path: user("none") },
        post("b", { userName: "b" }),
      ],
      { failOnErrors: 1 },
    );
    expect(statuses(answer)).toEqual(["201", "404"]);
    const again = await bulk(
      [
        post("c", { userName: "c", ...reportingTo("e") }),
        { method: "DELETE", path: user("none") },
        post("e", { userName: "e" }),
      ],
      { failOnErrors: 1 },
    );
    expect(statuses(again)).toEqual(["409"]);
    expect((await scim.call("GET", "/Users")).body.totalResults).toBe(1);
  });

  test("somebody is made, given a role, loses it and gets it again, in one request", async () => {
    const patch = (path: string, op: object) => ({
      method: "PATCH",
      path,
      data: { schemas: [patchUrn], Operations: [op] },
    });
    const answer = await bulk([
      post("u", { userName: "u" }),
      post("g", { displayName: "nurse@4B", members: [{ value: "bulkId:u" }] }, "/Groups"),
      patch("/Groups/bulkId:g", { op: "remove", path: "members" }),
      patch("/Groups/bulkId:g", { op: "add", path: "members", value: [{ value: "bulkId:u" }] }),
      patch(user("bulkId:u"), { op: "add", path: "title", value: "T" }),
    ]);
    expect(statuses(answer)).toEqual(["201", "201", "200", "200", "200"]);
    const u = idOf(answer.body.Operations[0]);
    const world = scim.ward.app.world();
    expect(world.rolesByPerson.get(u)).toHaveLength(1);
    expect((await scim.call("GET", `/Users/${u}`)).body).toMatchObject({
      title: "T",
      groups: [{ display: "nurse@4B" }],
    });
  });

  test("one number twice in a request is one user's", async () => {
    const answer = await bulk([
      post("a", { userName: "a", externalId: "7" }),
      post("b", { userName: "b", externalId: "7" }),
    ]);
    expect(statuses(answer)).toEqual(["201", "409"]);
  });
});

describe("what is no Bulk request", () => {
  test.each<readonly [string, object, number]>([
    ["no schemas", { schemas: [], Operations: [post("a", { userName: "a" })] }, 400],
    ["no operations", { Operations: [] }, 400],
    ["an operation that is none", { Operations: [null] }, 400],
    [
      "a bulkId twice",
      { Operations: [post("a", { userName: "a" }), post("a", { userName: "b" })] },
      400,
    ],
    [
      "failOnErrors that is no number",
      { failOnErrors: "1", Operations: [post("a", { userName: "a" })] },
      400,
    ],
    [
      "too many operations",
      { Operations: Array.from({ length: 1_001 }, () => ({ method: "DELETE", path: user("x") })) },
      413,
    ],
  ])("%s", async (_name, body, status) => {
    const answer = await scim.call("POST", "/Bulk", { schemas: [bulkUrn], ...body });
    expect([answer.status, answer.body.status]).toEqual([status, String(status)]);
    expect((await scim.call("GET", "/Users")).body.totalResults).toBe(0);
  });

  test.each<readonly [string, object, string]>([
    ["an unknown address", { method: "POST", path: "/Things", bulkId: "a", data: {} }, "404"],
    ["no id", { method: "DELETE", path: "/Users" }, "404"],
    ["a method that there is not", { method: "GET", path: user("x") }, "404"],
    [
      "no bulkId for somebody new",
      { method: "POST", path: "/Users", data: { schemas: [userUrn], userName: "a" } },
      "400",
    ],
    ["an unknown bulkId", post("a", { userName: "a", ...reportingTo("nowhere") }), "409"],
    ["a bulkId of nobody in the address", { method: "DELETE", path: user("bulkId:q") }, "409"],
    ["a wrong version", { method: "DELETE", path: user("x"), version: 'W/"1"' }, "404"],
  ])("an operation with %s comes to nothing, and says why", async (_name, operation, status) => {
    const answer = await bulk([operation, post("ok", { userName: "ok" })]);
    expect(statuses(answer)).toEqual([status, "201"]);
    expect(answer.body.Operations[0].response).toMatchObject({
      status,
      detail: expect.any(String),
    });
  });
});
