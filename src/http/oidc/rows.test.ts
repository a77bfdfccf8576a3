import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openApp } from "../../app.ts";
import { createMemoryStore } from "../../memory/index.ts";
import { createRows, type Rows } from "./rows.ts";

const minute = 60_000;
let now = Date.parse("2026-03-10T19:00:00Z");
const clock = { now: () => now, monotonic: () => now };

/** Two nodes on one log. */
async function openNodes(
  { log, side } = createMemoryStore({ clock }),
): Promise<readonly [Rows, Rows]> {
  const ids = {
    next: (prefix: string) => `${prefix}_${randomBytes(16).toString("base64url")}`,
    salts: (count: number) => randomBytes(16 * count),
  };
  const hasher = {
    sha256: (bytes: Uint8Array) => createHash("sha256").update(bytes).digest(),
  };
  const open = async () =>
    createRows(await openApp({ log, side, clock, ids, hasher, wait: async () => undefined }));
  return [await open(), await open()];
}

const times = Array.from({ length: 50 }, (_, index) => `number ${index}`);

test("an assertion that is sent to two nodes at the same moment is good once (RFC 7523 section 3)", async () => {
  const nodes = await openNodes();
  const first = (id: string) => (rows: Rows) => rows.once(id, minute).isFirst();
  for (const id of times) {
    const both = await Promise.all(nodes.map(first(id)));
    expect(both.toSorted()).toEqual([false, true]);
    expect(await Promise.all(nodes.map(first(id)))).toEqual([false, false]);
  }
  now += 2 * minute;
  expect(await first("number 0")(nodes[0])).toBe(true);
});

test("what goes with a number is kept with it or not at all, of two at the same moment and after", async () => {
  const nodes = await openNodes();
  const [rows] = nodes;
  const issue = (node: Rows, number: string, token: string) =>
    node.keep("ClientCredentials", token, token, { for: minute, after: node.once(number, minute) });
  for (const number of times) {
    // Two at one node, which go into the same command, and one at another.
    const tokens = [`${number} a`, `${number} b`, `${number} c`] as const;
    const issued = await Promise.all([
      issue(nodes[0], number, tokens[0]),
      issue(nodes[0], number, tokens[1]),
      issue(nodes[1], number, tokens[2]),
    ]);
    const found = await Promise.all(tokens.map((token) => rows.find("ClientCredentials", token)));
    expect(issued.filter((kept) => kept)).toHaveLength(1);
    expect(found.map((row) => row !== undefined)).toEqual(issued);
    expect(await issue(nodes[1], number, "late")).toBe(false);
    expect(await rows.find("ClientCredentials", "late")).toBeUndefined();
  }
  const known = rows.once("by itself", minute);
  expect([await known.isFirst(), await known.isFirst()]).toEqual([true, true]);
  expect(await rows.keep("ClientCredentials", "x", null, { for: minute, after: known })).toBe(true);
});

test("a code that is redeemed at two nodes at the same moment is used once (RFC 6749 section 4.1.2)", async () => {
  const nodes = await openNodes();
  for (const id of times) {
    await nodes[0].keep("AuthorizationCode", id, { code: id }, { for: minute });
    const both = await Promise.all(nodes.map((rows) => rows.use("AuthorizationCode", id)));
    expect(both.toSorted()).toEqual(["used", "used-before"]);
    expect(await nodes[1].use("AuthorizationCode", id)).toBe("used-before");
  }
});

test("many rows that end at different times are erased when they are over, and no sooner; one that was kept again stays", async () => {
  const store = createMemoryStore({ clock });
  const [rows] = await openNodes(store);
  const keep = (id: string, minutes: number) =>
    rows.keep("Interaction", id, null, { for: minutes * minute });
  await Promise.all(
    Array.from({ length: 2_500 }, (_, index) => keep(`row ${index}`, 1 + (index % 3))),
  );
  await keep("row 0", 10);
  const left = async () => (await store.side.list("oidc", { limit: 9_999 })).map(({ key }) => key);
  const [whole] = [(await left()).filter((key) => key.startsWith("Interaction|")).length];
  expect(whole).toBe(2_500);
  now += 2 * minute;
  await rows.sweep();
  const kept = (await left()).filter((key) => key.startsWith("Interaction|")).length;
  expect(kept).toBe(1 + 833);
  now += 2 * minute;
  await rows.sweep();
  expect((await left()).filter((key) => key.startsWith("Interaction|"))).toHaveLength(1);
  now += 10 * minute;
  await rows.sweep();
  expect(await left()).toEqual([]);
});

test("a row of before ends were noted together is erased when it is over", async () => {
  const store = createMemoryStore({ clock });
  const [rows] = await openNodes(store);
  const until = now + minute;
  const side = [
    { table: "oidc", key: "once|x", value: { payload: null, until, at: now } },
    { table: "oidc", key: `until|${until}|once|x`, value: null },
  ] as const;
  const { next, frontier } = await store.log.head();
  const batch = { id: "bat_before", expected: next, at: now, leaves: [], salts: new Uint8Array() };
  await store.log.append({ ...batch, frontier, side, replies: [] });
  now += 2 * minute;
  await rows.sweep();
  expect(await store.side.list("oidc", { limit: 10 })).toEqual([]);
});

test("what is over is erased, that it was used too, and may then be kept and used anew", async () => {
  const [rows] = await openNodes();
  await rows.keep("AuthorizationCode", "a", null, { for: minute });
  await rows.use("AuthorizationCode", "a");
  now += 2 * minute;
  await rows.sweep();
  expect(await rows.use("AuthorizationCode", "a")).toBe("gone");
  await rows.keep("AuthorizationCode", "a", null, { for: minute });
  expect(await rows.use("AuthorizationCode", "a")).toBe("used");
  await rows.drop("AuthorizationCode", "a");
  await rows.keep("AuthorizationCode", "a", null, { for: minute });
  expect(await rows.use("AuthorizationCode", "a")).toBe("used");
});
