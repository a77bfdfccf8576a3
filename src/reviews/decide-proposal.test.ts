import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleOf, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles, withPatternTime } from "../access/index.ts";
import {
  apply,
  type Bodies,
  type Command,
  copyWorld,
  emptyWorld,
  type Kind,
  type LogRecord,
  type NewRecord,
  type ProposedChange,
} from "../world/index.ts";
import {
  acceptProposal,
  type ChangedPolicy,
  declineProposal,
  type ProposalDecision,
} from "./decide-proposal.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = 1_773_172_800_000;
/** The counts that whoever accepts was shown. */
const shown = { exposure: 2, saved: 3 };

let inForce: Bundle;
let changed: Bundle;
let unfit: Bundle;
beforeAll(async () => {
  const files = shippedFiles();
  inForce = await bundleOf(files);
  changed = await bundleOf(
    withPatternTime(inForce, "inpatient", "handover-margin-after", 75 * minute),
  );
  unfit = await bundleOf({
    ...files,
    "patterns.yaml": (files["patterns.yaml"] ?? "").replace("\nemergency:", "\nurgency:"),
    "patients.yaml": (files["patients.yaml"] ?? "").replace("emergency:", "urgency:"),
  });
});

/** Amy and Ben, nurses of 4B who have a shift there each, have broken the glass in 6A; Pia decides. */
function openHospital() {
  const world = emptyWorld();
  const bundles = createBundles();
  let now = at - day;
  let ids = 0;
  const append = (told: NewRecord) =>
    apply(world, { ...told, at: now, position: world.next } as LogRecord);
  const record = <K extends Kind>(kind: K, body: Bodies[K]) =>
    append({ kind, body } as unknown as NewRecord);
  bundles.add(inForce);
  record("policy.activated", { decider: 1, hash: inForce.hash });
  record("site.registered", { name: "North", site: "north", zone: "Europe/London" });
  for (const [ward, pattern] of [
    ["4B", "inpatient"],
    ["6A", "inpatient"],
    ["ED", "emergency"],
  ] as const) {
    record("ward.registered", { name: ward, pattern, site: "north", type: "ward", ward });
  }
  const engage = (person: string, more: { readonly manager?: string; readonly to?: number } = {}) =>
    record("engagement.started", {
      engagement: `eng-${person}`,
      from: at - 90 * day,
      person,
      to: at + 90 * day,
      type: "employee",
      ...more,
    });
  const roster = (person: string, ward: string, from: number) =>
    record("shift.rostered", {
      engagement: `eng-${person}`,
      from,
      role: "nurse",
      shift: `own-${++ids}`,
      to: from + 8 * hour,
      ward,
    });
  const breaks = (person: string) => {
    const glass = `gls-${++ids}`;
    const body = { engagement: `eng-${person}`, glass, patient: "p", person, reason: "covering" };
    record("glass.broken", { ...body, until: now + hour, ward: "6A" });
    return glass;
  };
  for (const person of ["amy", "ben", "pia"]) engage(person);
  return {
    world,
    bundles,
    record,
    engage,
    roster,
    propose(change: ProposedChange, people: readonly string[] = ["amy", "amy", "amy"]) {
      const evidence = people.map(breaks);
      record("proposal.raised", { change, evidence, proposal: "prp" });
      now = at;
    },
    /** What the command answers and records, which then holds; or the code of the refusal, which leaves the world as it was. */
    submit(command: Command<unknown>) {
      const before = copyWorld(world);
      try {
        const { answer, records, side } = command.handle({
          world,
          at,
          position: world.next,
          side: () => undefined,
          id: (prefix) => `${prefix}-${++ids}`,
        });
        for (const each of records) append(each);
        return { answer, records: records.map(({ body, kind }) => ({ kind, ...body })), side };
      } catch (error) {
        expect(copyWorld(world)).toEqual(before);
        return { refused: (error as { readonly code?: string }).code };
      }
    },
  };
}

let hospital: ReturnType<typeof openHospital>;
beforeEach(() => {
  hospital = openHospital();
});

const byPia = (proposal = "prp"): ProposalDecision => ({
  proposal,
  actor: { type: "person", id: "pia" },
});
const accept = (decision = byPia(), policy?: ChangedPolicy) =>
  hospital.submit(
    acceptProposal(
      { bundles: hospital.bundles, ...(policy === undefined ? {} : { policy }) },
      decision,
      shown,
    ),
  );
const decline = (decision = byPia()) =>
  hospital.submit(declineProposal({ bundles: hospital.bundles }, decision));
const refused = (code: string) => ({ refused: code });
const isOpen = () => hospital.world.proposals.get("prp")?.decidedAt === undefined;

const amyOn6A: ProposedChange = { type: "roster", person: "amy", ward: "6A" };
const nursesOn6A: ProposedChange = { type: "role", role: "nurse", ward: "6A" };
const longerOn6A: ProposedChange = {
  type: "pattern",
  parameter: "handover-margin-after",
  time: 75 * minute,
  ward: "6A",
};

describe("[X20] a proposal is declined", () => {
  test("by one record, and once", () => {
    hospital.propose(amyOn6A);
    expect(decline()).toMatchObject({ records: [{ kind: "proposal.declined", proposal: "prp" }] });
    expect(isOpen()).toBe(false);
    expect(decline()).toEqual(refused("proposal-unknown"));
    expect(accept()).toEqual(refused("proposal-unknown"));
  });

  test("not where there is none of that id", () => {
    hospital.propose(amyOn6A);
    expect(decline(byPia("other"))).toEqual(refused("proposal-unknown"));
    expect(isOpen()).toBe(true);
  });
});

describe("[X20] a proposal for the roster is accepted", () => {
  test("with the role for thirty days and a shift beside each of theirs, in one batch with the counts", () => {
    hospital.roster("amy", "4B", at + hour);
    hospital.roster("amy", "4B", at + 5 * day);
    hospital.roster("ben", "4B", at + hour);
    hospital.propose(amyOn6A);
    const there = { engagement: "eng-amy", role: "nurse", ward: "6A" };
    const accepted = accept();
    expect(accepted).toMatchObject({
      answer: { shifts: 2 },
      records: [
        { kind: "role.assigned", ...there, from: at, to: at + 30 * day },
        { kind: "shift.rostered", ...there, from: at + hour, to: at + 9 * hour },
        { kind: "shift.rostered", ...there, from: at + 5 * day, to: at + 5 * day + 8 * hour },
        { kind: "proposal.accepted", ...shown, proposal: "prp" },
      ],
    });
    expect(isOpen()).toBe(false);
    expect(accept()).toEqual(refused("proposal-unknown"));
  });

  test("beside none that is over, later than thirty days, or there already", () => {
    hospital.roster("amy", "4B", at - 8 * hour);
    hospital.roster("amy", "4B", at + 30 * day);
    hospital.roster("amy", "4B", at + hour);
    hospital.roster("amy", "6A", at + hour);
    hospital.propose(amyOn6A);
    expect(accept()).toEqual(refused("nothing-rostered"));
    hospital.roster("amy", "4B", at + 30 * day - 1);
    expect(accept()).toMatchObject({ answer: { shifts: 1 } });
  });

  test("not where the engagement ends before the shift", () => {
    hospital.engage("eve", { to: at + hour });
    hospital.roster("eve", "4B", at + hour);
    hospital.propose({ ...amyOn6A, person: "eve" });
    expect(accept()).toEqual(refused("nothing-rostered"));
    expect(isOpen()).toBe(true);
  });

  test("of a role: for each whose exceptions it rests on, and nobody else", () => {
    hospital.engage("eve");
    for (const person of ["amy", "ben", "eve"]) hospital.roster(person, "4B", at + hour);
    hospital.propose(nursesOn6A, ["amy", "ben", "amy"]);
    expect(accept()).toMatchObject({
      answer: { shifts: 2 },
      records: [
        { kind: "role.assigned", engagement: "eng-amy" },
        { kind: "shift.rostered", engagement: "eng-amy" },
        { kind: "role.assigned", engagement: "eng-ben" },
        { kind: "shift.rostered", engagement: "eng-ben" },
        { kind: "proposal.accepted" },
      ],
    });
  });
});

describe("[X20] a proposal for a pattern is accepted", () => {
  test("with the changed policy, activated in the same batch and kept beside the log", () => {
    hospital.propose(longerOn6A);
    const { hash } = changed;
    expect(accept(byPia(), { bundle: changed, from: inForce.hash })).toMatchObject({
      answer: { shifts: 0 },
      records: [
        { kind: "policy.activated", hash },
        { kind: "proposal.accepted", ...shown, proposal: "prp" },
      ],
      side: [{ table: "bundles", key: hash, value: changed.files }],
    });
    expect(hospital.world.policy?.hash).toBe(hash);
    expect(isOpen()).toBe(false);
  });

  test("not where another policy came into force meanwhile", () => {
    hospital.propose(longerOn6A);
    const made = { bundle: changed, from: "another" };
    expect(accept(byPia(), made)).toEqual(refused("policy-changed"));
    expect(hospital.world.policy?.hash).toBe(inForce.hash);
    expect(isOpen()).toBe(true);
  });

  test("not with a policy under which a ward cannot run", () => {
    hospital.propose(longerOn6A);
    const made = { bundle: unfit, from: inForce.hash };
    expect(accept(byPia(), made)).toEqual(refused("unknown-pattern"));
    expect(hospital.world.policy?.hash).toBe(inForce.hash);
    expect(isOpen()).toBe(true);
  });
});

describe("[X19] nobody decides on a change about themselves or about somebody whom they report to", () => {
  test("their own, by its change or by its exceptions (X2)", () => {
    hospital.roster("pia", "4B", at + hour);
    hospital.propose({ ...amyOn6A, person: "pia" });
    expect(accept()).toEqual(refused("own-proposal"));
    expect(decline()).toEqual(refused("own-proposal"));
    hospital.propose(nursesOn6A, ["amy", "pia", "amy"]);
    expect(accept()).toEqual(refused("own-proposal"));
    hospital.propose(longerOn6A, ["amy", "amy", "pia"]);
    expect(accept(byPia(), { bundle: changed, from: inForce.hash })).toEqual(
      refused("own-proposal"),
    );
    expect(isOpen()).toBe(true);
  });

  test("their manager's, or that of their manager's manager", () => {
    hospital.roster("amy", "4B", at + hour);
    hospital.engage("kim", { manager: "amy" });
    hospital.engage("pia", { manager: "kim" });
    hospital.propose(amyOn6A);
    expect(accept()).toEqual(refused("own-proposal"));
    expect(decline()).toEqual(refused("own-proposal"));
    expect(isOpen()).toBe(true);
    // The other way round is no conflict.
    const byBen = { proposal: "prp", actor: { type: "person", id: "ben" } } as const;
    expect(accept(byBen)).toMatchObject({ answer: { shifts: 1 } });
  });

  test("while the policy in force is not loaded here, nobody decides on any", () => {
    hospital.roster("amy", "4B", at + hour);
    hospital.roster("pia", "4B", at + hour);
    hospital.propose(nursesOn6A, ["amy", "pia", "amy"]);
    hospital.record("policy.activated", { decider: 1, hash: "not-loaded" });
    expect(accept()).toEqual(refused("policy-changed"));
    expect(decline()).toEqual(refused("policy-changed"));
    expect(isOpen()).toBe(true);
  });
});
