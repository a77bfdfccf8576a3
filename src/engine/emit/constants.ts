import { type Expression, partsOf } from "../expressions/expression.ts";
import type { EntityNode } from "../values/entity-node.ts";
import { callExtension, extensionFunctions } from "../values/extension-functions.ts";
import { Fault } from "../values/fault.ts";
import { type Attributes, CedarSet, type Value } from "../values/value.ts";

/** Finds the node of an entity that a policy names, and keeps it. */
export type Pin = (type: string, id: string) => EntityNode;

/** A value that code needs besides its text: made when the code is linked to a store. */
export type Constant = (pin: Pin) => unknown;

/**
 * So many have a name of their own in the code. The others are read out of the list: JavaScript takes apart no more than some
 * hundred thousand at once.
 */
export const mostNamed = 1_000;

/** The constants of one piece of code. */
export interface Constants {
  /** Adds one and returns what stands for it in the code: `k7`, or `constants[1000]`. `key` makes equal ones one. */
  readonly add: (key: string, constant: Constant) => string;
  readonly all: () => readonly Constant[];
}

/** No constants yet. */
export function createConstants(): Constants {
  const names = new Map<string, string>();
  const all: Constant[] = [];
  return {
    add(key, constant) {
      let name = names.get(key);
      if (name === undefined) {
        name = all.length < mostNamed ? `k${all.length}` : `constants[${all.length}]`;
        names.set(key, name);
        all.push(constant);
      }
      return name;
    },
    all: () => all,
  };
}

/** Whether it is the same value wherever and whenever it is evaluated. Knows it of each expression once. */
export function createConstantTest(): (expression: Expression) => boolean {
  const known = new Map<number, boolean>();
  const test = (expression: Expression): boolean => {
    const found = known.get(expression.number);
    if (found !== undefined) return found;
    const constant = isConstant(expression) && partsOf(expression).every(test);
    known.set(expression.number, constant);
    return constant;
  };
  return test;
}

function isConstant(expression: Expression): boolean {
  switch (expression.op) {
    case "literal":
    case "entity":
    case "set":
    case "record":
      return true;
    case "call":
      return isValidConstructor(expression);
    default:
      return false;
  }
}

/** Whether it makes an extension value from a text that is one: what is not, faults when it is evaluated. */
function isValidConstructor(expression: Expression & { readonly op: "call" }): boolean {
  const [text, ...more] = expression.values;
  const takes = extensionFunctions.get(expression.name)?.takes;
  if (takes?.length !== 1 || takes[0] !== "string" || more.length > 0) return false;
  if (text?.op !== "literal" || typeof text.value !== "string") return false;
  try {
    callExtension(expression.name, [text.value]);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** The value of an expression that is constant. */
export function constantValue(expression: Expression, pin: Pin): Value {
  switch (expression.op) {
    case "literal":
      return expression.value;
    case "entity":
      return pin(expression.uid.type, expression.uid.id);
    case "set":
      return new CedarSet(expression.elements.map((element) => constantValue(element, pin)));
    case "record": {
      const record: Record<string, Value> = {};
      for (const [name, value] of expression.entries)
        record[`$${name}`] = constantValue(value, pin);
      return record as Attributes;
    }
    case "call":
      return callExtension(
        expression.name,
        expression.values.map((value) => constantValue(value, pin)),
      );
    default:
      throw new TypeError(`\`${expression.op}\` is not constant.`);
  }
}
