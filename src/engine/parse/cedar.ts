import {
  type AuthorizationAnswer,
  type PolicySet as CedarPolicySet,
  checkParseEntities,
  checkParsePolicySet,
  type DetailedError,
  type PolicyJson,
  policyToJson,
  preparsePolicySet,
  schemaToJson,
  statefulIsAuthorized,
  templateToJson,
  type ValidationError,
  validate,
} from "@cedar-policy/cedar-wasm/nodejs";
import type {
  EngineRequest,
  Entity,
  Policy,
  PolicySource,
  RawAnswer,
  Schema,
  SourceProblem,
  TemplateLink,
} from "../types.ts";
import { placeOf } from "./place.ts";
import { readSchema } from "./schema.ts";

/** What parsing a policy set's texts came to. */
export type Parsed =
  | {
      readonly type: "parsed";
      readonly schema: Schema;
      readonly policies: ReadonlyMap<string, Policy>;
      readonly warnings: readonly SourceProblem[];
    }
  | { readonly type: "refused"; readonly problems: readonly SourceProblem[] };

/** Parses and validates the texts; every problem names its place. */
export function parse(source: PolicySource): Parsed {
  const json = schemaToJson(source.schema);
  if (json.type === "failure") {
    return { type: "refused", problems: json.errors.map((error) => schemaProblem(source, error)) };
  }
  const problems = unparsable(source);
  if (problems.length > 0) return { type: "refused", problems };
  const answer = validate({ schema: source.schema, policies: cedarSet(source) });
  if (answer.type === "failure") {
    return { type: "refused", problems: answer.errors.map(setProblem) };
  }
  if (answer.validationErrors.length > 0) {
    return { type: "refused", problems: inOrder(source, answer.validationErrors) };
  }
  return {
    type: "parsed",
    schema: readSchema(json.json),
    policies: readPolicies(source),
    warnings: inOrder(source, answer.validationWarnings),
  };
}

/** Problems of syntax, policy by policy, so that each has its place in its own text. */
function unparsable(source: PolicySource): readonly SourceProblem[] {
  const problems: SourceProblem[] = [];
  for (const [id, text] of Object.entries(source.policies)) {
    const answer = checkParsePolicySet({ staticPolicies: { [id]: text } });
    if (answer.type === "success") continue;
    problems.push(...answer.errors.map((error) => problem("policy", id, text, error)));
  }
  for (const [id, text] of Object.entries(source.templates ?? {})) {
    const answer = checkParsePolicySet({ templates: { [id]: text } });
    if (answer.type === "success") continue;
    problems.push(...answer.errors.map((error) => problem("template", id, text, error)));
  }
  if (problems.length > 0) return problems;
  const links = (source.links ?? []).flatMap((link) => linkProblems(source, link));
  if (links.length > 0) return links;
  const whole = checkParsePolicySet(cedarSet(source));
  return whole.type === "success" ? [] : whole.errors.map(setProblem);
}

function linkProblems(source: PolicySource, link: TemplateLink): readonly SourceProblem[] {
  const { template, id } = link;
  const text = source.templates?.[template];
  const at = { source: "link" as const, id, line: 1, column: 1 };
  if (text === undefined) return [{ ...at, message: `there is no template \`${template}\`` }];
  const alone = { schema: "", policies: {}, templates: { [template]: text }, links: [link] };
  const answer = checkParsePolicySet(cedarSet(alone));
  if (answer.type === "success") return [];
  return answer.errors.map((error) => ({ ...at, message: inWords(error) }));
}

function cedarSet(source: PolicySource): CedarPolicySet {
  return {
    staticPolicies: { ...source.policies },
    templates: { ...source.templates },
    templateLinks: (source.links ?? []).map(({ template, id, values }) => ({
      templateId: template,
      newId: id,
      values: { ...values },
    })),
  };
}

function readPolicies(source: PolicySource): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  for (const [id, text] of Object.entries(source.policies)) {
    const answer = policyToJson(text);
    if (answer.type === "success") policies.set(id, readPolicy(id, answer.json));
  }
  for (const { id, template } of source.links ?? []) {
    const answer = templateToJson(source.templates?.[template] ?? "");
    if (answer.type === "success") policies.set(id, readPolicy(id, answer.json));
  }
  return policies;
}

function readPolicy(id: string, json: PolicyJson): Policy {
  // An annotation without a value comes as null, whatever the types say.
  const annotations = new Map(
    Object.entries(json.annotations ?? {}).map(([name, value]) => [name, value ?? ""]),
  );
  return { id, effect: json.effect, annotations };
}

/** A schema and policies that the parser keeps ready under one name, so that a decision parses neither again. */
export interface Evaluator {
  readonly check: (entities: readonly Entity[]) => string | undefined;
  readonly evaluate: (request: EngineRequest, entities: readonly Entity[]) => RawAnswer;
}

/** Prepares a parsed set. `name` must be of the content (its hash): the parser keeps it for the life of the process. */
export function createEvaluator(name: string, source: PolicySource, schema: Schema): Evaluator {
  preparsePolicySet(name, cedarSet(source));
  const actionsOf = relevantActions(source, schema);
  return {
    check(entities) {
      const answer = checkParseEntities({
        entities: [...entities, ...schema.actionEntities] as Parameters<
          typeof checkParseEntities
        >[0]["entities"],
        schema: source.schema,
      });
      return answer.type === "success" ? undefined : answer.errors.map(inWords).join("; ");
    },
    evaluate(request, entities) {
      const wrong = notDeclared(schema, request);
      if (wrong !== undefined) return { type: "failed", message: wrong };
      const answer = statefulIsAuthorized({
        principal: request.principal,
        action: request.action,
        resource: request.resource,
        context: request.context,
        entities: entities.concat(actionsOf(request.action.id)),
        preparsedPolicySetId: name,
      } as Parameters<typeof statefulIsAuthorized>[0]);
      return rawAnswer(answer);
    },
  };
}

/** Whether the schema has such a request at all: its action, on this type of resource, by this type of principal. */
function notDeclared({ actions }: Schema, request: EngineRequest): string | undefined {
  const { principal, action, resource } = request;
  const declared = actions.get(action.id);
  if (declared === undefined || declared.type !== action.type) return "no such action";
  if (!declared.principalTypes.has(principal.type)) return "no such principal for this action";
  if (!declared.resourceTypes.has(resource.type)) return "no such resource for this action";
  return undefined;
}

/**
 * For each action the action entities that can matter: itself, those that conditions mention, and their
 * groups. Without them `action in Group` would silently not match, a forbid's too.
 */
function relevantActions(
  source: PolicySource,
  { actions, actionEntities }: Schema,
): (action: string) => readonly Entity[] {
  const entities = new Map(actionEntities.map((entity) => [entity.uid.id, entity]));
  const withGroups = (ids: Iterable<string>): readonly Entity[] => {
    const all = new Set(ids);
    for (const id of [...all]) for (const group of actions.get(id)?.groups ?? []) all.add(group);
    return [...all].map((id) => entities.get(id)).filter((entity) => entity !== undefined);
  };
  const texts = [...Object.values(source.policies), ...Object.values(source.templates ?? {})];
  // An id that stands in some policy's text only by chance does no harm; one that is written with escapes might be any.
  const escaped = texts.some((text) => text.includes("\\"));
  const mentioned = [...actions.keys()].filter((id) => {
    if (escaped) return true;
    const quoted = JSON.stringify(id);
    return texts.some((text) => text.slice(text.search(/\b(when|unless)\b/)).includes(quoted));
  });
  const known = new Map([...actions.keys()].map((id) => [id, withGroups([id, ...mentioned])]));
  return (action) => known.get(action) ?? [];
}

function rawAnswer(answer: AuthorizationAnswer): RawAnswer {
  if (answer.type === "failure") {
    return { type: "failed", message: answer.errors.map(inWords).join("; ") };
  }
  const { decision, diagnostics } = answer.response;
  return {
    type: "evaluated",
    allow: decision === "allow",
    reasons: diagnostics.reason,
    errors: diagnostics.errors.map(({ policyId, error }) => ({
      policy: policyId,
      message: inWords(error),
    })),
  };
}

/** One problem for each place, in order: the validator repeats itself for every action that a policy covers. */
function inOrder(source: PolicySource, errors: readonly ValidationError[]): SourceProblem[] {
  const byPlace = new Map<string, SourceProblem>();
  for (const { policyId, error } of errors) {
    const kind = Object.hasOwn(source.policies, policyId) ? "policy" : "template";
    const text = source.policies[policyId] ?? source.templates?.[policyId] ?? "";
    const found = problem(kind, policyId, text, error);
    const place = `${policyId}:${found.line}:${found.column}`;
    const other = byPlace.get(place);
    // Which of them comes first is random; what is said should not be.
    if (other === undefined || found.message < other.message) byPlace.set(place, found);
  }
  const key = ({ id = "", line, column }: SourceProblem) =>
    [id, String(line).padStart(6, "0"), String(column).padStart(6, "0")].join(" ");
  return [...byPlace.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function schemaProblem(source: PolicySource, error: DetailedError): SourceProblem {
  const start = error.sourceLocations?.[0]?.start ?? 0;
  return { source: "schema", ...placeOf(source.schema, start), message: inWords(error) };
}

/** A problem of the whole, such as an id that a policy and a link share. */
function setProblem(error: DetailedError): SourceProblem {
  return { source: "link", line: 1, column: 1, message: inWords(error) };
}

function problem(
  source: "policy" | "template",
  id: string,
  text: string,
  error: DetailedError,
): SourceProblem {
  const start = error.sourceLocations?.[0]?.start ?? 0;
  return { source, id, ...placeOf(text, start), message: inWords(error) };
}

function inWords({ message, help, sourceLocations }: DetailedError): string {
  const label = sourceLocations?.[0]?.label;
  return [message, label, help].filter((part) => part !== null && part !== undefined).join(": ");
}
