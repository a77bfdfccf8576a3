import type { SideKey, SideWrite } from "../ports/index.ts";
import type { LogRecord } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/** The longest text that goes with a request, in characters as people count them. */
const longest = 500;
/** A character may have marks upon marks: so many units of text (UTF-16) nobody needs for one, on average. */
const unitsOfOne = 16;

/** Characters as people count them (UAX #29): a family of joined signs is one, and so is a letter with its marks. */
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Where the words of a request are kept: beside the log, with the salt of their hash, erasable (U3). */
export function wordsKey(grant: string): SideKey {
  return { table: "texts", key: `grant|${grant}` };
}

/**
 * What nobody means to say: control characters, halves of characters, characters of nobody's, and those that turn the text around them, which
 * could make a screen show other words than are there. Marks of direction, joiners and the like belong to how languages are written.
 */
const unsayable =
  /[\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/u;
/** What nobody sees, be there ever so much of it. */
const unseen = /[\p{Default_Ignorable_Code_Point}\s\u2800]/gu;

/**
 * The words that go with a request, in any language, as they are kept; undefined where there are none to be seen. Spaces at both ends are
 * dropped; lines may end as any system ends them.
 *
 * @throws ExceptionError `words-refused`
 */
export function grantWords(typed: string | undefined): string | undefined {
  const text = (typed ?? "")
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .trim();
  if (text.replaceAll(unseen, "") === "" && !unsayable.test(text.replaceAll(/[\n\t]/g, " "))) {
    return undefined;
  }
  const [odd] = unsayable.exec(text.replaceAll(/[\n\t]/g, " ")) ?? [];
  if (odd !== undefined) {
    const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new ExceptionError("words-refused.character", { character: `U+${code}` });
  }
  if (isTooLong(text)) {
    throw new ExceptionError("words-refused.long", { longest: String(longest) });
  }
  return text;
}

function isTooLong(text: string): boolean {
  if (text.length <= longest) return false;
  return text.length > longest * unitsOfOne || [...characters.segment(text)].length > longest;
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
