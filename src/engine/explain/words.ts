import type { Expression } from "../expressions/expression.ts";
import { Datetime } from "../values/datetime.ts";
import { Decimal, decimalText } from "../values/decimal.ts";
import { Duration } from "../values/duration.ts";
import { EntityNode } from "../values/entity-node.ts";
import { IpAddress, ipText } from "../values/ip-address.ts";
import { CedarSet, type Value } from "../values/value.ts";
import { showDatetime, showDuration } from "./times.ts";

/** A condition as a sentence without a full stop: `context.level >= 2` is "level is at least 2". */
export function sayCondition(expression: Expression): string {
  switch (expression.op) {
    case "not":
      return sayOpposite(expression.operand);
    case "and":
      return expression.operands.map(sayPart).join(" and ") || "nothing more is asked";
    case "or":
      return expression.operands.map(sayPart).join(" or ") || "never";
    case "equal":
      return `${sayValue(expression.left)} is ${sayValue(expression.right)}`;
    case "less":
      return `${sayValue(expression.left)} is less than ${sayValue(expression.right)}`;
    case "lessOrEqual":
      return `${sayValue(expression.left)} is at most ${sayValue(expression.right)}`;
    case "in":
      return `${sayValue(expression.left)} is, or is in, ${sayValue(expression.right)}`;
    case "is":
      return `${sayValue(expression.entity)} is a ${expression.type}`;
    case "has":
      return `${sayValue(expression.holder)} has ${sayName(expression.name)}`;
    case "hasTag":
      return `${sayValue(expression.left)} has the tag ${sayValue(expression.right)}`;
    case "contains":
      return `${sayValue(expression.right)} is among ${sayValue(expression.left)}`;
    case "containsAll":
      return `all of ${sayValue(expression.right)} are among ${sayValue(expression.left)}`;
    case "containsAny":
      return `any of ${sayValue(expression.right)} is among ${sayValue(expression.left)}`;
    case "isEmpty":
      return `${sayValue(expression.operand)} is empty`;
    case "like": {
      const { first, middle, last } = expression.pattern;
      const pattern = last === undefined ? first : [first, ...middle, last].join("*");
      return `${sayValue(expression.text)} is like "${pattern}"`;
    }
    case "if":
      return `${sayPart(expression.consequent)} if ${sayPart(expression.condition)}, else ${sayPart(expression.alternative)}`;
    case "call":
      return sayCall(expression.name, expression.values);
    default:
      return `${sayValue(expression)} holds`;
  }
}

/** Sentences that have a shorter opposite than "it is not so that". */
function sayOpposite(expression: Expression): string {
  switch (expression.op) {
    case "equal":
      return `${sayValue(expression.left)} is not ${sayValue(expression.right)}`;
    case "less":
      return `${sayValue(expression.left)} is at least ${sayValue(expression.right)}`;
    case "lessOrEqual":
      return `${sayValue(expression.left)} is more than ${sayValue(expression.right)}`;
    case "attribute":
      return `${sayValue(expression)} does not hold`;
    case "not":
      return sayCondition(expression.operand);
    default:
      return `not: ${sayPart(expression)}`;
  }
}

function sayPart(expression: Expression): string {
  const text = sayCondition(expression);
  return expression.op === "and" || expression.op === "or" || expression.op === "if"
    ? `(${text})`
    : text;
}

const comparisons: Readonly<Record<string, string>> = {
  lessThan: "is less than",
  lessThanOrEqual: "is at most",
  greaterThan: "is more than",
  greaterThanOrEqual: "is at least",
  isInRange: "is in the range",
  isIpv4: "is an IPv4 address",
  isIpv6: "is an IPv6 address",
  isLoopback: "is a loopback address",
  isMulticast: "is a multicast address",
};

function sayCall(name: string, values: readonly Expression[]): string {
  const [first, ...rest] = values.map(sayValue);
  const comparison = comparisons[name];
  if (comparison !== undefined) return [first, comparison, ...rest].join(" ");
  const [only] = values;
  if (values.length === 1 && only?.op === "literal") return String(only.value);
  return `${name}(${[first, ...rest].join(", ")})`;
}

const symbols: Readonly<Record<string, string>> = { add: "+", subtract: "-", multiply: "×" };

/** What an expression stands for: `context.onWard` is "on ward", `resource.owner` "the resource's owner". */
export function sayValue(expression: Expression): string {
  switch (expression.op) {
    case "literal":
      return typeof expression.value === "string"
        ? `"${expression.value}"`
        : String(expression.value);
    case "entity":
      return `${expression.uid.type} ${expression.uid.id}`;
    case "variable":
      return expression.name === "context" ? "the context" : `the ${expression.name}`;
    case "attribute":
      return sayAttribute(expression.holder, expression.name);
    case "getTag":
      return `${sayValue(expression.left)}'s tag ${sayValue(expression.right)}`;
    case "set":
      return `[${expression.elements.map(sayValue).join(", ")}]`;
    case "record":
      return `{${expression.entries.map(([name, value]) => `${name}: ${sayValue(value)}`).join(", ")}}`;
    case "add":
    case "subtract":
    case "multiply":
      return `${sayValue(expression.left)} ${symbols[expression.op]} ${sayValue(expression.right)}`;
    case "negate":
      return `-${sayValue(expression.operand)}`;
    case "call":
      return sayCall(expression.name, expression.values);
    default:
      return `(${sayCondition(expression)})`;
  }
}

function sayAttribute(holder: Expression, name: string): string {
  const words = sayName(name);
  return holder.op === "variable" && holder.name === "context"
    ? words
    : `${sayValue(holder)}'s ${words}`;
}

/** `onWard` is "on ward". */
function sayName(name: string): string {
  return name.replace(
    /([a-z0-9])([A-Z])/g,
    (_all, before: string, capital: string) => `${before} ${capital.toLowerCase()}`,
  );
}

/** A value as a person would write it. */
export function showValue(value: Value): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "string") return `"${value}"`;
  if (typeof value !== "object") return String(value);
  if (value instanceof EntityNode) return `${value.type} ${value.id}`;
  if (value instanceof CedarSet) return `[${value.elements.map(showValue).join(", ")}]`;
  if (value instanceof Decimal) return decimalText(value);
  if (value instanceof IpAddress) return ipText(value);
  if (value instanceof Duration) return showDuration(value);
  if (value instanceof Datetime) return showDatetime(value);
  const entries = Object.entries(value).map(
    ([key, each]) => `${key.slice(1)}: ${showValue(each as Value)}`,
  );
  return `{${entries.join(", ")}}`;
}
