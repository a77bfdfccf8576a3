import {
  type PolicySet as CedarPolicySet,
  type Schema as CedarSchema,
  checkParsePolicySet,
  checkParseSchema,
  type DetailedError,
  type Policy,
  policySetTextToParts,
  policyToJson,
  schemaToJsonWithResolvedTypes,
  templateToJson,
} from "@cedar-policy/cedar-wasm/nodejs";
import { type Given, listAt, objectAt } from "../door.ts";
import { EngineError } from "../errors.ts";
import type { PolicyForm } from "../expressions/policy-form.ts";
import { createPool } from "../expressions/pool.ts";
import type { Schema } from "../types.ts";
import { Fault } from "../values/fault.ts";
import { CedarRefusal, refusedAsByCedar } from "./cedar-refusal.ts";
import { withLosslessJson } from "./lossless-json.ts";
import { stackLimit, stackNeed, toParse } from "./nesting.ts";
import { inWords } from "./oracle.ts";
import { readPolicy, type SlotValues, wrongSlots } from "./read-policy.ts";
import { readSchema } from "./schema.ts";
import { schemaTextOf } from "./schema-text.ts";
import { boundTypes, TypesTooLarge } from "./type-size.ts";

export type {
  AuthorizationAnswer,
  AuthorizationCall,
  CheckParseAnswer,
  PolicySet as CedarPolicySet,
  Schema as CedarSchema,
  StatefulAuthorizationCall,
} from "@cedar-policy/cedar-wasm/nodejs";
export type { DetailedError };

/**
 * Reads policies in any of the forms that cedar-wasm's calls take. As there, the policies of one text are
 * called `policy0`, `policy1` and so on. @throws CedarRefusal, EngineError `invalid-policy` where Cedar has no objection
 */
export function readCedarPolicies(given: unknown): readonly PolicyForm[] {
  const set = readSet(given);
  checkDepths(set);
  return withLosslessJson(() =>
    refusedAsByCedar(
      () => readForms(set),
      () => checkParsePolicySet(set),
    ),
  );
}

function readForms(set: Required<CedarPolicySet>): readonly PolicyForm[] {
  const pool = createPool();
  const forms: PolicyForm[] = [];
  for (const [id, policy] of staticPolicies(set.staticPolicies)) {
    forms.push(readPolicy(id, jsonOf(id, policy, policyToJson), pool));
  }
  const templates = new Map(
    Object.entries(set.templates).map(
      ([id, template]) => [id, jsonOf(id, template, templateToJson)] as const,
    ),
  );
  for (const { templateId, newId, values } of set.templateLinks) {
    const template = templates.get(templateId);
    if (template === undefined) throw invalid(newId, `there is no template \`${templateId}\``);
    const wrong = wrongSlots(template, values as SlotValues);
    if (wrong !== undefined) throw invalid(newId, wrong);
    forms.push(readPolicy(newId, template, pool, values as SlotValues));
  }
  const ids = new Set([...forms.map(({ id }) => id), ...templates.keys()]);
  if (ids.size < forms.length + templates.size) {
    throw new EngineError("invalid-policy", "An id is used twice.");
  }
  return forms;
}

/** All of them first: cedar-wasm, which does not survive running out of stack, may be asked about the whole set. */
function checkDepths({ staticPolicies: given, templates }: Required<CedarPolicySet>): void {
  const texts = typeof given === "string" ? { policies: given } : given;
  for (const [id, text] of [...Object.entries(texts), ...Object.entries(templates)]) {
    if (typeof text === "string" && stackNeed(text, toParse) > stackLimit) {
      throw invalid(id, "nested too deeply");
    }
  }
}

/** What is missing is empty, and what is of another form is refused: policies would be lost, forbids too. */
function readSet(given: unknown): Required<CedarPolicySet> {
  const set = fieldsAt("the policies", given, ["staticPolicies", "templates", "templateLinks"]);
  const { staticPolicies = {}, templates = {}, templateLinks = [] } = set;
  if (typeof staticPolicies !== "string" && !Array.isArray(staticPolicies)) {
    objectAt("staticPolicies", staticPolicies);
  }
  objectAt("templates", templates);
  for (const link of listAt("templateLinks", templateLinks)) {
    const { values } = fieldsAt("the link", link, ["templateId", "newId", "values"]);
    objectAt("the link's values", values);
  }
  return { staticPolicies, templates, templateLinks } as Required<CedarPolicySet>;
}

function fieldsAt(what: string, given: unknown, names: readonly string[]): Given {
  const fields = objectAt(what, given);
  const unknown = Object.keys(fields).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Fault(`${what}: unknown field \`${unknown}\``);
  return fields;
}

function staticPolicies(given: NonNullable<CedarPolicySet["staticPolicies"]>): [string, Policy][] {
  if (typeof given === "string") return policiesOfText(given);
  if (Array.isArray(given)) {
    // As in cedar-wasm, each is a set of its own: two texts have one id, and are refused.
    return given.map((policy) => [typeof policy === "string" ? "policy0" : "JSON policy", policy]);
  }
  return Object.entries(given);
}

function policiesOfText(text: string): [string, Policy][] {
  const parts = policySetTextToParts(text);
  if (parts.type === "failure") throw invalid("policies", parts.errors.map(inWords).join("; "));
  if (parts.policy_templates.length > 0) throw invalid("policies", "a template stands among them");
  // The parts come sorted by the ids that the parser gave them, as texts: policy0, policy1, policy10, policy2.
  const ids = parts.policies.map((_, index) => `policy${index}`).sort();
  return parts.policies.map((policy, index) => [ids[index] ?? "", policy]);
}

type Answer =
  | { readonly type: "success"; readonly json: Parameters<typeof readPolicy>[1] }
  | { readonly type: "failure"; readonly errors: readonly DetailedError[] };

function jsonOf(
  id: string,
  policy: Policy,
  toJson: (policy: Policy) => Answer,
): Parameters<typeof readPolicy>[1] {
  const answer = toJson(policy);
  if (answer.type === "success") return answer.json;
  throw invalid(id, answer.errors.map(inWords).join("; "));
}

function invalid(id: string, message: string): EngineError {
  return new EngineError("invalid-policy", `${id}: ${message}`);
}

/** Reads a schema in either form. @throws CedarRefusal, EngineError `invalid-schema` where Cedar has no objection */
export function readCedarSchema(schema: CedarSchema): Schema {
  return withLosslessJson(() =>
    typeof schema === "string" ? readSchemaText(schema) : readSchemaJson(schema),
  );
}

function readSchemaText(text: string): Schema {
  checkSchemaDepth(text);
  const answer = schemaToJsonWithResolvedTypes(text);
  if (answer.type === "success") checkTypeSizes(answer.json);
  checkAsCedar(text);
  return readSchema(resolvedOf(answer), text);
}

function readSchemaJson(schema: Exclude<CedarSchema, string>): Schema {
  checkTypeSizes(schema);
  checkAsCedar(schema);
  const { text, shapes } = schemaTextOf(schema);
  checkSchemaDepth(text);
  return readSchema(resolvedOf(schemaToJsonWithResolvedTypes(text)), text, shapes);
}

function checkAsCedar(schema: CedarSchema): void {
  const checked = checkParseSchema(schema);
  if (checked.type === "failure") throw new CedarRefusal(checked.errors);
}

function resolvedOf(answer: ReturnType<typeof schemaToJsonWithResolvedTypes>) {
  if (answer.type === "success") return answer.json;
  throw invalidSchema(answer.errors.map(inWords).join("; "));
}

function checkSchemaDepth(text: string): void {
  if (stackNeed(text, toParse) > stackLimit) throw invalidSchema("nested too deeply");
}

/** Before Cedar goes through them, as it does to check them. */
function checkTypeSizes(schema: unknown): void {
  try {
    boundTypes(schema);
  } catch (error) {
    throw error instanceof TypesTooLarge ? invalidSchema(error.message) : error;
  }
}

function invalidSchema(message: string): EngineError {
  return new EngineError("invalid-schema", `The schema is refused: ${message}`);
}
