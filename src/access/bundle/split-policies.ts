import type { BundleProblem } from "./bundle.ts";

/** One policy of a file, with the place where its text begins. */
export interface PolicyPart {
  readonly id: string;
  readonly text: string;
  readonly file: string;
  /** Of the first character of `text`, counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** Text, line and column of what stands between the ends of two policies. */
interface Piece {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const idAnnotation = /^@id\("([a-z0-9][a-z0-9-]*)"\)/;

/** Splits a file into its policies. Each begins with its id: `@id("on-shift")`. */
export function splitPolicies(
  file: string,
  text: string,
): { readonly parts: readonly PolicyPart[]; readonly problems: readonly BundleProblem[] } {
  const parts: PolicyPart[] = [];
  const problems: BundleProblem[] = [];
  for (const piece of pieces(text)) {
    const id = idAnnotation.exec(piece.text)?.[1];
    const { line, column } = piece;
    if (id !== undefined) parts.push({ id, file, ...piece });
    else {
      problems.push({
        file,
        line,
        column,
        message: 'a policy must begin with its id, such as @id("on-shift")',
      });
    }
  }
  return { parts, problems };
}

/** Cedar ends a policy with a semicolon; in strings and comments it means nothing. */
function* pieces(text: string): Generator<Piece> {
  let start: { index: number; line: number; column: number } | undefined;
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === "\n") {
      line++;
      lineStart = index + 1;
    } else if (text.startsWith("//", index)) {
      index = endOfComment(text, index) - 1;
    } else if (character?.trim() !== "") {
      start ??= { index, line, column: index - lineStart + 1 };
      if (character === '"') index = endOfString(text, index);
      if (character === ";") {
        yield { text: text.slice(start.index, index + 1), line: start.line, column: start.column };
        start = undefined;
      }
    }
  }
  if (start !== undefined) {
    yield { text: text.slice(start.index), line: start.line, column: start.column };
  }
}

/** Where a comment ends: at a carriage return too, as in Cedar. */
function endOfComment(text: string, from: number): number {
  let end = from;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** The index of the closing quote. A string that spans lines is the parser's to refuse. */
function endOfString(text: string, from: number): number {
  for (let index = from + 1; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === '"' || text[index] === "\n") {
      return text[index] === '"' ? index : index - 1;
    }
  }
  return text.length;
}
