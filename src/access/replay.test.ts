import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../tests/support/ports.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Actor, LogRecord } from "../world/index.ts";
import { apply, canonical, emptyWorld } from "../world/index.ts";
import {
  type Answer,
  type Bundle,
  createBundles,
  createRepeats,
  decide,
  type Remedy,
  recordDecision,
  replay,
} from "./index.ts";
import { day, evening, hour, type TestHospital, testHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const people = ["ann", "ben", "dr", "leo"] as const;
const patients = ["p1", "p2"] as const;
const wards = ["4B", "6A", "ED"] as const;
const actions = [
  "chart.open",
  "note.write",
  "order.place",
  "medication.administer",
  "patient.search",
];

/** Something that happens in a hospital, or a decision that is asked for. */
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("ask" as const),
      person: fc.constantFrom(...people),
      patient: fc.constantFrom(...patients),
      action: fc.constantFrom(...actions),
    }),
  },
  fc.record({
    type: fc.constant("adt" as const),
    patient: fc.constantFrom(...patients),
    trigger: fc.constantFrom("A01", "A02", "A03", "A09", "A10", "A11", "A12", "A13", "A21", "A22"),
    ward: fc.constantFrom(...wards),
    attending: fc.option(fc.constantFrom(...people), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("shift" as const),
    person: fc.constantFrom(...people),
    ward: fc.constantFrom(...wards),
    from: fc.integer({ min: -60, max: 60 }),
    length: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({
    type: fc.constant("session" as const),
    person: fc.constantFrom(...people),
    ward: fc.constantFrom(...wards),
    level: fc.constantFrom(1 as const, 2 as const),
  }),
  fc.record({ type: fc.constant("end" as const), person: fc.constantFrom(...people) }),
  fc.record({ type: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 200 }) }),
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const minutes = 60_000;

function happen(hospital: TestHospital, deps: Parameters<typeof recordDecision>[0], it: Happening) {
  switch (it.type) {
    case "ask": {
      const actor: Actor = { type: "person", id: it.person };
      const request = {
        subject: actor,
        action: it.action,
        resource: { type: "patient", id: it.patient },
        context: {},
      };
      return hospital.submit(recordDecision(deps, request, { actor, remedies: true }))[0];
    }
    case "adt":
      return hospital.adt(it.patient, it.trigger as "A01", {
        ward: it.ward,
        ...(it.attending === undefined ? {} : { attending: [it.attending] }),
        ...(it.trigger === "A09" ? { temporary: it.ward } : {}),
      });
    case "shift":
      return hospital.record("shift.rostered", {
        shift: `shift-${hospital.world.next}`,
        engagement: `eng-${it.person}`,
        role: it.person === "dr" || it.person === "leo" ? "doctor" : "nurse",
        ward: it.ward,
        from: hospital.now + it.from * minutes,
        to: hospital.now + (it.from + it.length) * minutes,
      });
    case "session":
      return hospital.session(it.person, { seat: `${it.ward}-1`, level: it.level });
    case "end":
      return hospital.record("engagement.ended", { engagement: `eng-${it.person}`, reason: "x" });
    case "wait":
      hospital.now += it.minutes * minutes;
  }
}

function populated(): TestHospital {
  const hospital = testHospital(bundle);
  hospital.person("ann", { role: "nurse", ward: "4B" });
  hospital.person("ben", { role: "nurse", ward: "6A", shift: "none" });
  hospital.person("dr", { role: "doctor", ward: "ED" });
  hospital.person("leo", { role: "doctor", ward: "4B", type: "locum", shift: "none" });
  hospital.adt("p1", "A01", { ward: "4B", at: evening - day });
  hospital.session("ann");
  return hospital;
}

/** Lets things happen; calls `each` after every decision, with the world as it was decided in. */
function history(
  happenings: readonly Happening[],
  each: (hospital: TestHospital, answer: Answer, it: Happening & { type: "ask" }) => void = () =>
    undefined,
): TestHospital {
  const hospital = populated();
  const repeats = createRepeats({ hasher: sha256 });
  hospital.follow(repeats.follow);
  const deps = { bundles: hospital.bundles, repeats };
  for (const it of happenings) {
    const answer = happen(hospital, deps, it);
    if (it.type === "ask" && answer !== undefined) each(hospital, answer as Answer, it);
  }
  return hospital;
}

const histories = fc.array(happening, { minLength: 5, maxLength: 25 });

describe("over random histories", () => {
  test("replaying any recorded decision at its position gives the same answer", () => {
    fc.assert(
      fc.property(histories, (happenings) => {
        const { log, bundles } = history(happenings);
        const world = emptyWorld();
        for (const record of log) {
          if (record.kind === "decision.permitted" || record.kind === "decision.denied") {
            expect(replay({ bundles, world }, record)).toMatchObject({ type: "same" });
          }
          apply(world, record);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("[D5] the same question at the same position and instant gives the same bytes", () => {
    fc.assert(
      fc.property(histories, (happenings) => {
        history(happenings, ({ world, now, log }, _answer, it) => {
          const request = {
            subject: { type: "person", id: it.person },
            action: it.action,
            resource: { type: "patient", id: it.patient },
            context: {},
          };
          const again = emptyWorld();
          for (const record of log) apply(again, record);
          const [one, other] = [world, again].map((each) =>
            canonical(decide({ bundle, world: each, request, at: now })),
          );
          expect(one).toBe(other);
        });
      }),
      { numRuns: 20 },
    );
  });

  test("[L1] no permit without a live engagement", () => {
    fc.assert(
      fc.property(histories, (happenings) => {
        const world = emptyWorld();
        for (const record of history(happenings).log) {
          if (record.kind === "decision.permitted") {
            const end = world.engagements.get(`eng-${record.body.subject.id}`)?.to ?? 0;
            expect(record.at).toBeLessThan(end);
          }
          apply(world, record);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("[D6] up to its validUntil a permit stays one in the same world, by the same policies", () => {
    fc.assert(
      fc.property(histories, (happenings) => {
        history(happenings, (hospital, answer, it) => {
          if (answer.type !== "permit") return;
          for (const at of [hospital.now + 1, answer.validUntil - 1]) {
            const then = hospital.ask(it.person, it.action, it.patient, {}, { at });
            expect(then.type).toBe("permit");
            expect(then.policies).toEqual(expect.arrayContaining([...answer.policies]));
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  test("[D1] forbid wins: a permit never stands beside a forbid that applies", () => {
    fc.assert(
      fc.property(histories, (happenings) => {
        history(happenings, (hospital, answer) => {
          for (const id of answer.policies) {
            const effect = answer.type === "permit" ? "permit" : "forbid";
            expect(hospital.bundles.current(hospital.world)?.policies.get(id)?.effect).toBe(effect);
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  test("[D3] every remedy that is offered leads to a permit", () => {
    fc.assert(
      fc.property(histories, (happenings) => {
        history(happenings, (hospital, answer, it) => {
          if (answer.type !== "deny" || answer.remedies.length === 0) return;
          const [first] = answer.remedies;
          for (let way = first; way !== undefined; way = way.and) follow(hospital, it, way);
          expect(hospital.ask(it.person, it.action, it.patient).type).toBe("permit");
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** Does what a remedy says. */
function follow(
  hospital: TestHospital,
  { person, patient }: { readonly person: string; readonly patient: string },
  way: Remedy,
): void {
  const ids = hospital.world.sessionsByPerson.get(person);
  const session = ids.find((id) => hospital.world.sessions.get(id)?.state === "open") ?? "";
  const engagement = hospital.world.engagementsByPerson.get(person)[0] ?? "";
  const until = hospital.now + hour / 2;
  if (way.type === "sign-in") {
    hospital.session(person, { level: 3 });
  } else if (way.type === "start-shift") {
    const { role, ward } = way;
    const body = { duty: "dty", engagement, person, role, to: until, until, ward };
    hospital.record("duty.declared", body);
  } else {
    hospital.record("session.raised", { session, level: 2, method: "pin" });
  }
  if (way.type === "break-glass") {
    const body = { engagement, glass: "gls", patient, person, reason: "covering", until };
    hospital.record("glass.broken", body);
  }
}

describe("replay", () => {
  const permitted = (): { hospital: TestHospital; record: LogRecord } => {
    const hospital = history([{ type: "ask", person: "ann", patient: "p1", action: "chart.open" }]);
    return { hospital, record: hospital.log.at(-1) as LogRecord };
  };

  test("a difference is told with both sides' policies and versions", () => {
    const { hospital, record } = permitted();
    const world = emptyWorld();
    for (const each of hospital.log.slice(0, -1)) {
      if (each.kind !== "shift.rostered") apply(world, each);
    }
    expect(replay({ bundles: hospital.bundles, world }, record)).toMatchObject({
      type: "different",
      recorded: { decision: "permit", policies: ["on-shift"], decider: 1 },
      replayed: { decision: "deny", decider: 1 },
    });
  });

  test("a bundle that is not loaded is named; what is no decision is refused", () => {
    const { hospital, record } = permitted();
    expect(replay({ bundles: createBundles(), world: hospital.world }, record)).toEqual({
      type: "bundle-missing",
      hash: bundle.hash,
    });
    const other = hospital.log[0] as LogRecord;
    expect(() => replay({ bundles: hospital.bundles, world: hospital.world }, other)).toThrow(
      expect.objectContaining({ code: "not-a-decision" }),
    );
  });

  test("[D7] what the system knew at an instant is asked of the world at that position", () => {
    const { hospital } = permitted();
    const before = hospital.now;
    hospital.now += hour;
    hospital.record("engagement.ended", { engagement: "eng-ann", reason: "left" });
    const then = emptyWorld();
    for (const record of hospital.log) if (record.at <= before) apply(then, record);
    const request = {
      subject: { type: "person", id: "ann" },
      action: "chart.open",
      resource: { type: "patient", id: "p1" },
      context: {},
    };
    expect(decide({ bundle, world: then, request, at: before }).type).toBe("permit");
    expect(decide({ bundle, world: hospital.world, request, at: hospital.now }).type).toBe("deny");
  });
});
