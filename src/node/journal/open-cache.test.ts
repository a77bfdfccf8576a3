import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMemoryCache } from "../../memory/index.ts";
import type { Cache } from "../../ports/index.ts";
import { openSealer } from "../crypto/index.ts";
import { cacheFile, openCache } from "./open-cache.ts";

const sealer = openSealer(new Uint8Array(32).fill(7));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "wk-cache-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const kinds: readonly (readonly [string, () => Cache])[] = [
  ["in memory", createMemoryCache],
  ["in a file", () => openCache({ directory, sealer })],
];

describe.each(kinds)("[X14] a cache %s", (_name, open) => {
  test("holds what was kept last, until it is erased", async () => {
    const cache = open();
    expect(await cache.read()).toBeUndefined();
    await cache.erase();
    await cache.keep("first");
    await cache.keep("second: Ünï");
    expect(await cache.read()).toBe("second: Ünï");
    await cache.erase();
    expect(await cache.read()).toBeUndefined();
  });
});

describe("[X14] the cache's file", () => {
  const path = () => join(directory, cacheFile);

  test("says nothing to whoever has only the file, is its owner's alone, and leaves no other", async () => {
    await openCache({ directory, sealer }).keep("argon2id verifier of amy");
    expect(readFileSync(path(), "latin1")).not.toContain("argon2id");
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual([cacheFile]);
    const other = openSealer(new Uint8Array(32).fill(8));
    expect(await openCache({ directory, sealer: other }).read()).toBeUndefined();
  });

  test("one that was changed is not used", async () => {
    const cache = openCache({ directory, sealer });
    await cache.keep("amy");
    const sealed = readFileSync(path(), "utf8");
    writeFileSync(path(), `${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`);
    expect(await cache.read()).toBeUndefined();
  });
});
