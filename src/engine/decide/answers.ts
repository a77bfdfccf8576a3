import type { PolicyForm } from "../expressions/policy-form.ts";
import type { EngineDecision, EvaluationError, OnPolicyError } from "../types.ts";

/**
 * How much is kept of answers, in policies: one for each step of a path, and as many for an answer as it names. Beyond it they are made
 * anew each time: a bound, not a tuning.
 */
const mostKept = 200_000;

/** The policies found so far, as a node of a tree: the same findings lead to the same node, and to one answer. */
export interface Path {
  readonly next: (index: number) => Path;
  /** The policy that was found last, and those before it; none at the root. */
  readonly found: { readonly index: number; readonly before: Path } | undefined;
  /** How many were found. */
  readonly length: number;
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
  let left = mostKept;
  const mayKeep = (policies: number) => {
    if (policies > left) return false;
    left -= policies;
    return true;
  };
  const root = createPath(undefined, mayKeep);
  const make = (allow: boolean, path: Path, errors: readonly EvaluationError[]) => {
    const found = indexesOf(path).map((index) => policies[index] as PolicyForm);
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
    if (errors.length > 0) return make(allow, path, errors);
    const { answer: known } = path;
    if (known?.storeRevision === revision()) return known;
    const answer = make(allow, path, none);
    if (known !== undefined || mayKeep(path.length)) path.answer = answer;
    return answer;
  };
  return {
    root,
    permit: (permits, errors) => resting(true, permits, errors),
    forbid: (forbids, errors) => resting(false, forbids, errors),
    nothing: (errors) => resting(false, root, errors),
    isCurrent: ({ storeRevision }) => storeRevision === revision(),
  };
}

function createPath(found: Path["found"], mayKeep: (policies: number) => boolean): Path {
  let further: Map<number, Path> | undefined;
  let last: Path | undefined;
  const path: Path = {
    found,
    length: found === undefined ? 0 : found.before.length + 1,
    answer: undefined,
    next(index) {
      // The same again, most of the time.
      if (last?.found?.index === index) return last;
      const known = further?.get(index);
      const next = known ?? createPath({ index, before: path }, mayKeep);
      // What is not kept must not be held by what is.
      if (known === undefined && !mayKeep(1)) return next;
      further ??= new Map();
      further.set(index, next);
      last = next;
      return next;
    },
  };
  return path;
}

/** The policies of a path, in no order that matters. */
function indexesOf(path: Path): number[] {
  const indexes: number[] = [];
  for (let { found } = path; found !== undefined; { found } = found.before) {
    indexes.push(found.index);
  }
  return indexes;
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
