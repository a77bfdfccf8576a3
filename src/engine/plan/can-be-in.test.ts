import { expect, test } from "vitest";
import { readCedarSchema } from "../parse/read-call.ts";
import { canBeIn } from "./can-be-in.ts";

const { entityTypes } = readCedarSchema(`
  entity Hospital; entity Ward in [Hospital]; entity Bed in [Ward, Room]; entity Room in [Room];
  entity Lonely;
`);

test("a type can be in itself, in the types of its parents, and in theirs", () => {
  const places = ["Hospital", "Ward", "Bed", "Room", "Lonely", "Unknown"];
  const of = (type: string) => places.filter((place) => canBeIn(type, place, entityTypes));
  expect(of("Bed")).toEqual(["Hospital", "Ward", "Bed", "Room"]);
  expect(of("Ward")).toEqual(["Hospital", "Ward"]);
  expect(of("Room")).toEqual(["Room"]);
  expect(of("Hospital")).toEqual(["Hospital"]);
  expect(of("Lonely")).toEqual(["Lonely"]);
  expect(of("Unknown")).toEqual(["Unknown"]);
});
