import { expect, test } from "vitest";
import type { Change } from "../ports/index.ts";
import { emptyWorld } from "../world/index.ts";
import { catchUp } from "./catch-up.ts";

const text = new TextEncoder();

/** The record of a site, as it is stored; `more` is written over it. */
function stored(position: number, more: { readonly [key: string]: unknown } = {}): Change {
  const body = { site: `site_${position}`, name: "North", zone: "UTC" };
  const record = { position, at: 1_000 + position, kind: "site.registered", v: 1, body, ...more };
  return { position, bytes: text.encode(JSON.stringify(record)) };
}

/** Folds three records, the middle one of which is another. */
function foldWith(middle: Change): Promise<number> {
  const all = [stored(0), middle, stored(2)];
  const changes = async (from: number) => all.filter(({ position }) => position >= from);
  return catchUp({ changes }, emptyWorld(), { next: 3, at: 1_002, changed: 3 });
}

test("a sound log is folded", async () => {
  expect(await foldWith(stored(1))).toBe(3);
});

test.each([
  ["no JSON", { position: 1, bytes: text.encode("{") }],
  ["no UTF-8", { position: 1, bytes: Uint8Array.of(0xff) }],
  ["nothing", { position: 1, bytes: text.encode("null") }],
  ["another position", stored(1, { position: 7 })],
  ["no body", stored(1, { body: null })],
])("a record with %s is named by its position, with what to do", async (_what, damaged) => {
  await expect(foldWith(damaged)).rejects.toMatchObject({
    code: "damaged-record",
    message: expect.stringMatching(/^The record at position 1 .* Run "wardkey verify"/),
  });
});

test("a record of a kind that is not known is named, and both reasons that it may have", async () => {
  await expect(foldWith(stored(1, { kind: "site.painted" }))).rejects.toMatchObject({
    code: "unknown-record",
    message: expect.stringMatching(/position 1 .*Start a version that does.*"wardkey verify"/),
  });
});
