import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { componentOf, describeProblem, repetitionsOf, segmentOf, textOf } from "./message.ts";
import { parseMessage, parseText } from "./parse-message.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

function parse(...segments: readonly string[]) {
  const parsed = parseText(segments.join("\r"));
  if (parsed.type !== "message") throw new Error(describeProblem(parsed.problem));
  return parsed;
}

function problemOf(bytes: Uint8Array | string): string {
  const parsed = typeof bytes === "string" ? parseText(bytes) : parseMessage(bytes);
  return parsed.type === "message"
    ? "none"
    : `${parsed.problem.code} ${describeProblem(parsed.problem)}`;
}

const header = "MSH|^~\\&|PAS|NORTH|WK|NORTH|20260310120000||ADT^A01|7|P|2.5.1";

describe("reading a message", () => {
  test("fields, components, repetitions and subcomponents, and what is missing at the end", () => {
    const message = parse(header, "PID|1||41^^^N&1.2&ISO^MR~99^^^NHS^NH||O'Neil^Ann");
    const pid = segmentOf(message, "PID");
    if (pid === undefined) throw new Error("no PID");
    expect(repetitionsOf(message, pid, 3)).toHaveLength(2);
    expect(componentOf(message, repetitionsOf(message, pid, 3)[0] ?? "", 4, 2)).toBe("1.2");
    expect(textOf(message, pid, 5, 2)).toBe("Ann");
    expect(textOf(message, pid, 30)).toBe("");
    expect(textOf(message, segmentOf(message, "MSH"), 1)).toBe("|");
    expect(textOf(message, segmentOf(message, "MSH"), 12)).toBe("2.5.1");
  });

  test("takes its delimiters from the header", () => {
    const message = parse("MSH$%*!?$PAS$$$$20260310$$ADT%A08$1$P$2.3", "PID$$$41%%%x?y%MR*42");
    const pid = segmentOf(message, "PID");
    expect(textOf(message, segmentOf(message, "MSH"), 9, 2)).toBe("A08");
    expect(textOf(message, pid, 3, 4)).toBe("x");
  });

  test("the explicit null is nothing", () => {
    expect(textOf(parse(header, 'PID|||""'), parse(header, 'PID|||""').segments[1], 3)).toBe("");
  });

  test("segments end with a carriage return, a line feed, or both", () => {
    for (const end of ["\r", "\n", "\r\n"]) {
      const parsed = parseText(`${[header, "EVN|A01", "PID|||1"].join(end)}${end}`);
      expect(parsed.type === "message" && parsed.segments.map(({ name }) => name)).toEqual([
        "MSH",
        "EVN",
        "PID",
      ]);
    }
  });

  test("escape sequences stand for what they name, and what is none stays", () => {
    const read = (text: string) =>
      textOf(parse(header, `NTE|1|${text}`), parse(header, `NTE|1|${text}`).segments[1], 2);
    expect(read("a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f")).toBe("a|b^c&d~e\\f");
    expect(read("\\X4F27\\Neil\\.br\\x")).toBe("O'Neil\nx");
    expect(read("\\H\\bold\\N\\ \\Zfoo\\x")).toBe("bold x");
    expect(read("5\\3 and \\Q\\")).toBe("5\\3 and \\Q\\");
    expect(read("\\")).toBe("\\");
  });
});

describe("character sets (MSH-18)", () => {
  const withSet = (set: string, name: string) => `${header}||||||${set}\rPID|||1||${name}`;
  const familyOf = (bytes: Uint8Array) => {
    const parsed = parseMessage(bytes);
    return parsed.type === "message"
      ? textOf(parsed, segmentOf(parsed, "PID"), 5)
      : describeProblem(parsed.problem);
  };
  const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

  test("UTF-8, 8859 parts, and others that are named", () => {
    expect(familyOf(utf8(withSet("UNICODE UTF-8", "Łukasz")))).toBe("Łukasz");
    expect(familyOf(latin(withSet("8859/1", "M\u00fcller")))).toBe("Müller");
    expect(familyOf(latin(withSet("8859/2", "\u00a3ukasz")))).toBe("Łukasz");
    expect(familyOf(latin(withSet("8859/15", "\u00bcuvre")))).toBe("Œuvre");
    expect(familyOf(latin(withSet("GB 18030-2000", "\u00c0\u00ee")))).toBe("李");
    expect(familyOf(latin(withSet("~ISO IR87", "\u001b$B;3ED\u001b(B")))).toBe("山田");
  });

  test("unnamed or ASCII, with other bytes in it: UTF-8 if it is that, else 8859/1", () => {
    for (const set of ["", "ASCII"]) {
      expect(familyOf(utf8(withSet(set, "Müller")))).toBe("Müller");
      expect(familyOf(latin(withSet(set, "M\u00fcller")))).toBe("Müller");
    }
  });

  test("a set that is not supported, or not kept to, is said with its field", () => {
    expect(familyOf(utf8(withSet("EBCDIC", "x")))).toBe(
      'MSH-18: the character set "EBCDIC" is not supported',
    );
    expect(familyOf(latin(withSet("UNICODE UTF-8", "M\u00fcller")))).toBe(
      "MSH-18: the message is not in the character set that it names",
    );
  });
});

describe("bad input", () => {
  test("says what is wrong and where", () => {
    expect(problemOf("")).toBe("empty MSH: the message is empty");
    expect(problemOf("\r\n ")).toBe("empty MSH: the message is empty");
    expect(problemOf("hello")).toBe("no-header MSH: the message does not begin with a header");
    expect(problemOf("FHS|^~\\&|x\rMSH|^~\\&|")).toContain(
      "no-header FHS: a batch is not taken in here",
    );
    expect(problemOf("MSH|^^^^|a|b|c")).toContain("bad-delimiters MSH-2: ");
    expect(problemOf(`${header}\rhello world`)).toBe(
      'bad-segment segment 2: it begins with "hel", which is no segment\'s name',
    );
  });

  test("any bytes at all are read or refused, never thrown at", () => {
    const bytes = utf8(
      `${header}||||||8859/1\rEVN|A01|20260310\rPID|1||41^^^N^MR||A\\F\\b^C\rPV1|1|I|4B^^1`,
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }), (changes) => {
        const mutated = bytes.slice();
        for (const [at, value] of changes) mutated[at % mutated.length] = value;
        expect(["message", "unusable"]).toContain(parseMessage(mutated).type);
      }),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(["message", "unusable"]).toContain(parseMessage(noise).type);
      }),
      { numRuns: 2_000 },
    );
  });
});
