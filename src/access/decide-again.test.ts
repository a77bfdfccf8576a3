import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { groupOf } from "../world/index.ts";
import { decide, isPermitted, type Question } from "./decide.ts";
import { decideAgain } from "./decide-again.ts";
import { hasWork } from "./has-work.ts";
import type { Bundle } from "./index.ts";
import { workOf } from "./late.ts";
import { hour, minute, nightShift, type TestHospital } from "./test-support.ts";

let bundle: Bundle;
/** One that denies more, and one that denies less, where the wards' feed is silent. */
let wary: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
  const silent = '@id("in-silence")\n@title("Not while admissions are silent")\n';
  const rule = 'forbid (principal, action, resource)\nwhen { context.stale.contains("adt") };\n';
  wary = await shippedBundle({ "house.cedar": silent + rule });
});

const people = ["ben", "eve", "cat"] as const;
const patients = ["anna", "bert"] as const;
const wards = ["4B", "6A", "ED"] as const;
const seatOf = { ben: "4B-1", eve: "ED-1", cat: "6A-1" } as const;

/** Ben on 4B, Eve in the emergency department and Cat on 6A, with a patient on 4B and one in the emergency department. */
function hospitalOf(policy: Bundle): TestHospital {
  const hospital = nightShift(policy);
  hospital.person("eve", { role: "nurse", ward: "ED" });
  hospital.session("eve", { seat: "ED-1" });
  hospital.person("cat", { role: "doctor", ward: "6A" });
  hospital.session("cat", { seat: "6A-1" });
  hospital.adt("bert", "A01", { ward: "ED" });
  return hospital;
}

type Happening = (hospital: TestHospital) => void;

const person = fc.constantFrom(...people);
const patient = fc.constantFrom(...patients);
const ward = fc.constantFrom(...wards);
const ses = (who: (typeof people)[number]) => `ses-${who}-${seatOf[who]}`;

const passing: fc.Arbitrary<Happening> = fc
  .constantFrom(0, 1, 3_000, 20_000, 20_000, minute, 4 * minute, 9 * minute, hour)
  .map((time) => (hospital) => {
    hospital.now += time;
  });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: passing },
  {
    weight: 3,
    arbitrary: fc.constant<Happening>((each) => each.record("feed.heard", { feed: "adt" })),
  },
  fc.tuple(patient, ward).map(
    ([who, to]) =>
      (each: TestHospital) =>
        each.adt(who, "A02", { ward: to }),
  ),
  patient.map((who) => (each: TestHospital) => each.adt(who, "A03")),
  fc.tuple(patient, ward).map(
    ([who, to]) =>
      (each: TestHospital) =>
        each.adt(who, "A01", { ward: to }),
  ),
  fc.tuple(person, patient, ward).map(
    ([who, whom, where]) =>
      (each: TestHospital) =>
        each.record("care.contributed", { person: who, patient: whom, ward: where }),
  ),
  person.map((who) => (each: TestHospital) => {
    if (each.world.sessions.has(ses(who)))
      each.record("session.parked", { session: ses(who), reason: "lock" });
  }),
  person.map((who) => (each: TestHospital) => {
    if (!each.world.sessions.has(ses(who))) each.session(who, { seat: seatOf[who] });
    else each.record("session.raised", { session: ses(who), level: 2, method: "pin" });
  }),
  person.map((who) => (each: TestHospital) => {
    if (each.world.sessions.has(ses(who)))
      each.record("session.closed", { session: ses(who), reason: "over" });
  }),
  person.map(
    (who) => (each: TestHospital) => each.record("shift.cancelled", { shift: `shift-${who}` }),
  ),
  fc.tuple(person, ward).map(
    ([who, where]) =>
      (each: TestHospital) =>
        each.record("shift.rostered", {
          shift: `shift-${who}`,
          engagement: `eng-${who}`,
          role: who === "cat" ? "doctor" : "nurse",
          ward: where,
          from: each.now - hour,
          to: each.now + hour,
        }),
  ),
  patient.map(
    (whom) => (each: TestHospital) =>
      each.record("patient.marked", { patient: whom, mark: "sealed", source: "adt" }),
  ),
);

const actions = ["chart.open", "note.write", "medication.administer"] as const;
const asked = fc.record({
  who: person,
  whom: patient,
  action: fc.constantFrom(...actions),
  revocationStream: fc.boolean(),
  place: fc.constantFrom("session", "seat", "purpose"),
});

interface Asked {
  readonly who: (typeof people)[number];
  readonly whom: (typeof patients)[number];
  readonly action: (typeof actions)[number];
  readonly revocationStream: boolean;
  readonly place: string;
}

/** What is asked again after everything that happens. */
const often = ([true, false] as const).flatMap((revocationStream): readonly Asked[] => [
  { who: "ben", whom: "anna", action: "chart.open", revocationStream, place: "seat" },
  { who: "eve", whom: "bert", action: "note.write", revocationStream, place: "seat" },
  { who: "cat", whom: "anna", action: "chart.open", revocationStream, place: "session" },
]);

describe("what is permitted again", () => {
  test.each(["as shipped", "wary of silence"])(
    "is answered as if it were decided anew, and with a word or without: %s",
    (which) => {
      let again = 0;
      fc.assert(
        fc.property(
          fc.array(fc.tuple(happening, fc.array(asked, { maxLength: 1 })), {
            minLength: 10,
            maxLength: 40,
          }),
          fc.constantFrom<Asked>(...often),
          (steps, always) => {
            const policy = which === "as shipped" ? bundle : wary;
            const hospital = hospitalOf(policy);
            const before = new Map<string, unknown>();
            for (const [happen, more] of steps) {
              happen(hospital);
              for (const { who, whom, action, revocationStream, place } of [
                always,
                ...more,
                always,
              ]) {
                const question = {
                  bundle: policy,
                  world: hospital.world,
                  at: hospital.now,
                  revocationStream,
                  request: {
                    subject: { type: "person", id: who },
                    action,
                    resource: { type: "patient", id: whom },
                    context: {
                      session: ses(who),
                      ...(place === "session" ? {} : { seat: seatOf[who] }),
                      ...(place === "purpose" ? { purpose: "TREAT" } : {}),
                    },
                  },
                };
                const answer = decideAgain(question);
                expect(answer).toEqual(decide(question));
                expect(isPermitted(question)).toBe(answer.type === "permit");
                const texts = answer.type === "permit" ? answer.because : undefined;
                if (texts !== undefined && before.get(who) === texts) again++;
                before.set(who, texts);
                const { world, now } = hospital;
                expect(hasWork(policy, world, who, now)).toBe(
                  workOf(policy, world, who, now).length > 0,
                );
              }
            }
          },
        ),
        { numRuns: 150 },
      );
      // Else nothing was looked at.
      expect(again).toBeGreaterThan(100);
    },
  );

  test("rests on nothing besides: every table that a decision reads is one of those whose change is noticed", () => {
    // What {@link decideAgain} compares row by row, and the feeds, whose silence it looks at.
    const compared = ["sessions", "seats", "people", "contributions", "feeds"];
    const unnoticed = new Set<string>();
    const read = (world: TestHospital["world"]) =>
      new Proxy(world, {
        get(target, name, receiver) {
          const isTable = Object.hasOwn(groupOf, name) && !compared.includes(String(name));
          if (isTable && groupOf[name as keyof typeof groupOf] === undefined) {
            unnoticed.add(String(name));
          }
          return Reflect.get(target, name, receiver);
        },
      });
    const permitted = { count: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(happening, asked), { minLength: 5, maxLength: 25 }),
        (steps) => {
          const hospital = hospitalOf(bundle);
          for (const [happen, { who, whom, action, place }] of steps) {
            happen(hospital);
            const question = {
              bundle,
              world: read(hospital.world),
              at: hospital.now,
              request: {
                subject: { type: "person", id: who },
                action,
                resource: { type: "patient", id: whom },
                context: {
                  session: ses(who),
                  ...(place === "session" ? {} : { seat: seatOf[who] }),
                },
              },
            };
            const before = new Set(unnoticed);
            if (decide(question).type === "permit") permitted.count++;
            // Denials look further, for what could be done: they are not kept.
            else for (const name of unnoticed) if (!before.has(name)) unnoticed.delete(name);
          }
        },
      ),
      { numRuns: 100 },
    );
    expect([...unnoticed]).toEqual([]);
    expect(permitted.count).toBeGreaterThan(100);
  });

  /** Both answers to the same question. */
  function both(
    hospital: TestHospital,
    policy: Bundle,
    who: "ben" | "eve",
    whom: string,
    more = {},
  ) {
    const question: Question = {
      bundle: policy,
      world: hospital.world,
      at: hospital.now,
      revocationStream: true,
      request: {
        subject: { type: "person", id: who },
        action: "chart.open",
        resource: { type: "patient", id: whom },
        context: { session: ses(who), ...more },
      },
    };
    return [decideAgain(question), decide(question)] as const;
  }

  test("not for another purpose", () => {
    const hospital = hospitalOf(bundle);
    expect(both(hospital, bundle, "ben", "anna")[0].type).toBe("permit");
    const [again, anew] = both(hospital, bundle, "ben", "anna", { purpose: "HRESCH" });
    expect(anew.type).toBe("deny");
    expect(again).toEqual(anew);
  });

  test("[C3] not by the same policies once its person has done something where the patient was", () => {
    const hospital = hospitalOf(bundle);
    hospital.adt("anna", "A02", { ward: "6A" });
    hospital.adt("anna", "A02", { ward: "4B" });
    hospital.record("feed.heard", { feed: "adt" });
    const [before] = both(hospital, bundle, "ben", "anna");
    hospital.record("care.contributed", { person: "ben", patient: "anna", ward: "6A" });
    const [again, anew] = both(hospital, bundle, "ben", "anna");
    expect(again).toEqual(anew);
    expect(anew).not.toMatchObject({ policies: "policies" in before ? before.policies : [] });
  });

  test("[C4] not for as long once another feed speaks of the ward that could fall silent", () => {
    const hospital = hospitalOf(wary);
    hospital.record("feed.registered", { feed: "adt", type: "adt", wards: ["6A"] });
    const [before] = both(hospital, wary, "eve", "bert");
    hospital.record("feed.registered", { feed: "other", type: "adt", wards: ["ED"] });
    const [again, anew] = both(hospital, wary, "eve", "bert");
    expect(again).toEqual(anew);
    expect(anew).not.toMatchObject({ validUntil: "validUntil" in before ? before.validUntil : 0 });
  });

  test("[C4] not without saying that a feed has fallen silent since", () => {
    const hospital = hospitalOf(bundle);
    hospital.now += 4 * minute;
    const [before] = both(hospital, bundle, "eve", "bert");
    expect(before).toMatchObject({ type: "permit", obligations: [] });
    hospital.now += 1.5 * minute;
    const [again, anew] = both(hospital, bundle, "eve", "bert");
    expect(again).toEqual(anew);
    expect(anew).toMatchObject({ obligations: [{ type: "feed-stale" }] });
  });

  test("[D6] not beyond what ends only after the first answer did", () => {
    const hospital = hospitalOf(bundle);
    hospital.record("engagement.extended", {
      engagement: "eng-eve",
      to: hospital.now + 11 * minute,
    });
    hospital.record("feed.heard", { feed: "adt" });
    both(hospital, bundle, "eve", "bert");
    hospital.now += 1.5 * minute;
    const [again, anew] = both(hospital, bundle, "eve", "bert");
    expect(again).toEqual(anew);
    expect(anew).toMatchObject({ validUntil: hospital.now + 9.5 * minute });
  });
});
