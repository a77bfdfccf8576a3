import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { type BadgeQuestion, lastProof, type Session } from "../world/index.ts";
import { dutiesOf } from "./index.ts";
import {
  type Before,
  type Check,
  type Happening,
  historyOf,
  people,
  runHistory,
  sceneIn,
  seats,
} from "./interleavings-support.ts";
import { hour, minute, type SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const runs = { numRuns: 240 };

/** Checks after each step of such histories, and that they reach what the property is about. */
function whatever(
  history: fc.Arbitrary<readonly Happening[]>,
  check: () => Check,
  reached: readonly string[],
): void {
  const seen = new Map<string, number>();
  const property = fc.property(history, (steps) => {
    const holds = check();
    runHistory(bundle, steps, (hospital, step, answer, before) => {
      const key = `${step.what}: ${answer}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      holds(hospital, step, answer, before);
    });
  });
  fc.assert(property, runs);
  for (const key of reached) expect([key, (seen.get(key) ?? 0) > 5]).toEqual([key, true]);
}

const busy = historyOf([
  [10, "tap", "pin"],
  [3, "wrong", "lock", "raise", "passkey"],
  [2, "away", "near"],
  [1, "out", "end", "unlock"],
]);

/** Two people whose PINs somebody guesses, at every seat and in every way, and who come in meanwhile. */
const guessing = historyOf(
  [
    [24, "wrong"],
    [6, "misraise", "unlock"],
    [2, "pin", "tap", "raise", "passkey"],
  ],
  {
    after: [[6, 500, 2 * second, 10 * second, 40 * second, minute, 6 * minute]],
    person: [
      [6, "eve"],
      [2, "cleo"],
    ],
  },
);

/** Two people who come in and step up. */
const steppingUp = historyOf(
  [
    [5, "pin", "raise", "misraise", "raise-passkey"],
    [2, "tap", "focus", "lock", "passkey", "away"],
  ],
  {
    person: [
      [5, "eve"],
      [2, "cleo"],
    ],
  },
);

const enrolling = historyOf([
  [4, "tap", "pin", "enrol", "away"],
  [2, "withdraw", "reseat", "near", "lock"],
]);

test("[S0] whatever happens, a key is the seat's that it was enrolled as last, and of no other; nobody stays in where it was", () => {
  const check = (): Check => {
    const keys = new Map<string, string>();
    return (hospital, { person, seat, what }, answer, { next }) => {
      const key = `key-${person}`;
      if (what === "enrol") {
        expect(answer).toBe(seat);
        const left = [...keys].find(([, known]) => known === key)?.[0];
        if (left !== undefined) keys.delete(left);
        keys.set(seat, key);
        const changed = hospital.world.next > next;
        const places = [seat, ...(left === undefined ? [] : [left])];
        if (changed) expect(places.flatMap((place) => openAt(hospital, place))).toEqual([]);
      }
      if (what === "withdraw") {
        // A screen that is a seat no more has nobody in; where none was enrolled there is nothing to take away.
        if (keys.has(seat)) expect(openAt(hospital, seat)).toEqual([]);
        keys.delete(seat);
      }
      for (const each of people) {
        const found = seatBehind(hospital, `key-${each}`);
        const known = [...keys].find(([, one]) => one === `key-${each}`)?.[0];
        expect([each, found]).toEqual([each, known]);
      }
    };
  };
  whatever(enrolling, check, ["enrol: 4B-1", "enrol: 4B-2", "withdraw: withdrawn"]);
});

test("[S0] whatever happens, a sensor is heard of the one seat that it was enrolled for last; any other key is refused, and nothing is recorded", () => {
  const check = (): Check => {
    const sensors = new Map<string, string>(seats.map((seat) => [seat, seat]));
    return (hospital, { person, seat, what }, answer, { next }) => {
      if (what === "reseat") {
        const key = seats[people.indexOf(person)] ?? "4B-1";
        for (const [place, known] of sensors) if (known === key) sensors.delete(place);
        sensors.set(seat, key);
      }
      if (what !== "away" && what !== "near") return;
      const isHeard = sensors.get(seat) === seat;
      expect(answer === "sensor-unknown").toBe(!isHeard);
      if (!isHeard) expect(hospital.world.next).toBe(next);
    };
  };
  whatever(enrolling, check, ["away: away", "away: sensor-unknown", "reseat: 4B-1"]);
});

test("[A2] whatever happens, a step-up makes the occupant's session surer, or as sure as it was, and goes on where they were; a wrong one changes nothing", () => {
  let kept = 0;
  const check: Check = (hospital, { person, what }, answer, { occupant, sessions }) => {
    const isStepUp = what === "raise" || what === "misraise" || what === "raise-passkey";
    if (!isStepUp) return;
    const expected = sessions.map((session) => {
      if (answer !== "raised" || session.id !== occupant?.id) return session;
      const at = hospital.now;
      if (what === "raise-passkey") {
        const proof = { level: 3, at, passkey: `pky-${person}` } as const;
        return { ...session, level: 3, provedAt: at, proofs: [proof] } satisfies Session;
      }
      // What a passkey showed before stands, with its own instant.
      const surer = session.proofs.find(({ level }) => level === 3);
      const pin = { level: 2, at } as const;
      if (surer === undefined) {
        return { ...session, level: 2, provedAt: at, proofs: [pin] } satisfies Session;
      }
      kept++;
      return { ...session, level: 3, provedAt: at, proofs: [surer, pin] } satisfies Session;
    });
    expect([...hospital.world.sessions.values()]).toEqual(expected);
    if (what === "misraise") expect(answer).not.toBe("raised");
    if (answer === "raised" && what === "raise-passkey") expect(occupant?.person).toBe(person);
    if (occupant === undefined) expect(answer).toBe("occupant-changed");
  };
  whatever(steppingUp, () => check, [
    "raise: raised",
    "misraise: wrong",
    "raise-passkey: raised",
    "raise: occupant-changed",
  ]);
  expect(kept).toBeGreaterThan(5);
});

test("[A1] [A2] whatever happens, a session is as sure as the surest PIN or passkey of it, and each level is as old as the last that was sure enough", () => {
  let older = 0;
  const check: Check = ({ log, world }) => {
    const given = new Map<string, { readonly level: number; readonly at: number }[]>();
    for (const { at, body, kind } of log) {
      if (kind !== "session.opened" && kind !== "session.raised") continue;
      given.set(body.session, [...(given.get(body.session) ?? []), { level: body.level, at }]);
    }
    for (const session of world.sessions.values()) {
      const proofs = given.get(session.id) ?? [];
      expect(session.level).toBe(Math.max(...proofs.map(({ level }) => level)));
      const instants = [2, 3, 4].map((least) =>
        Math.max(...proofs.flatMap(({ level, at }) => (level >= least ? [at] : []))),
      );
      const known = [2, 3, 4].map((least) => lastProof(session, least)?.at ?? -Infinity);
      expect(known).toEqual(instants);
      expect(session.provedAt).toBe(instants[0]);
      if (session.level === 3 && instants[0] !== instants[1]) older++;
    }
  };
  whatever(steppingUp, () => check, ["raise: raised", "raise-passkey: raised", "passkey: in"]);
  expect(older).toBeGreaterThan(5);
});

/** Wrong PINs of one badge, as A3 counts them. */
interface Wrong {
  total: number;
  readonly places: Map<string, { count: number; at: number }>;
}

/** What A3 says of a PIN for a badge at a place, from what was counted alone. */
function gate(wrong: Wrong, place: string, at: number): "open" | "wait" | "locked" {
  if (wrong.total >= 6) return "locked";
  const here = wrong.places.get(place);
  if (here === undefined || here.count < 3) return "open";
  const wait = [5, 10, 20, 40, 80, 160, 300][Math.min(here.count - 3, 6)] ?? 300;
  return at < here.at + wait * second ? "wait" : "open";
}

test("[A3] whatever happens, wrong PINs make their badge wait at that place, six lock it at seats, and a right one or an unlock sets it back", () => {
  const check = (): Check => {
    const counted = new Map<string, Wrong>();
    const of = (person: string): Wrong => {
      const known = counted.get(person) ?? { total: 0, places: new Map() };
      counted.set(person, known);
      return known;
    };
    return ({ now }, { person, seat, what }, answer, { occupant }) => {
      if (what === "unlock" && answer === "unlocked") counted.delete(person);
      const given = what === "wrong" || what === "pin" ? person : occupant?.person;
      const isPin = ["wrong", "pin", "raise", "misraise"].includes(what);
      if (!isPin || given === undefined || hasNothingToTry(answer)) return;
      const wrong = of(given);
      const state = gate(wrong, seat, now);
      if (state !== "open") return expect(answer).toBe(state);
      if (what === "pin" || what === "raise") {
        counted.delete(given);
        return expect(answer).toBe(what === "pin" ? "in" : "raised");
      }
      const { count } = wrong.places.get(seat) ?? { count: 0 };
      wrong.places.set(seat, { count: count + 1, at: now });
      wrong.total += 1;
      expect(answer).toBe(wrong.total >= 6 ? "locked" : "wrong");
    };
  };
  const reached = ["wrong: wrong", "wrong: wait", "wrong: locked", "misraise: wrong"];
  whatever(guessing, check, [...reached, "unlock: unlocked"]);
});

/** It was no question of the PIN: nobody is in (any more), or their time is over. */
function hasNothingToTry(answer: string): boolean {
  return answer === "occupant-changed" || answer === "refused";
}

test("[A3] whatever happens, a wrong PIN touches its own badge and nobody's session; a passkey comes in past a locked badge", () => {
  const check: Check = (hospital, { person, seat, what }, answer, before) => {
    if (what === "wrong" || what === "misraise") {
      const whose = what === "wrong" ? person : before.occupant?.person;
      for (const [id, badge] of before.badges) {
        if (badge.person !== whose) expect(hospital.world.badges.get(id)).toEqual(badge);
      }
      expect([...hospital.world.sessions.values()]).toEqual(before.sessions);
    }
    // On duty, a passkey comes in whatever the badge's PINs.
    const isOnDuty = dutiesOf(sceneIn(hospital), person).length > 0;
    if (what === "passkey" && isOnDuty) {
      expect(answer).toBe("in");
      expect(openAt(hospital, seat)).toEqual([person]);
    }
  };
  whatever(guessing, () => check, ["passkey: in", "wrong: locked"]);
});

/** Least times between two seats, as the rule states them. */
function walk(from: string, to: string): number {
  if (from === to) return 0;
  if (from.slice(0, 2) === to.slice(0, 2)) return 3 * second;
  return from.startsWith("9C") || to.startsWith("9C") ? 10 * minute : 30 * second;
}

/** Where a tap needs no PIN: a nurse of 4B on 4B, who is on call at north at every seat of it. */
const isHome = (person: string, seat: string) =>
  person === "cleo" ? !seat.startsWith("9C") : seat.startsWith("4B");

/** Why a bare tap is not enough, by the words of S4; undefined when it is. */
function whyNot(
  now: number,
  { person, seat }: Happening,
  { badges, live }: Before,
): BadgeQuestion | undefined {
  const badge = badges.get(`bdg-${person}`);
  const session = live.find((one) => one.person === person);
  const atSeats = badge?.wrongPinsBy.filter(({ place }) => place !== "console") ?? [];
  if (atSeats.reduce((sum, { count }) => sum + count, 0) >= 6) return "locked";
  const seen = badge?.seen;
  if (seen?.odd === true) return "too-fast";
  if (seen !== undefined && now - seen.at < walk(seen.seat, seat)) return "too-fast";
  if (session === undefined) return "first";
  if (now - session.provedAt >= 4 * hour) return "grace";
  if (session.surface.id === seat) return undefined;
  const isFar = session.surface.id.startsWith("9C") !== seat.startsWith("9C");
  if (isFar || seat.startsWith("9C")) return "other-site";
  return isHome(person, seat) ? undefined : "off-ward";
}

test("[S4] whatever happens, a bare tap comes in exactly where the rule says so, and else asks for the PIN for the reason it says", () => {
  const reasons = new Map<BadgeQuestion | undefined, number>();
  const check: Check = (hospital, step, answer, before) => {
    const { person, seat, what } = step;
    if (what !== "tap") return;
    const { occupant } = before;
    const isTheirs = occupant === undefined || occupant.person === person;
    const seen = before.badges.get(`bdg-${person}`)?.seen;
    // One read twice is one tap; one's own badge taps out.
    if (isTheirs && seen?.seat === seat && hospital.now - seen.at < second) return;
    if (occupant?.person === person) return expect(answer).toBe("out");
    if (dutiesOf(sceneIn(hospital), person).length === 0) {
      // Who may start a shift that the roster does not have is asked which (L9).
      return expect(["refused", "off-duty"]).toContain(answer);
    }
    const why = whyNot(hospital.now, step, before);
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
    expect([person, seat, answer]).toEqual([person, seat, why === undefined ? "in" : "question"]);
    if (why !== undefined) {
      const last = hospital.log.at(-1);
      expect(last).toMatchObject({ kind: "badge.questioned", body: { why } });
    }
  };
  whatever(busy, () => check, ["tap: in", "tap: question", "tap: out", "tap: off-duty"]);
  for (const why of ["first", "too-fast", "grace"] as const) {
    expect([why, (reasons.get(why) ?? 0) > 1]).toEqual([why, true]);
  }
});

/** Who is in at a seat, live or not. */
function openAt(hospital: SmallHospital, seat: string): readonly string[] {
  return [...hospital.world.sessions.values()]
    .filter(({ state, surface }) => surface.id === seat && state === "open")
    .map(({ person }) => person);
}

/** The seat that a request signed by this key comes from: as the table and the world say, both. */
function seatBehind({ side, world }: SmallHospital, key: string): string | undefined {
  const seat = side.get(`credentials|seat-key|${key}`);
  const known = typeof seat === "string" ? world.seats.get(seat) : undefined;
  return known?.key === key ? known.id : undefined;
}
