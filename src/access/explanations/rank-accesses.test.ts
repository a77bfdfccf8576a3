import { expect, test } from "vitest";
import { type ExplainedAccess, rankAccesses } from "./rank-accesses.ts";

const hour = 3_600_000;
const at = 1_773_172_800_000;

const looked = (person: string, patient: string, more: Partial<ExplainedAccess> = {}) => ({
  person,
  patient,
  at,
  relationships: [],
  ...more,
});
const explained = [{ type: "care-team", source: "t", from: at }] as const;
const order = (...accesses: readonly ExplainedAccess[]) =>
  rankAccesses(accesses).map(({ person, patient }) => `${person} ${patient}`);

test("[X15] the unexplained come first, and of alike ones the latest", () => {
  const careTeam = looked("ann", "p1", { relationships: explained, at: at + 2 * hour });
  const later = looked("cat", "p3", { at: at + hour });
  expect(order(careTeam, looked("ben", "p2"), later)).toEqual(["cat p3", "ben p2", "ann p1"]);
});

test("[X15] several without a relationship at one patient come before one", () => {
  expect(order(looked("ann", "p1"), looked("ben", "p2"), looked("cat", "p2"))).toEqual([
    "ben p2",
    "cat p2",
    "ann p1",
  ]);
});

test("[X15] several patients of one ward in one shift look like work, over days or wards they do not", () => {
  const inShift = ["p1", "p2", "p3"].map((patient) => looked("ann", patient, { ward: "4B" }));
  expect(order(...inShift, looked("ben", "p4", { ward: "4B" }))[0]).toBe("ben p4");
  const overDays = ["p1", "p2", "p3"].map((patient, index) =>
    looked("ann", patient, { ward: "4B", at: at + (3 - index) * 24 * hour }),
  );
  expect(order(...overDays, looked("ben", "p4", { ward: "4B" }))[3]).toBe("ben p4");
});
