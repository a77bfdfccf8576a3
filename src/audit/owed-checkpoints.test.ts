import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Entry, Hasher } from "../ports/index.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { extend, rootOf } from "./frontier.ts";
import { noteKey } from "./signed-note.ts";
import {
  batchRowsOf,
  fakeSigner,
  fakeVerify,
  headOf,
  makeBatches,
  makeEntry,
  makeLog,
} from "./test-support.ts";
import { verifyLog } from "./verify-log.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};
const origin = "hospital.example/log";
const signer = fakeSigner(hasher, origin);

/** A record every 40 s, three hours of them: 30 of the first, 90 of the second and third. */
const slow = Array.from({ length: 210 }, (_, position) =>
  makeEntry(hasher, position, { at: 2_400_000 + position * 40_000 }),
);

/** What is wrong with them when checkpoints of these sizes are kept. */
async function problemsWith(
  rows: readonly Entry[],
  sizes: readonly number[],
): Promise<readonly string[]> {
  const rootAt = (size: number) => {
    const leaves = rows.slice(0, size).map(({ hash }) => hash);
    return rootOf(hasher, extend(hasher, new Uint8Array(0), 0, leaves), size);
  };
  const verdict = await verifyLog({
    log: makeLog(rows, { ...headOf(hasher, rows), at: 2_400_000 + (rows.length - 1) * 40_000 }),
    hasher,
    checkpoints: sizes.map((size) =>
      signCheckpoint(hasher, { origin, size, root: rootAt(size), signer }),
    ),
    largest: undefined,
    batches: makeBatches(batchRowsOf(rows), rows),
    origin,
    keys: [noteKey(hasher, signer.name, signer.publicKey)],
    verifySignature: fakeVerify(hasher),
    fold: () => undefined,
  });
  if (verdict.type === "whole") return [];
  return verdict.problems.map(({ position, what }) => `${position}: ${what}`);
}

test("a checkpoint of an hour of work is missed when it is gone, wherever it was", async () => {
  const missing = (from: number, to: number) =>
    `${from}: the checkpoint over the records from here up to ${to} is missing: one was signed in the hour they were made in`;
  expect(await problemsWith(slow, [30, 120, 210])).toEqual([]);
  // One of the beginning of the hour is not its last.
  expect(await problemsWith(slow, [1, 120, 210])).toEqual([missing(26, 29)]);
  expect(await problemsWith(slow, [120, 210])).toEqual([missing(26, 29)]);
  expect(await problemsWith(slow, [30, 210])).toEqual([missing(116, 119)]);
  expect(await problemsWith(slow, [30, 120])).toEqual([missing(206, 209)]);
});

test("a node that was killed soon after its records owes no checkpoint", async () => {
  // Each record after the first is that of a start.
  const killed = slow.map((_, position) =>
    makeEntry(hasher, position, {
      at: 2_400_000 + position * 40_000,
      kind: position === 0 ? "seat.enrolled" : "log.resumed",
    }),
  );
  expect(await problemsWith(killed, [210])).toEqual([]);
});
