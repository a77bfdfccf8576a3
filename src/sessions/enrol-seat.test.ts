import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { enrolSeat, enterPin, withdrawSeat } from "./index.ts";
import { SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const actor = { type: "person", id: "amy" } as const;
const enrol = (key: string, ...seats: readonly string[]) =>
  hospital.submit(enrolSeat({ key, seats, actor })).seat;
const keyOf = (seat: string) => hospital.world.seats.get(seat)?.key;
const seatOf = (key: string) => hospital.side.get(`credentials|seat-key|${key}`);

test("[S0] an enrolled key is the seat's, and a key it had before no longer", () => {
  expect(enrol("one", "4B-1")).toBe("4B-1");
  expect([keyOf("4B-1"), seatOf("one")]).toEqual(["one", "4B-1"]);
  enrol("two", "4B-1");
  expect([keyOf("4B-1"), seatOf("one"), seatOf("two")]).toEqual(["two", undefined, "4B-1"]);
});

test("[S0] a key is one seat's: enrolled as another it leaves the first", () => {
  enrol("one", "4B-1");
  enrol("one", "4B-2");
  expect([keyOf("4B-1"), keyOf("4B-2"), seatOf("one")]).toEqual([undefined, "one", "4B-2"]);
});

test("[S0] enrolling the same again says nothing twice", () => {
  enrol("one", "4B-1");
  const before = hospital.log.length;
  expect(enrol("one", "4B-1")).toBe("4B-1");
  expect(hospital.log.length).toBe(before);
});

test("[S0] of several seats the first without a key is taken, then the first that nobody sits at", () => {
  expect(enrol("one", "4B-1", "4B-2")).toBe("4B-1");
  expect(enrol("two", "4B-1", "4B-2")).toBe("4B-2");
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  expect(enrol("three", "4B-1", "4B-2")).toBe("4B-2");
  expect(() => hospital.submit(enrolSeat({ key: "four", seats: [], actor }))).toThrow(
    expect.objectContaining({ code: "no-free-seat" }),
  );
});

test("[S0] whoever is in is parked when the seat gets another key, or loses it", () => {
  enrol("one", "4B-1");
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  enrol("two", "4B-1");
  expect(hospital.sessions()).toEqual(["(eve@4B-1)"]);
  hospital.submit(withdrawSeat({ seat: "4B-1", actor }));
  expect([keyOf("4B-1"), seatOf("two")]).toEqual([undefined, undefined]);
});

test("[S0] an unknown seat is refused", () => {
  expect(() => enrol("one", "nowhere")).toThrow(expect.objectContaining({ code: "seat-unknown" }));
});
