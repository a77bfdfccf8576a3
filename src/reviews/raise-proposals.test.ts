import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, type Bodies, emptyWorld, type LogRecord, type NewRecord } from "../world/index.ts";
import { raiseProposals } from "./raise-proposals.ts";

const hour = 3_600_000;
const day = 24 * hour;
const start = 1_773_172_800_000;

/** A world in which people break the glass and the ticker looks. */
function openWorld() {
  const world = emptyWorld();
  const log: LogRecord[] = [];
  let now = start;
  let ids = 0;
  const record = (told: NewRecord) => {
    const placed = { ...told, at: now, position: world.next } as LogRecord;
    apply(world, placed);
    log.push(placed);
  };
  return {
    world,
    log,
    record,
    pass: (time: number) => {
      now += time;
    },
    breaks(person: string, ward: string) {
      const glass = `g${++ids}`;
      const body = { engagement: "e", glass, patient: `p${ids}`, person, reason: "covering" };
      record({ kind: "glass.broken", body: { ...body, until: now + hour, ward } });
      return glass;
    },
    tick() {
      const records = raiseProposals(world, now, (prefix) => `${prefix}${++ids}`);
      for (const each of records) record(each);
      return records.map(({ body, kind }) => ({ kind, ...body }));
    },
  };
}

describe("[X20] like exceptions propose a change", () => {
  test("from the third on, once", () => {
    const { breaks, tick } = openWorld();
    const evidence = [breaks("ben", "6A"), breaks("ben", "6A")];
    breaks("ben", "ED");
    breaks("eve", "6A");
    expect(tick()).toEqual([]);
    evidence.push(breaks("ben", "6A"));
    expect(tick()).toMatchObject([
      { kind: "proposal.raised", change: { type: "roster", person: "ben", ward: "6A" }, evidence },
    ]);
    breaks("ben", "6A");
    expect(tick()).toEqual([]);
  });

  test("[C10] not of charts that open for assigned care only, nor of who was on shift there: a roster would have spared neither", () => {
    const { breaks, record, tick } = openWorld();
    for (const patient of ["p1", "p2", "p3"]) {
      record({ kind: "patient.marked", body: { mark: "vip", patient, source: "console" } });
    }
    for (let i = 0; i < 3; i++) breaks("ben", "6A");
    expect(tick()).toEqual([]);
    const engaged = { engagement: "e", person: "eve", from: start - day, to: start + day } as const;
    record({ kind: "engagement.started", body: { ...engaged, type: "employee" } });
    const shift = { engagement: "e", role: "nurse", shift: "s", ward: "6A" };
    record({ kind: "shift.rostered", body: { ...shift, from: start - hour, to: start + hour } });
    for (let i = 0; i < 3; i++) breaks("eve", "6A");
    expect(tick()).toEqual([]);
    for (let i = 0; i < 3; i++) breaks("mo", "6A");
    expect(tick()).toMatchObject([{ change: { type: "roster", person: "mo" } }]);
  });

  test("grants for a patient or a ward count like broken glass, other grants and more time do not", () => {
    const { breaks, record, tick } = openWorld();
    const grant = (id: string, more: Partial<Bodies["grant.requested"]>) => {
      const asked = { answerBy: start, engagement: "e", escalateAt: start, grant: id, lasts: hour };
      const what = { kind: "ward", person: "ben", reason: "covering", ward: "6A" } as const;
      record({ kind: "grant.requested", body: { ...asked, ...what, ...more } });
      record({ kind: "grant.activated", body: { grant: id, until: start + hour } });
    };
    breaks("ben", "6A");
    grant("one", {});
    grant("more", { renews: "one" });
    grant("role", { kind: "role", role: "nurse" });
    expect(tick()).toEqual([]);
    grant("two", { kind: "patient", patient: "p" });
    expect(tick()).toMatchObject([{ evidence: ["g1", "one", "two"] }]);
  });

  test("a grant that is given back unused counts no more, and what is proposed by it is withdrawn; a used one counts", () => {
    const { breaks, record, tick, world } = openWorld();
    const grant = (id: string) => {
      const asked = { answerBy: start, engagement: "e", escalateAt: start, grant: id, lasts: hour };
      const what = { kind: "ward", person: "ben", reason: "covering", ward: "6A" } as const;
      record({ kind: "grant.requested", body: { ...asked, ...what } });
      record({ kind: "grant.activated", body: { grant: id, until: start + hour } });
    };
    const giveBack = (id: string) => record({ kind: "grant.returned", body: { grant: id } });
    breaks("ben", "6A");
    breaks("ben", "6A");
    grant("at-once");
    giveBack("at-once");
    expect(tick()).toEqual([]);
    grant("unused");
    expect(tick()).toMatchObject([{ kind: "proposal.raised", evidence: ["g1", "g2", "unused"] }]);
    giveBack("unused");
    expect(tick()).toMatchObject([{ kind: "proposal.withdrawn" }]);
    expect(world.proposals.size).toBe(0);
    grant("used");
    record({ kind: "grant.used", body: { grant: "used" } });
    giveBack("used");
    expect(tick()).toMatchObject([{ kind: "proposal.raised", evidence: ["g1", "g2", "used"] }]);
  });

  test("only of thirty days", () => {
    const { breaks, pass, tick } = openWorld();
    breaks("ben", "6A");
    pass(15 * day);
    breaks("ben", "6A");
    pass(15 * day);
    breaks("ben", "6A");
    expect(tick()).toEqual([]);
  });

  test("until its exceptions are too old or too few: it is withdrawn", () => {
    const { breaks, pass, tick, world } = openWorld();
    for (let count = 0; count < 3; count++) breaks("ben", "6A");
    tick();
    pass(30 * day);
    expect(tick()).toMatchObject([{ kind: "proposal.withdrawn" }]);
    expect(world.proposals.size).toBe(0);
  });

  test("whatever happens: three exceptions or more, of thirty days, each in one proposal only, and no two open ones alike", () => {
    const step = fc.oneof(
      fc.record({ person: fc.integer({ min: 0, max: 2 }), ward: fc.constantFrom("6A", "ED") }),
      fc.record({ decide: fc.constantFrom("proposal.accepted", "proposal.declined") }),
      fc.record({ days: fc.double({ min: 0, max: 9, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { breaks, log, pass, record, tick, world } = openWorld();
        const broken = new Map<string, number>();
        for (const each of steps) {
          if ("days" in each) pass(each.days * day);
          else if ("person" in each) broken.set(breaks(`n${each.person}`, each.ward), world.at);
          else {
            const open = [...world.proposals.values()].find(
              ({ decidedAt }) => decidedAt === undefined,
            );
            const body = { exposure: 0, proposal: open?.id ?? "none", saved: 0 };
            record({ kind: each.decide, body } as NewRecord);
          }
          tick();
          const open = [...world.proposals.values()].filter(
            ({ decidedAt }) => decidedAt === undefined,
          );
          const keys = open.map(({ change }) => JSON.stringify(change));
          expect(new Set(keys).size).toBe(keys.length);
        }
        const withdrawn = new Set(
          log.flatMap(({ kind, body }) => (kind === "proposal.withdrawn" ? [body.proposal] : [])),
        );
        const seen = new Set<string>();
        for (const { at, body, kind } of log) {
          if (kind !== "proposal.raised") continue;
          expect(body.evidence.length).toBeGreaterThanOrEqual(3);
          for (const glass of body.evidence) {
            expect(broken.get(glass)).toBeGreaterThan(at - 30 * day);
            if (!withdrawn.has(body.proposal)) expect(seen.has(glass)).toBe(false);
            if (!withdrawn.has(body.proposal)) seen.add(glass);
          }
        }
      }),
    );
  });
});
