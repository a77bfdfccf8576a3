import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { chooseDemo } from "./demo.ts";
import { generateHospital } from "./generate-hospital.ts";
import { checks } from "./numbers.ts";
import { extendRosters } from "./rosters.ts";

const now = Temporal.Instant.from("2026-11-23T14:05:00Z").epochMilliseconds;
const year = 365 * 24 * 60 * 60_000;

describe("demonstration people", { timeout: 60_000 }, () => {
  it("are on duty at any hour of any day, the clinicians in one ward with patients in it", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: year }),
        (seed, after) => {
          const at = now + after;
          const hospital = generateHospital({ seed, now: at });
          const demo = chooseDemo(hospital, at);
          const { shifts, onCalls } = extendRosters(hospital, at, at + 1);
          const { nurse, colleague, doctor, locum, manager, privacyOfficer } = demo.people;
          for (const one of [nurse, colleague, doctor, manager]) {
            expect(
              shifts.some(({ person, ward }) => person === one.person && ward === demo.ward),
            ).toBe(true);
          }
          expect(
            shifts.some(({ person, ward }) => person === locum.person && ward === locum.ward),
          ).toBe(true);
          expect(onCalls.some(({ person }) => person === privacyOfficer.person)).toBe(true);
          for (const one of Object.values(demo.people)) {
            expect(one.badge).toMatch(/^[0-9]{10}$/);
            expect(one.pin).toMatch(/^[0-9]{4}$/);
            const member = hospital.staff.find(({ person }) => person === one.person);
            expect(member!.engagement.from <= at && member!.engagement.to > one.until).toBe(true);
            expect(member!.assignments.every(({ from, to }) => from <= at && to > one.until)).toBe(
              true,
            );
          }
          expect(new Set(Object.values(demo.people).map(({ person }) => person)).size).toBe(6);
          expect(demo.patients.own.length).toBeGreaterThanOrEqual(4);
          for (const patient of demo.patients.own) expect(patient.ward).toBe(demo.ward);
          expect(demo.patients.elsewhere.ward).not.toBe(demo.ward);
          expect(
            [...demo.patients.own, demo.patients.elsewhere].every(({ number }) => checks(number)),
          ).toBe(true);
          expect(hospital.seats.find(({ id }) => id === demo.seats[0])!.ward).toBe(demo.ward);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("can be chosen for a later instant of the same hospital", () => {
    const hospital = generateHospital({ seed: "later", now });
    for (let hours = 0; hours < 24 * 16; hours += 5) {
      const at = now + hours * 60 * 60_000;
      const demo = chooseDemo(hospital, at);
      expect(demo.people.nurse.until).toBeGreaterThan(at);
      expect(chooseDemo(hospital, at)).toEqual(demo);
    }
  });

  it("are refused where a hospital is too small to have them", () => {
    const hospital = generateHospital({
      seed: "small",
      now,
      size: { wards: 2, staff: 60, seats: 4, inPatients: 30 },
    });
    expect(() => chooseDemo(hospital, now)).toThrow(
      expect.objectContaining({ code: "nobody-on-duty" }),
    );
  });
});
