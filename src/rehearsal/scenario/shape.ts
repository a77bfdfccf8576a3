import type { PolicyWords } from "./read-context.ts";

/** What a value of a scenario file may be. */
export type Value =
  | { readonly type: "text" | "name" | "date" | "time" | "period" | "duration" | "count" }
  /** One of these words. */
  | { readonly type: "word"; readonly words: readonly string[] }
  /** One of the policy's. */
  | { readonly type: "policy"; readonly words: keyof PolicyWords }
  | { readonly type: "map"; readonly shape: Shape }
  | { readonly type: "list"; readonly of: Value }
  | { readonly type: "either"; readonly of: readonly Value[] }
  /** The steps and cases, whose keys are the file's own. */
  | { readonly type: "steps" | "cases" };

/** A key of a map. */
export interface Key {
  readonly value: Value;
  /** For who writes it: one sentence. */
  readonly means: string;
  readonly required?: true;
}

/** A map of a scenario file. What reads it and what editors are told of it are both made from this. */
export interface Shape {
  /** As it is called in what is said of a file: "a patient". */
  readonly what: string;
  readonly keys: Readonly<Record<string, Key>>;
}

/** The keys of a map that must be there, or may. */
export function keysOf({ keys }: Shape, which: "required" | "all"): readonly string[] {
  const names = Object.keys(keys);
  return which === "all" ? names : names.filter((name) => keys[name]?.required);
}
