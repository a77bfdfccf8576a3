/** A place in a text; both count from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where `offset`, counted in UTF-8 bytes as Cedar does, is in `text`. */
export function placeOf(text: string, offset: number): Place {
  let line = 1;
  let column = 1;
  let bytes = 0;
  for (const character of text) {
    if (bytes >= offset) break;
    bytes += byteLength(character.codePointAt(0) ?? 0);
    if (character === "\n") {
      line++;
      column = 1;
    } else column++;
  }
  return { line, column };
}

/** Where the character at `index`, counted in UTF-16 units as JavaScript does, is in `text`. */
export function placeAt(text: string, index: number): Place {
  const lines = text.slice(0, index).split("\n");
  return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
}

/** Strings and comments, in which nothing is called or declared. */
const aside = String.raw`"(?:\\[\s\S]|[^"\\])*"?|\/\/[^\n\r]*`;

/** The index of the first call of a function, outside strings and comments; 0 if there is none. */
export function indexOfCall(text: string, name: string): number {
  return indexOf(text, String.raw`\b${name}\s*\(`);
}

/** The index of the first of some words, outside strings and comments; 0 if there is none. */
export function indexOfWord(text: string, words: string): number {
  return indexOf(text, String.raw`\b(?:${words})\b`);
}

/** Where a type of this whole name is declared; the text's beginning where that cannot be seen. */
export function placeOfDeclared(text: string, name: string): Place {
  const own = name.slice(name.lastIndexOf(":") + 1);
  return placeAt(
    text,
    /^\w+$/.test(own) ? indexOf(text, String.raw`\b(?:type|entity)\s+${own}\b`) : 0,
  );
}

/**
 * Where what a message about a schema names stands in it, for those that Cedar gives no place: an action
 * (`Action::"open"`) or a type, where it is declared, else where it is first mentioned.
 */
export function placeOfNamed(text: string, message: string): Place {
  const [, action, type] = /\bAction::"((?:\\.|[^"\\])*)"|`([\w:]+)`/.exec(message) ?? [];
  if (type !== undefined) return placeOfDeclared(text, type);
  if (action === undefined) return placeAt(text, 0);
  const name = action.replace(/[^\w\s]/g, String.raw`\$&`);
  const token = String.raw`(?:"${name}"|\b${name}\b)`;
  const quoted = text.replace(/\/\/[^\n\r]*/g, (comment) => " ".repeat(comment.length));
  const find = (before: string) =>
    quoted.search(new RegExp(String.raw`(?<=\baction\s${before}*)${token}`));
  const declared = find("[^;{}[]");
  return placeAt(text, Math.max(0, declared === -1 ? find("[^;{}]") : declared));
}

function indexOf(text: string, pattern: string): number {
  for (const { 1: found, index } of text.matchAll(new RegExp(`${aside}|(${pattern})`, "g"))) {
    if (found !== undefined) return index;
  }
  return 0;
}

/** The character at a place; undefined at the end of its line. */
export function characterAt(text: string, { line, column }: Place): string | undefined {
  return [...(text.split("\n")[line - 1] ?? "")][column - 1];
}

function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
