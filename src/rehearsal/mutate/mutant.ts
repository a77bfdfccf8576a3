/** A policy with one thing taken out of it or weakened, as a mistake or an afterthought would. */
export interface Mutant {
  readonly group: MutantGroup;
  /** What was done, as a phrase: "policy on-call removed". */
  readonly what: string;
  readonly file: string;
  /** Where it was done, counted from 1. */
  readonly line: number;
  /** The whole policy's files, path to text. */
  readonly files: Readonly<Record<string, string>>;
  /** The only pattern that it can be noticed under; absent: any. */
  readonly pattern?: string;
  /** What is mutated, however: whoever noticed another mutant of it is asked first. */
  readonly about: string;
}

/** What kind of thing was changed. */
export type MutantGroup = "policy" | "condition" | "pattern" | "parameter";

/** The groups, each with what it is called. */
export const mutantGroups: Readonly<Record<MutantGroup, string>> = {
  policy: "policies removed",
  condition: "conditions dropped",
  pattern: "patterns' parameters doubled or halved",
  parameter: "other parameters changed",
};

/** Path to text. */
export type PolicyFiles = Readonly<Record<string, string>>;

/** The number of the line that an offset is in, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** The text with a range of it replaced. */
export function replaced(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}
