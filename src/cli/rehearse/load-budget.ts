import { readFileSync } from "node:fs";
import { type RunBudget, readRunBudget, sayProblem } from "../../rehearsal/index.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Reads a budget file; undefined when it was refused and its problems were printed. Where no file is named, nothing is bounded.
 *
 * @throws UsageError where it cannot be read
 */
export function loadBudget(file: string | undefined): RunBudget | undefined {
  if (file === undefined) return { each: {}, all: {} };
  const { budget, problems } = readRunBudget(file, textOf(file));
  for (const problem of problems) console.error(sayProblem(problem));
  return problems.length > 0 ? undefined : budget;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--budget ${file} cannot be read: ${why}.`);
  }
}
