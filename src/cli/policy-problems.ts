import { join, relative } from "node:path";
import type { BundleProblem } from "../access/index.ts";
import type { Problem } from "../rehearsal/index.ts";

/** What is wrong with a policy folder's files, each with its path from where the command runs and, where it is known, its policy. */
export function policyProblems(
  folder: string,
  problems: readonly BundleProblem[],
): readonly Problem[] {
  return problems.map(({ file, line, column = 1, policy, message }) => ({
    file: relative(".", join(folder, file)),
    line,
    column,
    message: named(policy, message),
  }));
}

/** The message with its policy's id, which some have already. */
function named(policy: string | undefined, message: string): string {
  const has = policy === undefined || message.includes(`\`${policy}\``);
  return has ? message : `policy \`${policy}\`: ${message}`;
}
