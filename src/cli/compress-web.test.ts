import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { compressWeb } from "./compress-web.ts";

test("beside each text that gets smaller by it lie two that are it, compressed", () => {
  const root = mkdtempSync(join(tmpdir(), "wk-web-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "assets"));
  const script = 'say("Grüße");\n'.repeat(500);
  writeFileSync(join(root, "assets/page.js"), script);
  writeFileSync(join(root, "assets/picture.png"), script);
  writeFileSync(join(root, "assets/small.css"), "p{}");
  writeFileSync(join(root, "assets/noise.js"), randomBytes(2_000));
  compressWeb(root);
  expect(readdirSync(join(root, "assets")).toSorted()).toEqual([
    "noise.js",
    "page.js",
    "page.js.br",
    "page.js.gz",
    "picture.png",
    "small.css",
  ]);
  const read = (ending: string) => readFileSync(join(root, `assets/page.js${ending}`));
  expect(brotliDecompressSync(read(".br")).toString()).toBe(script);
  expect(gunzipSync(read(".gz")).toString()).toBe(script);
  expect(read(".br").length).toBeLessThan(script.length / 20);
});
