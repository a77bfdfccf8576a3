import { createEvaluator, parse } from "./parse/cedar.ts";
import type { Compiled, PolicySource } from "./types.ts";

/** What {@link compilePolicies} needs besides the texts. */
export interface CompileOptions {
  /** SHA-256, for the set's hash. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Parses, validates and hashes a policy set. A text that does not parse or does not fit the schema is
 * refused with its policy id, line, column and what was expected; then there is no set at all.
 */
export async function compilePolicies(
  source: PolicySource,
  { sha256 }: CompileOptions,
): Promise<Compiled> {
  const parsed = parse(source);
  if (parsed.type === "refused") return parsed;
  const { schema, policies, warnings } = parsed;
  const hash = hex(sha256(new TextEncoder().encode(canonical(source))));
  return {
    type: "loaded",
    set: { hash, schema, policies, ...createEvaluator(hash, source, schema) },
    warnings,
  };
}

/** The content in one fixed form: neither the order of policies nor that of links matters. */
function canonical({ schema, policies, templates = {}, links = [] }: PolicySource): string {
  const byId = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  const linked = links
    .map(({ id, template, values }) => [
      id,
      template,
      Object.entries(values)
        .map(([slot, uid]) => [slot, uid.type, uid.id])
        .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
    ])
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  return JSON.stringify([schema, byId(policies), byId(templates), linked]);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
