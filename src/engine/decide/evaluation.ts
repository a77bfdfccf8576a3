import type { Findings } from "../emit/emit-group.ts";
import type { PolicyForm } from "../expressions/policy-form.ts";
import type { EngineDecision, EvaluationError, OnPolicyError } from "../types.ts";
import { Fault } from "../values/fault.ts";
import { type Answers, deniedByErrors, type Path } from "./answers.ts";

/** Collects what one evaluation finds and makes the answer of it. One at a time: evaluation never waits. */
export interface Evaluation extends Findings {
  readonly begin: () => void;
  readonly end: () => EngineDecision;
}

const noErrors: readonly EvaluationError[] = [];

/** For the policies of one set, in the order of their numbers. */
export function createEvaluation(
  policies: readonly PolicyForm[],
  answers: Answers,
  onPolicyError: OnPolicyError,
): Evaluation {
  const forbidding = policies.map(({ effect }) => effect === "forbid");
  const forbidIds = new Set(
    policies.filter(({ effect }) => effect === "forbid").map(({ id }) => id),
  );
  let permits: Path = answers.root;
  let forbids: Path = answers.root;
  let errors: EvaluationError[] | undefined;
  return {
    begin() {
      permits = answers.root;
      forbids = answers.root;
      errors = undefined;
    },
    holds(index) {
      if (forbidding[index] === true) forbids = forbids.next(index);
      else permits = permits.next(index);
    },
    fails(index, error) {
      errors ??= [];
      errors.push({ policy: policies[index]?.id ?? "", message: messageOf(error) });
    },
    end() {
      const found = errors ?? noErrors;
      if (forbids !== answers.root) return answers.forbid(forbids, found);
      if (permits === answers.root || deniedByErrors(found, forbidIds, onPolicyError)) {
        return answers.nothing(found);
      }
      return answers.permit(permits, found);
    },
  };
}

function messageOf(error: unknown): string {
  if (error instanceof Fault) return error.message;
  return error instanceof Error ? error.message : "it could not be evaluated";
}
