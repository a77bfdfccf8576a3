import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { asOccupant, closeOverdue, nextOverdue, occupantOf } from "./index.ts";
import {
  type Check,
  furnished,
  type Happening,
  happen,
  historyOf,
  liveSessions,
  runHistory,
  runTicker,
  sceneIn,
  seats,
} from "./interleavings-support.ts";
import { hour, type SmallHospital, second, start } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const history = historyOf([
  [10, "tap", "pin"],
  [4, "wrong", "lock", "focus", "tick"],
  [6, "away", "near"],
  [1, "out", "end"],
  [2, "raise", "raise-passkey", "passkey"],
]);
const run = (steps: readonly Happening[], check: Check) => runHistory(bundle, steps, check);
const runs = { numRuns: 240 };

test("these histories reach what the properties are about", () => {
  const seen = new Map<string, number>();
  const count = (_hospital: SmallHospital, { what }: Happening, answer: string) => {
    const key = `${what}: ${answer}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  };
  fc.assert(
    fc.property(history, (steps) => run(steps, count)),
    runs,
  );
  for (const key of [
    "tap: in",
    "tap: out",
    "tap: question",
    "pin: in",
    "lock: parked",
    "out: out",
    "away: away",
    "near: back",
    "near: stranger",
  ]) {
    expect([key, (seen.get(key) ?? 0) > 5]).toEqual([key, true]);
  }
});

test("[S1] whatever happens, a seat has at most one occupant and a person at most one seat session", () => {
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital) => {
        for (const seat of seats) {
          const open = [...hospital.world.sessions.values()].filter(
            ({ surface, state }) => surface.id === seat && state === "open",
          );
          expect(open.length).toBeLessThanOrEqual(1);
        }
        const owners = [...hospital.world.sessions.values()].map(({ person }) => person);
        expect(new Set(owners).size).toBe(owners.length);
      }),
    ),
    runs,
  );
});

test("[S2] whatever happens, a tap or PIN of somebody else parks the occupant and loses nothing of theirs", () => {
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital, { seat, person, what }, answer, before) => {
        if (what !== "tap" && what !== "pin") return;
        if (answer !== "in" && answer !== "question") return;
        for (const session of before.live) {
          if (session.person === person || session.surface.id !== seat) continue;
          const { awaySince: _awaySince, ...kept } = session;
          expect(hospital.world.sessions.get(session.id)).toEqual({ ...kept, state: "parked" });
        }
      }),
    ),
    runs,
  );
});

test("[S3] whatever happens, whoever comes in at a seat is in there and nowhere else", () => {
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital, { seat, person, what }, answer) => {
        if ((what !== "tap" && what !== "pin") || answer !== "in") return;
        const open = [...hospital.world.sessions.values()].filter(
          (session) => session.person === person && session.state === "open",
        );
        expect(open.map(({ surface }) => surface.id)).toEqual([seat]);
      }),
    ),
    runs,
  );
});

test("[S4] whatever happens, a bare tap never opens a session, and never raises one [A1]", () => {
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital, { what }, _answer, before) => {
        if (what !== "tap") return;
        for (const session of liveSessions(hospital)) {
          const known = before.live.find(({ id }) => id === session.id);
          expect(known).toMatchObject({ level: session.level, provedAt: session.provedAt });
        }
      }),
    ),
    runs,
  );
});

test("[S5] whatever happens, nobody is in without a duty or past the end of their session", () => {
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital) => {
        const scene = sceneIn(hospital);
        for (const seat of seats) {
          const occupant = occupantOf(scene, seat);
          if (occupant === undefined) continue;
          expect(hospital.now).toBeLessThan(occupant.until);
          expect(occupant.until - occupant.openedAt).toBeLessThanOrEqual(16 * hour);
          // A history may go on until Dan has his shift, a day and a half from its beginning.
          if (hospital.now < start + 35 * hour) expect(occupant.person).not.toBe("dan");
        }
      }),
    ),
    runs,
  );
});

test("[S7] whatever happens, what was asked for under a session is done while it is in, and refused after", () => {
  const note = { name: "note", actor: { type: "system", id: "test" } } as const;
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, (hospital, { seat }, _answer, before) => {
        const shown = before.live.find(
          ({ surface, state }) => surface.id === seat && state === "open",
        );
        if (shown === undefined) return;
        const command = { ...note, handle: () => ({ records: [], answer: "done" }) };
        const act = () =>
          hospital.submit(asOccupant(hospital.deps, { seat, session: shown.id }, command));
        const isStillIn = occupantOf(sceneIn(hospital), seat)?.id === shown.id;
        if (isStillIn) expect(act()).toBe("done");
        else expect(act).toThrow(expect.objectContaining({ code: "occupant-changed" }));
      }),
    ),
    runs,
  );
});

test("[S6] whatever happens, whoever was away for the pattern's time is not in until they tap", () => {
  fc.assert(
    fc.property(history, (steps) => {
      const away = new Map<string, number>();
      run(steps, (hospital, { what }, answer) => {
        const isIn = (id: string) =>
          seats.some((seat) => occupantOf(sceneIn(hospital), seat)?.id === id);
        for (const { id, person } of hospital.world.sessions.values()) {
          const since = away.get(id);
          const gone = since !== undefined && hospital.now - since >= 10 * second;
          const tapped = ["tap", "pin", "passkey"].includes(what) && answer === "in" && isIn(id);
          if (gone && !tapped) expect([person, isIn(id)]).toEqual([person, false]);
        }
        noteAway(hospital, away);
      });
    }),
    runs,
  );
});

/** Since when each session's person is away, by the records alone; what ends a session's stay at a seat ends it. */
function noteAway(hospital: SmallHospital, away: Map<string, number>): void {
  away.clear();
  for (const { at, body, kind } of hospital.log) {
    if (kind === "seat.deserted") away.set(body.session, away.get(body.session) ?? at);
    if (kind === "seat.attended") {
      expect(at - (away.get(body.session) ?? 0)).toBeLessThan(10 * second);
      away.delete(body.session);
    }
    if (kind === "session.opened" || kind === "session.resumed") away.delete(body.session);
  }
}

test("[S6] whatever happens, the same people are in whether a ticker runs all the time or never", () => {
  const idle = (steps: readonly Happening[]) => steps.filter(({ what }) => what !== "tick");
  const peopleIn = (hospital: SmallHospital) =>
    seats.map((seat) => occupantOf(sceneIn(hospital), seat)?.person);
  fc.assert(
    fc.property(history, (steps) => {
      const ticked = furnished(bundle);
      const quiet = furnished(bundle);
      for (const step of idle(steps)) {
        ticked.now += step.after;
        quiet.now += step.after;
        runTicker(ticked);
        expect(happen(ticked, step)).toBe(happen(quiet, step));
        expect(peopleIn(ticked)).toEqual(peopleIn(quiet));
        runTicker(ticked);
        expect(peopleIn(ticked)).toEqual(peopleIn(quiet));
      }
    }),
    runs,
  );
});

test("[S5] [S6] whatever happens, the instant named as the next end is the first at which the ticker finds more", () => {
  fc.assert(
    fc.property(history, (steps) =>
      run(steps, ({ deps, now, world }) => {
        const found = (at: number) => closeOverdue(deps, world, at);
        const next = nextOverdue(deps, world, now);
        expect(found((next ?? now + 100 * hour) - 1)).toEqual(found(now));
        if (next !== undefined) expect(found(next)).not.toEqual(found(now));
      }),
    ),
    runs,
  );
});
