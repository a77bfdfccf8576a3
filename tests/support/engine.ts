import { createHash } from "node:crypto";
import {
  type CedarRecord,
  type CompileOptions,
  compilePolicies,
  createCedar,
  createEntityStore,
  createPdp,
  type EngineDecision,
  type EngineRequest,
  type Entity,
  type EntityStore,
  type EntityUid,
  type Explanation,
  type PolicySet,
  type PolicySource,
} from "../../src/engine/index.ts";

/** SHA-256, as the engine takes it. */
export const sha256 = (bytes: Uint8Array): Uint8Array =>
  createHash("sha256").update(bytes).digest();

/** A policy set that must be one. */
export async function compileSet(
  source: PolicySource,
  validation: NonNullable<CompileOptions["validation"]> = "strict",
): Promise<PolicySet> {
  const compiled = await compilePolicies(source, { sha256, validation });
  if (compiled.type === "refused") throw new Error(JSON.stringify(compiled.problems));
  return compiled.set;
}

/** `Person::"p1"` as an identity. */
export const uid = (type: string, id: string): EntityUid => ({ type, id });

/** `Person::"p1"` as a value. */
export const ref = (type: string, id: string): CedarRecord => ({ __entity: { type, id } });

/** An extension value. */
export const extension = (fn: string, arg: string): CedarRecord => ({ __extn: { fn, arg } });

/** An entity. */
export function entity(
  whose: EntityUid,
  attrs: CedarRecord = {},
  parents: readonly EntityUid[] = [],
  tags?: CedarRecord,
): Entity {
  return { uid: whose, attrs, parents, ...(tags === undefined ? {} : { tags }) };
}

/** What a condition comes to: whether it holds, or why it has no value. */
export type Outcome = boolean | string;

/** What conditions are about. */
export interface Situation {
  readonly schema: string;
  readonly entities: readonly Entity[];
  readonly request: EngineRequest & { readonly context: CedarRecord };
}

/**
 * What each condition comes to: in code that knows types and in code that does not, with values read anew and
 * prepared, walked through by explaining, and by Cedar. Policies need not fit the schema. All of them must agree.
 */
export async function judge(
  conditions: readonly string[],
  situation: Situation,
): Promise<readonly Outcome[]> {
  const policies = Object.fromEntries(
    conditions.map((condition, index) => [
      idOf(index),
      `permit (principal, action, resource) when { ${condition} };`,
    ]),
  );
  const set = await compileSet({ schema: situation.schema, policies }, "none");
  const answers = answersOf(set, policies, situation);
  const own = answers["typed"];
  if (own === undefined) throw new Error("There is always an answer.");
  return conditions.map((condition, index) => {
    const id = idOf(index);
    const outcome = own(id);
    for (const [way, answer] of Object.entries(answers)) {
      if (sortOf(answer(id)) === sortOf(outcome)) continue;
      throw new Error(`${condition}: typed says ${outcome}, ${way} says ${answer(id)}`);
    }
    return outcome;
  });
}

const idOf = (index: number) => `c${index}`;

/** Messages are not compared: only whether there is one. */
const sortOf = (outcome: Outcome) => (typeof outcome === "string" ? "error" : outcome);

type Judged = (id: string) => Outcome;

function answersOf(
  set: PolicySet,
  policies: Readonly<Record<string, string>>,
  { entities, request }: Situation,
): Readonly<Record<string, Judged>> {
  const store = createEntityStore(set.schema);
  store.apply({ put: entities });
  const pdp = createPdp(set, store, { onPolicyError: "skip" });
  const prepared = {
    principal: store.find(request.principal),
    action: store.find(request.action),
    resource: store.find(request.resource),
    context: pdp.decodeContext(request.action, request.context),
  };
  return {
    typed: judgedBy(pdp.decide(request)),
    prepared: judgedBy(pdp.decide(prepared)),
    explained: judgedIn(pdp.explain(request)),
    untyped: judgedBy(
      askWithoutSchema(policies, [...entities, ...set.schema.actionEntities], request),
    ),
    cedar: judgedBy(askCedar(set, store, request)),
  };
}

/** What Cedar says, in the shape of a decision. @throws Error if it says nothing */
export function askCedar(
  { oracle }: PolicySet,
  store: EntityStore,
  request: EngineRequest,
): Pick<EngineDecision, "allow" | "reasons" | "errors"> {
  const answer = oracle?.(
    { ...request, context: request.context as CedarRecord },
    store.entities(),
  );
  if (answer?.type !== "evaluated") throw new Error(`Cedar gives no answer: ${answer?.message}`);
  return answer;
}

/** What the engine says in the drop-in form. @throws Error if it says nothing */
export function askWithoutSchema(
  policies: Readonly<Record<string, string>>,
  entities: readonly Entity[],
  request: EngineRequest,
): Pick<EngineDecision, "allow" | "reasons" | "errors"> {
  const call = { ...request, policies: { staticPolicies: policies }, entities };
  const cedar = createCedar();
  const answer = cedar.isAuthorized(call as Parameters<typeof cedar.isAuthorized>[0]);
  if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
  const { decision, diagnostics } = answer.response;
  return {
    allow: decision === "allow",
    reasons: diagnostics.reason,
    errors: diagnostics.errors.map(({ policyId, error: { message } }) => ({
      policy: policyId,
      message,
    })),
  };
}

function judgedBy({ reasons, errors }: Pick<EngineDecision, "reasons" | "errors">): Judged {
  const holds = new Set(reasons);
  const failed = new Map(errors.map(({ policy, message }) => [policy, message]));
  return (id) => failed.get(id) ?? holds.has(id);
}

function judgedIn({ policies }: Explanation): Judged {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  return (id) => {
    const policy = byId.get(id);
    if (policy?.outcome === "error") return policy.conditions.at(-1)?.error ?? "no message";
    return policy?.outcome === "holds";
  };
}
