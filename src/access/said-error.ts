import type { Values } from "./words.ts";

/** A refusal in a sentence that has a code, so that a screen of another language has words for it too. */
export abstract class SaidError<Code extends string> extends Error {
  /** What callers tell apart. */
  readonly code: Code;
  /** Of the sentence: the code, or a variant of it behind a point; and what fills it. */
  readonly said: { readonly code: string; readonly values: Values };

  constructor(
    name: string,
    sentence: string,
    said: Code | `${Code}.${string}`,
    values: Values = {},
  ) {
    super(fillIn(sentence, values));
    this.name = name;
    const [code = said] = said.split(".");
    this.code = code as Code;
    this.said = { code: said, values };
  }
}

/** Fills a sentence in which no times stand. */
function fillIn(sentence: string, values: Values): string {
  return sentence.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : whole;
  });
}
