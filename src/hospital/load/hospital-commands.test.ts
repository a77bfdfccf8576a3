import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { counterIds, fakeClock, sha256 } from "../../../tests/support/ports.ts";
import { createMemoryStore } from "../../memory/index.ts";
import { openSequencer } from "../../sequencer/index.ts";
import { type Command, canonical, changesState } from "../../world/index.ts";
import { generateHospital } from "../generate-hospital.ts";
import { extendRosters } from "../rosters.ts";
import {
  hospitalCommands,
  isLoaded,
  rosterCommands,
  strangerCommands,
} from "./hospital-commands.ts";
import { createFold, type Folded, loadedWorld, plainDeps } from "./test-support.ts";
import { upkeepCommands } from "./upkeep-commands.ts";

const day = 24 * 60 * 60_000;
const now = Temporal.Instant.from("2026-11-23T14:05:00Z").epochMilliseconds;
const hospital = generateHospital({ seed: "load", now });

function submitAll(folded: Folded, commands: Iterable<Command<number>>, at = now): number {
  let count = 0;
  for (const command of commands) count += folded.submit(command, at);
  return count;
}

/** What stands in the world's tables, in an order of its own. */
function rowsOf({ world }: Folded): Readonly<Record<string, readonly string[]>> {
  const tables = Object.entries(world).flatMap(([name, table]) =>
    typeof table === "object" && "values" in table
      ? [[name, [...table.values()].map((row) => canonical(row)).sort()] as const]
      : [],
  );
  return Object.fromEntries(tables);
}

describe("loading", { timeout: 60_000 }, () => {
  it("gives a world with everything that was generated", () => {
    const folded = loadedWorld(hospital);
    const { world } = folded;
    expect(world.sites.size).toBe(2);
    expect(world.wards.size).toBe(hospital.wards.length);
    expect(world.seats.size).toBe(hospital.seats.length);
    expect(world.devices.size).toBe(hospital.devices.length);
    expect(world.feeds.size).toBe(hospital.feeds.length);
    expect(world.workloads.size).toBe(hospital.workloads.length);
    expect(world.people.size).toBe(hospital.staff.length);
    expect(world.engagements.size).toBe(hospital.staff.length);
    expect(world.badges.size).toBe(hospital.staff.length);
    expect(world.roles.size).toBe(hospital.staff.flatMap(({ assignments }) => assignments).length);
    expect(world.shifts.size).toBe(hospital.roster.shifts.length);
    expect(world.onCalls.size).toBe(hospital.roster.onCalls.length);
    expect(world.encounters.size).toBe(hospital.encounters.length);
    expect(world.careTeams.size).toBe(hospital.careTeams.length);
    expect(world.contributions.size).toBe(hospital.contributions.length);
    expect(world.contacts.size).toBe(hospital.appointments.length);
    for (const { id, events, visit } of hospital.encounters) {
      const known = world.encounters.get(id);
      const last = events.at(-1);
      const settled = last?.trigger === "A03" && last.at + 7 * day <= now;
      expect([visit, known?.events.length]).toEqual([visit, settled ? 0 : events.length]);
    }
    for (const { into, patient } of hospital.merges) {
      expect(world.merges.get(patient)?.into).toBe(into);
    }
    expect(isLoaded(hospital, world)).toBe(true);
  });

  it("[U3] writes names and numbers beside the log and nowhere in it", () => {
    const { records, side } = loadedWorld(hospital);
    // Every text that stands anywhere in the log.
    const log = new Set(records.flatMap((record) => canonical(record).match(/"[^"]*"/g) ?? []));
    for (const { badge, name, person, pin, staffNumber } of hospital.staff) {
      expect(side.get(`identifiers|staff|${staffNumber}`)).toBe(person);
      expect(side.get(`credentials|badge|badge(${badge.number})`)).toBe(badge.id);
      expect(side.get(`names|${person}`)).toMatchObject({ type: "person" });
      expect(side.has(`credentials|pin|${person}`)).toBe(false);
      for (const secret of [badge.number, pin, staffNumber, name.family]) {
        expect(log.has(`"${secret}"`)).toBe(false);
      }
    }
    for (const { id, name, number } of hospital.patients.slice(0, 100)) {
      expect(side.get(`identifiers|mrn|${number}`)).toBe(id);
      expect(side.get(`names|${id}`)).toMatchObject({
        type: "patient",
        number,
        family: name.family,
      });
      expect(log.has(`"${number}"`)).toBe(false);
    }
    for (const { id, visit } of hospital.encounters) {
      expect(side.get(`identifiers|visit|${visit}`)).toBe(id);
      expect(log.has(`"${visit}"`)).toBe(false);
    }
    for (const { id, uid } of hospital.roster.shifts) {
      expect(side.get(`identifiers|shift|roster|${uid}`)).toBe(id);
    }
    expect(records.every(({ kind }) => changesState(kind))).toBe(true);
  });

  it("done twice, or again after an interruption, gives the same world", () => {
    const once = loadedWorld(hospital);
    const before = rowsOf(once);
    expect(submitAll(once, hospitalCommands(hospital, plainDeps))).toBe(0);
    expect(rowsOf(once)).toEqual(before);
    const total = [...hospitalCommands(hospital, plainDeps)].length;
    for (const stop of [1, Math.floor(total / 2), total - 1]) {
      const folded = createFold();
      submitAll(folded, [...hospitalCommands(hospital, plainDeps)].slice(0, stop));
      expect(isLoaded(hospital, folded.world)).toBe(false);
      submitAll(folded, hospitalCommands(hospital, plainDeps));
      expect(rowsOf(folded)).toEqual(before);
      expect(isLoaded(hospital, folded.world)).toBe(true);
    }
  });

  it("makes patients of earlier years known without taking them into the world", () => {
    const large = generateHospital({ seed: "load", now, size: { strangers: 700 } });
    const folded = loadedWorld(large);
    const before = folded.world.patients.size;
    expect(submitAll(folded, strangerCommands(large))).toBe(700);
    expect(submitAll(folded, strangerCommands(large))).toBe(0);
    expect(folded.world.patients.size).toBe(before);
    const numbers = [...folded.side.keys()].filter((key) => key.startsWith("identifiers|mrn|"));
    expect(numbers).toHaveLength(large.patients.length + 700);
  });

  it("goes through the sequencer, some hundred records at a time", async () => {
    const clock = fakeClock(now);
    const store = createMemoryStore({ clock });
    const ports = {
      ...store,
      clock,
      ids: counterIds(),
      hasher: sha256,
      wait: async () => undefined,
    };
    const sequencer = await openSequencer(ports);
    for (const command of hospitalCommands(hospital, plainDeps)) await sequencer.submit(command);
    const { batches, records } = sequencer.figures();
    expect(records / batches).toBeGreaterThan(100);
    const entries = await store.log.read(0, { limit: 100_000 });
    const sizes = new Map<string, number>();
    for (const { batch } of entries) sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
    expect(Math.max(...sizes.values())).toBeLessThan(2_000);
    await sequencer.stop();
  });
});

describe("upkeep", { timeout: 60_000 }, () => {
  it("reaches 14 days ahead and, done again the same day, only hears the feeds", () => {
    const folded = loadedWorld(hospital);
    const at = now + 3 * day;
    submitAll(folded, upkeepCommands(hospital, at), at);
    const wanted = extendRosters(hospital, at, at + 14 * day);
    for (const { id } of wanted.shifts) expect(folded.world.shifts.has(id)).toBe(true);
    for (const { id } of wanted.onCalls) expect(folded.world.onCalls.has(id)).toBe(true);
    expect(folded.world.feeds.get("roster")?.heardAt).toBe(at);
    const before = folded.records.length;
    submitAll(folded, upkeepCommands(hospital, at + 60_000), at + 60_000);
    expect(new Set(folded.records.slice(before).map(({ kind }) => kind))).toEqual(
      new Set(["feed.heard"]),
    );
  });

  it("[L2] carries engagements, roles, badges and workloads on for as long as somebody keeps the demonstration", () => {
    const folded = loadedWorld(hospital);
    for (let at = now; at < now + 480 * day; at += 60 * day) {
      submitAll(folded, upkeepCommands(hospital, at), at);
      for (const { badge, engagement, assignments } of hospital.staff) {
        if (!engagement.renewed) continue;
        expect(folded.world.engagements.get(engagement.id)!.to).toBeGreaterThan(at + 30 * day);
        expect(folded.world.badges.get(badge.id)!.until).toBeGreaterThan(at + 30 * day);
        for (const { id } of assignments) {
          const role = folded.world.roles.get(id)!;
          expect(
            role.from <= at && role.to > at + 30 * day && role.to - role.from < 366 * day,
          ).toBe(true);
        }
      }
      for (const { id } of hospital.workloads) {
        expect(folded.world.workloads.get(id)!.until).toBeGreaterThan(at + 30 * day);
      }
    }
  });

  it("[L1] leaves ended what ended and cancelled what was cancelled", () => {
    const folded = loadedWorld(hospital);
    const [leaver] = hospital.staff;
    const shift = hospital.roster.shifts.find(
      ({ from, person }) => from > now + day && person !== leaver!.person,
    );
    const end: Command<number> = {
      name: "test.end",
      actor: { type: "system", id: "test" },
      handle: () => ({
        records: [
          { kind: "engagement.ended", body: { engagement: leaver!.engagement.id, reason: "left" } },
          { kind: "shift.cancelled", body: { shift: shift!.id } },
        ],
        answer: 0,
      }),
    };
    folded.submit(end, now);
    const known = folded.world.shifts.size;
    const at = now + 5 * day;
    submitAll(folded, upkeepCommands(hospital, at), at);
    expect(folded.world.engagements.get(leaver!.engagement.id)!.to).toBe(now);
    expect(folded.world.shifts.has(shift!.id)).toBe(false);
    expect(folded.world.shifts.size).toBeGreaterThan(known);
    const fresh = extendRosters(hospital, at, at + 14 * day).shifts.filter(
      ({ person }) => person === leaver!.person,
    );
    const later = fresh.filter(({ to }) => to > now + 15 * day);
    expect(later.length).toBeGreaterThan(0);
    for (const { id } of later) expect(folded.world.shifts.has(id)).toBe(false);
  });

  it("takes the same roster in once", () => {
    const folded = loadedWorld(hospital);
    expect(submitAll(folded, rosterCommands(hospital.roster))).toBe(0);
  });
});
