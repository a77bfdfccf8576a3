import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeUtf8 } from "./decode-utf8.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("UTF-8", () => {
  test.each([
    ["a\xe9b", "a"],
    ["\xff", ""],
    ["M\xc3\xbcller \xe2\x82", "Müller "],
    // Half of a surrogate pair, and a slash in two bytes (RFC 3629 section 3).
    ["x\xed\xa0\x80", "x"],
    ["..\xc0\xaf", ".."],
  ])("%j is none, and the text before is %j", (text, before) => {
    expect(decodeUtf8(bytes(text))).toEqual({ type: "broken", before });
  });

  test("a byte order mark is kept", () => {
    expect(decodeUtf8(bytes("\xef\xbb\xbfa"))).toEqual({ type: "text", text: "\ufeffa" });
  });

  test("any bytes are their text exactly, or are none", () => {
    const near = fc.tuple(fc.string({ unit: "binary" }), fc.nat(), fc.nat(255));
    const some = near.map(([text, at, byte]) => {
      const buffer = Buffer.from(text);
      if (buffer.length > 0) buffer[at % buffer.length] = byte;
      return buffer;
    });
    fc.assert(
      fc.property(some, (buffer) => {
        const read = decodeUtf8(buffer);
        expect(read.type).toBe(isUtf8(buffer) ? "text" : "broken");
        if (read.type === "text") expect(Buffer.from(read.text).equals(buffer)).toBe(true);
        else expect(buffer.indexOf(read.before)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
