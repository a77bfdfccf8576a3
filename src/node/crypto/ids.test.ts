import { expect, test } from "vitest";
import { nodeIds } from "./ids.ts";

test("an id is its prefix, an underscore and 22 URL-safe characters, and never comes twice", () => {
  const ids = nodeIds();
  const seen = new Set<string>();
  for (let count = 0; count < 5000; count++) {
    const id = ids.next("person");
    expect(id).toMatch(/^person_[A-Za-z0-9_-]{22}$/);
    seen.add(id);
  }
  expect(seen.size).toBe(5000);
});

test("salts are 16 bytes each, never the same, never those of an id, and in memory of their own", () => {
  const ids = nodeIds();
  const seen = new Set<string>();
  let given = 0;
  for (const count of [1, 3, 0, 500, 513, 2000, 1]) {
    const salts = ids.salts(count);
    expect(salts.length).toBe(16 * count);
    expect(salts.buffer.byteLength).toBe(16 * count);
    for (let at = 0; at < salts.length; at += 16) {
      seen.add(Buffer.from(salts.subarray(at, at + 16)).toString("base64url"));
    }
    seen.add(ids.next("x").slice(2));
    given += count + 1;
  }
  expect(seen.size).toBe(given);
});

test("every bit is random", () => {
  const salts = nodeIds().salts(4000);
  const ones = new Array<number>(128).fill(0);
  for (const [at, byte] of salts.entries()) {
    for (let bit = 0; bit < 8; bit++) {
      ones[(at % 16) * 8 + bit]! += (byte >> bit) & 1;
    }
  }
  // 2000 expected, standard deviation 32: ten of them is never.
  for (const count of ones) expect(Math.abs(count - 2000)).toBeLessThan(320);
});
