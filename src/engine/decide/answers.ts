import type { PolicyForm } from "../expressions/policy-form.ts";
import type { EngineDecision, EvaluationError, OnPolicyError } from "../types.ts";

/** Beyond this many different answers they are made anew each time: a bound, not a tuning. */
const mostKept = 20_000;

/** The policies found so far, as a node of a tree: the same findings lead to the same node, and to one answer. */
export interface Path {
  readonly next: (index: number) => Path;
  readonly indexes: readonly number[];
  /** The answer that rests on them, and the store's revision when it was made. */
  answer: EngineDecision | undefined;
}

/** Turns what evaluation found into answers. */
export interface Answers {
  readonly root: Path;
  readonly permit: (permits: Path, errors: readonly EvaluationError[]) => EngineDecision;
  readonly forbid: (forbids: Path, errors: readonly EvaluationError[]) => EngineDecision;
  /** Nothing applies, or what applied could not be evaluated. */
  readonly nothing: (errors: readonly EvaluationError[]) => EngineDecision;
  /** Whether the store is still what it was when the answer was made. */
  readonly isCurrent: (answer: EngineDecision) => boolean;
}

/** Answers over one policy set and store. */
export function createAnswers(
  policies: readonly PolicyForm[],
  policySetHash: string,
  revision: () => number,
): Answers {
  const none: readonly EvaluationError[] = Object.freeze([]);
  let kept = 0;
  const root = createPath([], () => ++kept <= mostKept);
  const make = (allow: boolean, indexes: readonly number[], errors: readonly EvaluationError[]) => {
    const found = indexes.map((index) => policies[index] as PolicyForm);
    return Object.freeze({
      allow,
      reasons: Object.freeze(found.map(({ id }) => id).sort()),
      errors: errors.length === 0 ? none : Object.freeze(errors.toSorted(byPolicy)),
      obligations: Object.freeze(allow ? obligationsOf(found) : []),
      policySetHash,
      storeRevision: revision(),
    });
  };
  const resting = (allow: boolean, path: Path, errors: readonly EvaluationError[]) => {
    if (errors.length > 0) return make(allow, path.indexes, errors);
    if (path.answer?.storeRevision !== revision()) path.answer = make(allow, path.indexes, none);
    return path.answer as EngineDecision;
  };
  return {
    root,
    permit: (permits, errors) => resting(true, permits, errors),
    forbid: (forbids, errors) => resting(false, forbids, errors),
    nothing: (errors) => resting(false, root, errors),
    isCurrent: ({ storeRevision }) => storeRevision === revision(),
  };
}

function createPath(indexes: readonly number[], mayKeep: () => boolean): Path {
  const further = new Map<number, Path>();
  let lastIndex = -1;
  let last: Path | undefined;
  return {
    indexes,
    answer: undefined,
    next(index) {
      if (index === lastIndex && last !== undefined) return last;
      let path = further.get(index);
      if (path === undefined) {
        path = createPath([...indexes, index], mayKeep);
        if (mayKeep()) further.set(index, path);
      }
      lastIndex = index;
      last = path;
      return path;
    },
  };
}

function obligationsOf(policies: readonly PolicyForm[]): string[] {
  const found = new Set<string>();
  for (const { annotations } of policies) {
    const obligation = annotations.get("obligation");
    if (obligation !== undefined) found.add(obligation);
  }
  return [...found].sort();
}

function byPolicy(
  { policy: a = "" }: EvaluationError,
  { policy: b = "" }: EvaluationError,
): number {
  return a < b ? -1 : 1;
}

/** Whether errors alone deny: under `forbid-denies` a forbid's does, since it might have held. */
export function deniedByErrors(
  errors: readonly EvaluationError[],
  forbids: ReadonlySet<string>,
  onPolicyError: OnPolicyError,
): boolean {
  if (onPolicyError === "skip") return false;
  return errors.some(({ policy = "" }) => forbids.has(policy));
}
