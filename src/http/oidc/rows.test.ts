import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openApp } from "../../app.ts";
import { createMemoryStore } from "../../memory/index.ts";
import { createRows, type Rows } from "./rows.ts";

const minute = 60_000;
let now = Date.parse("2026-03-10T19:00:00Z");
const clock = { now: () => now, monotonic: () => now };

/** Two nodes on one log. */
async function openNodes(): Promise<readonly [Rows, Rows]> {
  const { log, side } = createMemoryStore({ clock });
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
  const first = (id: string) => (rows: Rows) =>
    rows.keep("once", id, null, { for: minute, once: true });
  for (const id of times) {
    const both = await Promise.all(nodes.map(first(id)));
    expect(both.toSorted()).toEqual([false, true]);
    expect(await Promise.all(nodes.map(first(id)))).toEqual([false, false]);
  }
  now += 2 * minute;
  expect(await first("number 0")(nodes[0])).toBe(true);
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
