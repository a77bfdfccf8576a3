import type { Findings } from "../emit/emit-group.ts";
import type { PolicyForm } from "../expressions/policy-form.ts";
import type { EngineDecision, EvaluationError, OnPolicyError } from "../types.ts";
import { Fault } from "../values/fault.ts";
import { type Answers, deniedByErrors, type Path } from "./answers.ts";

/** Policies that are evaluated together, and the answers that rest on nothing but which of them hold. */
export interface Group {
  readonly indexes: readonly number[];
  /** By the bits of those that hold. */
  readonly answers: Map<number, EngineDecision>;
}

/** A group of policies by their numbers, for one evaluation. */
export function groupOf(indexes: readonly number[]): Group {
  return { indexes, answers: new Map() };
}

/** Beyond so many of a group, answers are looked for by their policies one by one. */
const mostOfGroup = 1024;

/** Collects what one evaluation finds and makes the answer of it. One at a time: evaluation never waits. */
export interface Evaluation extends Findings {
  readonly begin: () => void;
  /** Policies of the group hold: those at the places of the bits of `held`. */
  readonly hold: (group: Group, held: number) => void;
  readonly end: () => EngineDecision;
  /** Ends where there is no other group. */
  readonly endWith: (group: Group, held: number) => EngineDecision;
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
  const hold: Evaluation["hold"] = ({ indexes }, held) => {
    let left = held;
    for (let place = 0; left !== 0; place++, left >>>= 1) {
      const index = indexes[place];
      if ((left & 1) === 0 || index === undefined) continue;
      if (forbidding[index] === true) forbids = forbids.next(index);
      else permits = permits.next(index);
    }
  };
  const end = () => {
    const found = errors ?? noErrors;
    if (forbids !== answers.root) return answers.forbid(forbids, found);
    if (permits === answers.root || deniedByErrors(found, forbidIds, onPolicyError)) {
      return answers.nothing(found);
    }
    return answers.permit(permits, found);
  };
  return {
    begin() {
      permits = answers.root;
      forbids = answers.root;
      errors = undefined;
    },
    hold,
    fails(index, error) {
      errors ??= [];
      errors.push(Object.freeze({ policy: policies[index]?.id ?? "", message: messageOf(error) }));
    },
    end,
    endWith(group, held) {
      const known = group.answers.get(held);
      if (errors === undefined && known !== undefined && answers.isCurrent(known)) return known;
      hold(group, held);
      const answer = end();
      const isKept = known !== undefined || group.answers.size < mostOfGroup;
      if (errors === undefined && isKept) group.answers.set(held, answer);
      return answer;
    },
  };
}

function messageOf(error: unknown): string {
  if (error instanceof Fault) return error.message;
  return error instanceof Error ? error.message : "it could not be evaluated";
}
