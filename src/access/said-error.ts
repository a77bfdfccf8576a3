import type { Instant } from "../ports/index.ts";
import { english, fill, type Values } from "./words.ts";

/** Where and when a sentence is said in which times stand. */
export interface When {
  readonly zone: string;
  readonly at: Instant;
}

/** A refusal in a sentence that has a code, so that a screen of another language has words for it too. */
export abstract class SaidError<Code extends string> extends Error {
  /** What callers tell apart. */
  readonly code: Code;
  /** Of the sentence: the code, or a variant of it behind a point; and what fills it. */
  readonly said: { readonly code: string; readonly values: Values; readonly zone?: string };

  constructor(
    name: string,
    sentence: string,
    said: Code | `${Code}.${string}`,
    values: Values = {},
    when?: When,
  ) {
    super(when === undefined ? fillIn(sentence, values) : fill(english, sentence, values, when));
    this.name = name;
    const [code = said] = said.split(".");
    this.code = code as Code;
    this.said = { code: said, values, ...(when === undefined ? {} : { zone: when.zone }) };
  }
}

/** Fills a sentence in which no times stand. */
function fillIn(sentence: string, values: Values): string {
  return sentence.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : whole;
  });
}
