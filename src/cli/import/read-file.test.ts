import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLines, splitLines } from "./read-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-read-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function all(lines: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(Buffer.from(line).toString("latin1"));
  return found;
}

describe("the lines of a file", () => {
  test("are its bytes as they are: U+2028 ends none, and nothing is read as U+FFFD", async () => {
    const text = Buffer.from('"x\xe2\x80\xa8y"\r\n\xe9\n\nlast', "latin1");
    const lines = ['"x\xe2\x80\xa8y"', "\xe9", "", "last"];
    expect(await all(readLines(write("a.txt", text)))).toEqual(lines);
    expect(await all(readLines(write("a.txt.gz", gzipSync(text))))).toEqual(lines);
  });

  test("are the same however the bytes come", async () => {
    const sign = fc.constantFrom("\n", "\r", "\r\n", "a", "\xff");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(sign)), async (parts) => {
        const chunks = parts.map((part) => Buffer.from(part.join(""), "latin1"));
        const lines = parts
          .flat()
          .join("")
          .split(/\r\n|\n|\r/);
        if (lines.at(-1) === "") lines.pop();
        const come = (async function* () {
          yield* chunks;
        })();
        expect(await all(splitLines(come))).toEqual(lines);
      }),
    );
  });
});
