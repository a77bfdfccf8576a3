/** What was found in a text, and where. */
export interface Token {
  readonly found: string;
  readonly index: number;
}

/**
 * What a global pattern finds in a text, strings as a whole where it finds a quotation mark. A pattern of its own for them would run out of
 * stack in a long one.
 */
export function* tokensOf(text: string, pattern: RegExp): Generator<Token> {
  const tokens = new RegExp(pattern);
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const { 0: found, index } = match;
    if (found === '"') tokens.lastIndex = endOfString(text, index);
    yield { found: text.slice(index, tokens.lastIndex), index };
  }
}

/** After the mark that ends the string which begins here; the text's end where none does. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === backslash) index++;
    else if (code === quotationMark) return index + 1;
  }
  return text.length;
}

const quotationMark = 34;
const backslash = 92;
