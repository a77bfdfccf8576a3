import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import {
  askWitness,
  draftKey,
  endedDrafts,
  enterByPasskey,
  enterPin,
  focus,
  keepDrafts,
  occupantOf,
  park,
  proveWitness,
  removePasskey,
  SessionError,
  sceneOf,
  signAct,
  signOut,
  tap,
  withdrawWitness,
} from "./index.ts";
import { minute, SmallHospital, second } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const people = ["amy", "eve", "cleo"] as const;
const action = "medication.administer-controlled";
const kinds = [
  "tap",
  "pin",
  "passkey",
  "lock",
  "out",
  "focus",
  "ask",
  "withdraw",
  "witness",
  "wrong",
  "sign",
  "draft",
  "lose",
] as const;

/** What happens next, at a seat, by a person, after some time. */
const happening = fc.record({
  after: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(500, 2 * second, 10 * second, 40 * second) },
    { weight: 1, arbitrary: fc.constantFrom(6 * minute, 60 * minute) },
  ),
  seat: fc.constantFrom("4B-1", "4B-1", "4B-1", "4B-2"),
  person: fc.constantFrom(...people),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("pin", "focus", "ask", "witness", "tap", "ask") },
    { weight: 1, arbitrary: fc.constantFrom(...kinds) },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const number = (hospital: SmallHospital) => hospital.log.length;
const occupantAt = ({ deps, world, now }: SmallHospital, seat: string) =>
  occupantOf(sceneOf(deps, world, now), seat);

/** Everybody has a passkey. */
function furnished(): SmallHospital {
  const hospital = new SmallHospital(bundle);
  for (const person of people) enrol(hospital, person);
  return hospital;
}

function enrol(hospital: SmallHospital, person: string): void {
  const whose = { badge: `bdg-${person}`, engagement: `eng-${person}`, person };
  const passkey = `pky-${person}`;
  hospital.record("passkey.enrolled", { ...whose, counter: 0, passkey, synced: false });
}

/** Does it; refusals of ours are part of life. Answers what it led to. */
function happen(hospital: SmallHospital, { seat, person, what }: Happening): string {
  const { deps, world } = hospital;
  const occupant = occupantAt(hospital, seat);
  const session = occupant?.id ?? "none";
  const asking = occupant?.asking?.id ?? "none";
  const patient = occupant?.patient ?? "none";
  const badge = `bdg-${person}`;
  const use = { passkey: `pky-${person}`, counter: 0, verified: true };
  const actor = { type: "person", id: person } as const;
  const submit = hospital.submit.bind(hospital);
  const prove = (right: boolean) =>
    submit(proveWitness(deps, { seat, session, asking, badge, right })).type;
  const done = (_: unknown) => "done";
  const does: Record<Happening["what"], () => string> = {
    tap: () => submit(tap(deps, { seat, badge: `number-${person}`, asking })).type,
    pin: () => submit(enterPin(deps, { seat, badge, right: true })).type,
    passkey: () => submit(enterByPasskey(deps, { ...use, seat })).type,
    lock: () => done(submit(park(deps, { seat, session, reason: "lock" }))),
    out: () => done(submit(signOut({ session, surface: seat }))),
    focus: () => done(submit(focus({ session, patient: `pat-${person}`, actor }))),
    ask: () => typeof submit(askWitness(deps, { seat, session, action, patient })).asking,
    withdraw: () => done(submit(withdrawWitness(deps, { seat, session }))),
    witness: () => prove(true),
    wrong: () => prove(false),
    sign: () =>
      submit(signAct(deps, { ...use, seat, session, action, patient, digest: "hash" })).type,
    draft: () => {
      const { table, key } = draftKey(session);
      const before = hospital.side.get(`${table}|${key}`);
      return submit(
        keepDrafts(deps, { seat, session, before, sealed: `of ${session}`, begun: [] }),
      );
    },
    lose: () => {
      if (!world.passkeys.has(use.passkey)) enrol(hospital, person);
      const { passkey } = use;
      const by = { type: "person", id: "dan" } as const;
      return done(
        submit(removePasskey({ passkey, credential: "hash", reason: "lost", actor: by })),
      );
    },
  };
  const from = number(hospital);
  try {
    return does[what]();
  } catch (error) {
    if (error instanceof SessionError) return error.code;
    throw error;
  } finally {
    // As the application does it: what is kept goes with the session's end.
    for (const record of hospital.log.slice(from)) {
      for (const { table, key } of endedDrafts(record)) hospital.side.delete(`${table}|${key}`);
    }
  }
}

type Check = (hospital: SmallHospital, step: Happening, answer: string, before: Before) => void;
interface Before {
  readonly sessions: readonly Session[];
  readonly occupant: Session | undefined;
}

function whatever(check: Check, numRuns = 240): void {
  const history = fc.array(happening, { minLength: 1, maxLength: 60, size: "max" });
  const property = fc.property(history, (steps) => {
    const hospital = furnished();
    for (const step of steps) {
      hospital.now += step.after;
      const sessions = [...hospital.world.sessions.values()];
      const occupant = occupantAt(hospital, step.seat);
      const answer = happen(hospital, step);
      check(hospital, step, answer, { sessions, occupant });
    }
  });
  fc.assert(property, { numRuns });
}

test("these histories reach what the properties are about", () => {
  const seen = new Map<string, number>();
  whatever((_, { what }, answer) => {
    const key = `${what}: ${answer}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }, 500);
  for (const key of [
    "tap: witness",
    "ask: string",
    "witness: proved",
    "witness: refused",
    "witness: witness-over",
    "wrong: wrong",
    "sign: signed",
    "passkey: in",
    "draft: kept",
    "lose: done",
  ]) {
    expect([key, (seen.get(key) ?? 0) > 3]).toEqual([key, true]);
  }
});

test("[S10] whatever happens, a witness moves, opens, parks, raises and closes nobody's session", () => {
  const without = ({ asking: _, ...rest }: Session) => rest;
  whatever((hospital, { what }, answer, { sessions }) => {
    const witnesses =
      what === "witness" || what === "wrong" || (what === "tap" && answer === "witness");
    if (!witnesses) return;
    expect([...hospital.world.sessions.values()].map(without)).toEqual(sessions.map(without));
  });
});

test("[S10] whatever happens, a witness is another person, asked at that seat now, for the chart that is open", () => {
  whatever((hospital) => {
    for (const { asking, patient, person, state } of hospital.world.sessions.values()) {
      if (asking === undefined) continue;
      expect([state, asking.patient]).toEqual(["open", patient]);
      if (asking.witness === undefined) continue;
      expect(asking.witness.person).not.toBe(person);
      expect(asking.witness.provedAt).toBeLessThan(asking.until);
    }
  });
});

test("[S10] [A3] whatever happens, a wrong PIN of a witness counts for their badge alone", () => {
  whatever((hospital, { what, person }, answer, { occupant }) => {
    if (what !== "wrong" || answer !== "wrong") return;
    const last = hospital.log.at(-1);
    expect(last).toMatchObject({ kind: "pin.mistyped", body: { badge: `bdg-${person}` } });
    expect(occupant?.person).not.toBe(person);
  });
});

test("[A4] whatever happens, what is signed is the occupant's own, on the open chart, and is over with either", () => {
  whatever((hospital, { what, person }, answer, { occupant }) => {
    if (what === "sign" && answer === "signed") expect(occupant?.person).toBe(person);
    for (const { signature, patient, person: of, state } of hospital.world.sessions.values()) {
      if (signature === undefined) continue;
      expect([state, signature.patient, signature.passkey]).toEqual(["open", patient, `pky-${of}`]);
    }
  });
});

test("[A1] whatever happens, level 3 rests on a passkey that its person has; one that is lost ends what rests on it", () => {
  whatever((hospital) => {
    for (const { level, person, proofs } of hospital.world.sessions.values()) {
      const sure = proofs.filter((proof) => proof.level >= 3);
      expect(level >= 3).toBe(sure.length > 0);
      for (const { passkey = "none" } of sure) {
        expect(hospital.world.passkeys.get(passkey)?.person).toBe(person);
      }
    }
  });
});

test("[S2] [S6] whatever happens, half-written text is there as long as its session, and no longer", () => {
  whatever((hospital, { what }, answer, { occupant }) => {
    const kept = [...hospital.side.keys()].filter((key) => key.startsWith("texts|draft|"));
    for (const key of kept) {
      const id = key.slice("texts|draft|".length);
      expect(hospital.world.sessions.has(id)).toBe(true);
      expect(hospital.side.get(key)).toBe(`of ${id}`);
    }
    if (what === "draft" && answer === "kept")
      expect(kept).toContain(`texts|draft|${occupant?.id}`);
    if (what === "draft" && occupant === undefined) expect(answer).toBe("occupant-changed");
  });
});
