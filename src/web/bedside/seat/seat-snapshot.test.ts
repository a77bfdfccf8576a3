import fc from "fast-check";
import { expect, test } from "vitest";
import type { KnownSeatState } from "../link/state-stream.ts";
import { emptySnapshot, type SeatSnapshot, takeState, withoutOccupant } from "./seat-snapshot.ts";

function locked(position: number): KnownSeatState {
  return {
    type: "locked",
    position,
    seat: "4B-1",
    ward: "4B",
    wardName: "Cardiology",
    zone: "Europe/London",
    parked: [{ initials: "BO" }],
    calls: [],
    declare: [],
  };
}

function signedIn(position: number, person: string, notice?: string): KnownSeatState {
  return {
    type: "in",
    position,
    seat: "4B-1",
    ward: "4B",
    wardName: "Cardiology",
    zone: "Europe/London",
    who: { id: person, name: `Name of ${person}`, initials: "XX", role: "nurse" },
    duty: "Shift to 07:30",
    duties: [],
    until: 0,
    idleLock: 120_000,
    emergencies: [],
    emergenciesSaid: [],
    declared: [],
    declare: [],
    unsigned: [],
    grants: [],
    roster: { waiting: [], staying: [], stayingSaid: [], swaps: [], mayHandOver: false },
    stale: [],
    staleSaid: [],
    patients: [
      { id: "pat", name: "KOWALSKI, Anna", sex: "F", birthDate: "1958-03-12", number: "4417220" },
    ],
    ...(notice === undefined ? {} : { notice }),
  };
}

function after(...states: readonly KnownSeatState[]): SeatSnapshot {
  return states.reduce((snapshot, state) => takeState(snapshot, state, false), emptySnapshot);
}

test("[S7] an answer that a lock has overtaken brings nobody back", () => {
  const snapshot = after(signedIn(5, "ben"), locked(7));
  expect(takeState(snapshot, signedIn(6, "ben"), false)).toBe(snapshot);
});

test("[S7] after a lock was asked for, that person is not shown again before the server has locked", () => {
  const snapshot = withoutOccupant(after(signedIn(5, "ben")));
  expect(takeState(snapshot, signedIn(9, "ben"), true)).toBe(snapshot);
  const done = takeState(snapshot, locked(10), false);
  expect(done.locking).toBeUndefined();
  expect(takeState(done, signedIn(11, "ben"), false).state?.type).toBe("in");
});

test("[S7] whatever happened before, a locked or switched screen holds nothing of who was in", () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant("lock" as const) }),
    fc.record({
      type: fc.constant("state" as const),
      position: fc.nat(20),
      person: fc.constantFrom("ben", "anna", undefined),
      noticed: fc.boolean(),
      fresh: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let snapshot = emptySnapshot;
      for (const one of steps) {
        if (one.type === "lock") snapshot = withoutOccupant(snapshot);
        else {
          const { position, person } = one;
          const notice = one.noticed ? `Name of ${person} closed a chart` : undefined;
          const state =
            person === undefined ? locked(position) : signedIn(position, person, notice);
          snapshot = takeState(snapshot, state, one.fresh);
        }
        const held = JSON.stringify(snapshot);
        const who = snapshot.state?.type === "in" ? snapshot.state.who.id : undefined;
        if (who === undefined) expect(held).not.toMatch(/KOWALSKI|Name of/);
        if (who === "anna") expect(held).not.toContain("Name of ben");
        if (who === "ben") expect(held).not.toContain("Name of anna");
        expect(snapshot.locking === undefined || who !== snapshot.locking).toBe(true);
      }
    }),
  );
});

test("[S2] another person is another occupancy; a change for the same person is not", () => {
  const ben = after(signedIn(1, "ben"));
  expect(takeState(ben, signedIn(2, "ben"), false).occupancy).toBe(ben.occupancy);
  expect(takeState(ben, signedIn(2, "anna"), false).occupancy).toBe(ben.occupancy + 1);
});

test("a notice stays until it is put away, and goes with its person", () => {
  const closed = after(
    signedIn(1, "ben"),
    signedIn(2, "ben", "She moved to 6A."),
    signedIn(3, "ben"),
  );
  expect(closed.notice).toBe("She moved to 6A.");
  expect(takeState(closed, locked(4), false).notice).toBeUndefined();
});

test("positions that begin anew are believed after a loss", () => {
  expect(takeState(after(locked(900)), locked(1), true).state?.position).toBe(1);
});
