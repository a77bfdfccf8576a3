import { expect, test } from "vitest";
import { whereFound } from "./where-found.ts";

const anna = { id: "p1", name: "KOWALSKI, Anna", sex: "F", birthDate: "1958-03-12", number: "1" };
const found = { ...anna, ward: "4B", bed: "1" };

test("somebody who was looked up stands where the list has them by now", () => {
  const listed = { ...found, bed: "7" };
  expect(whereFound(found, { patients: [listed], ward: "4B" })).toEqual(listed);
  expect(whereFound(found, { patients: [], ward: "6A" })).toEqual(found);
});

test("where their ward's list has them no more, no place is shown", () => {
  expect(whereFound(found, { patients: [], ward: "4B" })).toEqual(anna);
});
