import { describe, expect, test } from "vitest";
import type { Json } from "../../ports/index.ts";
import { coerceResource, type Resource } from "./coerce.ts";
import { applyPatch, readPatch } from "./patch.ts";
import { enterpriseUrn, groupType, userType } from "./schemas.ts";

const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

function patched(resource: Resource, ...operations: readonly object[]): Resource {
  const body = { schemas: [patchUrn], Operations: operations } as unknown as Json;
  return applyPatch(userType, resource, readPatch(body));
}

const work = { type: "work", value: "bjensen@example.com", primary: true };
const home = { type: "home", value: "babs@jensen.org" };
const office = { type: "work", streetAddress: "100 Universal City Plaza", locality: "Hollywood" };
const barbara: Resource = {
  id: "1",
  userName: "bjensen",
  name: { familyName: "Jensen", givenName: "Barbara" },
  emails: [work, home],
  addresses: [office, { type: "home", locality: "Bern" }],
  [enterpriseUrn]: { department: "Cardiology", costCenter: "4130" },
};

describe("PATCH with a path (RFC 7644 section 3.5.2, figure 2)", () => {
  test.each<readonly [string, object, object]>([
    [
      "a single value is set, by any case of its name",
      { op: "add", path: "NickName", value: "Babs" },
      { nickName: "Babs" },
    ],
    [
      "a part of a complex value",
      { op: "replace", path: "name.familyName", value: "Smith" },
      { name: { familyName: "Smith", givenName: "Barbara" } },
    ],
    [
      "a complex value: what is not said stays",
      { op: "replace", path: "name", value: { honorificPrefix: "Dr" } },
      { name: { familyName: "Jensen", givenName: "Barbara", honorificPrefix: "Dr" } },
    ],
    [
      "the schema's URN before the name",
      { op: "add", path: "urn:ietf:params:scim:schemas:core:2.0:User:name.middleName", value: "J" },
      { name: { familyName: "Jensen", givenName: "Barbara", middleName: "J" } },
    ],
    [
      "an extension's attribute",
      { op: "replace", path: `${enterpriseUrn}:department`, value: "Surgery" },
      { [enterpriseUrn]: { department: "Surgery", costCenter: "4130" } },
    ],
    [
      "an extension as a whole",
      { op: "add", path: enterpriseUrn, value: { division: "North" } },
      { [enterpriseUrn]: { department: "Cardiology", costCenter: "4130", division: "North" } },
    ],
    [
      "an extension is removed",
      { op: "remove", path: enterpriseUrn },
      { [enterpriseUrn]: undefined },
    ],
    [
      "values are added, and one that is there already is not there twice",
      { op: "add", path: "emails", value: [home, { type: "other", value: "b@x.example" }] },
      { emails: [work, home, { type: "other", value: "b@x.example" }] },
    ],
    [
      "a new primary value takes the place of the old one",
      { op: "add", path: "emails", value: { value: "n@x.example", primary: true } },
      { emails: [{ ...work, primary: false }, home, { value: "n@x.example", primary: true }] },
    ],
    [
      "all values are replaced",
      { op: "replace", path: "emails", value: [home] },
      { emails: [home] },
    ],
    ["all values are removed", { op: "remove", path: "emails" }, { emails: undefined }],
    [
      "the values that a filter means are removed",
      { op: "remove", path: 'emails[type eq "work" and value ew "example.com"]' },
      { emails: [home] },
    ],
    [
      "a filter that means none removes nothing",
      { op: "remove", path: 'emails[type eq "other"]' },
      { emails: [work, home] },
    ],
    [
      "the value that a filter means is replaced whole",
      {
        op: "replace",
        path: 'addresses[type eq "work"]',
        value: { type: "work", locality: "Ulm" },
      },
      {
        addresses: [
          { type: "work", locality: "Ulm" },
          { type: "home", locality: "Bern" },
        ],
      },
    ],
    [
      "one part of the value that a filter means",
      { op: "replace", path: 'addresses[type eq "work"].locality', value: "Ulm" },
      {
        addresses: [
          { ...office, locality: "Ulm" },
          { type: "home", locality: "Bern" },
        ],
      },
    ],
    [
      "one part of it is removed",
      { op: "remove", path: 'addresses[type eq "work"].streetAddress' },
      {
        addresses: [
          { type: "work", locality: "Hollywood" },
          { type: "home", locality: "Bern" },
        ],
      },
    ],
    [
      "a value that is added where a filter means none is the one that it means",
      { op: "add", path: 'phoneNumbers[type eq "mobile"].value', value: "+41 79" },
      { phoneNumbers: [{ type: "mobile", value: "+41 79" }] },
    ],
    [
      "a part of every value",
      { op: "replace", path: "addresses.country", value: "CH" },
      {
        addresses: [
          { ...office, country: "CH" },
          { type: "home", locality: "Bern", country: "CH" },
        ],
      },
    ],
    [
      "an empty list is no value",
      { op: "replace", path: "emails", value: [] },
      { emails: undefined },
    ],
    ["null is no value", { op: "replace", path: "nickName", value: null }, { nickName: undefined }],
  ])("%s", (_name, operation, expected) => {
    expect(patched(barbara, operation)).toEqual({ ...barbara, ...expected });
  });
});

describe("PATCH without a path", () => {
  test("attributes, dotted names, an extension's by URN, and its own id", () => {
    const value = {
      id: "1",
      nickName: "Babs",
      "name.givenName": "Barb",
      [`${enterpriseUrn}:department`]: "Surgery",
      [enterpriseUrn]: { division: "North" },
      notKnown: 1,
    };
    expect(patched(barbara, { op: "add", value })).toEqual({
      ...barbara,
      nickName: "Babs",
      name: { familyName: "Jensen", givenName: "Barb" },
      [enterpriseUrn]: { department: "Surgery", costCenter: "4130", division: "North" },
    });
  });

  test("several operations are one: each sees what those before it did", () => {
    const after = patched(
      barbara,
      { op: "remove", path: "emails" },
      { op: "add", path: "emails", value: [home] },
      { op: "replace", path: 'emails[type eq "home"].value', value: "x@y.example" },
    );
    expect(after["emails"]).toEqual([{ type: "home", value: "x@y.example" }]);
    expect(barbara["emails"]).toEqual([work, home]);
  });
});

describe("PATCH of members", () => {
  const group: Resource = {
    displayName: "nurse@4B",
    members: [{ value: "a" }, { value: "b" }, { value: "c" }],
  };
  const apply = (operation: object) =>
    applyPatch(
      groupType,
      group,
      readPatch({ schemas: [patchUrn], Operations: [operation] } as unknown as Json),
    )["members"];

  test.each<readonly [string, object, readonly string[] | undefined]>([
    ["by filter", { op: "remove", path: 'members[value eq "a"]' }, ["b", "c"]],
    [
      "by the values, as Entra ID sends it",
      { op: "Remove", path: "members", value: [{ value: "a" }, { value: "c" }] },
      ["b"],
    ],
    ["all", { op: "remove", path: "members" }, undefined],
    [
      "added once",
      { op: "add", path: "members", value: [{ value: "a", display: "A" }, { value: "d" }] },
      ["a", "b", "c", "d"],
    ],
    ["replaced", { op: "replace", path: "members", value: [{ value: "d" }] }, ["d"]],
    ["replaced, without a path", { op: "replace", value: { members: [{ value: "d" }] } }, ["d"]],
  ])("%s", (_name, operation, left) => {
    expect(apply(operation)).toEqual(left?.map((value) => ({ value })));
  });
});

describe("what Entra ID and Okta send in their own way is read", () => {
  test.each<readonly [string, object, object]>([
    ["truths as texts", { op: "Replace", path: "active", value: "False" }, { active: false }],
    [
      "a manager as a text alone",
      { op: "Add", path: `${enterpriseUrn}:manager`, value: "per_1" },
      {
        [enterpriseUrn]: {
          department: "Cardiology",
          costCenter: "4130",
          manager: { value: "per_1" },
        },
      },
    ],
    [
      "a manager that is taken away by an empty text",
      { op: "Replace", path: `${enterpriseUrn}:manager`, value: "" },
      {},
    ],
    [
      "a single value as a list of one",
      { op: "Add", path: `${enterpriseUrn}:manager`, value: [{ value: "per_1" }] },
      {
        [enterpriseUrn]: {
          department: "Cardiology",
          costCenter: "4130",
          manager: { value: "per_1" },
        },
      },
    ],
  ])("%s", (_name, operation, expected) => {
    expect(patched(barbara, operation)).toEqual({ ...barbara, ...expected });
  });
});

describe("what cannot be done is refused, and nothing of it is done", () => {
  test.each<readonly [string, string, object]>([
    ["invalidPath", "an unknown attribute", { op: "add", path: "shoeSize", value: 1 }],
    ["invalidPath", "an unknown part", { op: "add", path: "name.shoe", value: "1" }],
    ["invalidPath", "something after the filter", { op: "remove", path: 'emails[type eq "a"]x' }],
    [
      "invalidPath",
      "a filter where there are no values",
      { op: "remove", path: 'userName[a eq "b"]' },
    ],
    [
      "invalidFilter",
      "a filter that does not end",
      { op: "remove", path: 'emails[type eq "work"' },
    ],
    [
      "invalidFilter",
      "a filter of another attribute",
      { op: "remove", path: 'emails[shoe eq "1"]' },
    ],
    ["noTarget", "remove without a path", { op: "remove" }],
    [
      "noTarget",
      "replace where the filter means none",
      { op: "replace", path: 'emails[type eq "x"].value', value: "y" },
    ],
    ["mutability", "the id", { op: "replace", path: "id", value: "2" }],
    ["mutability", "the groups", { op: "add", path: "groups", value: [{ value: "g" }] }],
    ["mutability", "when it was made", { op: "replace", path: "meta.created", value: "x" }],
    ["mutability", "another id, without a path", { op: "replace", value: { id: "2" } }],
    ["invalidValue", "a number for a text", { op: "add", path: "title", value: 7 }],
    ["invalidValue", "a text for a truth", { op: "add", path: "active", value: "perhaps" }],
    ["invalidValue", "an object for a text", { op: "add", path: "title", value: { a: 1 } }],
    [
      "invalidValue",
      "two primary values",
      {
        op: "add",
        path: "emails",
        value: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
    ],
    ["mutability", "the name of the account is removed", { op: "remove", path: "userName" }],
    ["invalidValue", "no object without a path", { op: "add", value: "x" }],
    ["invalidValue", "no value", { op: "add", path: "title" }],
    ["invalidSyntax", "an unknown act", { op: "move", path: "title", value: "x" }],
  ])("%s: %s", (scimType, _name, operation) => {
    expect(() => patched(barbara, { op: "add", path: "title", value: "T" }, operation)).toThrow(
      expect.objectContaining({ scimType }),
    );
    expect(barbara["title"]).toBeUndefined();
  });

  test.each([
    [{ Operations: [{ op: "add", path: "title", value: "x" }] }],
    [{ schemas: [patchUrn] }],
    [{ schemas: [patchUrn], Operations: [] }],
    [{ schemas: [patchUrn], Operations: {} }],
    [{ schemas: [patchUrn], Operations: [7] }],
    [[]],
    [null],
  ])("the message itself: %j", (body) => {
    expect(() => readPatch(body as Json)).toThrow(
      expect.objectContaining({ status: 400, scimType: "invalidSyntax" }),
    );
  });
});

test("what is sent is kept as the schemas write it, and what no schema has is left out", () => {
  const sent = {
    schemas: [userType.core.id],
    USERNAME: "x",
    password: "t1meMa$heen",
    shoeSize: 44,
    emails: { value: "a@b.example", Type: "work" },
    active: "TRUE",
    meta: { created: "1970-01-01T00:00:00Z" },
    groups: [{ value: "g" }],
  };
  expect(coerceResource(userType, sent)).toEqual({
    userName: "x",
    emails: [{ value: "a@b.example", type: "work" }],
    active: true,
  });
});
