import { expect, test } from "vitest";
import { type Change, countChanges } from "./group-changes.ts";

const change = (more: Partial<Change>): Change => ({
  action: "chart.open",
  before: { decision: "permit", policies: ["a"] },
  after: { decision: "deny", policies: ["b"] },
  ward: "4B",
  pattern: "inpatient",
  person: "amy",
  patient: "p1",
  position: 1,
  at: 0,
  ...more,
});

test("each part of a kind makes a group of its own, the largest first", () => {
  const counter = countChanges();
  counter.add(change({ position: 1 }));
  counter.add(change({ position: 2, ward: "6A" }));
  counter.add(change({ position: 3, ward: "6A", person: "ben" }));
  counter.add(change({ position: 4, pattern: "emergency" }));
  counter.add(change({ position: 5, action: "note.write" }));
  counter.add(change({ position: 6, before: { decision: "permit", policies: ["c"] } }));
  counter.add(change({ position: 7, after: { decision: "deny", policies: [], cause: "error" } }));
  const groups = counter.groups();
  expect(groups.map(({ first }) => first.position)).toEqual([2, 1, 4, 5, 6, 7]);
  expect(groups[0]).toMatchObject({ requests: 2, people: 2, patients: 1 });
});

test("a bounded counter keeps its bounds, and says what it left out", () => {
  const counter = countChanges({ groups: 1, each: 2 });
  for (const person of ["amy", "ben", "kim"]) counter.add(change({ person }));
  counter.add(change({ ward: "6A" }));
  expect(counter.groups()).toMatchObject([{ ward: "4B", requests: 3, people: 2 }]);
  expect(counter.ungrouped()).toBe(1);
});
