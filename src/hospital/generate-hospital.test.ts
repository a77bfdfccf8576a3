import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type AdtEvent, currentStay } from "../world/index.ts";
import { generateHospital } from "./generate-hospital.ts";
import { type Hospital, hospitalSizes } from "./hospital.ts";
import { loadedWorld } from "./load/test-support.ts";
import { checks } from "./numbers.ts";

const day = 24 * 60 * 60_000;
const now = Temporal.Instant.from("2026-11-23T14:05:37.123Z").epochMilliseconds;
const seeds = fc.string({ minLength: 1, maxLength: 10 });

function make(seed: string, at = now): Hospital {
  return generateHospital({ seed, now: at });
}

describe("a hospital", { timeout: 60_000 }, () => {
  it("is the same bytes for the same seed and instant, others for another", () => {
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        fc.pre(a !== b);
        const bytes = JSON.stringify(make(a));
        expect(JSON.stringify(make(a))).toBe(bytes);
        expect(JSON.stringify(make(b))).not.toBe(bytes);
      }),
      { numRuns: 5 },
    );
  });

  it("has the same people, patients and numbers at any instant", () => {
    const then = make("ids");
    const later = make("ids", now + 400 * day);
    const who = ({ staff }: Hospital) =>
      staff.map(
        ({ person, staffNumber, name, engagement, assignments, badge, pin, rota, role, ward }) => ({
          person,
          staffNumber,
          name,
          engagement: [engagement.id, engagement.number, engagement.type],
          assignments: assignments.map(({ id }) => id),
          badge: [badge.id, badge.number],
          pin,
          rota,
          role,
          ward,
        }),
      );
    expect(who(later)).toEqual(who(then));
    expect(later.patients.map(({ id, number, name }) => [id, number, name])).toEqual(
      then.patients.map(({ id, number, name }) => [id, number, name]),
    );
    expect(later.encounters.map(({ id, visit }) => [id, visit])).toEqual(
      then.encounters.map(({ id, visit }) => [id, visit]),
    );
  });

  it("has the size that was asked for, all six patterns and two zones", () => {
    const hospital = make("size");
    const { size } = hospital;
    const wards = hospital.wards.filter(({ type }) => type === "ward");
    expect(size).toEqual(hospitalSizes.demonstration);
    expect(wards).toHaveLength(12);
    expect(new Set(wards.map(({ pattern }) => pattern)).size).toBe(6);
    expect(new Set(hospital.sites.map(({ zone }) => zone)).size).toBe(2);
    expect(hospital.staff).toHaveLength(size.staff);
    expect(hospital.seats).toHaveLength(40);
    expect(hospital.seats.some(({ bed }) => bed !== undefined)).toBe(true);
    const sensors = hospital.seats.flatMap(({ sensor }) => sensor?.key ?? []);
    expect(sensors).toHaveLength(wards.filter(({ pattern }) => pattern !== "telehealth").length);
    unique(sensors);
    expect(hospital.encounters).toHaveLength(size.inPatients + size.discharged);
    expect(hospital.appointments).toHaveLength(size.appointments);
    expect(hospital.feeds.map(({ id }) => id)).toEqual([
      "adt-north",
      "adt-south",
      "roster",
      "staff",
    ]);
    expect(new Set(hospital.staff.map(({ engagement }) => engagement.type))).toEqual(
      new Set(["employee", "locum", "contractor", "student", "visiting"]),
    );
    const { devices, workloads } = hospital;
    for (const managed of [true, false])
      expect(devices.some((device) => device.managed === managed)).toBe(true);
    expect(workloads.every(({ owner, purpose, until }) => owner && purpose && until > now)).toBe(
      true,
    );
  });

  it("can be larger", () => {
    const size = hospitalSizes.rehearsal;
    const hospital = generateHospital({ seed: "large", now, size });
    expect(hospital.staff).toHaveLength(2_000);
    expect(hospital.wards.filter(({ type }) => type === "ward")).toHaveLength(40);
    expect(hospital.seats).toHaveLength(size.seats);
    expect(hospital.encounters).toHaveLength(size.inPatients + size.discharged);
    unique(hospital.wards.map(({ id }) => id));
    resolves(hospital);
  });

  it("refers to nothing that is not there and uses no number twice", () => {
    fc.assert(
      fc.property(seeds, (seed) => resolves(make(seed))),
      { numRuns: 6 },
    );
  });

  it("[L2] has an end for everything: 12 months for employees, 30 days either way, and at most 12 for roles", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const ends = new Set<number>();
        for (const { assignments, engagement, badge } of make(seed).staff) {
          const ahead = (engagement.to - now) / day;
          if (engagement.type === "employee") {
            expect(Math.abs(ahead - 365)).toBeLessThan(32);
            ends.add(engagement.to);
          } else expect(ahead > 0 && ahead < 365 && engagement.sponsor !== undefined).toBe(true);
          expect(badge.until).toBeGreaterThan(now);
          for (const { from, to } of assignments) {
            expect(to - from).toBeLessThan(366 * day);
            expect(from >= engagement.from && to <= engagement.to && from < to).toBe(true);
          }
        }
        // Not all on one day: an import that stops must not end everybody at once.
        expect(ends.size).toBeGreaterThan(30);
      }),
      { numRuns: 5 },
    );
  });

  it("[C1] [C3] has whole histories: in order, in the past, with leave, absence and cancelled moves among them", async () => {
    for (const seed of ["a", "b", "c"]) {
      const hospital = make(seed);
      const { world } = await loadedWorld(hospital);
      const states = hospital.encounters.map(({ id }) => world.encounters.get(id)!.state);
      const inPatients = states.filter(({ status }) => status === "admitted");
      expect(inPatients).toHaveLength(hospital.size.inPatients);
      expect(states.filter(({ status }) => status === "discharged")).toHaveLength(
        hospital.size.discharged,
      );
      const beds = inPatients
        .map((state) => currentStay(state)!)
        .map(({ ward, bed }) => `${ward}/${bed}`);
      unique(beds);
      expect(inPatients.some(({ onLeave }) => onLeave)).toBe(true);
      expect(inPatients.some(({ temporary }) => temporary !== undefined)).toBe(true);
      expect(inPatients.every(({ attending }) => attending.length > 0)).toBe(true);
      const triggers = new Set(
        hospital.encounters.flatMap(({ events }) => events.map((event) => event.trigger)),
      );
      for (const trigger of [
        "A01",
        "A02",
        "A03",
        "A04",
        "A05",
        "A06",
        "A08",
        "A09",
        "A12",
        "A13",
        "A21",
      ]) {
        expect(triggers.has(trigger as AdtEvent["trigger"])).toBe(true);
      }
      for (const { events } of hospital.encounters) {
        for (const [index, event] of events.entries()) {
          expect(event.at % 60_000).toBe(0);
          expect(event.at).toBeLessThanOrEqual(now);
          if (index > 0) expect(event.at).toBeGreaterThan(events[index - 1]!.at);
        }
      }
      for (const { dischargedAt } of states) {
        if (dischargedAt !== undefined) expect(now - dischargedAt).toBeLessThan(30 * day);
      }
      expect(hospital.contributions.length).toBeGreaterThan(0);
      expect(hospital.careTeams.length).toBeGreaterThan(50);
    }
  });

  it("gives people names of many scripts, patients more than staff", () => {
    const { patients, staff } = generateHospital({
      seed: "names",
      now,
      size: { discharged: 2_000 },
    });
    const isLatin = /^[\p{Script=Latin} '\u2019-]+$/u;
    for (const { name } of staff) expect(`${name.given ?? ""} ${name.family}`).toMatch(isLatin);
    const other = patients.filter(({ name }) => !isLatin.test(name.family));
    expect(other.length).toBeGreaterThan(10);
    expect(patients.some(({ name }) => name.given === undefined)).toBe(true);
    for (const sign of ["'", "-", " "])
      expect(patients.some(({ name }) => name.family.includes(sign))).toBe(true);
    expect(patients.every(({ name }) => name.family.isWellFormed())).toBe(true);
  });

  it("is refused with the reason when its size or instant is impossible", () => {
    const attempt = (size: Partial<Hospital["size"]>) => () =>
      generateHospital({ seed: "x", now, size });
    const impossible = expect.objectContaining({ code: "size-impossible" });
    expect(attempt({ staff: 100 })).toThrow(impossible);
    expect(attempt({ wards: 0 })).toThrow(impossible);
    expect(attempt({ seats: 3 })).toThrow(impossible);
    expect(attempt({ seats: 100_000 })).toThrow(impossible);
    expect(attempt({ inPatients: -1 })).toThrow(impossible);
    expect(attempt({ discharged: 1.5 })).toThrow(impossible);
    for (const at of [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY]) {
      expect(() => make("x", at)).toThrow(expect.objectContaining({ code: "instant-impossible" }));
    }
  });

  it("may be tiny", () => {
    const hospital = generateHospital({
      seed: "tiny",
      now,
      size: { wards: 1, staff: 60, seats: 1, inPatients: 1, discharged: 0, appointments: 0 },
    });
    resolves(hospital);
    expect(hospital.encounters).toHaveLength(1);
  });
});

function unique(values: readonly string[]): void {
  expect(new Set(values).size).toBe(values.length);
}

/** Every reference leads somewhere, every number is one thing's. */
function resolves(hospital: Hospital): void {
  const people = new Set(hospital.staff.map(({ person }) => person));
  const engagements = new Map(
    hospital.staff.map(({ engagement }) => [engagement.id, engagement.person]),
  );
  const wards = new Map(hospital.wards.map((ward) => [ward.id, ward]));
  const patients = new Set(hospital.patients.map(({ id }) => id));
  const feeds = new Set(hospital.feeds.map(({ id }) => id));
  const isPlace = (place: { ward: string; bed?: string } | undefined): boolean =>
    place === undefined ||
    (wards.has(place.ward) &&
      (place.bed === undefined || wards.get(place.ward)!.beds.includes(place.bed)));
  for (const ward of hospital.wards) {
    expect(hospital.sites.some(({ id }) => id === ward.site)).toBe(true);
    if (ward.type === "ward") expect(wards.get(ward.service!)?.type).toBe("service");
  }
  expect(hospital.seats.every(isPlace)).toBe(true);
  expect(hospital.devices.every(({ person }) => person === undefined || people.has(person))).toBe(
    true,
  );
  expect(hospital.workloads.every(({ owner }) => people.has(owner!))).toBe(true);
  for (const { assignments, engagement, person, ward } of hospital.staff) {
    expect(wards.has(ward)).toBe(true);
    expect(engagement.sponsor === undefined || people.has(engagement.sponsor)).toBe(true);
    expect(assignments.every((role) => wards.has(role.ward) && role.person === person)).toBe(true);
  }
  for (const { engagement, person } of [...hospital.roster.shifts, ...hospital.roster.onCalls]) {
    expect(engagements.get(engagement)).toBe(person);
  }
  expect(hospital.roster.shifts.every(isPlace)).toBe(true);
  for (const { events, feed, patient } of hospital.encounters) {
    expect(patients.has(patient) && feeds.has(feed)).toBe(true);
    for (const { attending = [], consulting = [], location, temporary } of events) {
      expect(isPlace(location) && isPlace(temporary)).toBe(true);
      expect([...attending, ...consulting].every((person) => people.has(person))).toBe(true);
    }
  }
  for (const { members, patient } of hospital.careTeams) {
    expect(patients.has(patient) && members.every(({ person }) => people.has(person))).toBe(true);
  }
  for (const { person, service } of hospital.appointments) {
    expect(people.has(person!) && wards.get(service)?.type === "service").toBe(true);
  }
  for (const { into, patient } of hospital.merges)
    expect(patients.has(into) && patients.has(patient)).toBe(true);
  unique(hospital.staff.flatMap(({ badge, person }) => [person, badge.id]));
  unique(hospital.staff.map(({ staffNumber }) => staffNumber));
  unique(hospital.staff.map(({ badge }) => badge.number));
  unique(hospital.patients.map(({ number }) => number));
  unique(hospital.encounters.map(({ visit }) => visit));
  unique(hospital.encounters.flatMap(({ events }) => events.map(({ message }) => message)));
  expect(hospital.patients.every(({ number }) => checks(number))).toBe(true);
}
