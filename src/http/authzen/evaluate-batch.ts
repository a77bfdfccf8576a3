import { checked } from "./checked.ts";
import { AuthzenError, answerOf } from "./errors.ts";
import { evaluationRequest, evaluationsRequest } from "./messages.ts";
import type { AuthzenOptions, Caller, Decision, Evaluation } from "./types.ts";

/** Evaluations in one request, at most: each costs a decision, and a megabyte of `{}` is many. */
const mostEvaluations = 1_000;

/** A batch: defaults, and items that are not looked at yet. */
interface Batch extends Partial<Evaluation> {
  readonly evaluations?: readonly unknown[];
  readonly options?: { readonly evaluations_semantic?: string };
}

const single = checked<Evaluation>(evaluationRequest);
const several = checked<Batch>(evaluationsRequest);

/** The three ways to go through a batch (section Evaluations semantics): which decision ends it early. */
const endsAt: Readonly<Record<string, boolean | undefined>> = {
  execute_all: undefined,
  deny_on_first_deny: false,
  permit_on_first_permit: true,
};

/** One evaluation (section 6). */
export function evaluateOne(
  { evaluate }: AuthzenOptions,
  body: unknown,
  caller: Caller,
): Promise<Decision> {
  return evaluate(single.require(body), caller, { single: true });
}

/**
 * A batch (section 7). Without evaluations it is a single one. An item that fails is answered with
 * `decision: false` and its error, the others go on (section Access Evaluations API Response, Errors).
 */
export async function evaluateBatch(
  options: AuthzenOptions,
  body: unknown,
  caller: Caller,
): Promise<Decision | { readonly evaluations: readonly Decision[] }> {
  const { evaluations = [], options: wish, ...defaults } = several.require(body);
  if (evaluations.length === 0) return evaluateOne(options, body, caller);
  if (evaluations.length > mostEvaluations) {
    throw new AuthzenError("bad-request", `Send at most ${mostEvaluations} evaluations at once.`);
  }
  const items = evaluations.map((item) => withDefaults(defaults, item));
  const last = endsAt[wish?.evaluations_semantic ?? "execute_all"];
  if (last === undefined) {
    return { evaluations: await Promise.all(items.map((item) => settle(options, item, caller))) };
  }
  const answers: Decision[] = [];
  for (const item of items) {
    const answer = await settle(options, item, caller);
    answers.push(answer);
    if (answer.decision === last) break;
  }
  return { evaluations: answers };
}

/** Defaults stand in for members that an item does not have, each as a whole (section Default values). */
function withDefaults(defaults: object, item: unknown): unknown {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
  return { ...defaults, ...item };
}

async function settle(options: AuthzenOptions, item: unknown, caller: Caller): Promise<Decision> {
  const fault = single.faultIn(item);
  if (fault !== undefined) return failure(400, fault);
  try {
    return await options.evaluate(item as Evaluation, caller, { single: false });
  } catch (error) {
    const answer = answerOf(error);
    if (answer === undefined) throw error;
    return failure(answer.status, answer.message);
  }
}

function failure(status: number, message: string): Decision {
  return { decision: false, context: { error: { status, message } } };
}
