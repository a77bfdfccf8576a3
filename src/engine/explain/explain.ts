import type { Kinds } from "../decide/kinds.ts";
import type { Requests } from "../decide/requests.ts";
import type { Environment } from "../emit/emitter.ts";
import type { Expression } from "../expressions/expression.ts";
import type { PolicyForm } from "../expressions/policy-form.ts";
import { environmentOf } from "../plan/program.ts";
import type {
  EngineDecision,
  EngineRequest,
  ExplainedCondition,
  ExplainedPolicy,
  Explanation,
  PolicySet,
  Schema,
} from "../types.ts";
import { Fault } from "../values/fault.ts";
import { asBool } from "../values/typed.ts";
import { evaluate, lookedAt, type Situation } from "./evaluate.ts";
import { nameByType } from "./name-by-type.ts";
import { showValue } from "./show-value.ts";
import { sayCondition, sayLookedAt } from "./words.ts";

/** What explaining takes from a decision point. */
export interface Explaining {
  readonly kinds: Kinds;
  readonly requests: Requests;
  readonly request: EngineRequest;
  readonly decision: EngineDecision;
  /** Whether a forbid that could not be evaluated denies. */
  readonly forbidDenies: boolean;
}

/** Goes through the policies again, slowly, noting what each condition saw. */
export function explainWith(
  { program, schema }: PolicySet,
  { kinds, requests, request, decision, forbidDenies }: Explaining,
): Explanation {
  const situation = situationOf(schema, kinds, requests, request);
  if (situation === undefined) return { decision, policies: [] };
  const policies = program.policies
    .filter((policy) => concerns(policy, situation))
    .map((policy) => explainPolicy(policy, situation, decision, forbidDenies))
    .sort((a, b) => rank(a, decision) - rank(b, decision) || (a.id < b.id ? -1 : 1));
  return { decision, policies };
}

/** A situation, and what is known of all of its kind. */
interface Explained extends Situation {
  readonly environment: Environment;
}

/** Undefined for a request that the schema does not have: then no policy was looked at. */
function situationOf(
  { entityTypes }: Schema,
  kinds: Kinds,
  requests: Requests,
  request: EngineRequest,
): Explained | undefined {
  try {
    const kind = kinds(request?.action);
    if (kind === undefined) return undefined;
    const principal = requests.node(request.principal);
    const resource = requests.node(request.resource);
    if (typeof kind.bucket(principal, resource) === "string") return undefined;
    return {
      principal: requests.node(principal),
      action: kind.node,
      resource: requests.node(resource),
      context: requests.context(kind.action, request.context),
      node: (type, id) => requests.node({ type, id }),
      environment: environmentOf(entityTypes, kind.action, principal.type, resource.type),
    };
  } catch {
    // The decision says why.
    return undefined;
  }
}

/** Whether the policy is for requests of this action and these types. */
function concerns(policy: PolicyForm, situation: Situation): boolean {
  return scopeOf(policy)
    .filter(isOfKind)
    .every((test) => evaluate(test, situation) === true);
}

/** What a policy's head asks for, without its conditions. */
function scopeOf({ whole, conditions }: PolicyForm): readonly Expression[] {
  const all = operandsOf(whole);
  return all.slice(0, all.length - operandsOf(conditions).length);
}

/** What it asks of the kind of request. What it asks of the principal or resource itself is a condition like others. */
function isOfKind(test: Expression): boolean {
  if (test.op === "is") return true;
  return "left" in test && test.left.op === "variable" && test.left.name === "action";
}

function operandsOf(expression: Expression): readonly Expression[] {
  return expression.op === "and" ? expression.operands : [expression];
}

function explainPolicy(
  policy: PolicyForm,
  situation: Explained,
  { allow, reasons }: EngineDecision,
  forbidDenies: boolean,
): ExplainedPolicy {
  const { id, effect, conditions } = policy;
  const explained: ExplainedCondition[] = [];
  const asked = scopeOf(policy).filter((test) => !isOfKind(test));
  for (const condition of [...asked, ...flatten(conditions)]) {
    const one = explainCondition(condition, situation);
    explained.push(one);
    if (one.outcome !== "holds") break;
  }
  const outcome = explained.at(-1)?.outcome ?? "holds";
  // Where errors deny, a forbid that could not be evaluated is what it rests on if nothing else is.
  const denies = forbidDenies && effect === "forbid" && outcome === "error";
  const determining = reasons.includes(id) || (denies && !allow && reasons.length === 0);
  return { id, effect, determining, outcome, conditions: explained };
}

/** `a && (b && c)` is three conditions, and so is `unless { a || b || c }`: each has to fail. */
function flatten(expression: Expression): readonly Expression[] {
  if (expression.op === "and") return expression.operands.flatMap(flatten);
  if (expression.op !== "not") return [expression];
  const { operand } = expression;
  if (operand.op === "not") return flatten(operand.operand);
  return operand.op === "or" ? operand.operands.map(opposite).flatMap(flatten) : [expression];
}

function opposite(operand: Expression): Expression {
  return { op: "not", operand, number: -1 };
}

function explainCondition(condition: Expression, situation: Explained): ExplainedCondition {
  const named = (expression: Expression) => nameByType(expression, situation.environment);
  const text = sayCondition(named(condition));
  const saw = lookedAt(condition, situation).map(({ expression, value }) => ({
    name: sayLookedAt(named(expression)),
    value: value === undefined ? "not there" : showValue(value),
  }));
  try {
    const held = asBool(evaluate(condition, situation));
    return { text, outcome: held ? "holds" : "does not hold", saw };
  } catch (error) {
    if (error instanceof Fault) return { text, outcome: "error", saw, error: error.message };
    throw error;
  }
}

/** What determined the answer, then what could not be evaluated, then what might have permitted, then the rest. */
function rank(
  { determining, outcome, effect }: ExplainedPolicy,
  { allow }: EngineDecision,
): number {
  if (determining) return 0;
  if (outcome === "error") return 1;
  return effect === "permit" && !allow ? 2 : 3;
}
