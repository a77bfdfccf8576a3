import type { Expression } from "../expressions/expression.ts";
import type { Pattern } from "../values/like.ts";
import { sayCompared, sayTime, sayTimeLiteral } from "./say-times.ts";
import { isName, quote, sayEntity, sayKey, some } from "./show-value.ts";

/** A sentence that is longer says its beginning; in characters. */
const longest = 2_000;

/** A condition as a sentence without a full stop: `context.level >= 2` is "level is at least 2". */
export function sayCondition(expression: Expression): string {
  const text = say(expression, true);
  if (text.length <= longest) return text;
  // Not within a pair.
  const shown = text.slice(0, longest).replace(/\p{Surrogate}$/u, "");
  return `${shown}… (${text.length - shown.length} more characters)`;
}

/** What was looked at, by what its value is of: `principal.isVip` is "the principal is VIP", which is so or not. */
export function sayLookedAt(expression: Expression): string {
  if (expression.op !== "attribute" || isOfContext(expression.holder)) return sayValue(expression);
  const words = sayName(expression.name);
  if (!verbs.test(words)) return sayValue(expression);
  return sayTruth(expression.holder, words, true);
}

/** The sentence, or its opposite. */
function say(expression: Expression, holds: boolean): string {
  const either = (so: string, not: string) => (holds ? so : not);
  switch (expression.op) {
    case "not":
      return say(expression.operand, !holds);
    case "and":
    case "or":
      return sayAll(expression.operands, (expression.op === "and") === holds, holds);
    case "equal":
      return sayEqual(expression, holds);
    case "less":
    case "lessOrEqual":
      return sayOrdered(expression, holds);
    case "in":
      return between(expression, either("is, or is in,", "neither is nor is in"));
    case "is":
      return `${sayValue(expression.entity)} ${either("is a", "is no")} ${expression.type}`;
    case "has":
      return `${sayAttribute(expression.holder, expression.name)} ${either("is given", "is not given")}`;
    case "hasTag":
      return `${sayValue(expression.left)} ${either("has the tag", "does not have the tag")} ${sayValue(expression.right)}`;
    case "contains":
      return sayContains(expression, holds);
    case "containsAll":
      return `${either("all", "not all")} of ${sayList(expression.right)} are among ${sayValue(expression.left)}`;
    case "containsAny":
      return `${either("one", "none")} of ${sayList(expression.right)} is among ${sayValue(expression.left)}`;
    case "isEmpty":
      return `${sayValue(expression.operand)} ${either("is empty", "is not empty")}`;
    case "like":
      return `${sayValue(expression.text)} ${sayPattern(expression.pattern, holds)}`;
    case "if":
      return either("", "it is not so that: ") + sayConditional(expression);
    case "call":
      return sayCall(expression.name, expression.values, holds);
    case "attribute":
      return sayTruth(expression.holder, sayName(expression.name), holds);
    case "literal":
      if (typeof expression.value === "boolean") {
        return expression.value === holds ? "always" : "never";
      }
      return `${sayValue(expression)} ${either("holds", "does not hold")}`;
    default:
      return `${sayValue(expression)} ${either("holds", "does not hold")}`;
  }
}

function between({ left, right }: Two, words: string): string {
  return `${sayValue(left)} ${words} ${sayValue(right)}`;
}

interface Two {
  readonly left: Expression;
  readonly right: Expression;
}

/** What is true or false is said to be so or not, alone or together with another. */
function sayEqual({ left, right }: Two, holds: boolean): string {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.op === "literal" && typeof other.value === "boolean") {
      return say(one, other.value === holds);
    }
  }
  if (isStatement(left) || isStatement(right)) return sayTogether(left, right, holds);
  const said = sayCompared(left, right, sayValue);
  return `${said.left} ${holds ? "is" : "is not"} ${said.right}`;
}

function sayTogether(left: Expression, right: Expression, holds: boolean): string {
  // "is, or is in," has commas and an "or" of its own.
  const part = (each: Expression) => (each.op === "in" ? `(${say(each, true)})` : sayPart(each));
  const [first, second] = [part(left), part(right)];
  return holds ? `${first} exactly when ${second}` : `either ${first} or ${second}, but not both`;
}

function sayOrdered({ op, left, right }: Two & { readonly op: string }, holds: boolean): string {
  const said = sayCompared(left, right, sayValue);
  const words = {
    less: said.isOfDay ? ["is before", "is not before"] : ["is less than", "is at least"],
    lessOrEqual: said.isOfDay ? ["is not after", "is after"] : ["is at most", "is more than"],
  }[op as "less" | "lessOrEqual"];
  return `${said.left} ${words[holds ? 0 : 1]} ${said.right}`;
}

/** Whether it says that something is so, and stands for no other value than true or false. */
function isStatement(expression: Expression): boolean {
  if (expression.op === "if") return isStatement(expression.consequent);
  if (expression.op === "call") {
    return expression.name === "isSoWhen" || Object.hasOwn(comparisons, expression.name);
  }
  return statements.has(expression.op);
}

const statements: ReadonlySet<Expression["op"]> = new Set([
  ...(["not", "and", "or", "equal", "less", "lessOrEqual", "in", "is", "has", "hasTag"] as const),
  ...(["contains", "containsAll", "containsAny", "isEmpty", "like"] as const),
]);

/** Several sentences, or their opposites. */
function sayAll(operands: readonly Expression[], all: boolean, holds: boolean): string {
  if (operands.length === 0) return all ? "always" : "never";
  const [only, ...more] = operands;
  if (only !== undefined && more.length === 0) return say(only, holds);
  // The opposite of three things together is clearer as such than as three opposites.
  if (!all && !holds && more.length > 1) {
    return `not all of this: ${operands.map((each) => sayPart(each)).join("; ")}`;
  }
  return operands.map((each) => sayPart(each, holds)).join(all ? " and " : " or ");
}

function sayPart(expression: Expression, holds = true): string {
  if (expression.op === "not") return sayPart(expression.operand, !holds);
  const text = say(expression, holds);
  const isOfTwo =
    expression.op === "equal" && (isStatement(expression.left) || isStatement(expression.right));
  return ["and", "or", "if"].includes(expression.op) || isOfTwo ? `(${text})` : text;
}

function sayConditional(expression: Extract<Expression, { readonly op: "if" }>): string {
  const { condition, consequent, alternative } = expression;
  if (!isStatement(expression) && [consequent, alternative].some(isNoTruth)) {
    return `${sayOperand(consequent)} if ${sayPart(condition)}, else ${sayOperand(alternative)}`;
  }
  return `${sayPart(consequent)} if ${sayPart(condition)}, else ${sayPart(alternative)}`;
}

function sayContains({ left, right }: Two, holds: boolean): string {
  if (left.op === "set")
    return `${sayValue(right)} is ${holds ? "one" : "none"} of ${sayList(left)}`;
  return `${sayValue(right)} is ${holds ? "" : "not "}among ${sayValue(left)}`;
}

/** A list that is written out needs no brackets. */
function sayList(expression: Expression): string {
  if (expression.op !== "set" || expression.elements.length === 0) return sayValue(expression);
  return some(expression.elements, sayValue);
}

/** Without a sign for wildcards: any sign may be meant as itself. */
function sayPattern({ first, middle, last }: Pattern, holds: boolean): string {
  if (last === undefined) return `${holds ? "is" : "is not"} ${quote(first)}`;
  const parts = [
    ...(first === "" ? [] : [`starts with ${quote(first)}`]),
    ...middle.filter((part) => part !== "").map((part) => `has ${quote(part)}`),
    ...(last === "" ? [] : [`ends with ${quote(last)}`]),
  ];
  const text = holds ? "is a text" : "is no text";
  return parts.length === 0 ? text : `${text} that ${parts.join(", then ")}`;
}

/** Cedar's own, and those of `nameByType`. */
const comparisons: Readonly<Record<string, readonly [so: string, not: string]>> = {
  lessThan: ["is less than", "is at least"],
  lessThanOrEqual: ["is at most", "is more than"],
  greaterThan: ["is more than", "is at most"],
  greaterThanOrEqual: ["is at least", "is less than"],
  isBefore: ["is before", "is not before"],
  isNotAfter: ["is not after", "is after"],
  isInRange: ["is in the range", "is not in the range"],
  isIpv4: ["is an IPv4 address", "is no IPv4 address"],
  isIpv6: ["is an IPv6 address", "is no IPv6 address"],
  isLoopback: ["is a loopback address", "is no loopback address"],
  isMulticast: ["is a multicast address", "is no multicast address"],
};

/** A call that is asked about, or (without `holds`) one that stands for a value. */
function sayCall(name: string, values: readonly Expression[], holds?: boolean): string {
  const [left, right] = values;
  if (name === "isSoWhen" && left !== undefined && right !== undefined) {
    return sayTogether(left, right, holds !== false);
  }
  const comparison = comparisons[name];
  if (comparison !== undefined) {
    const [first, ...rest] = values.map(sayValue);
    return [first, comparison[holds === false ? 1 : 0], ...rest].join(" ");
  }
  const text = sayTime(name, values, sayOperand) ?? sayMade(name, values);
  if (holds === undefined) return text;
  return `${text} ${holds ? "holds" : "does not hold"}`;
}

/** Texts that nobody can take for something else: addresses, numbers, times. */
const isPlain = /^[\w.:/+-]{1,120}$/;

const makes: Readonly<Record<string, string>> = {
  ip: "an IP address",
  decimal: "a decimal number",
  datetime: "a time",
  duration: "a length of time",
};

/** A value that is made of a text. */
function sayMade(name: string, values: readonly Expression[]): string {
  const [only, ...more] = values;
  if (only !== undefined && more.length === 0) {
    if (only.op === "literal") {
      const text = String(only.value);
      return isPlain.test(text) ? text : quote(text);
    }
    if (Object.hasOwn(makes, name)) return `${sayOperand(only)} as ${makes[name]}`;
  }
  return `${name}(${values.map(sayValue).join(", ")})`;
}

const symbols: Readonly<Record<string, string>> = { add: "+", subtract: "-", multiply: "×" };

/** What an expression stands for: `context.onWard` is "on ward", `resource.owner` "the resource's owner". */
function sayValue(expression: Expression): string {
  switch (expression.op) {
    case "literal":
      return typeof expression.value === "string"
        ? quote(expression.value)
        : String(expression.value);
    case "entity":
      return sayEntity(expression.uid);
    case "variable":
      return expression.name === "context" ? "the context" : `the ${expression.name}`;
    case "attribute":
      return sayAttribute(expression.holder, expression.name);
    case "getTag":
      return `${sayValue(expression.left)}'s tag ${sayValue(expression.right)}`;
    case "set":
      return `[${some(expression.elements, sayValue)}]`;
    case "record":
      return `{${some(expression.entries, ([name, value]) => `${sayKey(name)}: ${sayValue(value)}`)}}`;
    case "add":
    case "subtract":
    case "multiply":
      return `${sayTerm(expression.left, expression.op)} ${symbols[expression.op]} ${sayTerm(expression.right, "multiply")}`;
    case "negate":
      return `minus ${sayOperand(expression.operand)}`;
    case "call":
      if (isStatement(expression)) return `(${sayCondition(expression)})`;
      return sayTimeLiteral(expression) ?? sayCall(expression.name, expression.values);
    default:
      return `(${sayCondition(expression)})`;
  }
}

/** In brackets where its end would not be seen. */
function sayOperand(expression: Expression): string {
  const { op } = expression;
  if (isStatement(expression)) return sayValue(expression);
  const isLong =
    op === "call"
      ? sayTimeLiteral(expression) === undefined && !expression.values.every(isLiteral)
      : Object.hasOwn(symbols, op);
  return isLong ? `(${sayValue(expression)})` : sayValue(expression);
}

/** Products, and sums to the left, need no brackets. */
function sayTerm(expression: Expression, beside: "add" | "subtract" | "multiply"): string {
  const isProduct = expression.op === "multiply";
  const isSum = expression.op === "add" || expression.op === "subtract";
  if (isProduct || (isSum && beside !== "multiply")) return sayValue(expression);
  return sayOperand(expression);
}

function isLiteral({ op }: Expression): boolean {
  return op === "literal";
}

/** Whether it is certainly neither true nor false. */
function isNoTruth(expression: Expression): boolean {
  if (expression.op === "literal") return typeof expression.value !== "boolean";
  if (expression.op === "call") return !isStatement(expression);
  const ops = ["entity", "variable", "set", "record", "negate"];
  return ops.includes(expression.op) || Object.hasOwn(symbols, expression.op);
}

function sayAttribute(holder: Expression, name: string): string {
  const words = sayName(name);
  return isOfContext(holder) && !isQuoted(words) ? words : `${sayValue(holder)}'s ${words}`;
}

/** A name in quotes alone would be a text. */
function isQuoted(words: string): boolean {
  return words.startsWith('"');
}

function isOfContext(holder: Expression): boolean {
  return holder.op === "variable" && holder.name === "context";
}

/**
 * What is so or not so: "on ward", "not on ward", "is on call", "is not on call"; of somebody or something "the resource is marked
 * sensitive".
 */
function sayTruth(holder: Expression, words: string, holds: boolean): string {
  const whose = isOfContext(holder) ? "" : `${sayValue(holder)} `;
  const [, verb, rest] = verbs.exec(words) ?? [];
  if (verb === undefined) {
    if (whose === "" && isQuoted(words)) {
      return `${sayValue(holder)}'s ${words} ${holds ? "holds" : "does not hold"}`;
    }
    if (whose === "") return holds ? words : `not ${words}`;
    return `${whose}${holds ? "is marked" : "is not marked"} ${words}`;
  }
  const opposite = { is: "is not", has: "has no", can: "cannot" }[verb as "is" | "has" | "can"];
  return `${whose}${holds ? verb : opposite} ${rest}`;
}

/** What makes a sentence of a name. */
const verbs = /^(is|has|can) (.*)$/;

/** Names as they are mostly given: `onWard`, `isVIP`, `HTTPCode`. Two of them have different words. */
const camelCase = /^(?:[a-z][a-z0-9]*|[A-Z]{2,}\d*)(?:[A-Z][a-z0-9]*|[A-Z]{2,}\d*)*$/;

/** Words that a sentence has of its own: in a name they would say something else. */
const ours =
  /\b(?:always|and|but|cannot|else|given|if|marked|never|no|not|or|than|the)\b|(?<=.)\b(?:are|can|has|is)\b/;

/**
 * `onWard` is "on ward", `HTTPCode` is "HTTP code". A name that would read like another, or like what we say ourselves, stays as it
 * is written: `on_ward`, `notOnCall`; what is no name in Cedar, or would be one of our words by itself, is a text.
 */
function sayName(name: string): string {
  if (!isName(name)) return quote(name);
  if (!camelCase.test(name)) return name;
  const words = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
    .replace(/(?<![A-Za-z])[A-Z](?=[a-z]|\b)/g, (capital) => capital.toLowerCase());
  if (!ours.test(words)) return words;
  return words === name ? quote(name) : name;
}
