import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Lines } from "./lines.ts";
import { type BadRow, type CsvRow, readCsv } from "./read-csv.ts";

const columns = { required: ["a", "b"], optional: ["c"] };

async function readAll(lines: Lines): Promise<readonly (CsvRow | BadRow)[]> {
  const rows: (CsvRow | BadRow)[] = [];
  for await (const row of readCsv(lines, columns)) rows.push(row);
  return rows;
}

const read = (text: string) => readAll(text.split("\n"));
/** The same from a file's bytes: `\xe9` is an é of ISO 8859-1, which is not UTF-8. */
const readBytes = (text: string) =>
  readAll(text.split("\n").map((line) => Buffer.from(line, "latin1")));

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

  test("a line that is not UTF-8 is no row, whatever it is a part of, and takes no other row with it", async () => {
    const text = 'a,b\n\xc3\xa9,1\n\xe9,2\n"x\ny\xff",3\n"open \xff,4\n5,6\n';
    expect(bare(await readBytes(text))).toEqual([
      [2, ["é", "1"]],
      [3, "it is not UTF-8 from character 1 on"],
      [5, "it is not UTF-8 from character 2 on"],
      [6, "it is not UTF-8 from character 7 on"],
      [7, ["5", "6"]],
    ]);
    await expect(readBytes("a,b,\xe9\n1,2")).rejects.toThrow(
      "The first line does not name the columns: it is not UTF-8 from character 5 on.",
    );
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
