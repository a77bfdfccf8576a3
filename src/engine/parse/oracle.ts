import {
  type AuthorizationAnswer,
  type PolicySet as CedarPolicySet,
  type DetailedError,
  preparsePolicySet,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { CedarRecord, Entity, EntityUid, PolicySource } from "../types.ts";
import { withLosslessJson } from "./lossless-json.ts";

/** What Cedar says, with its own semantics: a policy that errors is skipped. */
export type OracleAnswer =
  | {
      readonly type: "evaluated";
      readonly allow: boolean;
      readonly reasons: readonly string[];
      readonly errors: readonly { readonly policy: string; readonly message: string }[];
    }
  | { readonly type: "failed"; readonly message: string };

/** Asks cedar-wasm; it parses the policies at the first question only. */
export type Oracle = (
  request: {
    readonly principal: EntityUid;
    readonly action: EntityUid;
    readonly resource: EntityUid;
    readonly context: CedarRecord;
  },
  entities: readonly Entity[],
) => OracleAnswer;

/** An oracle for one policy set. `name` must be of the content: cedar-wasm keeps it for the life of the process. */
export function createOracle(
  name: string,
  source: PolicySource,
  actionEntities: readonly Entity[],
): Oracle {
  let prepared = false;
  return (request, entities) =>
    withLosslessJson(() => {
      if (!prepared) preparsePolicySet(name, cedarSet(source));
      prepared = true;
      const answer = statefulIsAuthorized({
        ...request,
        // Without them `action in Group` would silently not match, a forbid's too.
        entities: entities.concat(actionEntities),
        preparsedPolicySetId: name,
      } as Parameters<typeof statefulIsAuthorized>[0]);
      return oracleAnswer(answer);
    });
}

function oracleAnswer(answer: AuthorizationAnswer): OracleAnswer {
  if (answer.type === "failure") {
    return { type: "failed", message: answer.errors.map(inWords).join("; ") };
  }
  const { decision, diagnostics } = answer.response;
  return {
    type: "evaluated",
    allow: decision === "allow",
    // cedar-wasm's order is random within one process.
    reasons: diagnostics.reason.toSorted(),
    errors: diagnostics.errors
      .map(({ policyId, error }) => ({ policy: policyId, message: inWords(error) }))
      .sort((a, b) => (a.policy < b.policy ? -1 : 1)),
  };
}

/** A set's texts as cedar-wasm takes them. */
export function cedarSet(source: Omit<PolicySource, "schema">): CedarPolicySet {
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

/** What is wrong, where in the sentence, and what helps. */
export function inWords({ message, help, sourceLocations }: DetailedError): string {
  const label = sourceLocations?.[0]?.label;
  return [message, label, help].filter((part) => part !== null && part !== undefined).join(": ");
}
