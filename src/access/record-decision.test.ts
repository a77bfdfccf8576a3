import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../tests/support/ports.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Actor } from "../world/index.ts";
import type { DecisionDeps } from "./index.ts";
import { type Bundle, createRepeats, recordDecision, writeRepeats } from "./index.ts";
import { day, evening, minute, type TestHospital, testHospital } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

interface Setting {
  readonly hospital: TestHospital;
  readonly deps: DecisionDeps;
}

function setting(): Setting {
  const hospital = testHospital(bundle);
  hospital.person("ben", { role: "nurse", ward: "4B" });
  hospital.session("ben");
  hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
  hospital.adt("ned", "A01", { ward: "6A", at: evening - day });
  const repeats = createRepeats({ hasher: sha256 });
  hospital.follow(repeats.follow);
  return { hospital, deps: { bundles: hospital.bundles, repeats } };
}

const ben: Actor = { type: "person", id: "ben" };
const actor: Actor = { type: "system", id: "node" };

function asks(deps: DecisionDeps, action: string, patient: string, by: Actor = ben) {
  const request = {
    subject: { type: "person", id: "ben" },
    action,
    resource: { type: "patient", id: patient },
    context: { seat: "4B-1" },
  };
  return recordDecision(deps, request, { actor: by, remedies: false });
}

const kinds = (hospital: TestHospital, from: number) =>
  hospital.log.filter(({ position }) => position >= from).map(({ kind }) => kind);

describe("recording decisions", () => {
  test("[D8] permits and denials are both recorded, at the position that the answer names", () => {
    const { hospital, deps } = setting();
    const start = hospital.world.next;
    const [permit, denial] = hospital.submit(
      asks(deps, "chart.open", "anna"),
      asks(deps, "chart.open", "ned"),
    );
    expect(kinds(hospital, start)).toEqual(["decision.permitted", "decision.denied"]);
    expect([permit?.position, denial?.position]).toEqual([start, start + 1]);
    expect(hospital.log.at(-2)).toMatchObject({
      actor: ben,
      seat: "4B-1",
      body: {
        subject: { type: "person", id: "ben" },
        action: "chart.open",
        resource: { type: "patient", id: "anna" },
        context: { seat: "4B-1", purpose: "TREAT" },
        policies: ["on-shift"],
        validUntil: evening + minute,
        bundle: bundle.hash,
        decider: 1,
      },
    });
    expect(hospital.log.at(-1)?.body).toMatchObject({
      cause: "no-policy",
      policies: [],
      reasons: ["patient.elsewhere"],
    });
  });

  test("[D2] a permit is given only if the world where it is recorded permits it", () => {
    const { hospital, deps } = setting();
    const end = {
      name: "engagement.end",
      actor,
      handle: () => ({
        records: [
          {
            kind: "engagement.ended" as const,
            body: { engagement: "eng-ben", reason: "left" },
          },
        ],
        answer: undefined,
      }),
    };
    const [before, , after] = hospital.submit<unknown>(
      asks(deps, "chart.open", "anna"),
      end,
      asks(deps, "chart.open", "anna"),
    );
    expect([before, after]).toMatchObject([{ type: "permit" }, { type: "deny" }]);
  });

  test("[C3] a permit for an action that contributes says so in the same batch", () => {
    const { hospital, deps } = setting();
    const start = hospital.world.next;
    hospital.submit(asks(deps, "note.write", "anna"));
    expect(kinds(hospital, start)).toEqual(["decision.permitted", "care.contributed"]);
    expect(hospital.log.at(-1)).toMatchObject({
      actor: ben,
      body: { person: "ben", patient: "anna", ward: "4B" },
    });
    hospital.adt("anna", "A02", { ward: "6A" });
    expect(hospital.submit(asks(deps, "note.write", "anna"))[0]).toMatchObject({
      policies: ["finishing"],
    });
    expect(hospital.log.at(-1)?.body).toMatchObject({ ward: "4B" });
  });

  test("without an active policy nothing is permitted, and that is recorded", () => {
    const { hospital } = setting();
    const repeats = createRepeats({ hasher: sha256 });
    const deps = { bundles: { ...hospital.bundles, current: () => undefined }, repeats };
    const [answer] = hospital.submit(asks(deps, "chart.open", "anna"));
    expect(answer).toMatchObject({ type: "deny", cause: "error", codes: ["no-policy"] });
    expect(hospital.log.at(-1)?.body).toMatchObject({ cause: "error", bundle: "" });
  });

  test("[U3] what a caller names that is not ours is recorded as unknown", () => {
    const { hospital, deps } = setting();
    const request = {
      subject: { type: "nurse Ben Okafor", id: "Ben Okafor" },
      action: "open Anna's chart",
      resource: { type: "patient", id: "4417220" },
      context: { session: "s", seat: "the one by the window", device: "d", purpose: "because" },
    };
    hospital.submit(recordDecision(deps, request, { actor: ben, remedies: false }));
    const record = hospital.log.at(-1);
    expect(JSON.stringify(record)).not.toMatch(/Okafor|Anna|4417220|window|because/);
    expect(record?.body).toMatchObject({
      subject: { type: "unknown", id: "unknown" },
      action: "unknown",
      resource: { type: "patient", id: "unknown" },
      context: { session: "unknown", seat: "unknown", device: "unknown", purpose: "unknown" },
    });
    expect(record?.seat).toBe("unknown");
  });

  test("a workload asks only while it lives and has the scope", () => {
    const { hospital, deps } = setting();
    const app: Actor = { type: "workload", id: "app", onBehalfOf: "ben" };
    const workload = { workload: "app", name: "App", purpose: "notes", until: evening + minute };
    hospital.record("workload.registered", { ...workload, scopes: [] });
    const ask = () => hospital.submit(asks(deps, "chart.open", "anna", app));
    expect(ask).toThrow(expect.objectContaining({ code: "caller-not-live" }));
    hospital.record("workload.registered", { ...workload, scopes: ["decision.ask"] });
    expect(ask()[0]).toMatchObject({ type: "permit" });
    hospital.now += minute;
    expect(ask).toThrow(expect.objectContaining({ code: "caller-not-live" }));
  });
});

describe("[D8] identical denials", () => {
  test("[D8] within a minute they answer with the first one's position, and are counted", () => {
    const { hospital, deps } = setting();
    const first = hospital.world.next;
    hospital.submit(asks(deps, "chart.open", "ned"));
    const again = hospital.submit(asks(deps, "chart.open", "ned"), asks(deps, "chart.open", "ned"));
    expect(again).toMatchObject([
      { type: "deny", position: first, repeated: true },
      { type: "deny", position: first, repeated: true },
    ]);
    expect(hospital.world.next).toBe(first + 1);
    hospital.now += minute;
    hospital.submit(writeRepeats(deps.repeats, { actor, all: false }));
    expect(hospital.log.at(-1)).toMatchObject({
      kind: "decision.denied",
      causedBy: `rec-${first}`,
      actor: ben,
      body: { repeats: 2, reasons: ["patient.elsewhere"] },
    });
    expect(hospital.submit(writeRepeats(deps.repeats, { actor, all: true }))).toEqual([0]);
  });

  test("[D8] in one batch as one by one", () => {
    const { hospital, deps } = setting();
    const first = hospital.world.next;
    const answers = hospital.submit(
      asks(deps, "chart.open", "ned"),
      asks(deps, "chart.open", "ned"),
    );
    expect(answers).toMatchObject([{ position: first }, { position: first, repeated: true }]);
    expect(hospital.world.next).toBe(first + 1);
  });

  test("[D8] in one batch with what counts them, as one by one", () => {
    const { hospital, deps } = setting();
    const first = hospital.world.next;
    const ask = () => asks(deps, "chart.open", "ned");
    const count = () => writeRepeats(deps.repeats, { actor, all: true });
    hospital.submit<unknown>(ask(), ask(), ask(), count(), count(), ask());
    const denied = { kind: "decision.denied", body: { reasons: ["patient.elsewhere"] } };
    expect(hospital.log.slice(first)).toMatchObject([denied, { body: { repeats: 2 } }, denied]);
    expect(hospital.log.filter(({ body }) => "repeats" in body)).toHaveLength(1);
    expect(hospital.log[first + 1]).toMatchObject({
      causedBy: hospital.log[first]?.id,
      actor: ben,
    });
    // The count is in the log: it is not written again.
    expect(hospital.submit(count())).toEqual([0]);
  });

  test("[D8] a count whose first was dropped with it is never written", () => {
    const { hospital, deps } = setting();
    const ask = () => asks(deps, "chart.open", "ned");
    const count = () => writeRepeats(deps.repeats, { actor, all: true });
    hospital.lose(ask(), ask(), count());
    expect(hospital.submit(count())).toEqual([0]);
    const first = hospital.world.next;
    expect(hospital.submit(ask())).toMatchObject([{ position: first }]);
  });

  test("[D8] another caller, action, patient, seat or reason is another denial; a permit is never one", () => {
    const { hospital, deps } = setting();
    const start = hospital.world.next;
    const other: Actor = { type: "person", id: "cat" };
    hospital.submit(
      asks(deps, "chart.open", "ned"),
      asks(deps, "chart.open", "ned", other),
      asks(deps, "note.write", "ned"),
      asks(deps, "chart.open", "nobody"),
      asks(deps, "chart.open", "anna"),
      asks(deps, "chart.open", "anna"),
    );
    expect(hospital.world.next).toBe(start + 6);
    hospital.adt("ned", "A03");
    hospital.submit(asks(deps, "chart.open", "ned"));
    expect(hospital.log.at(-1)?.body).toMatchObject({ reasons: ["patient.not-in"] });
  });

  test("[D8] one unknown subject or patient is not another, though both are recorded as unknown", () => {
    const { hospital, deps } = setting();
    const start = hospital.world.next;
    const app: Actor = { type: "person", id: "cat" };
    const about = (subject: string, patient: string) =>
      recordDecision(
        deps,
        {
          subject: { type: "person", id: subject },
          action: "chart.open",
          resource: { type: "patient", id: patient },
          context: {},
        },
        { actor: app, remedies: false },
      );
    const [alice] = hospital.submit(about("alice", "anna"));
    const [bob, again] = hospital.submit(about("bob", "anna"), about("alice", "anna"));
    const [other] = hospital.submit(about("alice", "4417220"));
    expect([alice?.position, bob?.position, other?.position]).toEqual([
      start,
      start + 1,
      start + 2,
    ]);
    expect(bob).not.toHaveProperty("repeated");
    expect(again).toMatchObject({ position: start, repeated: true });
    expect(hospital.log.slice(-3)).toMatchObject([
      { body: { subject: { id: "unknown" }, resource: { id: "anna" } } },
      { body: { subject: { id: "unknown" }, resource: { id: "anna" } } },
      { body: { subject: { id: "unknown" }, resource: { id: "unknown" } } },
    ]);
    expect(hospital.submit(writeRepeats(deps.repeats, { actor, all: true }))).toEqual([1]);
    expect(hospital.log.at(-1)).toMatchObject({ causedBy: `rec-${start}`, body: { repeats: 1 } });
    expect(JSON.stringify(hospital.log.slice(-4))).not.toMatch(/alice|bob|4417220/);
  });

  test("[D8] a dropped batch is forgotten: the first that is committed counts, each command once", () => {
    const { hospital, deps } = setting();
    const command = asks(deps, "chart.open", "ned");
    const second = asks(deps, "chart.open", "ned");
    hospital.lose(command, second);
    hospital.lose(command, second);
    hospital.record("feed.heard", { feed: "adt" });
    const first = hospital.world.next;
    expect(hospital.submit(command, second)).toMatchObject([
      { position: first },
      { position: first, repeated: true },
    ]);
    hospital.lose(writeRepeats(deps.repeats, { actor, all: true }));
    hospital.submit(writeRepeats(deps.repeats, { actor, all: true }));
    expect(hospital.log.at(-1)?.body).toMatchObject({ repeats: 1 });
  });

  test("[D8] after a minute it is recorded anew, and the first one's count is not lost", () => {
    const { hospital, deps } = setting();
    hospital.submit(asks(deps, "chart.open", "ned"));
    hospital.submit(asks(deps, "chart.open", "ned"));
    hospital.now += minute;
    const next = hospital.world.next;
    expect(hospital.submit(asks(deps, "chart.open", "ned"))).toMatchObject([{ position: next }]);
    expect(hospital.submit(writeRepeats(deps.repeats, { actor, all: true }))).toEqual([1]);
  });

  test("[D8] at shutdown the counts of the running minute are written too", () => {
    const { hospital, deps } = setting();
    hospital.submit(asks(deps, "chart.open", "ned"), asks(deps, "chart.open", "ned"));
    expect(hospital.submit(writeRepeats(deps.repeats, { actor, all: false }))).toEqual([0]);
    expect(hospital.submit(writeRepeats(deps.repeats, { actor, all: true }))).toEqual([1]);
  });
});
