/** Where a text stops being JSON. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** What was expected there, in words. */
  readonly expected: string;
}

/**
 * Finds where a text stops being JSON (RFC 8259). The engine's own message may quote what was sent, which
 * can be a PIN; this one only says where, and what should be there.
 *
 * Answers undefined for a text that is JSON.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ("{" | "[")[] = [];
  let state: State = "value";
  let index = 0;
  for (;;) {
    index = skipBlanks(text, index);
    if (state === "end") return index === text.length ? undefined : fault(text, index, state);
    const next = step(text, index, state, open);
    if (next === undefined) return fault(text, index, state);
    if (next.at !== undefined) return fault(text, next.at, "string");
    state = next.state;
    index = next.index;
  }
}

type State = "value" | "first-item" | "first-key" | "key" | "colon" | "after" | "end";

interface Step {
  readonly state: State;
  readonly index: number;
  /** A fault inside the token that begins here. */
  readonly at?: number;
}

const words: Readonly<Record<State | "string", string>> = {
  value: "a value",
  "first-item": "a value or ]",
  "first-key": "a name in double quotes or }",
  key: "a name in double quotes",
  colon: "a colon",
  after: "a comma or the end of the list or object",
  end: "nothing more",
  string: "a well-formed string or number",
};

const blanks = /[ \t\n\r]*/y;
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 names them.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

function skipBlanks(text: string, index: number): number {
  blanks.lastIndex = index;
  blanks.test(text);
  return blanks.lastIndex;
}

function step(text: string, index: number, state: State, open: ("{" | "[")[]): Step | undefined {
  const sign = text[index];
  if (state === "colon") return sign === ":" ? { state: "value", index: index + 1 } : undefined;
  if (state === "after") return afterValue(sign, index, open);
  if (state === "first-key" && sign === "}") return close(open, index);
  if (state === "first-item" && sign === "]") return close(open, index);
  if (state === "key" || state === "first-key") {
    return sign === '"' ? readString(text, index, "colon") : undefined;
  }
  return readValue(text, index, open);
}

function afterValue(
  sign: string | undefined,
  index: number,
  open: ("{" | "[")[],
): Step | undefined {
  const inside = open.at(-1);
  if (sign === ",") return { state: inside === "{" ? "key" : "value", index: index + 1 };
  const closes = inside === "{" ? "}" : "]";
  return sign === closes ? close(open, index) : undefined;
}

function close(open: ("{" | "[")[], index: number): Step {
  open.pop();
  return { state: open.length === 0 ? "end" : "after", index: index + 1 };
}

function readValue(text: string, index: number, open: ("{" | "[")[]): Step | undefined {
  const after: State = open.length === 0 ? "end" : "after";
  const sign = text[index];
  if (sign === "{" || sign === "[") {
    open.push(sign);
    return { state: sign === "{" ? "first-key" : "first-item", index: index + 1 };
  }
  if (sign === '"') return readString(text, index, after);
  scalar.lastIndex = index;
  return scalar.test(text) ? { state: after, index: scalar.lastIndex } : undefined;
}

function readString(text: string, index: number, after: State): Step {
  string.lastIndex = index;
  string.test(text);
  const end = string.lastIndex;
  return text[end] === '"'
    ? { state: after, index: end + 1 }
    : { state: after, index: end, at: end };
}

function fault(text: string, index: number, state: State | "string"): JsonFault {
  const lines = text.slice(0, index).split("\n");
  const column = (lines.at(-1) as string).length + 1;
  return { line: lines.length, column, expected: words[state] };
}
