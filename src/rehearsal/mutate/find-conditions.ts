/** A range of a text: from the first character to the one after the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A `when` or `unless` of a policy. */
export interface Clause extends Range {
  readonly kind: "when" | "unless";
  /** What may be dropped from it, each with the range that goes with it: the operand and its operator. */
  readonly operands: readonly Operand[];
}

/** One side of an `&&` or `||`. */
export interface Operand {
  readonly text: string;
  /** What to cut so that the rest is a condition still. */
  readonly cut: Range;
}

const opening = "([{";
const closing = ")]}";

/** The clauses of one policy's text, in order. The text is one that Cedar has parsed. */
export function findClauses(policy: string): readonly Clause[] {
  const clauses: Clause[] = [];
  for (let index = 0; index < policy.length; index = next(policy, index)) {
    const kind = /^(when|unless)\s*\{/.exec(policy.slice(index))?.[1];
    if (kind === undefined || /\w/.test(policy[index - 1] ?? "")) continue;
    const open = policy.indexOf("{", index);
    const close = endOfGroup(policy, open);
    const operands = operandsIn(policy, { from: open + 1, to: close });
    clauses.push({ kind: kind as Clause["kind"], from: index, to: close + 1, operands });
    index = close;
  }
  return clauses;
}

/** The operands of the outermost operator, and those of operands that are in brackets. */
function operandsIn(text: string, whole: Range): readonly Operand[] {
  const inner = unbracketed(text, trimmed(text, whole));
  const parts = split(text, inner, "||") ?? split(text, inner, "&&");
  if (parts === undefined) return [];
  return parts.flatMap((part, index) => {
    const cut =
      index === 0
        ? { from: part.from, to: parts[1]?.from ?? part.to }
        : { from: parts[index - 1]?.to ?? part.from, to: part.to };
    const { from, to } = trimmed(text, part);
    return [{ text: text.slice(from, to).replace(/\s+/g, " "), cut }, ...operandsIn(text, part)];
  });
}

/** The parts between an operator outside all brackets; undefined without one, or where an `if` reaches over it. */
function split(text: string, { from, to }: Range, operator: string): readonly Range[] | undefined {
  const parts: Range[] = [];
  let start = from;
  for (let index = from; index < to; index = next(text, index)) {
    if (/^if\b/.test(text.slice(index)) && !/\w/.test(text[index - 1] ?? "")) return undefined;
    if (opening.includes(text[index] ?? "")) index = endOfGroup(text, index);
    if (!text.startsWith(operator, index)) continue;
    parts.push({ from: start, to: index });
    index++;
    start = index + 1;
  }
  return parts.length === 0 ? undefined : [...parts, { from: start, to }];
}

function unbracketed(text: string, { from, to }: Range): Range {
  if (text[from] !== "(" || endOfGroup(text, from) !== to - 1) return { from, to };
  return unbracketed(text, trimmed(text, { from: from + 1, to: to - 1 }));
}

function trimmed(text: string, { from, to }: Range): Range {
  const inside = text.slice(from, to);
  return {
    from: from + inside.length - inside.trimStart().length,
    to: to - (inside.length - inside.trimEnd().length),
  };
}

/** The index of the bracket that closes the one at `open`. */
function endOfGroup(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index = next(text, index)) {
    const character = text[index] ?? "";
    if (opening.includes(character)) depth++;
    if (closing.includes(character)) depth--;
    if (depth === 0) return index;
  }
  return text.length;
}

/** The index after this character, or after the string or comment that begins with it. */
function next(text: string, index: number): number {
  const skipped = /^(?:"(?:[^"\\]|\\.)*"|\/\/[^\n\r]*)/.exec(text.slice(index))?.[0];
  return index + (skipped?.length ?? 1);
}
