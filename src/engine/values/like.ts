/** What a string is compared with by `like`: the texts before, between and after wildcards. */
export interface Pattern {
  readonly first: string;
  readonly middle: readonly string[];
  /** Undefined where there is no wildcard: the whole text is `first`. */
  readonly last: string | undefined;
}

/** Cedar's form: literals and wildcards in any number. */
export type PatternElement = "Wildcard" | { readonly Literal: string };

/** Brings neighbouring literals together. */
export function compilePattern(elements: readonly PatternElement[]): Pattern {
  const parts: string[] = [""];
  for (const element of elements) {
    if (element === "Wildcard") parts.push("");
    else parts[parts.length - 1] += element.Literal;
  }
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  return { first, middle: rest, last };
}

/** Whether `text` matches: each middle part is taken where it first occurs, which is never wrong. */
export function like(text: string, { first, middle, last }: Pattern): boolean {
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of middle) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
