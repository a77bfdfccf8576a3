import { invalid } from "./errors.ts";

/** A word, sign or value of a filter, and where it stands. */
export type Token =
  | { readonly type: "word" | "sign" | "sub"; readonly text: string; readonly at: number }
  | {
      readonly type: "literal";
      readonly text: string;
      readonly at: number;
      readonly value: string | number | boolean | null;
    };

/** Takes the tokens of a filter one after the other. */
export interface Reader {
  peek(): Token | undefined;
  take(): Token | undefined;
  /** Whether the next is this word, in whatever case. */
  isWord(word: string): boolean;
  takeWord(word: string): boolean;
  peekSign(sign: string, ahead: number): boolean;
  takeSign(sign: string): boolean;
}

/** Longer than any filter that somebody means. */
const longest = 4_000;

const forms =
  /\s+|(?<text>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.:]))|(?<sub>\.[A-Za-z$][\w$-]*)|(?<word>[A-Za-z$][\w$:.-]*)|(?<sign>[()[\]])/y;

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Cuts a filter into its tokens. @throws ScimError invalidFilter */
export function tokensOf(text: string): Reader {
  if (text.length > longest) {
    throw invalid("invalidFilter", `A filter has ${longest} characters at most.`);
  }
  const tokens: Token[] = [];
  forms.lastIndex = 0;
  while (forms.lastIndex < text.length) {
    const at = forms.lastIndex;
    const found = forms.exec(text);
    if (found === null) {
      throw invalid("invalidFilter", `The filter cannot be read at character ${at + 1}.`);
    }
    const token = tokenOf(found, at);
    if (token !== undefined) tokens.push(token);
  }
  return readerOf(tokens);
}

function tokenOf({ groups, 0: text }: RegExpExecArray, at: number): Token | undefined {
  if (groups?.["text"] !== undefined) return { type: "literal", text, at, value: unquoted(text) };
  if (groups?.["number"] !== undefined) return { type: "literal", text, at, value: Number(text) };
  if (groups?.["sign"] !== undefined) return { type: "sign", text, at };
  if (groups?.["sub"] !== undefined) return { type: "sub", text: text.slice(1), at };
  if (groups?.["word"] === undefined) return undefined;
  const value = words.get(text.toLowerCase());
  return value === undefined ? { type: "word", text, at } : { type: "literal", text, at, value };
}

/** A text is one of JSON's (RFC 7644 section 3.4.2.2). */
function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw invalid("invalidFilter", "A text in the filter is no JSON text.");
  }
}

function readerOf(tokens: readonly Token[]): Reader {
  let next = 0;
  const reader: Reader = {
    peek: () => tokens[next],
    take: () => tokens[next++],
    isWord(word) {
      const token = tokens[next];
      return token?.type === "word" && token.text.toLowerCase() === word;
    },
    takeWord(word) {
      const is = reader.isWord(word);
      if (is) next++;
      return is;
    },
    peekSign(sign, ahead) {
      const token = tokens[next + ahead];
      return token?.type === "sign" && token.text === sign;
    },
    takeSign(sign) {
      const is = reader.peekSign(sign, 0);
      if (is) next++;
      return is;
    },
  };
  return reader;
}
