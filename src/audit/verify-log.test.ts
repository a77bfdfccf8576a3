import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry, Hasher } from "../ports/index.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { extend, rootOf } from "./frontier.ts";
import { leafHash } from "./leaf.ts";
import { noteKey } from "./signed-note.ts";
import {
  batchRowsOf,
  fakeSigner,
  fakeVerify,
  flip,
  headOf,
  makeBatches,
  makeEntry,
  makeLog,
} from "./test-support.ts";
import { maximumProblems, type VerifyLogOptions, verifyLog } from "./verify-log.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};
const origin = "hospital.example/log";
const signer = fakeSigner(hasher, origin);
const empty: Uint8Array = new Uint8Array(0);
const entries = Array.from({ length: 40 }, (_, position) => makeEntry(hasher, position));
const head = headOf(hasher, entries);

function rootAt(size: number, of: readonly Entry[] = entries): Uint8Array {
  const leaves = of.slice(0, size).map(({ hash }) => hash);
  return rootOf(hasher, extend(hasher, empty, 0, leaves), size);
}

function checkpointAt(size: number): string {
  return signCheckpoint(hasher, { origin, size, root: rootAt(size), signer });
}

const signed = [0, 10, 20, 30, 40].map(checkpointAt);
const batchRows = batchRowsOf(entries);

/** A verification of the good log, with something else in its place. */
function verifying(change: Partial<VerifyLogOptions> = {}): ReturnType<typeof verifyLog> {
  return verifyLog({
    log: makeLog(entries, head),
    hasher,
    checkpoints: signed,
    largest: undefined,
    batches: makeBatches(batchRows, entries),
    origin,
    keys: [noteKey(hasher, signer.name, signer.publicKey)],
    verifySignature: fakeVerify(hasher),
    fold: () => undefined,
    page: 7,
    ...change,
  });
}

/** Only the good log's head row and checkpoints: what is left when somebody changed a record. */
function verifyingRows(rows: readonly Entry[]): ReturnType<typeof verifyLog> {
  return verifying({ log: makeLog(rows, head) });
}

async function problemsOf(verdict: ReturnType<typeof verifyLog>): Promise<readonly string[]> {
  const found = await verdict;
  if (found.type === "whole") return [];
  expect(found.total).toBe(found.problems.length);
  return found.problems.map(({ position, what }) => `${position}: ${what}`);
}

/** The row with other content, and everything about it made to fit again. */
function rewritten(position: number, more: { readonly [key: string]: unknown }): Entry {
  return makeEntry(hasher, position, more);
}

test("a log as it was appended is whole, whatever the pages, also when it is empty", async () => {
  const progress: number[] = [];
  expect(await verifying({ onProgress: ({ checked }) => progress.push(checked) })).toEqual({
    type: "whole",
    size: 40,
    root: rootAt(40),
  });
  expect(progress).toEqual([7, 14, 21, 28, 35, 40]);
  for (const page of [1, 13, 40, 5000])
    expect(await verifying({ page })).toMatchObject({ size: 40 });
  const none = makeLog([], headOf(hasher, []));
  const verdict = await verifying({ log: none, checkpoints: [checkpointAt(0)] });
  expect(verdict).toEqual({ type: "whole", size: 0, root: rootAt(0) });
});

test("one flipped bit in salt, bytes or hash names its position, and nothing but it", async () => {
  const column = fc.constantFrom("salt" as const, "bytes" as const, "hash" as const);
  await fc.assert(
    fc.asyncProperty(fc.nat(39), column, fc.nat(), fc.nat(7), async (position, name, at, bit) => {
      const row = entries[position] as Entry;
      const changed = flip(row[name], at % row[name].length, 1 << bit);
      const verdict = await verifyingRows(entries.with(position, { ...row, [name]: changed }));
      if (verdict.type === "whole") throw new Error("not found");
      expect(verdict.problems.length).toBeGreaterThan(0);
      const hashing = "its salt and bytes do not give the leaf hash stored with it";
      expect(verdict.problems).toContainEqual({ position, what: hashing });
      // A broken `at` can make the record after it look too early.
      for (const { position: named } of verdict.problems) {
        expect([position, position + 1]).toContain(named);
      }
    }),
  );
});

test("a changed column that is not hashed names its position: batch, position", async () => {
  const row = entries[12] as Entry;
  expect(await problemsOf(verifyingRows(entries.with(12, { ...row, batch: "batch_x" })))).toEqual([
    "12: the batch in the record is not that of its row",
  ]);
  const moved = entries.with(12, { ...(entries[13] as Entry), position: 12 });
  expect(await problemsOf(verifyingRows(moved))).toContain(
    "12: the position in the record is not that of its row",
  );
});

test("records rewritten with their hashes are found by the head row and placed by the checkpoints", async () => {
  const rows = entries.with(23, rewritten(23, { kind: "seat.retired" }));
  expect(await problemsOf(verifyingRows(rows))).toEqual([
    "20: the records from here up to 29 are not those of the checkpoint of 30 records; no later one is compared",
    "40: the frontier in the head row is not that of the records",
  ]);
});

test("records rewritten with their hashes and the head row are found by the checkpoints", async () => {
  const rows = entries.with(23, rewritten(23, { kind: "seat.retired" }));
  const log = makeLog(rows, headOf(hasher, rows));
  expect(await problemsOf(verifying({ log }))).toEqual([
    "20: the records from here up to 29 are not those of the checkpoint of 30 records; no later one is compared",
  ]);
  expect(await problemsOf(verifying({ log, checkpoints: [] }))).toEqual([]);
});

test("a damaged record does not hide a rewritten one", async () => {
  const damaged = entries[3] as Entry;
  const rows = entries
    .with(3, { ...damaged, salt: flip(damaged.salt, 0) })
    .with(23, rewritten(23, { kind: "seat.retired" }));
  expect(await problemsOf(verifyingRows(rows))).toEqual([
    "3: its salt and bytes do not give the leaf hash stored with it",
    "20: the records from here up to 29 are not those of the checkpoint of 30 records; no later one is compared",
    "40: the frontier in the head row is not that of the records",
  ]);
});

test("problems come in the order of their positions", async () => {
  const damaged = entries[25] as Entry;
  const rows = entries
    .with(23, rewritten(23, { kind: "seat.retired" }))
    .with(25, { ...damaged, batch: "batch_x" });
  const found = await problemsOf(verifyingRows(rows));
  expect(found.map((problem) => problem.split(":")[0])).toEqual(["20", "25", "40"]);
});

test("a head row that hides the last change of state from the other nodes is found out", async () => {
  const hiding = (changed: number) =>
    problemsOf(verifying({ log: makeLog(entries, { ...head, changed }) }));
  expect(await hiding(head.changed)).toEqual([]);
  expect(await hiding(head.next)).toEqual([]);
  expect(await hiding(head.changed - 1)).toEqual([
    `${head.changed - 1}: the head row says that the last change of state came before this one`,
  ]);
});

test("missing records are named: one, several, the last", async () => {
  const missing = "missing; without it there is no tree and no fold from here on";
  expect(await problemsOf(verifyingRows(entries.toSpliced(11, 1)))).toEqual([
    `11: this record is ${missing}`,
  ]);
  expect(await problemsOf(verifyingRows(entries.toSpliced(11, 17)))).toEqual([
    `11: the records from here up to 27 are ${missing}`,
  ]);
  expect(await problemsOf(verifyingRows(entries.slice(0, -1)))).toEqual([
    `39: this record is ${missing}`,
    "40: `at` in the head row is not that of the last record",
  ]);
});

test("records given out of order are named, and a store that gives the same for ever ends", async () => {
  const swapped = entries.with(3, entries[4] as Entry).with(4, entries[3] as Entry);
  const log = { head: async () => head, read: async () => swapped };
  expect((await problemsOf(verifying({ log })))[1]).toBe(
    "3: the log gave this record out of order",
  );
  const stuck = { head: async () => head, read: async () => entries.slice(0, 3) };
  expect((await problemsOf(verifying({ log: stuck })))[0]).toMatch("3: the records from here up");
});

test("a log cut off with its head row is found by a checkpoint", async () => {
  const rows = entries.slice(0, 35);
  const log = makeLog(rows, headOf(hasher, rows));
  expect(await problemsOf(verifying({ log }))).toEqual([
    "33: batch batch_11 has 2 records from here on, but its row says 3 from 33 on",
    "35: the log ends here, but a checkpoint was signed over 40 records",
  ]);
});

test("a record after the head is found, one that was appended meanwhile is none", async () => {
  const next = makeEntry(hasher, 40);
  const orphan = makeLog([...entries, next], head);
  expect(await problemsOf(verifying({ log: orphan }))).toEqual([
    "40: there is a record here, but the head row says that the log ends before",
  ]);
  const heads = [head, headOf(hasher, [...entries, next])];
  const log = { ...orphan, head: async () => heads.shift() ?? head };
  expect(await verifying({ log })).toMatchObject({ type: "whole", size: 40 });
});

test("a head row that was changed is found: frontier, at", async () => {
  const frontier = flip(head.frontier, 40);
  expect(await problemsOf(verifying({ log: makeLog(entries, { ...head, frontier }) }))).toEqual([
    "40: the frontier in the head row is not that of the records",
  ]);
  expect(await problemsOf(verifying({ log: makeLog(entries, { ...head, at: 7 }) }))).toEqual([
    "40: `at` in the head row is not that of the last record",
  ]);
});

/** Row 5 with these bytes, its hash made to fit; without checkpoints, so that only the row's own checks speak. */
async function problemsWithBytes(text: string | Uint8Array): Promise<readonly string[]> {
  const row = entries[5] as Entry;
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const rows = entries.with(5, { ...row, bytes, hash: leafHash(hasher, row.salt, bytes) });
  const log = makeLog(rows, headOf(hasher, rows));
  return problemsOf(verifying({ log, checkpoints: [] }));
}

const good = '{"at":1005,"batch":"batch_1","kind":"seat.enrolled","position":5}';

test("the bytes of a record are canonical JSON and nothing else", async () => {
  expect(await problemsWithBytes(good)).toEqual([]);
  const notCanonical = ["5: its JSON is not canonical (RFC 8785)"];
  expect(await problemsWithBytes(`${good} `)).toEqual(notCanonical);
  expect(await problemsWithBytes(good.replace("1005", "1005.0"))).toEqual(notCanonical);
  expect(await problemsWithBytes(good.replace("seat", "\\u0073eat"))).toEqual(notCanonical);
  expect(await problemsWithBytes(good.replace("{", '{"at":1005,'))).toEqual(notCanonical);
  expect(await problemsWithBytes(good.replace("seat", "\\ud800"))).toEqual(notCanonical);
  const unreadable = [
    "5: its bytes are not a JSON object in UTF-8",
    "5: from here on the records could not be folded",
  ];
  expect(await problemsWithBytes(good.slice(1))).toEqual(unreadable);
  expect(await problemsWithBytes("[]")).toEqual(unreadable);
  expect(await problemsWithBytes("null")).toEqual(unreadable);
  expect(await problemsWithBytes(`\ufeff${good}`)).toEqual(unreadable);
  expect(await problemsWithBytes(Uint8Array.of(0xff, 0xfe))).toEqual(unreadable);
  const bytes = new TextEncoder().encode(good);
  expect(await problemsWithBytes(bytes.with(good.indexOf("seat"), 0xff))).toEqual(unreadable);
});

test("a record says its own position and batch, and `at` never goes back", async () => {
  expect(
    await problemsWithBytes(good.replace("}", "").replace('"position":5', '"position":6}')),
  ).toEqual(["5: the position in the record is not that of its row"]);
  expect(await problemsWithBytes(good.replace("batch_1", "batch_2"))).toEqual([
    "5: the batch in the record is not that of its row",
  ]);
  expect(await problemsWithBytes(good.replace("1005", "1003"))).toEqual([
    "5: its `at` is before that of the record before it",
  ]);
  expect(await problemsWithBytes(good.replace("1005", "1004"))).toEqual([]);
  expect(await problemsWithBytes(good.replace("1005", '"1005"'))).toEqual([
    "5: its `at` is not an instant",
  ]);
  expect(await problemsWithBytes(good.replace("1005", "1005.5"))).toEqual([
    "5: its `at` is not an instant",
  ]);
});

test("a salt or record of an impossible length is named, and so is a hash", async () => {
  const row = entries[5] as Entry;
  const impossible = "5: its salt or its record is of a length that no record has";
  const salted = entries.with(5, { ...row, salt: row.salt.subarray(1) });
  expect(await problemsOf(verifyingRows(salted))).toEqual([impossible]);
  const long = entries.with(5, { ...row, bytes: new Uint8Array(65_520) });
  expect(await problemsOf(verifyingRows(long))).toContain(impossible);
  const hashed = entries.with(5, { ...row, hash: row.hash.subarray(1) });
  expect(await problemsOf(verifyingRows(hashed))).toEqual([
    "5: its salt and bytes do not give the leaf hash stored with it",
  ]);
});

test("every record is folded in order with its row's flag; the first that cannot be is named, and none after it", async () => {
  const folded: number[] = [];
  const fold: VerifyLogOptions["fold"] = (record, row) => {
    expect(record.position).toBe(row.position);
    expect(row.state).toBe(true);
    folded.push(row.position);
    return row.position === 8 ? "its kind is not known" : undefined;
  };
  expect(await problemsOf(verifying({ fold }))).toEqual(["8: its kind is not known"]);
  expect(folded).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a checkpoint that was not signed by us or for this log is named", async () => {
  const bad = [
    checkpointAt(10).replace("\n10\n", "\n11\n"),
    signCheckpoint(hasher, { origin: "other", size: 10, root: rootAt(10), signer }),
    "text",
  ];
  expect(await problemsOf(verifying({ checkpoints: [...signed, ...bad] }))).toEqual([
    "40: the stored checkpoint number 5 is refused: bad-signature",
    "40: the stored checkpoint number 6 is refused: other-origin",
    "40: the stored checkpoint number 7 is refused: malformed",
  ]);
});

test("of many problems the first are kept and all are counted", async () => {
  const count = maximumProblems + 20;
  const sound = Array.from({ length: count }, (_, position) => makeEntry(hasher, position));
  const many = sound.map((entry) => ({ ...entry, batch: "batch_x" }));
  const log = makeLog(many, headOf(hasher, many));
  const verdict = await verifying({
    log,
    checkpoints: [],
    batches: makeBatches(batchRowsOf(sound), sound),
  });
  expect(verdict).toMatchObject({ type: "broken", total: count });
  if (verdict.type === "broken") expect(verdict.problems).toHaveLength(maximumProblems);
});

test("rows of batches that are not those of the records are named: missing, miscounted, misplaced, strange", async () => {
  const withRows = (rows: typeof batchRows) =>
    problemsOf(verifying({ batches: makeBatches(rows, entries) }));
  const row = { id: "batch_4", first: 12, count: 3 };
  expect(batchRows[4]).toEqual(row);
  expect(await withRows(batchRows.toSpliced(4, 1))).toEqual([
    "12: the row of batch batch_4, which begins here, is missing",
  ]);
  expect(await withRows(batchRows.with(4, { ...row, count: 4 }))).toEqual([
    "12: batch batch_4 has 3 records from here on, but its row says 4 from 12 on",
  ]);
  expect(await withRows(batchRows.with(4, { ...row, first: 13 }))).toEqual([
    "12: batch batch_4 has 3 records from here on, but its row says 3 from 13 on",
  ]);
  expect(await withRows([...batchRows, { id: "strange", first: 7, count: 1 }])).toEqual([
    "7: the row of batch strange says that it begins here, but no record of it does",
  ]);
  expect(await withRows(batchRows.slice(0, -1))).toEqual([
    "39: the row of batch batch_13, which begins here, is missing",
  ]);
});

test("the largest checkpoint is missed when it is gone", async () => {
  const without = (size: number) =>
    problemsOf(verifying({ checkpoints: [10, 20, 30].map(checkpointAt), largest: size }));
  expect(await without(30)).toEqual([]);
  expect(await without(40)).toEqual([
    "30: the checkpoint of 40 records is missing; none that is kept is over the records from here on",
  ]);
  expect(await problemsOf(verifying({ checkpoints: [], largest: 40 }))).toEqual([
    "0: the checkpoint of 40 records is missing; none that is kept is over the records from here on",
  ]);
});

test("stored checkpoints without any key are one problem, and nothing is made of them", async () => {
  expect(await problemsOf(verifying({ keys: [], largest: 40 }))).toEqual([
    "40: there is no key to check the 5 stored checkpoints by",
  ]);
  expect(await verifying({ keys: [], checkpoints: [] })).toMatchObject({ type: "whole" });
});
