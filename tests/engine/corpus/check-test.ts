/** Runs a test of the corpus through the engine, with its schema and in cedar-wasm's form without one. */
import { createHash } from "node:crypto";
import {
  type AuthorizationAnswer,
  type AuthorizationCall,
  isAuthorized,
  type StatefulAuthorizationCall,
} from "@cedar-policy/cedar-wasm/nodejs";
import {
  compilePolicies,
  createCedar,
  createEntityStore,
  createPdp,
  type EngineDecision,
  EngineError,
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
    // With a schema the engine always holds a request to it, and denies what does not fit.
    const misfits = request.validateRequest === false && !fits(request, test.schema);
    const expected = misfits ? refused : expectedOf(request);
    const saying = misfits ? orRefused : (ask: () => EngineDecision) => ofDecision(ask());
    compare("typed", request, expected, () =>
      saying(() => pdp.decide({ principal, action, resource, context })),
    );
    compare("prepared", request, expected, () =>
      saying(() =>
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

const refused = "refused: the request does not fit the schema";

/** Whether Cedar itself says that a request fits the schema. */
function fits({ principal, action, resource, context }: CorpusRequest, schema: string): boolean {
  const request = { principal, action, resource, context, schema, validateRequest: true };
  const call = { ...request, policies: { staticPolicies: "" }, entities: [] };
  // cedar-wasm takes no bigint; for the type any number will do.
  const text = JSON.stringify(call, (_, value) => (typeof value === "bigint" ? 0 : value));
  return isAuthorized(JSON.parse(text) as AuthorizationCall).type === "success";
}

/** What is refused is denied with an error that names no policy, or what is prepared of it is not taken. */
function orRefused(ask: () => EngineDecision): unknown {
  try {
    const decision = ask();
    const { allow, errors } = decision;
    const ofRequest = errors.length > 0 && errors.every(({ policy }) => policy === undefined);
    return !allow && ofRequest ? refused : ofDecision(decision);
  } catch (error) {
    if (error instanceof EngineError) return refused;
    throw error;
  }
}

function checkDropIn(test: CorpusTest, compare: Compare): void {
  const cedar = createCedar();
  const { policies: parts, templates } = partsOf(test.policies);
  // One text of several policies may have no templates among them.
  const staticPolicies = Object.keys(templates).length === 0 ? test.policies : parts;
  const policies = { staticPolicies, templates, templateLinks: [] };
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

/** Strings and comments as a whole, the end of a policy, and what only a template has. */
const token = /"(?:\\[\s\S]|[^"\\])*"|\/\/[^\n]*|;|\?(?:principal|resource)\b/g;

/** The texts by the ids that Cedar gives them: policies and templates are numbered together, in the order of the text. */
function partsOf(text: string): {
  policies: Record<string, string>;
  templates: Record<string, string>;
} {
  const parts = { policies: {}, templates: {} } as ReturnType<typeof partsOf>;
  let [start, count, isTemplate] = [0, 0, false];
  for (const { 0: found, index } of text.matchAll(token)) {
    isTemplate ||= found.startsWith("?");
    if (found !== ";") continue;
    const kind = isTemplate ? parts.templates : parts.policies;
    kind[`policy${count++}`] = text.slice(start, index + 1);
    [start, isTemplate] = [index + 1, false];
  }
  return parts;
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
