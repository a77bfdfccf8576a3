import { tokensOf } from "./tokens.ts";

/** A place in a text; both count from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The places of one text. */
export interface Places {
  /** Where `offset`, counted in UTF-8 bytes as Cedar does, is, and the character there; none at the end of its line. */
  readonly of: (offset: number) => Place & { readonly character: string | undefined };
}

/** Where the text is known so far, from which places are found. */
interface Mark {
  readonly index: number;
  readonly bytes: number;
  readonly line: number;
  readonly column: number;
}

/** How far apart marks are, in characters: no place is further from one. */
const apart = 1024;

/** Reads the text once; each place is found from a mark near it, be there ever so many in one long line. */
export function placesIn(text: string): Places {
  let mark: Mark = { index: 0, bytes: 0, line: 1, column: 1 };
  const marks: Mark[] = [mark];
  for (let since = 0; mark.index < text.length; since++) {
    if (since === apart) {
      marks.push(mark);
      since = 0;
    }
    mark = after(text, mark);
  }
  return {
    of(offset) {
      let [low, high] = [0, marks.length];
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if ((marks[middle] as Mark).bytes <= offset) low = middle;
        else high = middle;
      }
      let here = marks[low] as Mark;
      while (here.bytes < offset && here.index < text.length) here = after(text, here);
      const { index, line, column } = here;
      const isEnd = index >= text.length || endsLine(text, index);
      const character = isEnd ? undefined : String.fromCodePoint(text.codePointAt(index) as number);
      return { line, column, character };
    },
  };
}

/** One character on. */
function after(text: string, { bytes, column, index, line }: Mark): Mark {
  const codePoint = text.codePointAt(index) as number;
  const next = {
    index: index + (codePoint < 0x10000 ? 1 : 2),
    bytes: bytes + byteLength(codePoint),
  };
  return endsLine(text, index)
    ? { ...next, line: line + 1, column: 1 }
    : { ...next, line, column: column + 1 };
}

/** CR LF is one end, after its LF. */
function endsLine(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === lineFeed || (code === carriageReturn && text.charCodeAt(index + 1) !== lineFeed);
}

const lineFeed = 10;
const carriageReturn = 13;

/** Where `offset`, counted in UTF-8 bytes as Cedar does, is in `text`. */
export function placeOf(text: string, offset: number): Place {
  const { line, column } = placesIn(text).of(offset);
  return { line, column };
}

/** Where the character at `index`, counted in UTF-16 units as JavaScript does, is in `text`. */
export function placeAt(text: string, index: number): Place {
  let line = 1;
  let start = 0;
  for (const { index: end } of text.matchAll(/\n|\r(?!\n)/g)) {
    if (end >= index) break;
    line++;
    start = end + 1;
  }
  return { line, column: [...text.slice(start, index)].length + 1 };
}

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
  return placeAt(text, indexOfAction(text, action));
}

/**
 * Where an action of this name, escaped as in a message, is declared; else where it is first mentioned in a declaration of actions;
 * else 0.
 */
function indexOfAction(text: string, action: string): number {
  const bare = /^\w+$/.test(action) ? String.raw`|\b${action}\b` : "";
  const step = new RegExp(String.raw`"|//[^\n\r]*|[;{}[]|\baction\s${bare}`, "g");
  let isDeclaring = false;
  let isIn = false;
  let mentioned = 0;
  for (const { found, index } of tokensOf(text, step)) {
    if (found === action || found === `"${action}"`) {
      if (isDeclaring) return index;
      if (isIn && mentioned === 0) mentioned = index;
    } else if (found === ";" || found === "{" || found === "}") {
      isIn = false;
      isDeclaring = false;
    } else if (found === "[") isDeclaring = false;
    else if (found.trim() === "action") {
      isIn = true;
      isDeclaring = true;
    }
  }
  return mentioned;
}

/** Outside strings and comments, in which nothing is called or declared. */
function indexOf(text: string, pattern: string): number {
  for (const { found, index } of tokensOf(
    text,
    new RegExp(String.raw`"|//[^\n\r]*|${pattern}`, "g"),
  )) {
    if (!found.startsWith('"') && !found.startsWith("//")) return index;
  }
  return 0;
}

function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
