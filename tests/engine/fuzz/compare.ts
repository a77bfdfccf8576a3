/** What an answer has to do with the one that was expected. */
import type { Answer } from "./oracle.ts";

/** What differs. Messages are compared only where everything else is the same. */
export type Aspect = "decision" | "reasons" | "errors" | "messages" | "refusal" | "crash";

/** A difference between Cedar and the engine. */
export interface Difference {
  readonly aspect: Aspect;
  /** Which way through the engine was taken. */
  readonly way: string;
  /** Which request of the set, if it is about one. */
  readonly request: number | undefined;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Notes a difference: what was expected, and what came. */
export type Differ = (
  aspect: Aspect,
  way: string,
  request: number | undefined,
  ...said: unknown[]
) => void;

/** The aspect in which two answers differ; undefined: in none. */
export function differingAspect(expected: Answer, actual: Answer): Aspect | undefined {
  if (expected.type === "refused" || actual.type === "refused") {
    return expected.type === actual.type ? undefined : "refusal";
  }
  if (expected.allow !== actual.allow) return "decision";
  if (!sameTexts(expected.reasons, actual.reasons)) return "reasons";
  const policies = ({ policy }: { readonly policy: string }): string => policy;
  if (!sameTexts(expected.errors.map(policies), actual.errors.map(policies))) return "errors";
  const messages = ({ message }: { readonly message: string }): string => message;
  if (!sameTexts(expected.errors.map(messages), actual.errors.map(messages))) return "messages";
  return undefined;
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, at) => text === right[at]);
}
