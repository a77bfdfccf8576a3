import type { SideKey, SideWrite } from "../ports/index.ts";
import type { LogRecord } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/** The longest text that goes with a request, in characters as people count them. */
const longest = 500;

/** Where the words of a request are kept: beside the log, with the salt of their hash, erasable (U3). */
export function wordsKey(grant: string): SideKey {
  return { table: "texts", key: `grant|${grant}` };
}

/**
 * The words that go with a request, in any language, as they are kept; undefined where there are none. Spaces at both ends are
 * dropped; line breaks and tabs may be in them, other control characters may not.
 *
 * @throws ExceptionError `words-refused`
 */
export function grantWords(typed: string | undefined): string | undefined {
  const text = (typed ?? "").normalize("NFC").trim();
  if (text === "") return undefined;
  if (!text.isWellFormed() || /[^\P{C}\n\t\u200c\u200d]/u.test(text)) {
    throw new ExceptionError("words-refused.character");
  }
  if ([...text].length > longest) {
    throw new ExceptionError("words-refused.long", { longest: String(longest) });
  }
  return text;
}

/** The words of a request, and its hash of them, which is what the log has (U3). */
export interface KeptWords {
  readonly text: string;
  readonly salt: string;
  readonly hash: string;
}

/** The row of a request's words: written in the transaction of the request. */
export function keptWords(grant: string, { salt, text }: KeptWords): SideWrite {
  return { ...wordsKey(grant), value: { salt, text } };
}

/** What is erased with a record: the words of a request that is shown no longer. */
export function settledWords(record: LogRecord): readonly SideWrite[] {
  if (record.kind !== "grant.settled") return [];
  return [{ ...wordsKey(record.body.grant), value: undefined }];
}
