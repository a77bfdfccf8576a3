import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdtEvent, AdtTrigger } from "./adt-event.ts";
import { apply } from "./apply.ts";
import type { Bodies, LogRecord, NewRecord } from "./records.ts";
import { retire } from "./retire.ts";
import { survivorOf } from "./standing.ts";
import { type Draft, emptyWorld, fork, merge } from "./world.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** Puts records into a world, one hour after the other. */
function put(world: Draft, ...records: readonly NewRecord[]): void {
  for (const record of records) {
    const at = world.at + hour;
    const actor = { type: "feed", id: "pas" } as const;
    apply(world, {
      ...record,
      position: world.next,
      at,
      id: "r",
      batch: "b",
      v: 1,
      actor,
    } as LogRecord);
  }
}

function world(...records: readonly NewRecord[]): Draft {
  const draft = emptyWorld();
  put(draft, ...records);
  return draft;
}

function told(
  trigger: AdtTrigger,
  at: number,
  more: Partial<AdtEvent> & { patient?: string; encounter?: string } = {},
): NewRecord {
  const { patient = "ann", encounter = "e1", ...rest } = more;
  const event: AdtEvent = {
    trigger,
    at: at * hour,
    control: `${encounter}${trigger}${at}`,
    ...rest,
  };
  return { kind: "adt.accepted", body: { feed: "pas", encounter, patient, event } };
}

/** What a world has of patients. */
const rowsOf = (draft: Draft) => [[...draft.patients.values()], [...draft.encounters.values()]];

const inWard = (ward: string) => ({ location: { ward } });
const merged = (patient: string, into: string): NewRecord => ({
  kind: "patient.merged",
  body: { patient, into },
});
const team = (careTeam: string, patient: string): NewRecord => ({
  kind: "care-team.recorded",
  body: { careTeam, patient, members: [{ person: "ben", role: "nurse", from: 0 }] },
});
const booking = (appointment: string, patient: string): NewRecord => ({
  kind: "appointment.booked",
  body: { appointment, patient, service: "card", from: 0, to: hour },
});
const contribution = (patient: string): NewRecord => ({
  kind: "care.contributed",
  body: { person: "ben", patient, ward: "4A" },
});

describe("patients in the world", () => {
  test("only those of whom something stands are in it", () => {
    const draft = world({ kind: "patient.registered", body: { patient: "ann" } });
    expect(draft.patients.size).toBe(0);
    put(draft, booking("a1", "ann"));
    expect(draft.patients.has("ann")).toBe(true);
    put(draft, { kind: "appointment.cancelled", body: { appointment: "a1" } });
    expect(draft.patients.size).toBe(0);
  });

  test("an appointment leaves the world once its longest tail is over", () => {
    const draft = world(booking("a1", "ann"));
    expect(retire(draft, hour + 8 * day - 1, 10)).toEqual([]);
    put(draft, ...retire(draft, hour + 8 * day, 10));
    expect([draft.contacts.size, draft.patients.size]).toEqual([0, 0]);
  });

  test("[C11] so do a care pathway and a request, each by a record of its own", () => {
    const told = { patient: "ann", service: "card", from: 0, to: hour };
    const teams = { own: true, visiting: ["https://b.example"] };
    const draft = world(
      { kind: "pathway.opened", body: { pathway: "p1", type: "shared-care", teams, ...told } },
      { kind: "service-request.placed", body: { serviceRequest: "r1", type: "consult", ...told } },
    );
    const over = retire(draft, hour + 8 * day, 10);
    expect(over.map(({ kind }) => kind).toSorted()).toEqual([
      "pathway.ended",
      "service-request.ended",
    ]);
    put(draft, ...over);
    expect([draft.contacts.size, draft.patients.size]).toEqual([0, 0]);
  });

  test("a cancelled visit leaves the world as a discharged one does", () => {
    const draft = world(told("A01", 1, inWard("4A")), told("A11", 2));
    expect(retire(draft, 2 * hour + 30 * day, 10)).toMatchObject([{ kind: "encounter.lapsed" }]);
    put(draft, { kind: "encounter.lapsed", body: { encounter: "e1" } });
    expect([draft.patients.size, draft.encounters.size]).toEqual([0, 0]);
  });

  test("wards know who is in them, the place for the moment included", () => {
    const draft = world(
      told("A01", 1, inWard("4A")),
      told("A09", 2, { temporary: { ward: "XR" } }),
    );
    expect([draft.encountersByWard.get("4A"), draft.encountersByWard.get("XR")]).toEqual([
      ["e1"],
      ["e1"],
    ]);
    put(draft, told("A02", 3, inWard("4B")));
    expect(["4A", "XR", "4B"].map((ward) => draft.encountersByWard.get(ward))).toEqual([
      [],
      [],
      ["e1"],
    ]);
    put(draft, told("A03", 4));
    expect(draft.encountersByWard.get("4B")).toEqual([]);
  });
});

describe("merges", () => {
  test("[C2] everything that gives access moves with the chart", () => {
    const draft = world(
      told("A01", 1, inWard("4A")),
      told("A01", 2, { patient: "bea", encounter: "e2", ...inWard("4B") }),
      team("t1", "ann"),
      booking("a1", "ann"),
      contribution("ann"),
      contribution("bea"),
      {
        kind: "session.opened",
        body: {
          session: "s1",
          person: "ben",
          engagement: "x",
          surface: { type: "seat", id: "4A-1" },
          level: 2,
          provedAt: 0,
          until: day,
          method: "pin",
        },
      },
      { kind: "session.focused", body: { session: "s1", patient: "ann" } },
      merged("ann", "bea"),
    );
    expect(draft.encountersByPatient.get("bea")).toEqual(["e2", "e1"]);
    expect(draft.encounters.get("e1")?.patient).toBe("bea");
    expect(draft.careTeams.get("t1")?.patient).toBe("bea");
    expect(draft.careTeamsByPerson.get("ben")).toEqual(["t1"]);
    expect(draft.contacts.get("a1")?.patient).toBe("bea");
    expect(draft.contributionsByPatient.get("bea").toSorted()).toEqual([
      "ben|ann|4A",
      "ben|bea|4A",
    ]);
    expect(draft.contributions.get("ben|ann|4A")?.patient).toBe("bea");
    expect(draft.sessions.get("s1")?.patient).toBe("bea");
    for (const index of [
      "encountersByPatient",
      "careTeamsByPatient",
      "contactsByPatient",
      "contributionsByPatient",
    ] as const) {
      expect(draft[index].get("ann")).toEqual([]);
    }
    expect(survivorOf(draft, "ann")).toBe("bea");
  });

  test("[C1] [C2] what is told later under the old id is the survivor's", () => {
    const draft = world(
      told("A01", 1, inWard("4A")),
      merged("ann", "bea"),
      told("A02", 2, inWard("4B")),
      told("A01", 3, { encounter: "e3", ...inWard("4A") }),
      team("t2", "ann"),
      contribution("ann"),
    );
    expect(draft.encountersByPatient.get("bea")).toEqual(["e1", "e3"]);
    expect(draft.careTeams.get("t2")?.patient).toBe("bea");
    expect(draft.contributionsByPatient.get("bea")).toHaveLength(1);
  });

  test("[C2] merges chain, in any order, and leave when nothing stands", () => {
    const chain = [merged("ann", "bea"), merged("bea", "cat"), merged("dan", "bea")];
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: 3 }), (records) => {
        const begun = ["ann", "bea", "cat", "dan"].map((patient, n) =>
          told("A01", n, { patient, encounter: `e${n}`, ...inWard("4A") }),
        );
        const draft = world(...begun, ...records);
        for (const id of ["ann", "bea", "dan"]) expect(survivorOf(draft, id)).toBe("cat");
        expect([...draft.encountersByPatient.get("cat")].sort()).toEqual(["e0", "e1", "e2", "e3"]);
        for (const encounter of ["e0", "e1", "e2", "e3"])
          put(draft, { kind: "encounter.lapsed", body: { encounter } });
        expect(draft.patients.size).toBe(0);
      }),
    );
  });

  test("[C2] a merge of patients of whom nothing stands is passed over, and one that was done is not done again", () => {
    expect(world(merged("ann", "bea")).patients.size).toBe(0);
    const draft = world(told("A01", 1, inWard("4A")), merged("ann", "bea"));
    const before = rowsOf(draft);
    put(draft, merged("ann", "bea"), merged("bea", "ann"));
    expect(rowsOf(draft)).toEqual(before);
  });

  test("on a draft they leave the world alone until they are merged into it", () => {
    const base = world(told("A01", 1, inWard("4A")));
    const before = rowsOf(base);
    const draft = fork(base);
    put(draft, merged("ann", "bea"));
    expect(rowsOf(base)).toEqual(before);
    merge(base, draft);
    expect(base.encounters.get("e1")?.patient).toBe("bea");
  });
});

describe("stated encounters", () => {
  test("take the place of what was stated before", () => {
    const stated = (...events: readonly AdtEvent[]): NewRecord => {
      const body: Bodies["encounter.recorded"] = {
        feed: "fhir",
        encounter: "e1",
        patient: "ann",
        events,
      };
      return { kind: "encounter.recorded", body };
    };
    const admitted: AdtEvent = {
      trigger: "A01",
      at: hour,
      control: "fhir:0",
      location: { ward: "4A" },
    };
    const draft = world(stated(admitted), stated({ ...admitted, location: { ward: "4B" } }));
    expect([draft.encountersByWard.get("4A"), draft.encountersByWard.get("4B")]).toEqual([
      [],
      ["e1"],
    ]);
    put(draft, stated({ trigger: "A05", at: hour, control: "fhir:0" }));
    expect(draft.encountersByWard.get("4B")).toEqual([]);
    expect(draft.encounters.get("e1")?.state.status).toBe("planned");
  });
});
