import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import {
  type Bundle,
  breaking,
  createBundles,
  type Recorded,
  recordDecision,
  replay,
  seenCounts,
} from "../access/index.ts";
import { activate, openApp, system } from "../app.ts";
import { breakGlass } from "../exceptions/index.ts";
import {
  createFailingStore,
  createMemoryCache,
  createMemoryJournal,
  type StoreState,
} from "../memory/index.ts";
import type { Json } from "../ports/index.ts";
import { asOccupant, enterPin, park } from "../sessions/index.ts";
import type { Bodies, Draft, Kind, LogRecord } from "../world/index.ts";
import { apply, emptyWorld } from "../world/index.ts";
import { openOffline, refusedIn, turnEvery, watchLog } from "./index.ts";

const hasher = { sha256: (bytes: Uint8Array) => createHash("sha256").update(bytes).digest() };
let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const minute = 60_000;
const hour = 60 * minute;
const begin = 1_773_172_800_000;
const people = ["amy", "ben", "cleo"] as const;
const patients = ["p1", "p2"] as const;
type Person = (typeof people)[number];
const actor = system;

/** A node with a store that fails, and its files; Amy and Ben are nurses on 4B, Cleo a clerk. P1 is on 4B, P2 on 6A. */
async function hospital() {
  let elapsed = 0;
  const clock = { now: () => begin + elapsed, monotonic: () => elapsed };
  const store = createFailingStore(clock);
  const [journal, refused, cache] = [
    createMemoryJournal(),
    createMemoryJournal(),
    createMemoryCache(),
  ];
  let count = 0;
  const ids = {
    next: (prefix: string) => `${prefix}_${++count}`,
    salts: (leaves: number) => new Uint8Array(16 * leaves).fill(7),
  };
  const wait = async () => undefined;
  const start = async () => {
    const watch = watchLog(store.log, clock);
    const app = await openApp({ log: watch.log, side: store.side, clock, ids, hasher, wait });
    // Compiled once: what is kept of it is the same.
    app.bundles.add(bundle);
    const files = { journal, refused, cache };
    const ports = { app, watch, clock, ids, hasher, wait, ...files };
    return { app, offline: await openOffline({ ...ports, say: () => undefined }) };
  };
  const node = await start();
  await activate(node.app, bundle, system);
  const record = <K extends Kind>(kind: K, body: Bodies[K]) =>
    node.app.submit({
      name: "test",
      actor,
      handle: () => ({ records: [{ kind, body } as never], answer: undefined }),
    });
  await furnish(record);
  return {
    ...{ node, store, journal, refused, record, start, clock },
    pass(milliseconds: number) {
      elapsed += milliseconds;
    },
    async records() {
      const entries = await store.truth.read(0, { limit: 100_000 });
      return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord);
    },
  };
}

type Hospital = Awaited<ReturnType<typeof hospital>>;

async function furnish(record: <K extends Kind>(kind: K, body: Bodies[K]) => Promise<unknown>) {
  await record("site.registered", { site: "north", name: "North", zone: "Europe/London" });
  const place = { site: "north", type: "ward", pattern: "inpatient" } as const;
  for (const ward of ["4B", "6A"]) {
    await record("ward.registered", { ...place, ward, name: ward, service: "medicine" });
    await record("seat.registered", { seat: ward, ward, name: ward });
  }
  await record("feed.registered", { feed: "adt", type: "adt" });
  const [from, to] = [begin - 24 * hour, begin + 1_000 * hour];
  for (const person of people) {
    const role = person === "cleo" ? "ward-clerk" : "nurse";
    const engagement = `eng-${person}`;
    await record("person.registered", { person });
    await record("engagement.started", { engagement, person, type: "employee", from, to });
    await record("role.assigned", {
      assignment: `rol-${person}`,
      engagement,
      role,
      ward: "4B",
      from,
      to,
    });
    const shift = { from: begin - hour, to: begin + 11 * hour };
    await record("shift.rostered", {
      shift: `shf-${person}`,
      engagement,
      role,
      ward: "4B",
      ...shift,
    });
    await record("badge.issued", { badge: `bdg-${person}`, person, until: to });
  }
  for (const [patient, ward] of [
    ["p1", "4B"],
    ["p2", "6A"],
  ] as const) {
    await record("patient.registered", { patient });
    const event = {
      trigger: "A01",
      at: begin - hour,
      control: patient,
      class: "I",
      location: { ward },
    } as const;
    await record("adt.accepted", { feed: "adt", encounter: `enc-${patient}`, patient, event });
  }
}

async function settle(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
}

async function look({ node, pass }: Hospital, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= Math.max(turnEvery, milliseconds / 20)) {
    pass(Math.max(turnEvery, milliseconds / 20));
    await node.offline.turn();
    await settle();
  }
}

/** One person comes in by PIN, and does something to a patient; undefined: it was refused before it was decided. */
async function attempt(
  { node: { app, offline } }: Hospital,
  { person, patient, action }: { person: Person; patient: string; action: string },
): Promise<Recorded | undefined> {
  const { seats } = offline;
  const deps = { bundles: app.bundles, repeats: seats.repeats };
  try {
    const entering = enterPin(deps, { seat: "4B", badge: `bdg-${person}`, right: true });
    const came = await seats.submit(entering);
    if (came.type !== "in") return undefined;
    const { session } = came;
    const subject = { type: "person", id: person } as const;
    const context = { seat: "4B", session };
    const request = { subject, action, resource: { type: "patient", id: patient }, context };
    const decision = recordDecision(deps, request, { actor: subject, remedies: false });
    const answer = await seats.submit(
      asOccupant(deps, { seat: "4B", session }, decision, (permit, { engagement }, handling) => {
        if (permit.type === "deny" || action !== breaking) return [];
        return breakGlass(
          { ...handling, bundle },
          { engagement, person, patient, reason: "covering" },
        );
      }),
    );
    await seats.submit(park(deps, { seat: "4B", session, reason: "lock" }));
    return answer;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("try" as const),
      person: fc.constantFrom(...people),
      patient: fc.constantFrom(...patients),
      action: fc.constantFrom("glass.break", "glass.break", "chart.open", "note.write"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("store" as const),
      state: fc.constantFrom<StoreState[]>("there", "away", "silent", "losing", "read-only"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("wait" as const),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
  /** Another node records it, whatever this one sees. */
  fc.record({ type: fc.constant("end" as const), person: fc.constantFrom(...people) }),
);

interface Done {
  readonly answer: Recorded | undefined;
  readonly at: number;
  readonly since: number | undefined;
  readonly ask: { readonly person: Person; readonly patient: string; readonly action: string };
}

async function play(
  made: Hospital,
  happenings: readonly (typeof happening extends fc.Arbitrary<infer T> ? T : never)[],
) {
  const done: Done[] = [];
  for (const it of happenings) {
    if (it.type === "store") made.store.set(it.state);
    else if (it.type === "wait") await look(made, it.minutes * minute);
    else if (it.type === "end") {
      if (made.node.offline.downtime() !== undefined) continue;
      const ended = made.record("engagement.ended", {
        engagement: `eng-${it.person}`,
        reason: "left",
      });
      ended.catch(() => undefined);
      await Promise.race([ended, look(made, 10_000)]).catch(() => undefined);
    } else {
      const since = made.node.offline.downtime()?.since;
      const trying = attempt(made, it);
      const answer = await Promise.race([trying, look(made, 10_000).then(() => trying)]);
      done.push({ answer, at: made.clock.now(), since, ask: it });
    }
  }
  made.store.set("there");
  for (let count = 0; count < 60; count++) await look(made, turnEvery);
  return done;
}

describe("[X14] whatever fails and when", () => {
  test("a permit given offline is one of those it may be, each glass has its review, and nothing is lost or doubled", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (happenings) => {
        const made = await hospital();
        const done = await play(made, happenings);
        expect(made.node.offline.downtime()).toBeUndefined();
        expect((await made.journal.read()).entries).toEqual([]);
        const records = await made.records();
        const offline = records.filter((record) => record.offline !== undefined);
        // Nothing is doubled.
        expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
        const permitted = offline.flatMap((record) =>
          record.kind === "decision.permitted" ? [record] : [],
        );
        // Nothing that was answered is lost.
        const answered = done.filter(({ answer }) => answer?.type === "permit" && answer.offline);
        expect(permitted.length).toBe(answered.length);
        for (const { answer, at, since = 0, ask } of answered) {
          expect(ask.person).not.toBe("cleo");
          expect(["glass.break", "chart.open"]).toContain(ask.action);
          expect(at - since).toBeLessThanOrEqual(seenCounts + 10_000);
          expect(answer?.position).toBeLessThan(records.length);
        }
        for (const record of permitted) {
          const { occurredAt = 0, at, body } = record;
          expect(occurredAt).toBeLessThanOrEqual(at);
          expect(body.action === "chart.open" || body.context.seat === "4B").toBe(true);
        }
        // Each glass has its review, of the same step and the same time.
        const glasses = records.flatMap((each) => (each.kind === "glass.broken" ? [each] : []));
        const reviews = records.flatMap((each) => (each.kind === "review.opened" ? [each] : []));
        expect(reviews.map(({ body }) => body.about)).toEqual(
          glasses.map(({ body }) => body.glass),
        );
        for (const glass of glasses) {
          expect(glass.body.until).toBeLessThanOrEqual((glass.occurredAt ?? glass.at) + hour);
        }
        // An access after an end is an incident, and only that.
        for (const incident of records.flatMap((each) =>
          each.kind === "incident.opened" ? [each] : [],
        )) {
          const ended = records.find(
            (each) =>
              each.kind === "engagement.ended" &&
              each.body.engagement === `eng-${incident.body.person}`,
          );
          expect(ended?.at).toBeLessThanOrEqual(incident.body.happenedAt);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test("somebody who is no clinician, or whose engagement had ended, gets no permit offline; after 4 h nobody does", async () => {
    const made = await hospital();
    await made.record("engagement.ended", { engagement: "eng-ben", reason: "left" });
    made.store.set("away");
    await look(made, 10_000);
    const breaking = (person: Person) =>
      attempt(made, { person, patient: "p2", action: "glass.break" });
    expect((await breaking("cleo"))?.type).toBe("deny");
    expect(await breaking("ben")).toBeUndefined();
    expect(await breaking("amy")).toMatchObject({ type: "permit", offline: true });
    await look(made, 4 * hour);
    expect(await breaking("amy")).toBeUndefined();
  });

  test("an entry that the log does not take is kept aside with an incident, and keeps no other waiting", async () => {
    const made = await hospital();
    made.store.set("away");
    await look(made, 10_000);
    await attempt(made, { person: "amy", patient: "p2", action: "glass.break" });
    const later: Json = {
      downtime: "rec_x",
      rests: 1,
      records: [{ kind: "of.later", body: {}, actor: { ...actor }, at: begin, id: "x" }],
    };
    await made.journal.append({ id: "bat_later", value: later });
    await made.journal.append({ id: "bat_other", value: "of another release" });
    made.pass(minute);
    await attempt(made, { person: "amy", patient: "p2", action: "chart.open" });
    made.store.set("there");
    await look(made, 10_000);
    const { entries } = await made.refused.read();
    expect(entries.map(refusedIn)).toMatchObject([
      {
        id: "bat_later",
        refusedAt: expect.any(Number),
        why: expect.stringMatching(/^This could not be recorded.*\(.*of\.later/),
        records: [{ kind: "of.later", at: begin, actor }],
      },
      {
        id: "bat_other",
        why: expect.stringMatching(/another release has written it, otherwise/),
        records: [],
      },
    ]);
    // As an earlier release kept it: without why.
    expect(refusedIn({ id: "bat_old", value: later })).toMatchObject({
      id: "bat_old",
      records: [{ kind: "of.later" }],
    });
    const records = await made.records();
    const of = (kind: Kind) => records.filter((record) => record.kind === kind);
    expect(of("incident.opened").map(({ body }) => body)).toMatchObject([
      { cause: "not-merged", about: "bat_later" },
      { cause: "not-merged", about: "bat_other" },
    ]);
    expect(of("downtime.ended")).toMatchObject([{ body: { refused: 2 } }]);
    expect(of("decision.permitted")).toHaveLength(2);
    expect((await made.journal.read()).entries).toEqual([]);
  });

  test("[D2] each offline decision is given again by a replay of what it rested on", async () => {
    const made = await hospital();
    made.store.set("away");
    await look(made, 30 * minute);
    const since = made.node.offline.downtime()?.since ?? 0;
    for (const action of ["chart.open", "glass.break", "chart.open", "note.write"]) {
      await attempt(made, { person: "amy", patient: "p2", action });
      made.pass(minute);
    }
    made.store.set("there");
    await look(made, 10_000);
    const records = await made.records();
    const bundles = createBundles();
    bundles.add(bundle);
    const offline = records.filter((record) => record.offline !== undefined);
    const world: Draft = emptyWorld();
    for (const record of records.slice(0, offline[0]?.offline)) apply(world, record);
    world.downtime = { position: world.next, since };
    const outcomes: string[] = [];
    for (const { offline: _rests, ...record } of offline) {
      const then = { ...record, at: record.occurredAt } as LogRecord;
      if (record.kind.startsWith("decision.")) {
        outcomes.push(replay({ bundles, world }, then).type);
      }
      apply(world, { ...then, position: world.next });
    }
    expect(outcomes).toEqual(["same", "same", "same", "same"]);
  });
});
