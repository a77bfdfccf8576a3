import type { WorkloadRules } from "../bundle/bundle.ts";

/** What the words of version 1 mean in letters (SMART App Launch 2.2.0, section 3.1.5.2). */
const versionOne: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };

const system = /^system\/(\*|[A-Za-z]+)\.([a-z*]+)(?:\?(.+))?$/;

/**
 * Whether a scope includes an action, for a kind of data: `Observation`, or `Observation?category=laboratory` for a part of it. A
 * scope with a query covers that very query only: what lies within another one is not worked out.
 */
export function scopeCovers(
  { byLetter, byScope }: WorkloadRules,
  scope: string,
  { action, data }: { readonly action: string; readonly data: string | undefined },
): boolean {
  const [, type, word, query] = system.exec(scope) ?? [];
  if (type === undefined || word === undefined) return byScope.get(scope)?.has(action) ?? false;
  const may = Object.hasOwn(versionOne, word) ? (versionOne[word] ?? "") : word;
  if (![...may].some((letter) => byLetter.get(letter) === action)) return false;
  const [asked, part] = (data ?? "").split("?", 2);
  // Of what is not said of which kind it is, only what reaches every kind may be had.
  if (type !== "*" && type !== asked) return false;
  return query === undefined || query === part;
}
