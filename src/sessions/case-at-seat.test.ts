import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { provenBy } from "../world/index.ts";
import { caseAt, openCase } from "./case-at-seat.ts";
import { closeOverdue, nextOverdue } from "./close-overdue.ts";
import { sceneOf } from "./scene.ts";
import { hour, SmallHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let hospital: SmallHospital;
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  const place = { site: "north", name: "4B", type: "ward", service: "cardiology" } as const;
  hospital.record("ward.registered", { ward: "4B", ...place, pattern: "theatre-icu" });
  hospital.record("patient.registered", { patient: "anna" });
  adt("A01", "4B");
});

let messages = 0;
function adt(trigger: "A01" | "A02" | "A03" | "A09" | "A10", ward: string, temporary?: string) {
  const away = temporary === undefined ? {} : { temporary: { ward: temporary } };
  hospital.record("adt.accepted", {
    feed: "adt",
    encounter: "enc-anna",
    patient: "anna",
    event: {
      trigger,
      at: hospital.now,
      control: `c${++messages}`,
      class: "I",
      location: { ward },
      ...away,
    },
  });
  hospital.now += 1_000;
}
const scene = () => sceneOf(hospital.deps, hospital.world, hospital.now);
const seat = () => {
  const known = hospital.world.seats.get("4B-1");
  if (known === undefined) throw new Error("no 4B-1");
  return known;
};
/** A case as the record alone makes it. */
const opened = (until = hospital.now + 24 * hour) =>
  hospital.record("case.opened", { patient: "anna", seat: "4B-1", until });
const overdue = () => closeOverdue(hospital.deps, hospital.world, hospital.now);

test("[S7] a case is over with its time, before anybody records it, and the ticker knows when that is", () => {
  const until = hospital.now + 24 * hour;
  opened(until);
  expect(nextOverdue(hospital.deps, hospital.world, hospital.now)).toBe(until);
  hospital.now = until - 1;
  expect([caseAt(scene(), seat())?.patient, overdue()]).toEqual(["anna", []]);
  hospital.now = until;
  expect(caseAt(scene(), seat())).toBeUndefined();
  expect(overdue()).toMatchObject([
    { kind: "case.closed", seat: "4B-1", body: { patient: "anna", reason: "over" } },
  ]);
  expect(nextOverdue(hospital.deps, hospital.world, hospital.now)).toBeUndefined();
});

test("[S7] [C3] away for an examination the patient still has the bed, and the case is as it was; discharged, it ends", () => {
  opened();
  adt("A09", "4B", "6A");
  expect(caseAt(scene(), seat())?.patient).toBe("anna");
  adt("A10", "4B");
  adt("A03", "4B");
  expect(caseAt(scene(), seat())).toBeUndefined();
  expect(overdue()).toMatchObject([{ body: { reason: "left" } }]);
});

test("[S7] a patient who is in theatre for an hour only, and has their bed elsewhere, has a case there for that hour", () => {
  adt("A02", "6A");
  opened();
  expect(caseAt(scene(), seat())).toBeUndefined();
  adt("A09", "6A", "4B");
  expect(caseAt(scene(), seat())?.patient).toBe("anna");
  adt("A10", "6A");
  expect(caseAt(scene(), seat())).toBeUndefined();
});

test("[S7] a case is opened for the patient on the screen and for nobody else", () => {
  const session = {
    id: "ses",
    person: "amy",
    engagement: "eng-amy",
    surface: { type: "seat", id: "4B-1" },
    state: "open",
    ...provenBy({ level: 2, at: hospital.now }),
    openedAt: hospital.now,
    seenAt: hospital.now,
    until: hospital.now + hour,
    patient: "anna",
  } as const;
  expect(openCase(scene(), session, "anna")).toMatchObject([{ kind: "case.opened" }]);
  expect(() => openCase(scene(), session, "otto")).toThrow(/not done/);
  expect(() => openCase(scene(), { ...session, patient: "otto" }, "otto")).toThrow(/No case/);
  opened();
  expect(openCase(scene(), session, "anna")).toEqual([]);
});
