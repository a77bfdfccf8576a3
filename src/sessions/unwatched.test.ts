import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import {
  closeOverdue,
  enterPin,
  hearSeat,
  isDueToHear,
  nextOverdue,
  occupantOf,
  parkedAt,
  sceneOf,
  tap,
} from "./index.ts";
import { minute, SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
});

// An inpatient ward locks after two minutes.
const silence = 5 * minute + 30 * second;
const scene = () => sceneOf(hospital.deps, hospital.world, hospital.now);
const occupant = () => occupantOf(scene(), "4B-1");
const hear = () => hospital.submit(hearSeat(hospital.deps, "4B-1"));
const overdue = () => closeOverdue(hospital.deps, hospital.world, hospital.now);
const next = () => nextOverdue(hospital.deps, hospital.world, hospital.now);

test("[S6] a screen that falls silent without a word is locked, at the instant that the ticker was told of", () => {
  hear();
  const last = hospital.now;
  expect(next()).toBe(last + silence);
  hospital.now = last + silence - 1;
  expect(overdue()).toEqual([]);
  hospital.now = last + silence;
  const [parked, ...others] = overdue();
  expect(others).toEqual([]);
  expect(parked).toMatchObject({
    kind: "session.parked",
    body: { reason: "idle", session: occupant()?.id },
    seat: "4B-1",
    actor: { type: "system", id: "wardkey" },
  });
  hospital.record("session.parked", parked?.body as never);
  expect(overdue()).toEqual([]);
  expect(parkedAt(scene(), "4B-1").map(({ person }) => person)).toEqual(["eve"]);
  expect(hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: "number-eve" }))).toMatchObject({
    type: "in",
    how: "resumed",
  });
});

test("[S6] while it is heard nobody is locked out by the server, and it is on record every two minutes at most", () => {
  hear();
  const from = hospital.log.length;
  for (let beat = 0; beat < 60; beat++) {
    hospital.now += minute;
    hear();
    expect(overdue()).toEqual([]);
  }
  const kinds = hospital.log.slice(from).map(({ kind }) => kind);
  expect(kinds).toEqual(Array.from({ length: 30 }, () => "seat.heard"));
  expect(occupant()?.person).toBe("eve");
});

test("[S6] what was heard of one stay at a screen is nothing of the next: whoever came back is counted anew", () => {
  hear();
  hospital.now += 4 * minute;
  const session = occupant();
  hospital.record("session.parked", { session: session?.id ?? "", reason: "idle" });
  hospital.submit(tap(hospital.deps, { seat: "4B-1", badge: "number-eve" }));
  expect(occupant()?.heardAt).toBeUndefined();
  hospital.now += 4 * minute;
  expect(overdue()).toEqual([]);
  hear();
  const heard = occupant();
  expect(heard && isDueToHear(heard, hospital.now)).toBe(false);
  expect(next()).toBe(hospital.now + silence);
});

test("[S6] of nobody who is in nothing is noted", () => {
  const session = occupant()?.id ?? "";
  hospital.record("session.parked", { session, reason: "lock" });
  const before = hospital.log.length;
  hear();
  expect(hospital.log).toHaveLength(before);
});
