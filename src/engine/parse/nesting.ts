import { tokensOf } from "./tokens.ts";

/** How much of the parser's stack each thing takes; measured on cedar-wasm 4.13.0, which does not survive running out of it. */
export interface StackCosts {
  readonly bracket: number;
  /** `when` and `unless`: Cedar makes one conjunction of them. */
  readonly condition: number;
  readonly conditional: number;
  /** `&&` and `||` */
  readonly chain: number;
  readonly operator: number;
}

/** Parsing and validating: brackets fail from 118 deep, `if` from 538, `when` from 553, methods in a row from 880, `+` from 1,253, `&&` from 1,688. */
export const toParse: StackCosts = {
  bracket: 14,
  condition: 3,
  conditional: 3,
  chain: 1.5,
  operator: 2,
};

/** Evaluating in cedar-wasm itself: brackets fail from 114 deep, `if` from 351, `when` and `&&` from 360, methods in a row from 281. */
export const toEvaluate: StackCosts = {
  bracket: 14,
  condition: 5,
  conditional: 4,
  chain: 5,
  operator: 6,
};

/** The stack that may be taken, in the units of {@link StackCosts}. */
export const stackLimit = 1400;

/** Strings and comments, as a whole; then what deepens an expression. Only \n and \r end a comment in Cedar. */
const token =
  /"|\/\/[^\n\r]*|&&|\|\||[()[\]{},;]|\b(?:if|then|else|when|unless)\b|[.!+*<>=-]|\b(?:in|has|like|is)\b/g;

/**
 * The index in a text that needs too much up to which it does not: where the reader is one too deep. A text's need grows
 * with it, so that halving finds it.
 */
export function whereTooDeep(text: string, costs: StackCosts): number {
  const fits = (length: number) => stackNeed(text.slice(0, length), costs) <= stackLimit;
  let most = 1024;
  while (most < text.length && fits(most)) most *= 2;
  let [low, high] = [0, Math.min(most, text.length)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

interface Level {
  /** Of the part between commas so far: `&&` and `||`, other operators since the last of them, at most. */
  chain: number;
  operand: number;
  operandMost: number;
  conditions: number;
  conditionals: number;
  inner: number;
  /** Of the parts before. */
  most: number;
}

/** How much stack a text can take at most, in one pass over it and without recursion. */
export function stackNeed(text: string, costs: StackCosts): number {
  const levels: Level[] = [emptyLevel()];
  for (const { found } of tokensOf(text, token)) {
    const level = levels.at(-1) as Level;
    if (found === "(" || found === "[" || found === "{") {
      // An index is an operator, and looks like a set.
      if (found === "[") count(level, found);
      levels.push(emptyLevel());
    } else if (found === ")" || found === "]" || found === "}") {
      if (levels.length === 1) continue;
      levels.pop();
      const outer = levels.at(-1) as Level;
      outer.inner = Math.max(outer.inner, needOf(level, costs) + costs.bracket);
    } else if (found === "," || found === ";") {
      level.most = needOf(level, costs);
      Object.assign(level, { ...emptyLevel(), most: level.most });
    } else count(level, found);
  }
  return levels.reduceRight((inner, level) => {
    level.inner = Math.max(level.inner, inner);
    return needOf(level, costs) + costs.bracket;
  }, 0);
}

function count(level: Level, found: string): void {
  if (found === "&&" || found === "||") {
    level.chain++;
    level.operand = 0;
  } else if (found === "when" || found === "unless") level.conditions++;
  else if (found === "if" || found === "then" || found === "else") {
    level.conditionals++;
    // Its three parts are read one after the other.
    level.operand = 0;
  } else if (!found.startsWith('"') && !found.startsWith("//")) {
    level.operand++;
    level.operandMost = Math.max(level.operandMost, level.operand);
  }
}

function needOf(level: Level, costs: StackCosts): number {
  const operators = level.chain * costs.chain + level.operandMost * costs.operator;
  // Three words make one conditional.
  const conditionals = Math.ceil(level.conditionals / 3) * costs.conditional;
  const conditions = level.conditions * costs.condition;
  return Math.max(level.most, operators + conditions + conditionals + level.inner);
}

function emptyLevel(): Level {
  return {
    chain: 0,
    operand: 0,
    operandMost: 0,
    conditions: 0,
    conditionals: 0,
    inner: 0,
    most: 0,
  };
}
