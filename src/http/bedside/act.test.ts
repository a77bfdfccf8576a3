import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  await ward.post(seat, "chart/open", { patient: "pat_kow" }, "amy");
});
afterEach(() => ward.close());

const place = (text: string, key?: string, action = "note.write") =>
  ward.post(seat, "act", { patient: "pat_kow", action, text, key }, "amy");
const notes = () =>
  (ward.charts.get("pat_kow") ?? [])
    .filter(({ resourceType }) => resourceType === "DocumentReference")
    .map(({ description }) => description)
    .filter((text) => text !== "Slept well");

test("a repeat under the same key is no second order, and is answered as done", async () => {
  const first = await place("Chest X-ray", "k1");
  const again = await place("Chest X-ray", "k1");
  expect([first.body.type, again.body.type]).toEqual(["done", "done"]);
  expect(again.body.message).toBe(first.body.message);
  expect(notes()).toEqual(["Chest X-ray"]);
});

test("other words, another key or none are other things", async () => {
  await place("Chest X-ray", "k1");
  await place("Chest X-ray, lateral", "k1");
  await place("Chest X-ray", "k2");
  await place("Chest X-ray");
  await place("Chest X-ray");
  expect(notes()).toEqual([
    "Chest X-ray",
    "Chest X-ray",
    "Chest X-ray",
    "Chest X-ray, lateral",
    "Chest X-ray",
  ]);
});

test("a key that is too long is refused, and nothing is done", async () => {
  const answer = await place("Chest X-ray", "k".repeat(65));
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toMatch(/key of this text is longer than 64/);
  expect(notes()).toEqual([]);
});
