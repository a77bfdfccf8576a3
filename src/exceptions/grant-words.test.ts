import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Bundle } from "../access/index.ts";
import type { LogRecord } from "../world/index.ts";
import { grantWords, settledWords, wordsKey } from "./index.ts";
import { Hospital, shippedBundle } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle({ crypto, fs });
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

  test("what cannot be shown is refused; what joins letters is not", () => {
    for (const odd of ["a\u0000b", "a\u001bb", "a\u202eb", "a\rb", "a\ud800b"]) {
      expect(() => grantWords(odd)).toThrow(refused);
    }
    expect(grantWords("a\u200cb\u200dc")).toBe("a\u200cb\u200dc");
  });

  test("500 characters at most, as people count them", () => {
    const longest = "\u{1f600}".repeat(500);
    expect(grantWords(`${longest} `)).toBe(longest);
    expect(() => grantWords(`${longest}!`)).toThrow(refused);
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
