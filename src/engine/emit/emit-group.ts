import type { PolicyForm } from "../expressions/policy-form.ts";
import type { Attributes, EntityNode } from "../values/entity-node.ts";
import { type Constant, createConstants, mostNamed, type Pin } from "./constants.ts";
import { asBoolean } from "./emit-logic.ts";
import { isKnown } from "./emitted.ts";
import { createEmitter, type Environment } from "./emitter.ts";
import { runtime } from "./runtime.ts";
import { sharedExpressions } from "./shared-expressions.ts";

/** A policy and its place among all of its set. */
export interface NumberedPolicy {
  readonly index: number;
  readonly form: PolicyForm;
}

/** Where evaluation puts what it finds besides policies that hold. */
export interface Findings {
  /** A policy has no value: `error` is what was thrown. */
  readonly fails: (index: number, error: unknown) => void;
}

/** Evaluates a group's policies for one request. Those that hold are bits of what it returns, by their place in the group. */
export type Evaluate = (
  principal: EntityNode,
  action: EntityNode,
  resource: EntityNode,
  context: Attributes,
  findings: Findings,
) => number;

/** Compiled code, not yet tied to a store. */
export interface GroupCode {
  readonly source: string;
  readonly constants: readonly Constant[];
  /** The policies' numbers, by their places: 32 at most, for there are no more bits. */
  readonly indexes: readonly number[];
}

/** JavaScript that evaluates `policies` in one function, in their order; undefined if none of them can ever hold. */
export function emitGroup(
  policies: readonly NumberedPolicy[],
  environment: Environment,
): GroupCode | undefined {
  const constants = createConstants();
  const shared = sharedExpressions(policies.map(({ form }) => form.whole));
  const emitter = createEmitter(environment, constants, shared);
  const statements: string[] = [];
  const indexes: number[] = [];
  for (const { index, form } of policies) {
    const condition = asBoolean(emitter.emit(form.whole));
    if (isKnown(condition, false)) continue;
    const test = `if (${condition.code}) held |= ${1 << indexes.length};`;
    indexes.push(index);
    statements.push(
      condition.total ? test : `try { ${test} } catch (error) { F.fails(${index}, error); }`,
    );
  }
  if (statements.length === 0) return undefined;
  const names = constants
    .all()
    .slice(0, mostNamed)
    .map((_, index) => `k${index}`);
  const source = [
    '"use strict";',
    `const { ${calledIn(statements).join(", ")} } = runtime;`,
    ...(names.length === 0 ? [] : [`const [${names.join(", ")}] = constants;`]),
    "return (P, A, R, C, F) => {",
    `let ${["held = 0", ...emitter.locals()].join(", ")};`,
    ...statements,
    "return held;",
    "};",
  ].join("\n");
  return { source, constants: constants.all(), indexes };
}

/** What the code calls: it names nothing that it does not use. */
function calledIn(statements: readonly string[]): readonly string[] {
  // From where a word begins only, or a long text that a policy names would be gone through once for each letter.
  const words = new Set(statements.flatMap((statement) => statement.match(/\b\w+(?=\()/g) ?? []));
  return Object.keys(runtime).filter((name) => words.has(name));
}

/** Makes the code a function, with its constants out of one store. */
export function linkGroup({ source, constants }: GroupCode, pin: Pin): Evaluate {
  // The text is the emitter's alone: what a policy says stands in it as JSON or as a constant's name.
  const make = new Function("runtime", "constants", source);
  return make(
    runtime,
    constants.map((constant) => constant(pin)),
  ) as Evaluate;
}
