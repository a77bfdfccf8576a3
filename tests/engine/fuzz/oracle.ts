/** Cedar itself, asked about a generated set. */
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { type EntityJson, entityJson, linkJson, rawLong, requestJson, uidJson } from "./json.ts";
import { printPolicy, printSchema } from "./print.ts";
import type { FuzzSet, Policy, Request, Schema } from "./types.ts";

/** An answer in the one form in which answers are compared. */
export type Answer =
  | {
      readonly type: "answered";
      readonly allow: boolean;
      readonly reasons: readonly string[];
      readonly errors: readonly { readonly policy: string; readonly message: string }[];
    }
  | { readonly type: "refused"; readonly message: string };

/** What a set is in texts and JSON, printed once. */
export interface PrintedSet {
  readonly schema: string;
  readonly policies: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

/** Prints a set. */
export function printSet({ schema, policies, templates }: FuzzSet): PrintedSet {
  const texts = (list: readonly Policy[]) =>
    Object.fromEntries(list.map((policy) => [policy.id, printPolicy(policy)]));
  return { schema: printSchema(schema), policies: texts(policies), templates: texts(templates) };
}

/** The entities that the schema's actions are. */
export function actionEntities({ actions }: Schema): EntityJson[] {
  return actions.map(({ uid, groups }) => ({
    uid: uidJson(uid),
    attrs: {},
    parents: groups.map(uidJson),
  }));
}

/** Cedar with a set, or why it does not take it. */
export type Oracle =
  | { readonly type: "ready"; readonly ask: (request: Request) => Answer }
  | { readonly type: "refused"; readonly message: string };

// One name for all: cedar-wasm keeps what it has parsed until the name is used again.
const name = "fuzz";

/** Gives Cedar a set; it stays until the next one. */
export function prepareOracle(set: FuzzSet, printed: PrintedSet): Oracle {
  const parsed = cedar.preparsePolicySet(name, {
    staticPolicies: { ...printed.policies },
    templates: { ...printed.templates },
    templateLinks: set.links.map(linkJson),
  });
  if (parsed.type === "failure") {
    return { type: "refused", message: parsed.errors.map(({ message }) => message).join("; ") };
  }
  const actions = actionEntities(set.schema);
  const entities = set.entities.map((list) => [
    ...list.map((entity) => entityJson(entity, rawLong)),
    ...actions,
  ]);
  return {
    type: "ready",
    ask: (request) =>
      readAnswer(
        cedar.statefulIsAuthorized({
          ...requestJson(request, rawLong),
          entities: entities[request.phase] ?? [],
          preparsedPolicySetId: name,
        } as cedar.StatefulAuthorizationCall),
      ),
  };
}

/** An answer of cedar-wasm, or of what has its shape. */
export function readAnswer(answer: cedar.AuthorizationAnswer): Answer {
  if (answer.type === "failure") {
    return { type: "refused", message: answer.errors.map(({ message }) => message).join("; ") };
  }
  const { decision, diagnostics } = answer.response;
  return {
    type: "answered",
    allow: decision === "allow",
    reasons: diagnostics.reason.toSorted(),
    errors: diagnostics.errors
      .map(({ policyId, error }) => ({ policy: policyId, message: error.message }))
      .sort((a, b) => (a.policy < b.policy ? -1 : 1)),
  };
}

/** How many of the set's policies and templates strict validation refuses. */
export function countInvalid(set: FuzzSet, printed: PrintedSet): number {
  const answer = cedar.validate({
    schema: printed.schema,
    policies: {
      staticPolicies: { ...printed.policies },
      templates: { ...printed.templates },
      templateLinks: set.links.map(linkJson),
    },
  });
  if (answer.type === "failure") return Number.POSITIVE_INFINITY;
  return new Set(answer.validationErrors.map(({ policyId }) => policyId)).size;
}
