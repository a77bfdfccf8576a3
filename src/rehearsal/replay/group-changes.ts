import type { Instant, Position } from "../../ports/index.ts";

/** One side of a change: what was answered, and what determined it. */
export interface Verdict {
  readonly decision: "permit" | "deny";
  /** The policies that determined it, sorted by id. */
  readonly policies: readonly string[];
  /** Why there was none to name: `no-policy`, `error`, ... */
  readonly cause?: string;
}

/** What a change is about; those in which all of it is the same are one group. */
export interface ChangeKind {
  readonly action: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Where it was: the ward's id and the pattern that it ran under then. Undefined where it was about no ward. */
  readonly ward: string | undefined;
  readonly pattern: string | undefined;
}

/** One request that would be answered otherwise. */
export interface Change extends ChangeKind {
  readonly person: string;
  /** Undefined where it was about no patient. */
  readonly patient: string | undefined;
  readonly position: Position;
  readonly at: Instant;
}

/** Changes of one kind, counted. */
export interface ChangeGroup extends ChangeKind {
  readonly requests: number;
  readonly people: number;
  readonly patients: number;
  /** The first of them, for whoever wants to look at one in the log. */
  readonly first: { readonly position: Position; readonly at: Instant };
}

/** Counts changes by kind. */
export interface ChangeCounter {
  readonly add: (change: Change) => void;
  /** The largest first. */
  readonly groups: () => readonly ChangeGroup[];
  /** Changes that are in no group, because there were too many kinds. */
  readonly ungrouped: () => number;
}

/** How much a counter may remember. */
export interface CounterLimits {
  readonly groups: number;
  /** People, and patients, that a group tells apart: more are not counted. */
  readonly each: number;
}

const unlimited: CounterLimits = {
  groups: Number.POSITIVE_INFINITY,
  each: Number.POSITIVE_INFINITY,
};

interface Counting {
  readonly first: Change;
  requests: number;
  readonly people: Set<string>;
  readonly patients: Set<string>;
}

/** An empty counter. */
export function countChanges(limits: CounterLimits = unlimited): ChangeCounter {
  const kinds = new Map<string, Counting>();
  let ungrouped = 0;
  const note = (known: Set<string>, id: string) => {
    if (known.size < limits.each) known.add(id);
  };
  return {
    add(change) {
      const { action, before, after, ward, pattern } = change;
      const key = JSON.stringify([action, sides(before), sides(after), ward, pattern]);
      if (!kinds.has(key) && kinds.size >= limits.groups) {
        ungrouped++;
        return;
      }
      const counting = kinds.get(key) ?? {
        first: change,
        requests: 0,
        people: new Set<string>(),
        patients: new Set<string>(),
      };
      kinds.set(key, counting);
      counting.requests++;
      note(counting.people, change.person);
      if (change.patient !== undefined) note(counting.patients, change.patient);
    },
    groups: () => [...kinds.values()].map(grouped).toSorted(largestFirst),
    ungrouped: () => ungrouped,
  };
}

function sides({ decision, policies, cause }: Verdict): readonly unknown[] {
  return [decision, policies, cause];
}

function grouped({ first, requests, people, patients }: Counting): ChangeGroup {
  const { action, before, after, ward, pattern, position, at } = first;
  return {
    action,
    before,
    after,
    ward,
    pattern,
    requests,
    people: people.size,
    patients: patients.size,
    first: { position, at },
  };
}

function largestFirst(a: ChangeGroup, b: ChangeGroup): number {
  return b.requests - a.requests || a.first.position - b.first.position;
}

/** What two policies answered to the same requests. */
export interface Comparison {
  /** Answered the same, by the same rules. */
  readonly noteSame: () => void;
  readonly noteChange: (change: Change) => void;
  readonly found: () => {
    readonly same: number;
    /** Those that were answered otherwise. */
    readonly changed: readonly ChangeGroup[];
    /** Those that were answered the same, because of other rules. */
    readonly otherRules: readonly ChangeGroup[];
  };
  /** Changes that are in no group, because there were too many kinds. */
  readonly ungrouped: () => number;
}

/** Nothing compared yet. */
export function compareAnswers(limits: CounterLimits = unlimited): Comparison {
  const changed = countChanges(limits);
  const otherRules = countChanges(limits);
  let same = 0;
  return {
    noteSame: () => void same++,
    noteChange: (change) =>
      (change.before.decision === change.after.decision ? otherRules : changed).add(change),
    found: () => ({ same, changed: changed.groups(), otherRules: otherRules.groups() }),
    ungrouped: () => changed.ungrouped() + otherRules.ungrouped(),
  };
}
