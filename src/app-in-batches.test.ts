import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { sha256 } from "../tests/support/ports.ts";
import { shippedBundle } from "../tests/support/shipped-bundle.ts";
import { type Bundle, recordDecision, writeRepeats } from "./access/index.ts";
import { type App, activate, openApp, system } from "./app.ts";
import { createMemoryStore } from "./memory/index.ts";
import type { Ids, SideWrite } from "./ports/index.ts";
import { decodeRecord, type SequencerOptions } from "./sequencer/index.ts";
import { enterPin, focus, occupantOf, park, sceneOf, tap } from "./sessions/index.ts";
import type { AdtTrigger, Command, NewRecord } from "./world/index.ts";

const hour = 3_600_000;
/** 19:00 UTC on 10 March 2026. */
const start = 1_773_169_200_000;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

/** Eve and Cleo are on shift on 4B; Dan is off duty. */
const roles = { eve: "nurse", cleo: "doctor", dan: "nurse" } as const;
const people = Object.keys(roles) as readonly (keyof typeof roles)[];
const seats = ["4B-1", "6A-1"] as const;
const patients = ["anna", "ned"] as const;

const person = fc.constantFrom(...people, "eve" as const);
const seat = fc.constantFrom(...seats, "4B-1");
const patient = fc.constantFrom(...patients, "anna", "nobody");
const action = fc.constantFrom("chart.open", "note.write", "no.such-action");
const trigger = fc.constantFrom<AdtTrigger[]>("A01", "A02", "A03", "A12");
const ward = fc.constantFrom("4B", "6A");

/** What makes a command for an application; `nth` tells it from the others. */
type Make = (app: App, nth: number) => Command<unknown>;

const ask =
  (who: string, what: string, whom: string, seat: string): Make =>
  (app) => {
    const request = {
      subject: { type: "person", id: who },
      action: what,
      resource: { type: "patient", id: whom },
      context: { seat },
    };
    const wish = { actor: { type: "person", id: who }, remedies: true } as const;
    return recordDecision({ bundles: app.bundles, repeats: app.repeats }, request, wish);
  };
const pin =
  (who: string, seat: string, right: boolean): Make =>
  (app) =>
    enterPin(app, { seat, badge: `bdg-${who}`, right });

/** How each begins: Eve is in, and writes a note. */
const opening = [pin("eve", "4B-1", true), ask("eve", "note.write", "anna", "4B-1")];

const asking = fc
  .tuple(person, action, patient, seat)
  .map(([who, what, whom, at]) => ask(who, what, whom, at));
const counting = fc.boolean().map(
  (all): Make =>
    (app) =>
      writeRepeats(app.repeats, { actor: system, all }),
);
const tapping = fc.tuple(person, seat).map(
  ([who, at]): Make =>
    (app) =>
      tap(app, { seat: at, badge: `number-${who}` }),
);
const proving = fc
  .tuple(person, seat, fc.nat(4))
  .map(([who, at, wrong]) => pin(who, at, wrong > 0));
const parking = seat.map(
  (at): Make =>
    (app) =>
      byOccupant(app, at, (session) => park(app, { seat: at, session, reason: "lock" })),
);
const looking = fc.tuple(seat, patient).map(
  ([at, whom]): Make =>
    (app) =>
      byOccupant(app, at, (session) =>
        focus({ session, patient: whom, screen: "results", actor: system }),
      ),
);
const ending = person.map(
  (who): Make =>
    () => ({
      name: "test.end",
      actor: system,
      handle: ({ world, at }) => {
        const engagement = `eng-${who}`;
        const isOver = (world.engagements.get(engagement)?.to ?? 0) <= at;
        const records = [
          { kind: "engagement.ended", body: { engagement, reason: "left" } },
        ] as const;
        return { records: isOver ? [] : records, answer: undefined };
      },
    }),
);
const moving = fc.tuple(fc.constantFrom(...patients), trigger, ward).map(
  ([whom, what, to]): Make =>
    (_, nth) =>
      recording([adt(whom, what, to, nth)]),
);

const happening = fc.oneof(
  { weight: 16, arbitrary: asking },
  { weight: 3, arbitrary: counting },
  { weight: 3, arbitrary: tapping },
  { weight: 5, arbitrary: proving },
  { weight: 1, arbitrary: parking },
  { weight: 1, arbitrary: looking },
  { weight: 1, arbitrary: ending },
  { weight: 2, arbitrary: moving },
);

const places: readonly NewRecord[] = [
  { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/London" } },
  { kind: "feed.registered", body: { feed: "adt", type: "adt" } },
  ...["4B", "6A"].flatMap((ward): readonly NewRecord[] => {
    const place = { ward, site: "north", name: ward, type: "ward", pattern: "inpatient" } as const;
    return [
      { kind: "ward.registered", body: place },
      { kind: "seat.registered", body: { seat: `${ward}-1`, ward, name: ward } },
    ];
  }),
];

/** Somebody of 4B. */
function staff(person: keyof typeof roles): readonly NewRecord[] {
  const engagement = `eng-${person}`;
  const time = { from: start - hour, to: start + 8 * hour };
  const held = { engagement, role: roles[person], ward: "4B", ...time };
  const shift: NewRecord = { kind: "shift.rostered", body: { shift: `shf-${person}`, ...held } };
  return [
    { kind: "person.registered", body: { person } },
    { kind: "engagement.started", body: { engagement, person, type: "employee", ...time } },
    { kind: "role.assigned", body: { assignment: `rol-${person}`, ...held } },
    { kind: "badge.issued", body: { badge: `bdg-${person}`, person, until: time.to } },
    ...(person === "dan" ? [] : [shift]),
  ];
}

function badgeRow(person: string): SideWrite {
  return { table: "credentials", key: `badge|number-${person}`, value: `bdg-${person}` };
}

function adt(patient: string, trigger: AdtTrigger, ward: string, nth: number): NewRecord {
  const event = { trigger, at: start - hour + nth, control: `c${nth}`, class: "I" } as const;
  const body = { feed: "adt", encounter: `enc-${patient}`, patient };
  return { kind: "adt.accepted", body: { ...body, event: { ...event, location: { ward } } } };
}

function recording(records: readonly NewRecord[], side: readonly SideWrite[] = []): Command<void> {
  return { name: "test", actor: system, handle: () => ({ records, side, answer: undefined }) };
}

/** A command of whoever is in at a seat where it is handled. */
function byOccupant(
  app: App,
  seat: string,
  make: (session: string) => Command<void>,
): Command<void> {
  return {
    name: "test.by-occupant",
    actor: system,
    seat,
    handle: (handling) => {
      const scene = sceneOf(app, handling.world, handling.at);
      return make(occupantOf(scene, seat)?.id ?? "none").handle(handling);
    },
  };
}

/** Ids that do not depend on how many batches there were: each kind is counted by itself. */
function idsByKind(): Ids {
  const counts = new Map<string, number>();
  return {
    next(prefix) {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}_${count}`;
    },
    salts: (leaves) => new Uint8Array(16 * leaves).fill(7),
  };
}

/** The answers and the records of the small hospital in which all this is asked at once. */
async function perform(script: readonly Make[], options: SequencerOptions) {
  const clock = { now: () => start, monotonic: () => 0 };
  const { log, side } = createMemoryStore({ clock });
  const ports = { log, side, clock, ids: idsByKind(), hasher: sha256, wait: async () => undefined };
  const app = await openApp(ports, options);
  await activate(app, bundle, system);
  await app.submit(recording([...places, ...people.flatMap(staff)], people.map(badgeRow)));
  await app.submit(recording([adt("anna", "A01", "4B", -2), adt("ned", "A01", "6A", -1)]));
  const begin = app.world().next;
  const answers = await Promise.allSettled(script.map((make, nth) => app.submit(make(app, nth))));
  const { batches } = app.sequencer.figures();
  await app.stop();
  const entries = await log.read(begin, { limit: 10_000 });
  return {
    answers,
    batches,
    records: entries.map(decodeRecord).map(({ batch: _batch, ...rest }) => rest),
  };
}

test("[D8] decisions, taps, ends and messages that come at once give the same answers and records as one by one", async () => {
  const seen = new Map<string, number>();
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const script = fc.array(happening, { minLength: 20, maxLength: 60 });
  const size = fc.integer({ min: 2, max: 50 });
  await fc.assert(
    fc.asyncProperty(script, size, async (more, maxBatch) => {
      const commands = [...opening, ...more];
      const single = await perform(commands, { maxBatch: 1 });
      const together = await perform(commands, { maxBatch });
      expect(together.answers).toEqual(single.answers);
      expect(together.records).toEqual(single.records);
      if (together.batches < single.batches) note("batches");
      for (const { kind, body } of single.records) {
        note(kind);
        if (kind === "decision.denied" && body.repeats !== undefined) note("repeats");
      }
    }),
    { numRuns: 100 },
  );
  // Everything that it is about has happened.
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([
      ...["batches", "repeats", "decision.permitted", "decision.denied", "care.contributed"],
      ...["session.opened", "session.parked", "session.resumed", "session.focused"],
      ...["badge.questioned", "pin.mistyped", "engagement.ended", "adt.accepted"],
    ]),
  );
});
