import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "./apply.ts";
import { mergeBetween } from "./merges.ts";
import type { LogRecord, NewRecord } from "./records.ts";
import { idsOf, survivorOf } from "./standing.ts";
import { copyWorld, type Draft, emptyWorld } from "./world.ts";

const hour = 3_600_000;

/** Folds records, each with the hour at which it came. */
function fold(records: readonly (readonly [number, NewRecord])[]): Draft {
  const draft = emptyWorld();
  for (const [at, record] of records) {
    apply(draft, {
      ...record,
      position: draft.next,
      at: at * hour,
      id: "r",
      batch: "b",
      v: 1,
      actor: { type: "feed", id: "pas" },
    } as LogRecord);
  }
  return draft;
}

/** Everything that gives access, in no order. */
function standing(draft: Draft): unknown {
  const { columns } = copyWorld(draft);
  const rows = (name: keyof typeof columns) => {
    const { keys, values } = columns[name];
    const sorted = values.map((value) => (Array.isArray(value) ? value.toSorted() : value));
    return keys.map((key, at) => [key, sorted[at]]).sort(([a], [b]) => (`${a}` < `${b}` ? -1 : 1));
  };
  return [
    rows("patients"),
    rows("encounters"),
    rows("careTeams"),
    rows("contacts"),
    rows("contributions"),
    rows("encountersByPatient"),
    rows("encountersByWard"),
    rows("careTeamsByPatient"),
    rows("careTeamsByPerson"),
    rows("contactsByPatient"),
    rows("contributionsByPatient"),
    rows("contributionsByPerson"),
  ];
}

const merged = (patient: string, into: string): NewRecord => ({
  kind: "patient.merged",
  body: { into, patient },
});
const unmerged = (patient: string): NewRecord => ({ kind: "patient.unmerged", body: { patient } });
const admitted = (encounter: string, patient: string, at: number, ward: string): NewRecord => {
  const event = { at: at * hour, control: `${encounter}${at}`, location: { ward } };
  const body = { feed: "pas", encounter, patient };
  return { kind: "adt.accepted", body: { ...body, event: { ...event, trigger: "A01" } } };
};

const person = fc.constantFrom("ben", "bo");
const patient = fc.constantFrom("ann", "bea", "cat");
const ward = fc.constantFrom("4A", "4B");
const number = fc.nat({ max: 1 });
/** Something that is told of a patient: a visit's or a team's number is always the same patient's. */
const told: fc.Arbitrary<(at: number) => NewRecord> = fc.oneof(
  fc.tuple(patient, number, ward).map(
    ([who, n, where]) =>
      (at: number) =>
        admitted(`${who}${n}`, who, at, where),
  ),
  fc.tuple(patient, number, person).map(([who, n, one]) => (from: number): NewRecord => {
    const members = [{ from, person: one, role: "nurse" }];
    return { kind: "care-team.recorded", body: { careTeam: `t${who}${n}`, members, patient: who } };
  }),
  fc.tuple(patient, number, person).map(([who, n, one]) => (from: number): NewRecord => {
    const body = { appointment: `a${who}${n}`, from, patient: who, person: one, service: "card" };
    return { kind: "appointment.booked", body: { ...body, to: from + hour } };
  }),
  fc.tuple(patient, number).map(([who, n]) => (from: number): NewRecord => {
    const teams = { own: true, visiting: ["https://b.example"] };
    const body = { pathway: `p${who}${n}`, from, patient: who, service: "card", teams };
    return { kind: "pathway.opened", body: { ...body, to: from + hour, type: "shared-care" } };
  }),
  fc.tuple(patient, number).map(([who, n]) => (): NewRecord => {
    return { kind: "pathway.closed", body: { pathway: `p${who}${n}` } };
  }),
  fc.tuple(patient, person, ward).map(([who, one, where]) => (): NewRecord => {
    return { kind: "care.contributed", body: { patient: who, person: one, ward: where } };
  }),
  fc.tuple(patient, number).map(([who, n]) => (): NewRecord => {
    return { kind: "encounter.lapsed", body: { encounter: `${who}${n}` } };
  }),
);

describe("a merge that is taken back", () => {
  test("[C9] leaves exactly the access there was, and what happened meanwhile and since on each", () => {
    const story = fc.array(told, { maxLength: 8 });
    fc.assert(
      fc.property(
        story,
        story,
        story,
        patient,
        patient,
        fc.boolean(),
        (before, during, after, one, other, chained) => {
          fc.pre(one !== other);
          const at = (list: readonly ((at: number) => NewRecord)[], from: number) =>
            list.map((make, index) => [from + index, make(from + index)] as const);
          const third = ["ann", "bea", "cat"].find((id) => id !== one && id !== other) as string;
          const also = (record: NewRecord, when: number) =>
            chained ? [[when, record] as const] : [];
          const taken = fold([
            ...at(before, 1),
            [10, merged(one, other)],
            ...also(merged(other, third), 11),
            ...at(during, 20),
            ...also(unmerged(other), 30),
            [31, unmerged(one)],
            ...at(after, 40),
          ]);
          const without = fold([...at(before, 1), ...at(during, 20), ...at(after, 40)]);
          expect(standing(taken)).toEqual(standing(without));
          for (const id of ["ann", "bea", "cat"]) expect(survivorOf(taken, id)).toBe(id);
        },
      ),
      { numRuns: 600 },
    );
  });

  test("[C9] both numbers lead to the one chart while it stands, and each to its own again", () => {
    const draft = fold([
      [1, admitted("e1", "ann", 1, "4A")],
      [2, admitted("e2", "bea", 2, "4B")],
      [3, merged("ann", "bea")],
    ]);
    expect(idsOf(draft, "bea")).toEqual(["bea", "ann"]);
    expect([...draft.patients.values()]).toEqual([{ id: "bea" }]);
    apply(draft, {
      ...unmerged("ann"),
      position: draft.next,
      at: 4 * hour,
      id: "r",
      batch: "b",
      v: 1,
      actor: { type: "person", id: "pia" },
    } as LogRecord);
    expect(draft.encountersByPatient.get("ann")).toEqual(["e1"]);
    expect(draft.encountersByPatient.get("bea")).toEqual(["e2"]);
    expect(draft.merges.get("ann")).toMatchObject({ into: "bea", at: 3 * hour, over: 4 * hour });
  });

  test("[C9] whoever has the chart open chooses again which of the two is before them", () => {
    const opened: NewRecord = {
      kind: "session.opened",
      body: {
        engagement: "x",
        level: 2,
        method: "pin",
        person: "ben",
        provedAt: 0,
        session: "s1",
        surface: { type: "seat", id: "4A-1" },
        until: 100 * hour,
      },
    };
    const draft = fold([
      [1, admitted("e1", "ann", 1, "4A")],
      [2, opened],
      [3, { kind: "session.focused", body: { session: "s1", patient: "ann" } }],
      [4, merged("ann", "bea")],
      [5, unmerged("ann")],
    ]);
    expect(draft.sessions.get("s1")?.patient).toBeUndefined();
  });

  test("[C9] of several merges on the way, the one that was told is taken back", () => {
    const chain = fold([
      [1, merged("ann", "bea")],
      [2, merged("bea", "cat")],
    ]);
    expect(mergeBetween(chain, "cat", "bea")?.id).toBe("bea");
    expect(mergeBetween(chain, "ann", "cat")?.id).toBe("ann");
    expect(mergeBetween(chain, "ann", "dan")).toBeUndefined();
    const late = fold([
      [1, merged("ann", "bea")],
      [2, merged("ann", "cat")],
    ]);
    // What was told made bea a part of cat; taking just that back leaves ann in bea.
    expect(mergeBetween(late, "ann", "cat")?.id).toBe("bea");
    const siblings = fold([
      [1, merged("ann", "cat")],
      [2, merged("bea", "cat")],
    ]);
    expect(mergeBetween(siblings, "ann", "bea")).toBeUndefined();
  });
});
