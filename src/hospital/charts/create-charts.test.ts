import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Json } from "../../ports/index.ts";
import { generateHospital } from "../generate-hospital.ts";
import { createCharts } from "./create-charts.ts";

const hour = 60 * 60_000;
const now = Temporal.Instant.from("2026-11-23T14:05:00Z").epochMilliseconds;
const hospital = generateHospital({ seed: "charts", now });
const inPatients = hospital.patients.slice(0, hospital.size.inPatients);
const types = [
  "Encounter",
  "Condition",
  "AllergyIntolerance",
  "MedicationRequest",
  "Observation",
  "DocumentReference",
];
const charts = (at = now, from = hospital) =>
  createCharts({ hospital: from, clock: { now: () => at } });

type Resource = { readonly [key: string]: Json };

function dateOf(resource: Resource): string {
  const names = ["effectiveDateTime", "recordedDate", "authoredOn", "date"];
  return String(names.map((name) => resource[name]).find((date) => date !== undefined) ?? "");
}

describe("charts", () => {
  it("have a reason, observations with units and, for most, medicines and notes", async () => {
    const store = charts();
    let medicines = 0;
    for (const { id } of inPatients) {
      expect(await store.read(id, "Encounter", 5)).toHaveLength(1);
      expect((await store.read(id, "Condition", 50)).length).toBeGreaterThan(0);
      medicines += Math.sign((await store.read(id, "MedicationRequest", 50)).length);
      for (const one of await store.read(id, "Observation", 50)) {
        const quantities = one.component ?? [{ valueQuantity: one.valueQuantity ?? null }];
        for (const part of quantities as readonly Resource[]) {
          const quantity = part.valueQuantity as Resource;
          expect(Number(quantity.value)).toBeGreaterThanOrEqual(0);
          expect(quantity.unit).toBeTruthy();
        }
      }
    }
    expect(medicines / inPatients.length).toBeGreaterThan(0.9);
  });

  it("are about the patient who was asked for, newest first, at most as many as asked for", async () => {
    const store = charts();
    for (const { id } of inPatients.slice(0, 60)) {
      for (const type of types) {
        const read = await store.read(id, type, 7);
        expect(read.length).toBeLessThanOrEqual(7);
        expect(new Set(read.map((resource) => resource.id)).size).toBe(read.length);
        const dates = read.map(dateOf);
        expect(dates).toEqual([...dates].sort().reverse());
        for (const resource of read) {
          expect(resource.resourceType).toBe(type);
          expect(resource.subject ?? resource.patient).toEqual({ reference: `Patient/${id}` });
          expect(
            Temporal.Instant.compare(
              latest(dateOf(resource)),
              Temporal.Instant.fromEpochMilliseconds(now),
            ),
          ).toBeLessThanOrEqual(0);
        }
      }
    }
  });

  it("are the same bytes each time, other ones for another seed", async () => {
    const [patient] = inPatients;
    const other = generateHospital({ seed: "other charts", now });
    const all = async (from: typeof hospital, id: string) =>
      JSON.stringify(await Promise.all(types.map((type) => charts(now, from).read(id, type, 100))));
    const id = patient!.id;
    expect(await all(hospital, id)).toBe(await all(generateHospital({ seed: "charts", now }), id));
    expect(await all(hospital, id)).not.toBe(await all(other, other.patients[0]!.id));
  });

  it("go on with the time: what was read stays, newer observations come before it", async () => {
    const settled = inPatients.find(({ id }) => {
      const encounter = hospital.encounters.find(({ patient }) => patient === id);
      return encounter!.events[0]!.at < now - 48 * hour;
    })!;
    const before = await charts(now).read(settled.id, "Observation", 10);
    const after = await charts(now + 8 * hour).read(settled.id, "Observation", 40);
    expect(after.length).toBe(40);
    expect(after.findIndex(({ id }) => id === before[0]!.id)).toBeGreaterThan(0);
    for (const one of before) expect(after).toContainEqual(one);
  });

  it("keep what is written, before what was there, under an id of its own", async () => {
    const store = charts();
    const { id } = inPatients[0]!;
    const first = await store.write(id, {
      resourceType: "DocumentReference",
      description: "first",
    });
    const second = await store.write(id, {
      resourceType: "DocumentReference",
      description: "second",
    });
    expect(first).not.toBe(second);
    const read = await store.read(id, "DocumentReference", 3);
    expect(read.slice(0, 2).map(({ description }) => description)).toEqual(["second", "first"]);
    expect(await charts().read(id, "DocumentReference", 3)).not.toContainEqual(read[0]);
  });

  it("keep what bears the same identifier once, for each patient", async () => {
    const store = charts();
    const order = (value: string) => ({ resourceType: "ServiceRequest", identifier: [{ value }] });
    const first = await store.write("pat_stranger", order("a"));
    expect(await store.write("pat_stranger", order("a"))).toBe(first);
    expect(await store.write("pat_stranger", order("b"))).not.toBe(first);
    await store.write("pat_other", order("a"));
    expect(await store.read("pat_stranger", "ServiceRequest", 5)).toHaveLength(2);
    expect(await store.read("pat_other", "ServiceRequest", 5)).toHaveLength(1);
  });

  it("of a stranger hold what was written and nothing else", async () => {
    const store = charts();
    for (const type of types) expect(await store.read("pat_stranger", type, 5)).toEqual([]);
    expect(await store.read(inPatients[0]!.id, "toString", 5)).toEqual([]);
    await store.write("pat_stranger", { resourceType: "ServiceRequest" });
    expect(await store.read("pat_stranger", "ServiceRequest", 5)).toHaveLength(1);
  });
});

function latest(date: string): Temporal.Instant {
  return Temporal.Instant.from(
    date === "" ? "1970-01-01T00:00Z" : date.includes("T") ? date : `${date}T00:00Z`,
  );
}
