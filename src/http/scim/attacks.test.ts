import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { retireApplication } from "../../sessions/index.ts";
import { addApplication, postAs } from "../oidc/test-support.ts";
import {
  bulkUrn,
  engagementsOf,
  groupUrn,
  hr,
  nobody,
  openScim,
  patchUrn,
  reader,
  type TestScim,
  userUrn,
} from "./test-support.ts";

const user = (id: string): string => `/Users/${id}`;
let scim: TestScim;
beforeEach(async () => {
  scim = await openScim(Date.now());
});
afterEach(() => scim.close());

const errorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";
const changes: readonly (readonly ["POST" | "PUT" | "PATCH" | "DELETE", string])[] = [
  ["POST", "/Users"],
  ["PUT", user("amy")],
  ["PATCH", user("amy")],
  ["DELETE", user("amy")],
  ["POST", "/Groups"],
  ["PUT", "/Groups/x"],
  ["PATCH", "/Groups/x"],
  ["DELETE", "/Groups/x"],
  ["POST", "/Bulk"],
];

describe("who may", () => {
  test("nobody without a token or key, with one for something else, or with scim.read where something is changed", async () => {
    for (const [method, path] of changes) {
      for (const [as, status] of [
        ["", 401],
        ["wrk_stranger_0123456789", 401],
        [nobody, 403],
        [reader, 403],
      ] as const) {
        const answer = await scim.call(method, path, method === "DELETE" ? undefined : {}, { as });
        expect([method, path, as, answer.status]).toEqual([method, path, as, status]);
        expect(answer.body).toMatchObject({ schemas: [errorUrn], status: String(status) });
        expect(answer.headers["www-authenticate"]).toContain("resource_metadata=");
      }
    }
    for (const path of ["/Users", user("amy"), "/Groups", "/ServiceProviderConfig", "/Schemas"]) {
      expect((await scim.call("GET", path, undefined, { as: nobody })).status).toBe(403);
      expect([200, 404]).toContain(
        (await scim.call("GET", path, undefined, { as: reader })).status,
      );
    }
  });

  test("a workload that has ended may no more", async () => {
    await scim.join("u");
    await scim.ward.record("workload.decommissioned", { workload: hr });
    expect((await scim.call("GET", "/Users")).status).toBe(403);
    const post = await scim.call("POST", "/Users", { schemas: [userUrn], userName: "v" });
    expect(post.status).toBe(403);
  });

  test("an application comes with an access token for SCIM that it signed for (private_key_jwt); one for signals is none", async () => {
    const idp = await addApplication(scim.ward, "idp", {
      kind: "only-told",
      redirectUris: [],
      scopes: ["scim.manage", "scim.read", "ssf.read"],
    });
    const token = async (scope: string) => {
      const form = { grant_type: "client_credentials", scope };
      return (await postAs(scim.ward, idp, "/oidc/token", form)).body;
    };
    const { access_token: as, scope } = await token("scim.manage");
    expect(scope).toBe("scim.manage");
    const made = await scim.call("POST", "/Users", { schemas: [userUrn], userName: "u" }, { as });
    expect(made.status, made.text).toBe(201);
    const reads = (await token("scim.read")).access_token;
    const deleted = await scim.call("DELETE", `/Users/${made.body.id}`, undefined, { as: reads });
    expect(deleted.status).toBe(403);
    const signals = (await token("ssf.read")).access_token;
    expect((await scim.call("GET", "/Users", undefined, { as: signals })).status).toBe(401);
    const other = await addApplication(scim.ward, "lab", {
      redirectUris: [],
      scopes: ["ssf.read"],
    });
    const asked = { grant_type: "client_credentials", scope: "scim.manage" };
    expect((await postAs(scim.ward, other, "/oidc/token", asked)).body.error).toBeDefined();
    await scim.ward.app.submit(retireApplication("idp", { type: "system", id: "test" }));
    expect((await scim.call("GET", "/Users", undefined, { as })).status).toBe(403);
  });
});

describe("what cannot be read is refused, in words, and nothing is done", () => {
  const bodies: readonly (readonly [string, string | object, string | undefined])[] = [
    ["no JSON", "{", "invalidSyntax"],
    ["nothing", "", "invalidSyntax"],
    ["a list", "[]", "invalidSyntax"],
    ["null", "null", "invalidSyntax"],
    ["a text", '"x"', "invalidSyntax"],
    [
      "a member that nobody may send",
      `{"schemas":["${userUrn}"],"__proto__":{"active":true},"userName":"u"}`,
      "invalidSyntax",
    ],
    ["no schemas", { userName: "u" }, "invalidSyntax"],
    ["another schema", { schemas: [groupUrn], userName: "u" }, "invalidSyntax"],
    ["schemas that are no list", { schemas: userUrn, userName: "u" }, "invalidSyntax"],
    ["no userName", { schemas: [userUrn] }, "invalidValue"],
    ["an empty userName", { schemas: [userUrn], userName: "  " }, "invalidValue"],
    ["a number as userName", { schemas: [userUrn], userName: 7 }, "invalidValue"],
    ["a list as userName", { schemas: [userUrn], userName: ["a"] }, "invalidValue"],
    ["U+0000", { schemas: [userUrn], userName: "a\0b" }, "invalidValue"],
    ["half a character", { schemas: [userUrn], userName: "a\ud800" }, "invalidValue"],
    ["U+0000 in a number", { schemas: [userUrn], userName: "a", externalId: "\0" }, "invalidValue"],
    ["a name too long", { schemas: [userUrn], userName: "a".repeat(5_000) }, "invalidValue"],
    [
      "too many values",
      { schemas: [userUrn], userName: "a", emails: Array(500).fill({ value: "x" }) },
      "invalidValue",
    ],
    [
      "emails that are texts in a list in a list",
      { schemas: [userUrn], userName: "a", emails: [[["x"]]] },
      "invalidValue",
    ],
    ["name as a text", { schemas: [userUrn], userName: "a", name: "A" }, "invalidValue"],
    ["active as a number", { schemas: [userUrn], userName: "a", active: 1 }, "invalidValue"],
    [
      "the same attribute twice",
      `{"schemas":["${userUrn}"],"userName":"a","USERNAME":"b"}`,
      "invalidSyntax",
    ],
  ];

  test.each(bodies)("%s", async (_name, body, scimType) => {
    const { id } = await scim.join("known");
    for (const [method, path] of [
      ["POST", "/Users"],
      ["PUT", `/Users/${id}`],
    ] as const) {
      const before = scim.ward.app.world().next;
      const answer = await scim.call(method, path, body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ schemas: [errorUrn], status: "400", scimType });
      expect(answer.body.detail).toMatch(/\.$/);
      expect(scim.ward.app.world().next).toBe(before);
    }
  });

  test("a byte order mark before the JSON is no part of it (RFC 8259 section 8.1)", async () => {
    const body = `\ufeff{"schemas":["${userUrn}"],"userName":"u"}`;
    expect((await scim.call("POST", "/Users", body)).status).toBe(201);
  });

  test("too large, of another media type, not UTF-8, an address that cannot be", async () => {
    const large = await scim.call("POST", "/Users", {
      schemas: [userUrn],
      userName: "u",
      title: "x".repeat(300_000),
    });
    expect([large.status, large.body.status]).toEqual([413, "413"]);
    const bulk = await scim.call("POST", "/Bulk", {
      schemas: [bulkUrn],
      Operations: ["x".repeat(1_100_000)],
    });
    expect([bulk.status, bulk.body.status]).toEqual([413, "413"]);
    const xml = await scim.call("POST", "/Users", "<x/>", {
      headers: { "content-type": "text/xml" },
    });
    expect([xml.status, xml.body.schemas]).toEqual([415, [errorUrn]]);
    for (const path of [
      "/Users/%00",
      "/Users/%ff",
      `/Users/${"x".repeat(500)}`,
      "/Users/..%2fGroups",
    ]) {
      expect([400, 404, 414]).toContain((await scim.call("GET", path)).status);
    }
    expect((await scim.call("DELETE", user("a%00b"))).status).toBe(404);
  });

  test("queries that cannot be", async () => {
    for (const query of [
      "filter=shoe%20eq%201",
      "filter=",
      "filter=a&filter=b",
      "count=many",
      "startIndex=1.5",
      "sortBy=shoe",
      "sortBy=userName&sortOrder=up",
      "attributes=userName&excludedAttributes=name",
    ]) {
      await scim.join(`u${query.length}${query}`);
      const answer = await scim.call("GET", `/Users?${query}`);
      expect([query, answer.status, answer.body.schemas]).toEqual([query, 400, [errorUrn]]);
    }
    expect(
      (await scim.call("GET", "/Users?filter=userName%20eq%20%22%5Cu0000%22")).body.totalResults,
    ).toBe(0);
  });

  test("nothing of a name, a number or an address gets into the log (U3)", async () => {
    const { id } = await scim.join("zelda.username", {
      externalId: "EXT-4711",
      displayName: "Zelda Quux",
      emails: [{ value: "zelda@mail.example" }],
    });
    await scim.call("POST", "/Groups", {
      schemas: [groupUrn],
      displayName: "nurse@4B",
      externalId: "GRP-0815",
      members: [{ value: id }],
    });
    await scim.call("PATCH", `/Users/${id}`, {
      schemas: [patchUrn],
      Operations: [{ op: "add", path: "nickName", value: "Zeldchen" }],
    });
    await scim.call("DELETE", `/Users/${id}`);
    const entries = await scim.ward.log.read(0, { limit: 10_000 });
    const log = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
    for (const word of ["zelda", "Zelda", "EXT-4711", "GRP-0815", "Zeldchen"]) {
      expect(log).not.toContain(word);
    }
    expect(engagementsOf(scim, id)).toHaveLength(1);
  });
});
