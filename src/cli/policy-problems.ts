import { join, relative } from "node:path";
import { type BundleProblem, problemWords } from "../access/index.ts";
import type { Problem } from "../rehearsal/index.ts";

/** What is wrong with a policy folder's files, each with its path from where the command runs and, where it is known, its policy. */
export function policyProblems(
  folder: string,
  problems: readonly BundleProblem[],
): readonly Problem[] {
  return problems.map((problem) => ({
    file: relative(".", join(folder, problem.file)),
    line: problem.line,
    column: problem.column ?? 1,
    message: problemWords(problem),
  }));
}
