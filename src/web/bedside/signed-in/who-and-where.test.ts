import { expect, test } from "vitest";
import { en } from "../../messages/en.ts";
import { whoAndWhere } from "./who-and-where.ts";

const who = { id: "ben", name: "Ben Okafor", initials: "BO", role: "nurse" };
const seat = { who, ward: "4A", wardName: "General medicine" };

test("a role goes with the ward it is held for; a seat elsewhere says that it is the seat's ward", () => {
  expect(whoAndWhere({ ...seat, roleAt: "4A" }, en)).toBe("nurse 4A General medicine");
  expect(whoAndWhere({ ...seat, roleAt: "5A" }, en)).toBe("nurse 5A · seat on 4A General medicine");
  expect(whoAndWhere({ ...seat, roleAt: "cardiology" }, en)).toBe(
    "nurse cardiology · seat on 4A General medicine",
  );
  expect(whoAndWhere(seat, en)).toBe("nurse · seat on 4A General medicine");
});
