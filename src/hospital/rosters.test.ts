import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { generateHospital } from "./generate-hospital.ts";
import type { Hospital, RosteredShift } from "./hospital.ts";
import { extendRosters } from "./rosters.ts";

const hour = 60 * 60_000;
const day = 24 * hour;
const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const now = at("2026-11-23T14:05:00Z");

/** Sixty days that hold one of the two changes of the clocks. */
const windows: readonly [string, number][] = [
  ["spring", at("2027-02-25T00:00:00Z")],
  ["autumn", at("2027-10-01T12:30:00Z")],
];

const seeds = fc.string({ minLength: 1, maxLength: 8 });

function make(seed: string): Hospital {
  return generateHospital({ seed, now });
}

/** Whether `periods` leave no gap from `from` to `to`. */
function cover(
  periods: readonly { from: number; to: number }[],
  from: number,
  to: number,
): boolean {
  let reached = from;
  for (const period of [...periods].sort((a, b) => a.from - b.from)) {
    if (period.from > reached) return false;
    reached = Math.max(reached, period.to);
  }
  return reached >= to;
}

function group<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = key(row);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [row]);
    else known.push(row);
  }
  return groups;
}

describe("rosters", { timeout: 60_000 }, () => {
  it.each(windows)(
    "nobody works two shifts at once, and rests 11 hours between them (%s)",
    (_name, from) => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const { shifts } = extendRosters(make(seed), from, from + 60 * day);
          for (const own of group(shifts, ({ person }) => person).values()) {
            own.sort((a, b) => a.from - b.from);
            own.reduce<RosteredShift | undefined>((before, shift) => {
              if (before !== undefined)
                expect(shift.from - before.to).toBeGreaterThanOrEqual(11 * hour);
              return shift;
            }, undefined);
          }
        }),
        { numRuns: 3 },
      );
    },
  );

  it.each(windows)(
    "[L5] every ward has nurse, doctor and nurse in charge at every instant, locums where they carry it (%s)",
    (_name, from) => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const hospital = make(seed);
          const to = from + 60 * day;
          const byWard = group(extendRosters(hospital, from, to).shifts, ({ ward }) => ward);
          const locums = new Set(
            hospital.staff
              .filter(({ engagement }) => engagement.type === "locum")
              .map(({ person }) => person),
          );
          for (const ward of hospital.wards.filter(({ type }) => type === "ward")) {
            const here = byWard.get(ward.id) ?? [];
            for (const role of ["nurse-in-charge", "doctor"]) {
              expect(
                cover(
                  here.filter((shift) => shift.role === role),
                  from,
                  to,
                ),
              ).toBe(true);
            }
            if (ward.pattern !== "remote-ward" && ward.pattern !== "telehealth") {
              expect(
                cover(
                  here.filter(({ role }) => role === "nurse"),
                  from,
                  to,
                ),
              ).toBe(true);
            }
            if (ward.pattern === "locum-heavy") {
              expect(
                cover(
                  here.filter(({ person }) => locums.has(person)),
                  from,
                  to,
                ),
              ).toBe(true);
            }
          }
        }),
        { numRuns: 3 },
      );
    },
  );

  it("a ward manager is on duty at each site at every instant", () => {
    const hospital = make("managers");
    const from = now;
    const to = now + 60 * day;
    const { shifts } = extendRosters(hospital, from, to);
    for (const site of ["north", "south"]) {
      const wards = new Set(
        hospital.wards.filter((ward) => ward.site === site).map(({ id }) => id),
      );
      const here = shifts.filter(({ role, ward }) => role === "ward-manager" && wards.has(ward));
      expect(cover(here, from, to)).toBe(true);
    }
  });

  it.each(windows)("somebody is on call for every service at every instant (%s)", (_name, from) => {
    const hospital = make("on-call");
    const to = from + 60 * day;
    const byService = group(extendRosters(hospital, from, to).onCalls, ({ service }) => service);
    for (const { id, type } of hospital.wards) {
      if (type === "service")
        expect([id, cover(byService.get(id) ?? [], from, to)]).toEqual([id, true]);
    }
  });

  it("a night is 13 and a half or 11 and a half hours long when the clocks change", () => {
    const { shifts } = extendRosters(
      make("dst"),
      at("2027-03-27T12:00:00Z"),
      at("2027-03-28T12:00:00Z"),
    );
    const nights = shifts.filter(({ role, uid }) => uid.endsWith("20270327N") && role === "nurse");
    expect(nights.length).toBeGreaterThan(0);
    expect(new Set(nights.map(({ from, to }) => (to - from) / hour))).toEqual(new Set([11.5, 8.5]));
  });

  it("one shift has one nurse in charge", () => {
    const { shifts } = extendRosters(make("charge"), now, now + 14 * day);
    const nursing = shifts.filter(({ role }) => role === "nurse" || role === "nurse-in-charge");
    for (const shift of group(nursing, ({ from, ward }) => `${ward}|${from}`).values()) {
      expect(shift.filter(({ role }) => role === "nurse-in-charge").length).toBeLessThanOrEqual(1);
    }
  });

  it("gives the same shifts under the same uids for any window and any instant of generation", () => {
    const whole = extendRosters(make("same"), now, now + 60 * day);
    const source = generateHospital({ seed: "same", now: now + 90 * hour });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 * 24 }),
        fc.integer({ min: 1, max: 20 * 24 }),
        (first, length) => {
          const from = now + first * hour;
          const to = from + length * hour;
          const part = extendRosters(source, from, to);
          const overlaps = (period: { from: number; to: number }): boolean =>
            period.to > from && period.from < to;
          // Who comes for a few days comes around the instant of generation.
          const staying = new Set(
            source.staff.filter(({ engagement }) => engagement.renewed).map(({ person }) => person),
          );
          const stays = ({ person }: { person: string }): boolean => staying.has(person);
          expect(part.shifts.filter(stays)).toEqual(whole.shifts.filter(overlaps).filter(stays));
          expect(part.onCalls).toEqual(whole.onCalls.filter(overlaps));
        },
      ),
      { numRuns: 10 },
    );
  });

  it("has no uid and no id twice", () => {
    const { shifts, onCalls } = extendRosters(make("uids"), now, now + 60 * day);
    const all = [...shifts, ...onCalls];
    expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it("refuses a window that ends before it begins", () => {
    expect(() => extendRosters(make("w"), 10, 9)).toThrow("ends before it begins");
    expect(() => extendRosters(make("w"), Number.NaN, 9)).toThrow("ends before it begins");
  });
});
