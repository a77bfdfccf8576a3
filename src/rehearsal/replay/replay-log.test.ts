import { beforeAll, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import type { MemoryStore } from "../../memory/index.ts";
import type { Entry, Log } from "../../ports/index.ts";
import { decodeRecord } from "../../sequencer/index.ts";
import type { LogRecord } from "../../world/index.ts";
import type { Texts } from "../test-support.ts";
import { replayLog } from "./replay-log.ts";
import { evening, hour, openNight, type TestNight } from "./test-support.ts";

let policy: Texts;
let bundle: Bundle;
/** Nobody is let in for being on shift, as long as they are not on call too. */
let strict: Bundle;
/** As shipped, but the permit has another name. */
let renamed: Bundle;

beforeAll(async () => {
  policy = shippedFiles();
  bundle = await bundleOf(policy);
  const care = policy["care.cedar"] ?? "";
  const change = (from: string, to: string) => {
    expect(care).toContain(from);
    return bundleOf({ ...policy, "care.cedar": care.replace(from, to) });
  };
  strict = await change("context.onWard }", "context.onWard && context.onCall }");
  renamed = await change('@id("on-shift")', '@id("on-the-ward")');
});

let night: TestNight;
let store: MemoryStore;

beforeEach(async () => {
  night = await openNight(bundle, sha256);
  store = night.store;
  return () => night.app.stop();
});

const whole = { from: evening, to: evening + 12 * hour };

/** Decides again; `log` is another one where the records were changed on the way. */
function again(against: Bundle, log: Pick<Log, "head" | "read" | "changes"> = store.log) {
  const known = new Map([[bundle.hash, bundle]]);
  return replayLog({ log, bundle: async (hash) => known.get(hash) }, { ...whole, against });
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
  expect(await night.ask("amy", "anna")).toBe("permit");
  const found = await again(bundle);
  expect([found.decided, found.same, found.changed, found.otherRules]).toEqual([1, 1, [], []]);
});

test("what would be answered otherwise, in one group with its people, patients, rules and ward", async () => {
  for (const person of ["amy", "ben"]) {
    expect(await night.ask(person, "anna")).toBe("permit");
    expect(await night.ask(person, "bert")).toBe("permit");
  }
  expect(await night.ask("amy", "anna")).toBe("permit");
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
  expect(await night.ask("amy", "anna")).toBe("permit");
  night.clock.pass(11.9 * hour);
  await night.record(night.moved("anna", "A02", "6A"));
  expect(await night.ask("ben", "bert")).toBe("deny");
  const { changed, decided, same } = await again(strict);
  expect(changed.map(({ requests, ward }) => [requests, ward])).toEqual([[1, "4B"]]);
  expect([decided, same]).toEqual([2, 1]);
});

test("only what was recorded at or after the start and before the end", async () => {
  await night.ask("amy", "anna");
  night.clock.pass(hour);
  await night.ask("amy", "bert");
  night.clock.pass(hour);
  await night.ask("ben", "anna");
  const source = { log: store.log, bundle: async () => bundle };
  const within = (from: number, to: number) => replayLog(source, { from, to, against: strict });
  expect((await within(evening, evening + hour)).decided).toBe(1);
  expect((await within(evening + hour, evening + 2 * hour + 1)).decided).toBe(2);
  expect((await within(evening + 3 * hour, evening + 4 * hour)).decided).toBe(0);
});

test("the same answer by another rule is told apart", async () => {
  await night.ask("amy", "anna");
  const { changed, otherRules } = await again(renamed);
  expect(changed).toEqual([]);
  expect(otherRules.map(({ before, after }) => [before.policies, after.policies])).toEqual([
    [["on-shift"], ["on-the-ward"]],
  ]);
});

test("what cannot be decided again is counted: unnamed, cut off, repeated", async () => {
  expect(await night.ask("amy", "Anna Smith")).toBe("deny");
  expect(await night.ask("amy", "Anna Smith")).toBe("deny");
  expect(await night.ask("amy", "Anna Smith")).toBe("deny");
  night.clock.pass(2 * 60_000);
  await night.app.tick();
  await night.ask("amy", "anna");
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
  await night.ask("amy", "anna");
  const otherwise = (each: LogRecord): LogRecord =>
    each.kind === "decision.permitted"
      ? { ...each, body: { ...each.body, policies: ["care-team"] } }
      : each;
  const found = await again(strict, edited(otherwise));
  expect([found.decided, found.undecidable.irreproducible]).toEqual([0, 1]);
  const none = async () => undefined;
  const lost = await replayLog({ log: store.log, bundle: none }, { ...whole, against: strict });
  expect([lost.decided, lost.undecidable.irreproducible]).toEqual([0, 1]);
});

test("a log without its beginning: nothing is guessed", async () => {
  await night.ask("amy", "anna");
  const headless = edited((each) => (each.position < 5 ? undefined : each));
  const found = await again(strict, headless);
  expect([found.decided, found.undecidable.compacted]).toEqual([0, 1]);
});
