import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHrFile } from "./read-hr-file.ts";

const header = "staff_number,family,from\n";
const utf8 = (text: string) => new TextEncoder().encode(text);
/** The letters of Western Europe have their own number in Windows-1252; a few signs have not. */
const windows1252 = (text: string) =>
  Uint8Array.from([...text], (letter) =>
    letter === "Š" ? 0x8a : letter === "’" ? 0x92 : (letter.codePointAt(0) ?? 0),
  );

const isUtf8 = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString()).equals(bytes);

describe("a staff file's bytes", () => {
  test("are UTF-8, with or without its mark, and lines end as they do on any machine", () => {
    const text = `${header}C1,Łukasiewicz,2026-01-01\n`;
    expect(readHrFile(utf8(text))).toEqual({
      lines: ["staff_number,family,from", "C1,Łukasiewicz,2026-01-01"],
      encoding: "utf-8",
    });
    for (const end of ["\r\n", "\r"]) {
      expect(readHrFile(utf8(text.replaceAll("\n", end))).lines).toHaveLength(2);
    }
    expect(readHrFile(utf8(`\ufeff${text}`)).encoding).toBe("utf-8");
  });

  test("or Windows-1252, which is told apart by the whole file", () => {
    const text = `${header}C1,Müller-Šimić’s Søn,2026-01-01\nC2,Ölçer,2026-01-01\n`.replace(
      "ć",
      "c",
    );
    const read = readHrFile(windows1252(text));
    expect(read.encoding).toBe("windows-1252");
    expect(read.lines.join("\n")).toBe(text.trimEnd());
  });

  test.each([
    ["empty", new Uint8Array(), "The file is empty"],
    ["UTF-16", Buffer.from(`\ufeff${header}`, "utf16le"), "UTF-16"],
    ["UTF-16 without a mark", Buffer.from(header, "utf16le"), "UTF-16"],
    ["no text", Uint8Array.from([...utf8(header), 0xe9, 0x81, 0x0a]), "neither UTF-8"],
    [
      "UTF-8 first, and Windows-1252 after",
      Uint8Array.from([...utf8(`${header}C1,Ölçer,\n`), ...windows1252("C2,Müller,\n")]),
      "UTF-8 in line 2 and something else in line 3",
    ],
    [
      "Windows-1252 first, and UTF-8 after",
      Uint8Array.from([...utf8(header), ...windows1252("C1,Müller,\n"), ...utf8("C2,Ölçer,\n")]),
      "UTF-8 in line 3 and something else in line 2",
    ],
  ])("that are %s are refused, and it is said why", (_what, bytes, why) => {
    expect(() => readHrFile(bytes)).toThrow(expect.objectContaining({ code: "bad-file" }));
    expect(() => readHrFile(bytes)).toThrow(why);
  });

  test("of half a file are refused wherever in a line it is cut off: a number that is cut off is another number", () => {
    const bytes = utf8(`${header}C1,Ölçer,2026-01-01,8001\nC2,Okafor,2026-01-01,8002\n`);
    for (let length = 1; length < bytes.length; length++) {
      const half = bytes.subarray(0, length);
      if (half.at(-1) === 0x0a) expect(readHrFile(half).lines.length).toBeGreaterThan(0);
      else expect(() => readHrFile(half)).toThrow("half of the file may be missing");
    }
  });

  test("are read as they are or refused, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const { encoding } = readHrFile(Uint8Array.from([...bytes, 0x0a]));
          expect(encoding === "utf-8").toBe(isUtf8(bytes));
        } catch (error) {
          expect(error).toMatchObject({ code: "bad-file" });
        }
      }),
    );
  });
});
