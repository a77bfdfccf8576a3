import { describe, expect, test } from "vitest";
import { DatabaseSettingError, readDatabases } from "./read-databases.ts";

const lab = {
  id: "lab",
  admin: { file: "lab-admin" },
  minutes: 60,
  grants: [{ schema: "lab", tables: ["results"], may: ["SELECT"] }],
};
const read = (...list: unknown[]) => readDatabases(JSON.stringify(list));

describe("[N7] the list of databases", () => {
  test("is read whole; without tables of its own there is nothing to leave behind", () => {
    expect(read(lab)).toEqual([{ ...lab, create: [], owned: "drop", connections: 5 }]);
    const more = { create: ["scratch"], owned: { to: "lab_owner" }, connections: 2 };
    expect(read({ ...lab, ...more, admin: { variable: "LAB_ADMIN" } })).toMatchObject([more]);
  });

  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ["an address in it", { admin: { url: "postgresql://a:secret@b/c" } }, /admin/],
    ["an id that is part of no scope", { id: "Lab 1" }, /id/],
    ["no end", { minutes: 0 }, /minutes/],
    ["more than a day", { minutes: 1_441 }, /minutes/],
    ["nothing granted", { grants: [] }, /gives nothing/],
    ["a right that is too much", { grants: [{ ...lab.grants[0], may: ["TRUNCATE"] }] }, /grant/],
    ["all tables", { grants: [{ schema: "lab", tables: [], may: ["SELECT"] }] }, /grant/],
    ["a member of a grant that nobody reads", { grants: [{ ...lab.grants[0], x: 1 }] }, /grant/],
    ["a name that would be cut", { create: ["x".repeat(64)], owned: "drop" }, /create/],
    ["things made that become nobody's", { create: ["scratch"] }, /owned/],
    ["a member that nobody reads", { password: "x" }, /no member password/],
    ["too many sessions", { connections: 101 }, /connections/],
  ];
  test.each(wrong)("is refused with %s", (_what, more, why) => {
    expect(() => read({ ...lab, ...more })).toThrow(DatabaseSettingError);
    expect(() => read({ ...lab, ...more })).toThrow(why);
    expect(() => read({ ...lab, ...more })).not.toThrow(/secret/);
  });

  test("is refused where it is none, or names one twice", () => {
    expect(() => readDatabases("{")).toThrow("it is not JSON");
    expect(() => readDatabases("{}")).toThrow("it is not a list");
    expect(() => read("lab")).toThrow("it is no object");
    expect(() => read(lab, lab)).toThrow("two have the id lab");
  });
});
