/** Runs a test of the corpus through the engine, with its schema and in cedar-wasm's form without one. */
import { createHash } from "node:crypto";
import {
  type AuthorizationAnswer,
  type AuthorizationCall,
  policySetTextToParts,
  type StatefulAuthorizationCall,
} from "@cedar-policy/cedar-wasm/nodejs";
import {
  compilePolicies,
  createCedar,
  createEntityStore,
  createPdp,
  type EngineDecision,
} from "../../../src/engine/index.ts";
import type { CorpusRequest, CorpusTest } from "./read-corpus.ts";

/** Where the engine and the corpus differ. */
export interface CorpusDifference {
  readonly test: string;
  /** The request's description; undefined: it is about the test as a whole. */
  readonly request: string | undefined;
  readonly way: "typed" | "prepared" | "drop-in" | "drop-in, stateful";
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Everything in which a test differs. */
export async function checkTest(test: CorpusTest): Promise<readonly CorpusDifference[]> {
  const differences: CorpusDifference[] = [];
  const compare = (
    way: CorpusDifference["way"],
    request: CorpusRequest | undefined,
    expected: unknown,
    ask: () => unknown,
  ): void => {
    const actual = attempt(ask);
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    differences.push({ test: test.name, request: request?.description, way, expected, actual });
  };
  await checkTyped(test, compare);
  checkDropIn(test, compare);
  return differences;
}

type Compare = (
  way: CorpusDifference["way"],
  request: CorpusRequest | undefined,
  expected: unknown,
  ask: () => unknown,
) => void;

async function checkTyped(test: CorpusTest, compare: Compare): Promise<void> {
  const source = { schema: test.schema, ...partsOf(test.policies) };
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
  const validation = test.shouldValidate ? "strict" : "none";
  const compiled = await compilePolicies(source, { sha256, validation });
  if (compiled.type === "refused") {
    compare("typed", undefined, "policies that are taken", () => compiled.problems);
    return;
  }
  const store = createEntityStore(compiled.set.schema);
  const isAction = ({ type }: { readonly type: string }) => /(?:^|::)Action$/.test(type);
  // The store has the schema's actions already.
  const put = test.entities.filter(({ uid }) => !isAction(uid));
  compare("typed", undefined, "entities that are taken", () => {
    store.apply({ put });
    return "entities that are taken";
  });
  const pdp = createPdp(compiled.set, store, { onPolicyError: "skip" });
  for (const request of test.requests) {
    const { principal, action, resource, context } = request;
    const expected = expectedOf(request);
    compare("typed", request, expected, () =>
      ofDecision(pdp.decide({ principal, action, resource, context })),
    );
    compare("prepared", request, expected, () =>
      ofDecision(
        pdp.decide({
          principal: store.find(principal),
          action,
          resource: store.find(resource),
          context: pdp.decodeContext(action, context),
        }),
      ),
    );
  }
}

function checkDropIn(test: CorpusTest, compare: Compare): void {
  const cedar = createCedar();
  const policies = { staticPolicies: test.policies, templates: {}, templateLinks: [] };
  compare("drop-in, stateful", undefined, "success", () => {
    return cedar.preparsePolicySet(test.name, policies).type;
  });
  for (const request of test.requests) {
    const { principal, action, resource, context } = request;
    const call = { principal, action, resource, context, entities: test.entities };
    const expected = expectedOf(request);
    compare("drop-in", request, expected, () =>
      ofAnswer(cedar.isAuthorized({ ...call, policies } as unknown as AuthorizationCall)),
    );
    compare("drop-in, stateful", request, expected, () =>
      ofAnswer(
        cedar.statefulIsAuthorized({
          ...call,
          preparsedPolicySetId: test.name,
        } as unknown as StatefulAuthorizationCall),
      ),
    );
  }
}

/** The texts by the ids that Cedar gives them. */
function partsOf(text: string): {
  policies: Record<string, string>;
  templates: Record<string, string>;
} {
  const parts = policySetTextToParts(text);
  if (parts.type === "failure") throw new Error(parts.errors[0]?.message);
  const { policies, policy_templates: templates } = parts;
  // Cedar numbers policies and templates in the order of the text, but gives the parts in the order of their ids.
  const ids = Array.from({ length: policies.length + templates.length }, (_, at) => `policy${at}`);
  if (policies.length > 1 && templates.length > 0)
    throw new Error("ids of templates are not known");
  const sorted = ids.slice(0, policies.length).sort();
  return {
    policies: Object.fromEntries(policies.map((policy, at) => [sorted[at] ?? "", policy])),
    templates: Object.fromEntries(
      templates.map((template, at) => [ids[policies.length + at] ?? "", template]),
    ),
  };
}

function expectedOf({ decision, reason, errors }: CorpusRequest): unknown {
  return { decision, reason: reason.toSorted(), errors: errors.toSorted() };
}

function ofDecision({ allow, reasons, errors }: EngineDecision): unknown {
  const policies = errors.map(({ policy, message }) => policy ?? message);
  return { decision: allow ? "allow" : "deny", reason: reasons, errors: policies };
}

function ofAnswer(answer: AuthorizationAnswer): unknown {
  if (answer.type === "failure") return answer.errors;
  const { decision, diagnostics } = answer.response;
  const errors = diagnostics.errors.map(({ policyId }) => policyId);
  return { decision, reason: diagnostics.reason, errors };
}

function attempt(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
