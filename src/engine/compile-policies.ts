import { atDoor, expected, functionAt, madeBy, objectAt } from "./door.ts";
import { parse, type Validation } from "./parse/cedar.ts";
import { createOracle } from "./parse/oracle.ts";
import { readSource } from "./parse/read-source.ts";
import { whyNotAsked } from "./parse/why-not-asked.ts";
import { createProgram } from "./plan/program.ts";
import type { Compiled, Policy, PolicySource } from "./types.ts";

/** What {@link compilePolicies} needs besides the texts. */
export interface CompileOptions {
  /** SHA-256, for the set's hash. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /**
   * `strict`, unless it says otherwise: policies that do not fit the schema are refused. With `none` they are
   * evaluated all the same, as Cedar does; entities and requests are held to the schema in any case.
   */
  readonly validation?: Validation;
}

/**
 * Parses, validates, hashes and prepares a policy set. A text that does not parse or does not fit the schema is
 * refused with its policy id, line, column and what was expected; then there is no set at all.
 * @throws EngineError `invalid-argument` for options that are none
 */
export async function compilePolicies(
  given: PolicySource,
  options: CompileOptions,
): Promise<Compiled> {
  const { sha256, validation } = atDoor("invalid-argument", "the options", () =>
    readOptions(options),
  );
  const read = readSource(given);
  if (read.type === "refused") return read;
  const { source } = read;
  const parsed = parse(source, validation);
  if (parsed.type === "refused") return parsed;
  const { schema, policies, warnings } = parsed;
  const bytes = new TextEncoder().encode(canonical(source));
  const hash = atDoor("invalid-argument", "sha256's digest", () => hex(sha256(bytes)));
  const notAsked = whyNotAsked(source, schema);
  return {
    type: "loaded",
    set: {
      hash,
      schema,
      policies: new Map([...policies].map(([id, form]) => [id, plain(form)])),
      program: madeBy("compilePolicies", createProgram([...policies.values()], schema)),
      oracle: notAsked.length === 0 ? createOracle(hash, source, schema.actionEntities) : undefined,
    },
    warnings: [...warnings, ...notAsked],
  };
}

/** @throws Fault for what is of another form */
function readOptions(options: unknown): Required<CompileOptions> {
  const { sha256, validation = "strict" } = objectAt("the options", options);
  functionAt("sha256", sha256);
  if (validation !== "strict" && validation !== "none") {
    throw expected("validation", "`strict` or `none`", validation);
  }
  return { sha256: sha256 as CompileOptions["sha256"], validation };
}

/** What a policy says of itself. */
function plain({ id, effect, annotations }: Policy): Policy {
  return { id, effect, annotations };
}

/** The content in one fixed form: neither the order of policies nor that of links matters. */
function canonical({ schema, policies, templates, links }: Required<PolicySource>): string {
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

function hex(bytes: unknown): string {
  // Anything less would give many sets one name.
  if (!(bytes instanceof Uint8Array) || bytes.length !== 32) {
    throw expected("sha256's digest", "32 bytes", bytes);
  }
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
