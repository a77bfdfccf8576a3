import {
  checkParseSchema,
  type DetailedError,
  policyToJson,
  schemaToJsonWithResolvedTypes,
  templateToJson,
  type ValidationError,
  validate,
} from "@cedar-policy/cedar-wasm/nodejs";
import { EngineError } from "../errors.ts";
import type { PolicyForm } from "../expressions/policy-form.ts";
import { createPool, type Pool } from "../expressions/pool.ts";
import type { PolicySource, Schema, SourceProblem, TemplateLink } from "../types.ts";
import { expectationFor, inPlainTypes } from "./expectation.ts";
import { withLosslessJson } from "./lossless-json.ts";
import { stackLimit, stackNeed, toParse, whereTooDeep } from "./nesting.ts";
import { cedarSet, inWords } from "./oracle.ts";
import { inParts } from "./parts.ts";
import {
  indexOfCall,
  indexOfWord,
  type Place,
  type Places,
  placeAt,
  placeOf,
  placeOfDeclared,
  placeOfNamed,
  placesIn,
} from "./place.ts";
import { readPolicy, wrongSlots } from "./read-policy.ts";
import { readSchema } from "./schema.ts";
import { boundTypes, TypesTooLarge } from "./type-size.ts";

/** Whether policies must fit the schema (`strict`), or only entities and requests (`none`). */
export type Validation = "strict" | "none";

/** What parsing a policy set's texts came to. */
export type Parsed =
  | {
      readonly type: "parsed";
      readonly schema: Schema;
      readonly policies: ReadonlyMap<string, PolicyForm>;
      readonly warnings: readonly SourceProblem[];
    }
  | { readonly type: "refused"; readonly problems: readonly SourceProblem[] };

/** Parses and validates the texts; every problem names its place. */
export function parse(source: PolicySource, validation: Validation): Parsed {
  try {
    return parseAll(source, validation);
  } catch (error) {
    // What cedar-wasm dies of is refused like what it refuses.
    const message = `the parser failed: ${error instanceof Error ? error.message : "unknown"}`;
    return { type: "refused", problems: [{ source: "policy", line: 1, column: 1, message }] };
  }
}

function parseAll(source: PolicySource, validation: Validation): Parsed {
  return withLosslessJson(() => {
    const schema = parseSchema(source.schema);
    if ("problems" in schema) return { type: "refused", problems: schema.problems };
    const { policies, problems } = parsePolicies(source);
    if (problems.length > 0) return { type: "refused", problems };
    const checked = validation === "none" ? nothingWrong : checkTypes(source);
    if (checked.problems.length > 0) return { type: "refused", problems: checked.problems };
    return { type: "parsed", schema: schema.schema, policies, warnings: checked.warnings };
  });
}

type ParsedSchema = { readonly schema: Schema } | { readonly problems: readonly SourceProblem[] };

function parseSchema(text: string): ParsedSchema {
  if (typeof text !== "string") {
    const message = "the schema is not a text in Cedar's syntax";
    return { problems: [{ source: "schema", line: 1, column: 1, message }] };
  }
  const deep = tooDeep("schema", undefined, text);
  if (deep !== undefined) return { problems: [deep] };
  const answer = schemaToJsonWithResolvedTypes(text);
  const large = answer.type === "success" ? tooLarge(text, answer.json) : undefined;
  if (large !== undefined) return { problems: [large] };
  // Only this one sees what is wrong with the whole, such as circles among actions.
  const checked = checkParseSchema(text);
  if (checked.type === "success" && answer.type === "success") {
    return { schema: readSchema(answer.json, text) };
  }
  const errors = checked.type === "failure" ? checked.errors : [];
  return {
    problems: (answer.type === "failure" ? answer.errors : errors).map((error) => ({
      source: "schema",
      ...placeInSchema(text, error),
      message: bounded(inWords(error)),
    })),
  };
}

function placeInSchema(text: string, { message, sourceLocations }: DetailedError): Place {
  const start = sourceLocations?.[0]?.start;
  return start === undefined ? placeOfNamed(text, message) : placeOf(text, start);
}

/** Asked first: the others write every type out. */
function tooLarge(text: string, json: unknown): SourceProblem | undefined {
  try {
    boundTypes(json);
    return undefined;
  } catch (error) {
    if (!(error instanceof TypesTooLarge)) throw error;
    return { source: "schema", ...placeOfDeclared(text, error.type), message: error.message };
  }
}

interface ParsedPolicies {
  readonly policies: Map<string, PolicyForm>;
  readonly problems: SourceProblem[];
}

type CedarJson = Extract<ReturnType<typeof policyToJson>, { readonly type: "success" }>["json"];

/** Policy by policy, so that each problem has its place in its own text. */
function parsePolicies(source: PolicySource): ParsedPolicies {
  const pool = createPool();
  const parsed: ParsedPolicies = { policies: new Map(), problems: [] };
  for (const [id, text] of Object.entries(source.policies)) {
    const json = toJson("policy", id, text, parsed.problems);
    if (json !== undefined) take(parsed, "policy", id, text, () => readPolicy(id, json, pool));
  }
  const templates = new Map<string, CedarJson>();
  for (const [id, text] of Object.entries(source.templates ?? {})) {
    const json = toJson("template", id, text, parsed.problems);
    if (json !== undefined) templates.set(id, json);
    if (Object.hasOwn(source.policies, id)) {
      const message = `the id \`${id}\` is a policy's already`;
      parsed.problems.push({ source: "template", id, line: 1, column: 1, message });
    }
  }
  if (parsed.problems.length > 0) return parsed;
  for (const link of source.links ?? []) takeLink(parsed, link, templates, pool);
  return parsed;
}

function toJson(
  kind: "policy" | "template",
  id: string,
  text: string,
  problems: SourceProblem[],
): CedarJson | undefined {
  const deep = tooDeep(kind, id, text);
  if (deep !== undefined) {
    problems.push(deep);
    return undefined;
  }
  const answer = kind === "policy" ? policyToJson(text) : templateToJson(text);
  if (answer.type === "success") return answer.json;
  const errors = answer.errors.flatMap((error) => [error, ...(error.related ?? [])]);
  const places = placesIn(text);
  problems.push(...errors.map((error) => problem(kind, id, places, error)));
  return undefined;
}

/** cedar-wasm does not survive running out of stack, so what might do that to it never gets there. */
function tooDeep(
  kind: SourceProblem["source"],
  id: string | undefined,
  text: string,
): SourceProblem | undefined {
  if (stackNeed(text, toParse) <= stackLimit) return undefined;
  const message =
    "nested too deeply: some 90 brackets within each other, or 600 operators in a row, are the most";
  const place = placeAt(text, whereTooDeep(text, toParse));
  return { source: kind, ...(id === undefined ? {} : { id }), ...place, message };
}

function takeLink(
  parsed: ParsedPolicies,
  link: TemplateLink,
  templates: ReadonlyMap<string, CedarJson>,
  pool: Pool,
): void {
  const { id, template, values } = link;
  const refuse = (message: string) =>
    parsed.problems.push({ source: "link", id, line: 1, column: 1, message });
  const json = templates.get(template);
  if (json === undefined) return void refuse(`there is no template \`${template}\``);
  if (parsed.policies.has(id) || templates.has(id)) {
    return void refuse(`the id \`${id}\` is taken already`);
  }
  const wrong = wrongSlots(json, values);
  if (wrong !== undefined) return void refuse(wrong);
  take(parsed, "link", id, "", () => readPolicy(id, json, pool, values));
}

function take(
  { policies, problems }: ParsedPolicies,
  source: SourceProblem["source"],
  id: string,
  text: string,
  read: () => PolicyForm,
): void {
  try {
    policies.set(id, read());
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Cedar's JSON has no places: `unknown` and what grows are all that is refused here of what it parses.
    const place = placeAt(text, indexOfCall(text, "unknown") || indexOfWord(text, "has|is"));
    problems.push({ source, id, ...place, message: error.message });
  }
}

interface Checked {
  readonly problems: readonly SourceProblem[];
  readonly warnings: readonly SourceProblem[];
}

const nothingWrong: Checked = { problems: [], warnings: [] };

function checkTypes(source: PolicySource): Checked {
  const errors: ValidationError[] = [];
  const warnings: ValidationError[] = [];
  for (const part of inParts(source)) {
    const answer = validate({ schema: source.schema, policies: cedarSet(part) });
    if (answer.type === "failure") {
      return { problems: answer.errors.map(setProblem), warnings: [] };
    }
    for (const each of answer.validationErrors) errors.push(each);
    for (const each of answer.validationWarnings) warnings.push(each);
  }
  return { problems: inOrder(source, errors), warnings: inOrder(source, warnings) };
}

/** One problem for each place, in order: the validator repeats itself for every action that a policy covers. */
function inOrder(source: PolicySource, errors: readonly ValidationError[]): SourceProblem[] {
  const byPlace = new Map<string, SourceProblem>();
  const texts = new Map<
    string,
    { readonly kind: SourceProblem["source"]; readonly places: Places }
  >();
  for (const { policyId, error } of errors) {
    let of = texts.get(policyId);
    if (of === undefined) {
      const { kind, text } = textOf(source, policyId);
      of = { kind, places: placesIn(text) };
      texts.set(policyId, of);
    }
    const found = problem(of.kind, policyId, of.places, error);
    const place = `${policyId}:${found.line}:${found.column}`;
    const other = byPlace.get(place);
    // Which of them comes first is random; what is said should not be.
    if (other === undefined || found.message < other.message) byPlace.set(place, found);
  }
  const key = ({ id = "", line, column }: SourceProblem) =>
    [id, String(line).padStart(6, "0"), String(column).padStart(6, "0")].join(" ");
  return [...byPlace.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** A link has no text of its own: what is wrong with it has no place in one. */
function textOf(
  { policies, templates = {} }: PolicySource,
  id: string,
): { readonly kind: SourceProblem["source"]; readonly text: string } {
  if (Object.hasOwn(policies, id)) return { kind: "policy", text: policies[id] ?? "" };
  if (Object.hasOwn(templates, id)) return { kind: "template", text: templates[id] ?? "" };
  return { kind: "link", text: "" };
}

/** A problem of the whole. */
function setProblem(error: DetailedError): SourceProblem {
  return { source: "link", line: 1, column: 1, message: bounded(inWords(error)) };
}

function problem(
  source: SourceProblem["source"],
  id: string,
  places: Places,
  error: DetailedError,
): SourceProblem {
  // A text that ends too early is wrong where it ends.
  const isCut = /unexpected end of input/.test(error.message);
  const { character, ...place } = places.of(
    isCut ? Number.POSITIVE_INFINITY : (error.sourceLocations?.[0]?.start ?? 0),
  );
  // Cedar's label says it already.
  const expectation = error.sourceLocations?.[0]?.label?.startsWith("expected")
    ? undefined
    : expectationFor(error.message, character);
  const message = bounded(inPlainTypes(inWords(error)));
  return { source, id, ...place, message: expectation ? `${message}: ${expectation}` : message };
}

/** A message repeats what the text says, however long that is. */
const longest = 2_000;

function bounded(message: string): string {
  if (message.length <= longest) return message;
  const shown = message.slice(0, longest).toWellFormed();
  return `${shown}… and ${message.length - longest} more characters`;
}
