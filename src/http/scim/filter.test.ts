import { describe, expect, test } from "vitest";
import type { Resource } from "./coerce.ts";
import { matches, parseFilter, parsePath } from "./filter.ts";
import { enterpriseUrn, userType } from "./schemas.ts";

const user: Resource = {
  userName: "BJensen",
  title: 'a "and" b',
  active: true,
  name: { familyName: "O'Malley", givenName: "Bärbel" },
  emails: [
    { type: "work", value: "b@example.com", primary: true },
    { type: "home", value: "b@home.org" },
  ],
  meta: { resourceType: "User", lastModified: "2011-05-13T04:42:34.000Z" },
  [enterpriseUrn]: { employeeNumber: "701984" },
};

const holds = (text: string) => matches(parseFilter(userType, text), user);

describe("filters (RFC 7644 section 3.4.2.2)", () => {
  test.each([
    // The forms of the RFC's figure 2, about this user.
    'userName eq "bjensen"',
    'name.familyName co "O\'Malley"',
    'userName sw "B"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b"',
    "title pr",
    'meta.lastModified gt "2011-05-13T04:42:33Z"',
    'meta.lastModified ge "2011-05-13T06:42:34+02:00"',
    'meta.lastModified lt "2012-05-13T04:42:34Z"',
    'meta.lastModified le "2011-05-13T04:42:34Z"',
    'title pr and userName eq "bjensen"',
    'title eq "x" or active eq true',
    'userName ne "x"',
    'emails co "example.com"',
    'emails.type eq "home"',
    'emails[type eq "work" and value co "@example.com"]',
    'emails[type eq "work" and value co "@example.com"] or title eq "x"',
    'not (emails[type eq "work" and value co "home.org"])',
    // What is easily got wrong.
    'USERNAME EQ "BJENSEN" AND NOT (title eq "x")',
    'not (active eq true and userName eq "x")',
    'title eq "a \\"and\\" b"',
    'userName eq "B\\u004aensen"',
    'userName eq "x" and userName eq "y" or active eq true',
    'active eq true or userName eq "x" and userName eq "y"',
    '(userName eq "x" or active eq true) and (title pr or nickName pr)',
    `${enterpriseUrn}:employeeNumber eq "701984"`,
    `${enterpriseUrn.toUpperCase()}:EMPLOYEENUMBER eq "701984"`,
    'active eq "True"',
    "nickName eq null",
    "title ne null",
    'nickName ne "x"',
    'name.givenName eq "ba\u0308rbel"',
    'name.familyName ew "alley"',
    "active ne false",
  ])("is so: %s", (text) => {
    expect(holds(text)).toBe(true);
  });

  test.each([
    'emails[type eq "home" and value co "@example.com"]',
    'not (active eq true or userName eq "x")',
    'userName eq "x" and (active eq true or title pr)',
    "nickName pr",
    'nickName eq "x"',
    `${enterpriseUrn}:employeeNumber eq "70198"`,
    'userName gt "c"',
    "not (title pr)",
  ])("is not so: %s", (text) => {
    expect(holds(text)).toBe(false);
  });

  test.each([
    "",
    "userName",
    "userName eq",
    'userName eq "x',
    "userName eq x",
    'userName is "x"',
    'userName eq "x" and',
    'userName eq "x" garbage',
    '(userName eq "x"',
    'userName eq "x")',
    'emails[type eq "x"',
    'emails[shoe eq "x"]',
    'shoe eq "x"',
    "name eq null",
    "active gt true",
    "not title pr",
    "userName pr pr",
    'userName eq "\\q"',
    'userName eq "a\u0001b"',
    "; drop table users",
    `${"(".repeat(50)}title pr${")".repeat(50)}`,
    `title eq "${"x".repeat(5_000)}"`,
  ])("cannot be read: %s", (text) => {
    expect(() => parseFilter(userType, text)).toThrow(
      expect.objectContaining({ status: 400, scimType: "invalidFilter" }),
    );
  });
});

test("paths of PATCH", () => {
  const read = (text: string) => {
    const path = parsePath(userType, text);
    return path === "extension" ? path : [path.place.attribute.name, path.sub?.name];
  };
  expect(read('addresses[type eq "work"].streetAddress')).toEqual(["addresses", "streetAddress"]);
  expect(read('emails[type eq "a]b"]')).toEqual(["emails", undefined]);
  expect(read("name.familyName")).toEqual(["name", "familyName"]);
  expect(read(`${enterpriseUrn}:manager.displayName`)).toEqual(["manager", "displayName"]);
  expect(read(enterpriseUrn)).toBe("extension");
});
