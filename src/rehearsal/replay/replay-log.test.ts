import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { type Bundle, recordDecision } from "../../access/index.ts";
import { type App, activate, openApp, system } from "../../app.ts";
import { createMemoryStore, type MemoryStore } from "../../memory/index.ts";
import type { Entry, Log } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import type { LogRecord, NewRecord } from "../../world/index.ts";
import { createCountedIds, createVirtualClock, type VirtualClock } from "../run/machinery.ts";
import { bundleOf, filesIn, type Texts } from "../test-support.ts";
import { replayLog } from "./replay-log.ts";

const evening = 1_773_172_800_000;
const hour = 3_600_000;

let policy: Texts;
let bundle: Bundle;
/** Nobody is let in for being on shift, as long as they are not on call too. */
let strict: Bundle;
/** As shipped, but the permit has another name. */
let renamed: Bundle;

beforeAll(async () => {
  policy = filesIn({ readdirSync, readFileSync }, "policy");
  bundle = await bundleOf(sha256, policy);
  const care = policy["care.cedar"] ?? "";
  const change = (from: string, to: string) => {
    expect(care).toContain(from);
    return bundleOf(sha256, { ...policy, "care.cedar": care.replace(from, to) });
  };
  strict = await change("context.onWard }", "context.onWard && context.onCall }");
  renamed = await change('@id("on-shift")', '@id("on-the-ward")');
});

let clock: VirtualClock;
let store: MemoryStore;
let app: App;

beforeEach(async () => {
  clock = createVirtualClock(evening);
  store = createMemoryStore({ clock });
  const ports = { clock, ids: createCountedIds(), hasher: sha256, wait: async () => undefined };
  app = await openApp({ ...store, ...ports });
  await activate(app, bundle, system);
  await record(
    { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/London" } },
    ...["4B", "6A"].map((ward): NewRecord => {
      const of = { site: "north", name: ward, type: "ward", pattern: "inpatient" } as const;
      return { kind: "ward.registered", body: { ward, ...of } };
    }),
    { kind: "seat.registered", body: { seat: "4B-1", ward: "4B", name: "1" } },
    { kind: "feed.registered", body: { feed: "adt", type: "adt" } },
    ...nurse("amy"),
    ...nurse("ben"),
    moved("anna", "A01", "4B"),
    moved("bert", "A01", "4B"),
  );
  return () => app.stop();
});

function record(...records: readonly NewRecord[]): Promise<void> {
  const handle = () => ({ records, answer: undefined });
  return app.submit({ name: "test", actor: system, handle });
}

function nurse(person: string): readonly NewRecord[] {
  const engagement = `eng-${person}`;
  const times = { from: evening - 30 * 24 * hour, to: evening + 300 * 24 * hour };
  const shift = { ward: "4B", from: evening - hour / 2, to: evening + 11 * hour };
  const surface = { type: "seat", id: "4B-1" } as const;
  const session = { session: `ses-${person}`, level: 2, method: "pin", surface } as const;
  const until = evening + 16 * hour;
  const assigned = { assignment: `role-${person}`, role: "nurse", ward: "4B" };
  return [
    { kind: "person.registered", body: { person } },
    { kind: "engagement.started", body: { engagement, person, type: "employee", ...times } },
    { kind: "role.assigned", body: { ...assigned, engagement, ...times } },
    {
      kind: "shift.rostered",
      body: { shift: `shift-${person}`, engagement, role: "nurse", ...shift },
    },
    {
      kind: "session.opened",
      body: { ...session, person, engagement, provedAt: evening, until },
    },
  ];
}

function moved(patient: string, trigger: "A01" | "A02", ward: string): NewRecord {
  const control = `${patient}-${trigger}`;
  const event = { trigger, at: clock.now(), control, location: { ward }, class: "I" };
  return {
    kind: "adt.accepted",
    body: { feed: "adt", encounter: `enc-${patient}`, patient, event },
  };
}

async function ask(person: string, patient: string): Promise<string> {
  const actor = { type: "person", id: person } as const;
  const request = {
    subject: actor,
    action: "chart.open",
    resource: { type: "patient", id: patient },
    context: { session: `ses-${person}`, seat: "4B-1" },
  };
  const wish = { actor, remedies: false };
  return (await app.submit(recordDecision(app, request, wish))).type;
}

const night = { from: evening, to: evening + 12 * hour };

/** Decides again; `log` is another one where the records were changed on the way. */
function again(against: Bundle, log: Pick<Log, "head" | "read" | "changes"> = store.log) {
  const known = new Map([[bundle.hash, bundle]]);
  return replayLog({ log, bundle: async (hash) => known.get(hash) }, { ...night, against });
}

/** The log with each record as `change` makes it. */
function edited(change: (record: LogRecord) => LogRecord | undefined): Log {
  const { log } = store;
  const edit = <E extends Pick<Entry, "position" | "bytes">>(entries: readonly E[]): E[] =>
    entries.flatMap((entry) => {
      const record = change(decodeRecord(entry));
      const bytes = new TextEncoder().encode(JSON.stringify(record));
      return record === undefined ? [] : [{ ...entry, bytes }];
    });
  return {
    ...log,
    read: async (from, range) => edit(await log.read(from, range)),
    changes: async (from, range) => edit(await log.changes(from, range)),
  };
}

test("the policy of then changes nothing", async () => {
  expect(await ask("amy", "anna")).toBe("permit");
  const found = await again(bundle);
  expect([found.decided, found.same, found.changed, found.otherRules]).toEqual([1, 1, [], []]);
});

test("what would be answered otherwise, in one group with its people, patients, rules and ward", async () => {
  for (const person of ["amy", "ben"]) {
    expect(await ask(person, "anna")).toBe("permit");
    expect(await ask(person, "bert")).toBe("permit");
  }
  expect(await ask("amy", "anna")).toBe("permit");
  const found = await again(strict);
  expect(found.decided).toBe(5);
  expect(found.changed).toEqual([
    {
      action: "chart.open",
      before: { decision: "permit", policies: ["on-shift"] },
      after: { decision: "deny", policies: [], cause: "no-policy" },
      ward: "4B",
      pattern: "inpatient",
      requests: 5,
      people: 2,
      patients: 2,
      first: { position: expect.any(Number), at: evening },
    },
  ]);
});

test("each request in the world of its own moment: before a transfer, and after it", async () => {
  expect(await ask("amy", "anna")).toBe("permit");
  clock.pass(11.9 * hour);
  await record(moved("anna", "A02", "6A"));
  expect(await ask("ben", "bert")).toBe("deny");
  const { changed, decided, same } = await again(strict);
  expect(changed.map(({ requests, ward }) => [requests, ward])).toEqual([[1, "4B"]]);
  expect([decided, same]).toEqual([2, 1]);
});

test("only what was recorded at or after the start and before the end", async () => {
  await ask("amy", "anna");
  clock.pass(hour);
  await ask("amy", "bert");
  clock.pass(hour);
  await ask("ben", "anna");
  const source = { log: store.log, bundle: async () => bundle };
  const within = (from: number, to: number) => replayLog(source, { from, to, against: strict });
  expect((await within(evening, evening + hour)).decided).toBe(1);
  expect((await within(evening + hour, evening + 2 * hour + 1)).decided).toBe(2);
  expect((await within(evening + 3 * hour, evening + 4 * hour)).decided).toBe(0);
});

test("the same answer by another rule is told apart", async () => {
  await ask("amy", "anna");
  const { changed, otherRules } = await again(renamed);
  expect(changed).toEqual([]);
  expect(otherRules.map(({ before, after }) => [before.policies, after.policies])).toEqual([
    [["on-shift"], ["on-the-ward"]],
  ]);
});

test("what cannot be decided again is counted: unnamed, cut off, repeated", async () => {
  expect(await ask("amy", "Anna Smith")).toBe("deny");
  expect(await ask("amy", "Anna Smith")).toBe("deny");
  expect(await ask("amy", "Anna Smith")).toBe("deny");
  clock.pass(2 * 60_000);
  await app.tick();
  await ask("amy", "anna");
  const offline = (each: LogRecord): LogRecord =>
    each.kind === "decision.permitted" ? { ...each, offline: 3 } : each;
  const found = await again(strict, edited(offline));
  expect(found.decided).toBe(0);
  expect(found.undecidable).toEqual({
    compacted: 0,
    "cut-off": 1,
    unnamed: 1,
    repeated: 2,
    irreproducible: 0,
  });
});

test("a difference counts only where the policy of then still answers as recorded", async () => {
  await ask("amy", "anna");
  const otherwise = (each: LogRecord): LogRecord =>
    each.kind === "decision.permitted"
      ? { ...each, body: { ...each.body, policies: ["care-team"] } }
      : each;
  const found = await again(strict, edited(otherwise));
  expect([found.decided, found.undecidable.irreproducible]).toEqual([0, 1]);
  const none = async () => undefined;
  const lost = await replayLog({ log: store.log, bundle: none }, { ...night, against: strict });
  expect([lost.decided, lost.undecidable.irreproducible]).toEqual([0, 1]);
});

test("a log without its beginning: nothing is guessed", async () => {
  await ask("amy", "anna");
  const headless = edited((each) => (each.position < 5 ? undefined : each));
  const found = await again(strict, headless);
  expect([found.decided, found.undecidable.compacted]).toEqual([0, 1]);
});
