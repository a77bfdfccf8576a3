import { describe, expect, test } from "vitest";
import { apply, changesState } from "./apply.ts";
import type { LogRecord, NewRecord } from "./records.ts";
import { createRetirement, retire } from "./retire.ts";
import { copyWorld, type Draft, emptyWorld, fork, merge, worldFrom } from "./world.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 2, 10);

function put(draft: Draft, at: number, ...records: readonly NewRecord[]): void {
  for (const record of records) {
    apply(draft, {
      ...record,
      position: draft.next,
      at,
      id: `rec_${draft.next}`,
      batch: "bat_1",
      v: 1,
      actor: { type: "system", id: "test" },
    } as LogRecord);
  }
}

const nurse: readonly NewRecord[] = [
  { kind: "person.registered", body: { person: "amy" } },
  {
    kind: "engagement.started",
    body: { engagement: "e1", person: "amy", type: "employee", from: start, to: start + 365 * day },
  },
  {
    kind: "shift.rostered",
    body: {
      shift: "s1",
      engagement: "e1",
      role: "nurse",
      ward: "4B",
      from: start,
      to: start + day / 2,
    },
  },
];

describe("the fold", () => {
  test("stops at a kind it does not know, naming the position", () => {
    const draft = emptyWorld();
    put(draft, start, ...nurse);
    const unknown = { kind: "teapot.boiled", body: {} } as unknown as NewRecord;
    expect(() => put(draft, start, unknown)).toThrow('position 3 is of kind "teapot.boiled"');
    expect(() => put(draft, start, { ...unknown, kind: "toString" } as never)).toThrow(
      "position 3",
    );
  });

  test("decisions and looks change nothing, and say so", () => {
    expect(changesState("decision.permitted")).toBe(false);
    expect(changesState("decision.denied")).toBe(false);
    expect(changesState("log.read")).toBe(false);
    expect(changesState("session.opened")).toBe(true);
    expect(changesState("pin.mistyped")).toBe(true);
  });

  test("a draft shows nothing to readers of the world until it is merged", () => {
    const world = emptyWorld();
    put(world, start, ...nurse);
    const draft = fork(world);
    put(draft, start + 1, { kind: "shift.cancelled", body: { shift: "s1" } });
    expect(world.shifts.has("s1")).toBe(true);
    expect(world.next).toBe(3);
    merge(world, draft);
    expect(world.shifts.has("s1")).toBe(false);
    expect(world.shiftsByPerson.get("amy")).toEqual([]);
    expect([world.next, world.at]).toEqual([4, start + 1]);
  });

  test("a world built from a snapshot's rows is the same world", () => {
    const world = emptyWorld();
    put(world, start, ...nurse, { kind: "policy.activated", body: { hash: "h", decider: 1 } });
    const copy = worldFrom(structuredClone(copyWorld(world)));
    expect(copyWorld(copy)).toEqual(copyWorld(world));
    put(copy, start, { kind: "shift.cancelled", body: { shift: "s1" } });
    expect(world.shifts.has("s1")).toBe(true);
  });
});

describe("a badge", () => {
  const issued = (person: string, until: number): NewRecord => ({
    kind: "badge.issued",
    body: { badge: "b1", person, until },
  });

  test("[A3] issued again with another end it keeps its wrong PINs; issued to somebody else it starts anew", () => {
    const world = emptyWorld();
    const mistyped: NewRecord = { kind: "pin.mistyped", body: { badge: "b1", place: "4B-1" } };
    put(
      world,
      start,
      issued("amy", start + day),
      mistyped,
      mistyped,
      issued("amy", start + 2 * day),
    );
    expect(world.badges.get("b1")).toMatchObject({ until: start + 2 * day, wrongPins: 2 });
    put(world, start, issued("ben", start + day));
    expect(world.badges.get("b1")).toMatchObject({ person: "ben", wrongPins: 0 });
    expect([world.badgesByPerson.get("amy"), world.badgesByPerson.get("ben")]).toEqual([
      [],
      ["b1"],
    ]);
  });
});

describe("what leaves the world", () => {
  test("a shift two days after its end; an encounter's events after 7 days, the encounter after 30", () => {
    const world = emptyWorld();
    put(world, start, ...nurse);
    const event = (trigger: "A01" | "A03", at: number): NewRecord => ({
      kind: "adt.accepted",
      body: {
        feed: "adt",
        encounter: "enc",
        patient: "pat",
        event: { trigger, at, control: trigger, location: { ward: "4B", bed: "1" } },
      },
    });
    put(world, start, event("A01", start), event("A03", start + day));
    put(world, start, {
      kind: "care.contributed",
      body: { person: "amy", patient: "pat", ward: "4B" },
    });
    expect(retire(world, start + 2 * day, 10)).toEqual([]);
    const ended = start + day;
    const later = [...retire(world, ended + 7 * day, 10)];
    expect(later.map(({ kind }) => kind)).toEqual(["shift.ended", "encounter.settled"]);
    put(world, ended + 7 * day, ...later);
    expect(retire(world, ended + 7 * day, 10)).toEqual([]);
    expect(world.encounters.get("enc")?.state.dischargedAt).toBe(ended);
    put(world, ended + 30 * day, ...retire(world, ended + 30 * day, 10));
    expect(world.encounters.size + world.patients.size + world.contributions.size).toBe(0);
    expect(world.contributionsByPerson.get("amy")).toEqual([]);
  });

  test("whoever asks again and again is told the same as whoever asks once", () => {
    const world = emptyWorld();
    const again = createRetirement();
    put(world, start, ...nurse);
    const found: string[] = [];
    for (let at = start; at <= start + 6 * day; at += day / 4) {
      const once = retire(world, at, 10);
      expect(again(world, at, 10)).toEqual(once);
      // Asked twice before its records are applied, it says them twice.
      expect(again(world, at, 10)).toEqual(once);
      put(world, at, ...once);
      found.push(...once.map(({ kind }) => `${kind} after ${(at - start) / day} d`));
      if (at === start + 3 * day) {
        const body = { engagement: "e1", role: "nurse", ward: "4B", from: start, to: start + day };
        put(world, at, { kind: "shift.rostered", body: { ...body, shift: "s2" } });
      }
    }
    expect(found).toEqual(["shift.ended after 2.5 d", "shift.ended after 3.25 d"]);
  });
});
