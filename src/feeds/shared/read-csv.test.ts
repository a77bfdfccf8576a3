import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BadRow, type CsvRow, holdLines, readCsv } from "./read-csv.ts";

const columns = { required: ["a", "b"], optional: ["c"] };

async function read(text: string): Promise<readonly (CsvRow | BadRow)[]> {
  const rows: (CsvRow | BadRow)[] = [];
  for await (const row of readCsv(text.split("\n"), columns)) rows.push(row);
  return rows;
}

const bare = (rows: readonly (CsvRow | BadRow)[]) =>
  rows.map((row) =>
    row.type === "row" ? [row.line, Object.values(row.cells)] : [row.line, row.reason],
  );

describe("reading CSV", () => {
  test("cells by name, quoted or not, with line ends and doubled quotes inside", async () => {
    expect(bare(await read('a,b,c\n1, 2 ,3\n"x\ny","a ""b"", c",\n4,5\n'))).toEqual([
      [2, ["1", "2", "3"]],
      [3, ["x\ny", 'a "b", c', ""]],
      [5, ["4", "5", ""]],
    ]);
  });

  test("semicolons, tabs, carriage returns, a byte order mark, names in other spellings, empty lines", async () => {
    for (const text of ["\ufeffA;B\r\n1;2\r\n\r\n;\r\n", "a\tb\n1\t2\n\n"]) {
      expect(bare(await read(text))).toEqual([[2, ["1", "2"]]]);
    }
  });

  test("a bad row says where and takes no other row with it", async () => {
    expect(bare(await read('a,b\n1,2,3\n"x"y,2\n3,4\n"open,5\n6,7\n'))).toEqual([
      [2, "the row has 3 cells, the header 2"],
      [3, "something follows a closing quote at character 4"],
      [4, ["3", "4"]],
      [5, "a quoted cell begins here and does not end"],
      [6, ["6", "7"]],
    ]);
  });

  test("a header that is not what it should be is refused, and nothing is read", async () => {
    await expect(read("")).rejects.toMatchObject({ code: "bad-file" });
    await expect(read("a\n1")).rejects.toThrow('lacks the column "b"');
    await expect(read("a,b,d\n1")).rejects.toThrow(
      'The column "d" (line 1) is not known. Known are a, b, c.',
    );
    await expect(read("a,b,a\n1")).rejects.toThrow('"a" (line 1) is there twice');
  });

  test("what was written is read again", async () => {
    const cell = fc.stringMatching(/^[a-z",; \n]{0,8}$/).map((text) => text.trim());
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), async (rows) => {
        const text = ["a,b,c", ...rows.map((row) => row.map(quote).join(","))].join("\n");
        const filled = rows.filter((row) => row.some((value) => value !== ""));
        expect(
          (await read(text)).map((row) => (row.type === "row" ? Object.values(row.cells) : row)),
        ).toEqual(filled);
      }),
    );
  });

  test("any text at all gives rows, bad rows or one refusal of the file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'ab,;\t"\n\r1 ') }), async (text) => {
        const rows = await read(`a,b,c\n${text}`);
        for (const row of rows) expect(row.line).toBeGreaterThan(1);
        await read(text).catch((error: unknown) =>
          expect(error).toMatchObject({ code: "bad-file" }),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("holding lines", () => {
  test("none is lost while something else is waited for", async () => {
    const input = PassThrough.from(["a\nb\nc\n"]);
    const held = holdLines(createInterface({ input }));
    await setTimeout(20);
    const lines: string[] = [];
    for await (const line of held) lines.push(line);
    expect(lines).toEqual(["a", "b", "c"]);
  });
});
