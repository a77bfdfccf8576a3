import { afterEach, beforeEach, expect, test } from "vitest";
import { dropSigningKeys, dueKeys, publishedKeys } from "../../sessions/index.ts";
import { openWard, send, type TestWard } from "../test-support.ts";

const day = 86_400_000;

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard({}, Date.now());
});
afterEach(() => ward.close());

interface PublishedKey {
  readonly kid: string;
  readonly alg: string;
  readonly d?: string;
}

async function published(): Promise<readonly PublishedKey[]> {
  return (await send(ward.server, "GET", "/oidc/jwks", undefined)).body.keys;
}

/** The ids of the keys that sign now, by algorithm. */
function signing(): readonly string[] {
  const { app } = ward;
  const keys = publishedKeys(app.world(), app.now());
  return keys
    .filter(({ from, until }) => from <= app.now() && app.now() < until)
    .map(({ id }) => id);
}

test("keys turn by themselves: published a week before they sign, and a day after", async () => {
  const first = await published();
  expect(first.map(({ alg }) => alg).toSorted()).toEqual(["ES256", "RS256"]);
  expect(signing().toSorted()).toEqual(first.map(({ kid }) => kid).toSorted());
  expect(dueKeys(ward.app.world(), ward.app.now())).toEqual([]);

  ward.clock.pass(24 * day);
  const both = await published();
  expect(both).toHaveLength(4);
  expect(signing().toSorted()).toEqual(first.map(({ kid }) => kid).toSorted());

  ward.clock.pass(6 * day);
  expect(signing()).toHaveLength(2);
  for (const { kid } of first) expect(signing()).not.toContain(kid);
  const kids = (await published()).map(({ kid }) => kid);
  for (const { kid } of first) expect(kids).toContain(kid);

  ward.clock.pass(2 * day);
  const later = (await published()).map(({ kid }) => kid);
  for (const { kid } of first) expect(later).not.toContain(kid);
});

test("a key that is over is erased, its private part too", async () => {
  const [one] = await published();
  const row = { table: "credentials", key: `signing-key|${one?.kid}` } as const;
  const [kept] = await ward.app.side.get([row]);
  expect(kept).toEqual({ sealed: expect.stringMatching(/^[\w-]{100,}$/) });
  ward.clock.pass(32 * day);
  await published();
  expect(await ward.app.side.get([row])).toEqual([undefined]);
});

test("keys whose private parts cannot be opened any more are dropped, and fresh ones sign at once", async () => {
  const [one] = await published();
  await ward.app.submit(dropSigningKeys());
  const row = { table: "credentials", key: `signing-key|${one?.kid}` } as const;
  expect(await ward.app.side.get([row])).toEqual([undefined]);
  const kids = (await published()).map(({ kid }) => kid);
  expect(signing().toSorted()).toEqual(kids.toSorted());
  expect(kids).toHaveLength(2);
  expect(kids).not.toContain(one?.kid);
});

test("no private part is published, and several that ask at once make one set", async () => {
  const all = await Promise.all([published(), published(), published()]);
  expect(new Set(all.map((keys) => JSON.stringify(keys))).size).toBe(1);
  for (const key of all[0] ?? []) expect(key.d).toBeUndefined();
  expect(ward.app.world().signingKeys.size).toBe(2);
});
