import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Grant, NewRecord } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import {
  activateGrant,
  answerGrant,
  ExceptionError,
  grantsOver,
  requestGrant,
  returnGrant,
  revokeGrant,
} from "./index.ts";
import { Hospital, hour, minute } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const people = ["amy", "ben", "phil", "carl", "sue", "sam"] as const;
const patients = ["anna", "otto", "kow"] as const;
const actions = ["chart.open", "result.acknowledge"] as const;
const wards = ["4B", "6A"] as const;

const happening = fc.record({
  after: fc.constantFrom(0, 1, 1, minute, minute, 20 * minute),
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("request", "answer", "activate") },
    { weight: 3, arbitrary: fc.constantFrom("return", "revoke", "moves", "tick") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("role-ends", "engagement-ends", "shift-ends", "merges"),
    },
  ),
  /** Mostly somebody who answers. */
  approver: fc.constantFrom("sam", "sam", "sue", "amy"),
  person: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
  patient: fc.constantFrom(...patients),
  ward: fc.constantFrom(...wards),
  kind: fc.constantFrom("patient", "patient", "ward", "ward", "task", "role"),
  lasts: fc.constantFrom(undefined, minute, 30 * minute, 3 * hour, 12 * hour),
  from: fc.constantFrom(undefined, undefined, undefined, 10 * minute),
  approve: fc.constantFrom(true, true, true, false),
  which: fc.nat({ max: 30 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

/** What was granted, told only by what was done and answered. */
interface Told {
  readonly person: string;
  readonly asker: string;
  readonly kind: Grant["kind"];
  readonly patient: string;
  readonly ward: string;
  readonly lasts: number;
  approver?: string;
  until?: number;
  isOver?: true;
}

/** Mostly what could come next, so that much is granted. */
function isNext({ approver, until }: Told, what: Happening["what"]): boolean {
  if (what === "answer") return approver === undefined;
  return what !== "activate" || until === undefined;
}

class Story {
  readonly hospital = new Hospital(bundle);
  readonly told = new Map<string, Told>();
  readonly without = new Set<string>();
  permits = 0;
  #drawn = 0;

  /** Does it as the interfaces do: what the policy permits, and no other. */
  happen(happening: Happening): void {
    const { hospital } = this;
    hospital.now += happening.after;
    try {
      this.#do(happening);
    } catch (error) {
      if (!(error instanceof ExceptionError)) throw error;
    }
    this.check();
  }

  #do(happening: Happening): void {
    const { hospital, told, without } = this;
    const { approver, person, other, patient, ward, which } = happening;
    const ids = [...told].flatMap(([id, each]) => (isNext(each, happening.what) ? [id] : []));
    const grant = ids[which % Math.max(ids.length, 1)] ?? "none";
    const known = told.get(grant);
    const mayAnswer = () =>
      hospital.askOf(approver, "grant.answer", { type: "ward", id: known?.ward ?? "" }).type ===
      "permit";
    switch (happening.what) {
      case "request":
        this.#request(happening);
        return;
      case "answer": {
        if (!mayAnswer()) return;
        const answer = happening.approve ? "approve" : "deny";
        this.#append(answerGrant(hospital.granting, { grant, approver, answer }), approver);
        if (known !== undefined && answer === "approve") known.approver = approver;
        else if (known !== undefined) known.isOver = true;
        return;
      }
      case "activate": {
        const holder = which % 4 === 0 ? person : (known?.person ?? person);
        const records = activateGrant(hospital.granting, { grant, person: holder });
        this.#append(records, holder);
        if (known !== undefined && records.length > 0) known.until = hospital.now + known.lasts;
        return;
      }
      case "return":
        this.#append(returnGrant(hospital.granting, { grant, person }), person);
        if (known !== undefined) known.isOver = true;
        return;
      case "revoke":
        if (!mayAnswer()) return;
        this.#append(revokeGrant(hospital.granting, { grant, approver }), approver);
        if (known !== undefined) known.isOver = true;
        return;
      case "role-ends":
        hospital.record("role.ended", { assignment: `rol-${person}` });
        without.add(person);
        return;
      case "engagement-ends":
        hospital.record("engagement.ended", { engagement: `eng-${other}`, reason: "left" });
        without.add(other);
        return;
      case "shift-ends":
        hospital.record("shift.cancelled", { shift: `sh-${person}` });
        hospital.record("on-call.cancelled", { onCall: `oc-${person}` });
        without.add(person);
        return;
      case "moves":
        hospital.adt(patient, "A02", { location: { ward } });
        return;
      case "merges":
        hospital.record("patient.merged", { patient: "anna", into: "otto" });
        return;
      case "tick":
        hospital.append(grantsOver(bundle, hospital.world, hospital.now));
        return;
    }
  }

  #request({ person, other, kind, patient, ward, lasts, from, approve }: Happening): void {
    const { hospital, told } = this;
    const asker = approve ? person : other;
    const scope = {
      patient: { patient },
      ward: { ward },
      task: { action: "result.acknowledge", patient },
      role: { role: "nurse-in-charge", ward },
    }[kind];
    const asked = requestGrant(hospital.granting, {
      grant: `gnt-${++this.#drawn}`,
      kind,
      person,
      askedBy: { type: "person", id: asker },
      reason: "covering",
      ...scope,
      ...(lasts === undefined ? {} : { lasts }),
      ...(from === undefined ? {} : { from: hospital.now + from }),
    });
    this.#append(asked.records, asker);
    const made = hospital.world.grants.get(asked.grant);
    if (made === undefined || told.has(asked.grant)) return;
    told.set(asked.grant, { person, asker, kind, patient, ward: made.ward, lasts: made.lasts });
    if (asked.rule !== undefined) Object.assign(told.get(asked.grant) ?? {}, { approver: "rule" });
  }

  #append(records: readonly NewRecord[], person: string): void {
    this.hospital.append(records, { type: "person", id: person });
  }

  check(everybody = false): void {
    const { hospital, told } = this;
    const holders = new Set([...told.values()].map(({ person }) => person));
    for (const person of everybody ? people : holders) {
      for (const patient of patients) {
        for (const action of actions) {
          const answer = hospital.ask(person, action, patient);
          if (answer.type !== "permit" || !answer.policies.includes("granted")) continue;
          this.permits++;
          const by = [...told.values()].filter((each) =>
            this.#gives(each, person, action, patient),
          );
          expect([person, action, patient, by.length > 0]).toEqual([person, action, patient, true]);
          const until = Math.max(...by.map((each) => each.until ?? 0));
          expect(answer.validUntil).toBeLessThanOrEqual(until);
        }
      }
    }
    for (const { approver, asker, person } of told.values()) {
      expect(approver === person || (approver === asker && approver !== undefined)).toBe(false);
    }
  }

  /** X1, X3: by nothing but what was told. */
  #gives(each: Told, person: string, action: string, patient: string): boolean {
    const { world, now } = this.hospital;
    const { until = 0, approver, isOver, kind } = each;
    if (each.person !== person || approver === undefined || isOver === true || now >= until) {
      return false;
    }
    if (this.without.has(person)) return false;
    const isPatient = survivorOf(world, each.patient) === survivorOf(world, patient);
    const state = world.encountersByPatient
      .get(survivorOf(world, patient))
      .map((id) => world.encounters.get(id)?.state.stays.at(-1)?.ward);
    if (kind === "patient") return isPatient;
    if (kind === "task") return isPatient && action === "result.acknowledge";
    return state.includes(each.ward);
  }
}

test("[X1] [X2] [X3] whatever is asked, answered, begun and ended: no permit beyond a grant, none approved by a party to it, none for who has become ineligible", () => {
  let permits = 0;
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 30, maxLength: 60, size: "max" }),
      (happenings) => {
        const story = new Story();
        for (const each of happenings) story.happen(each);
        story.check(true);
        permits += story.permits;
      },
    ),
    { numRuns: 30 },
  );
  expect(permits).toBeGreaterThan(50);
});
