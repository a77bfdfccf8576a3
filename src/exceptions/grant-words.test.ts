import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { LogRecord } from "../world/index.ts";
import { grantWords, settledWords, wordsKey } from "./index.ts";
import { Hospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const refused = expect.objectContaining({ code: "words-refused" });

describe("the words that go with a request", () => {
  test("spaces around them are dropped, and where there are none there are none", () => {
    expect(grantWords("  Ward round,\n\twith 6A \n")).toBe("Ward round,\n\twith 6A");
    expect(grantWords("Zu\u0308rich")).toBe("Z\u00fcrich");
    for (const none of [undefined, "", " \n\t "]) expect(grantWords(none)).toBeUndefined();
  });

  test("what cannot be shown, or turns the text around, is refused and named", () => {
    for (const [odd, name] of [
      ["a\u0000b", "U+0000"],
      ["a\u001bb", "U+001B"],
      ["a\u202eb", "U+202E"],
      ["a\u2067b", "U+2067"],
      ["a\ue000b", "U+E000"],
      ["a\ud800b", "U+D800"],
      ["a\u{fdd0}b", "U+FDD0"],
      ["\u202e", "U+202E"],
    ] as const) {
      expect(() => grantWords(odd)).toThrow(refused);
      expect(() => grantWords(odd)).toThrow(name);
    }
  });

  test.each([
    ["joiners", "a\u200cb\u200dc"],
    ["Hebrew with its marks of direction", "\u05e9\u05dc\u05d5\u05dd\u200f (4B)\u200e"],
    ["Arabic with its mark and its number sign", "\u0645\u0631\u064a\u0636 \u061c\u0601\u0664"],
    ["a soft hyphen", "Intensiv\u00adstation"],
    [
      "a flag that is made of tags",
      "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ],
    [
      "Thai, Hindi and Chinese",
      "\u0e2a\u0e27\u0e31\u0e2a \u0928\u092e\u0938\u094d\u0924\u0947 \u4f60\u597d",
    ],
  ])("in any language: %s stay as they are", (_what, words) => {
    expect(grantWords(words)).toBe(words);
  });

  test("lines end as one's system ends them, and what nobody would see is none", () => {
    expect(grantWords("one\r\ntwo\rthree\u2028four")).toBe("one\ntwo\nthree\nfour");
    expect(grantWords("\ufeffWard round")).toBe("Ward round");
    for (const none of ["\u200d", "\u3164\u3164", "\u2800", "\u00ad \u200f"]) {
      expect(grantWords(none)).toBeUndefined();
    }
  });

  test("500 characters at most, as people count them", () => {
    const longest = "\u{1f600}".repeat(500);
    expect(grantWords(`${longest} `)).toBe(longest);
    expect(() => grantWords(`${longest}!`)).toThrow(refused);
    for (const one of [
      "\u0915\u094d\u0937\u093f",
      "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}",
    ]) {
      expect(grantWords(one.repeat(500))).toBe(one.repeat(500));
      expect(() => grantWords(one.repeat(501))).toThrow(refused);
    }
    // Marks without end on one letter are no reason.
    expect(() => grantWords(`a${"\u0301".repeat(9_000)}`)).toThrow(refused);
  });
});

describe("where they are kept", () => {
  const words = { hash: "9f", salt: "c2FsdA", text: "Ward round" };

  test("[U3] beside the log, in the transaction of the request, with their salt; the log has their hash", () => {
    const { grant, records, side } = hospital.request({ person: "amy", words });
    const value = { salt: words.salt, text: words.text };
    expect(side).toEqual([{ table: "texts", key: `grant|${grant}`, value }]);
    expect(records[0]?.body).toMatchObject({ grant, words: "9f" });
    expect(JSON.stringify(records)).not.toContain(words.text);
  });

  test("[U3] nothing is kept where there are none, nor of what was asked for already", () => {
    expect(hospital.request({ person: "amy" }).side).toEqual([]);
    expect(hospital.request({ person: "amy", words }).side).toHaveLength(1);
    expect(hospital.request({ person: "amy", words })).toMatchObject({ records: [], side: [] });
  });

  test("[U3] [X5] they are erased with the record that the request is shown no longer, and with no other", () => {
    const { grant } = hospital.request({ person: "amy" });
    hospital.record("grant.settled", { grant });
    const [requested, settled] = hospital.log.slice(-2) as [LogRecord, LogRecord];
    expect(settledWords(settled)).toEqual([{ ...wordsKey(grant), value: undefined }]);
    expect(requested.kind).toBe("grant.requested");
    expect(settledWords(requested)).toEqual([]);
  });
});
