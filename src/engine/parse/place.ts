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

/** The character at a place; undefined at the end of its line. */
export function characterAt(text: string, { line, column }: Place): string | undefined {
  return [...(text.split("\n")[line - 1] ?? "")][column - 1];
}

function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
