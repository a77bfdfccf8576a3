import type { Expression } from "../expressions/expression.ts";
import { type Emitted, isKnown } from "./emitted.ts";
import type { Emitting } from "./emitter.ts";
import { bool, either } from "./static-type.ts";

type Of<Op extends Expression["op"]> = Expression & { readonly op: Op };

/** As a boolean: checked where it might be something else. */
export function asBoolean(emitted: Emitted): Emitted {
  if (emitted.type.kind === "bool") return emitted;
  return { code: `asBool(${emitted.code})`, type: bool, total: false };
}

/** `&&`: what surely holds is left out, and nothing after what surely does not hold is evaluated. */
export function emitAnd({ operands }: Of<"and" | "or">, emitting: Emitting): Emitted {
  return emitChain(operands, emitting, "&&", true);
}

/** `||` */
export function emitOr({ operands }: Of<"and" | "or">, emitting: Emitting): Emitted {
  return emitChain(operands, emitting, "||", false);
}

/** `neutral` changes nothing where it stands in the chain; its opposite ends it. */
function emitChain(
  operands: readonly Expression[],
  { emit }: Emitting,
  operator: "&&" | "||",
  neutral: boolean,
): Emitted {
  const kept: Emitted[] = [];
  for (const operand of operands) {
    const emitted = asBoolean(emit(operand));
    if (isKnown(emitted, neutral)) continue;
    kept.push(emitted);
    if (isKnown(emitted, !neutral)) break;
  }
  const end = kept.at(-1);
  const ended = end !== undefined && isKnown(end, !neutral);
  if (ended && kept.every(({ total }) => total)) {
    return { code: String(!neutral), type: bool, total: true };
  }
  const total = kept.every((emitted) => emitted.total);
  if (end === undefined) return { code: String(neutral), type: bool, total: true };
  if (kept.length === 1) return end;
  return { code: `(${kept.map(({ code }) => code).join(` ${operator} `)})`, type: bool, total };
}

export function emitNot(
  { operand }: Of<"not" | "negate" | "isEmpty">,
  { emit }: Emitting,
): Emitted {
  const inner = asBoolean(emit(operand));
  if (isKnown(inner, true)) return { ...inner, code: "false" };
  if (isKnown(inner, false)) return { ...inner, code: "true" };
  return { ...inner, code: `(!${inner.code})` };
}

export function emitIf(
  { condition, consequent, alternative }: Of<"if">,
  { emit }: Emitting,
): Emitted {
  const test = asBoolean(emit(condition));
  if (isKnown(test, true)) return emit(consequent);
  if (isKnown(test, false)) return emit(alternative);
  const [yes, no] = [emit(consequent), emit(alternative)];
  return {
    code: `(${test.code} ? ${yes.code} : ${no.code})`,
    type: either(yes.type, no.type),
    total: test.total && yes.total && no.total,
  };
}
