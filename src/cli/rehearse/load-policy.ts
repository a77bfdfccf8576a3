import { statSync } from "node:fs";
import { type Bundle, loadBundle } from "../../access/index.ts";
import { nodeHasher } from "../../node/index.ts";
import { sayProblem } from "../../rehearsal/index.ts";
import { policyProblems } from "../policy-problems.ts";
import { readPolicyFiles } from "../serve/policy.ts";
import { UsageError } from "../usage-error.ts";

/** A policy, or the exit code when it was refused and its problems were printed. */
export type LoadedPolicy =
  | { readonly type: "loaded"; readonly bundle: Bundle }
  | { readonly type: "refused"; readonly code: number };

/**
 * Loads a folder's policy.
 *
 * @throws UsageError where there is no such folder
 */
export async function loadPolicy(folder: string): Promise<LoadedPolicy> {
  if (!isFolder(folder)) throw new UsageError(`${folder} is no folder. Name a policy's folder.`);
  const loaded = await loadBundle({ hasher: nodeHasher }, readPolicyFiles(folder));
  if (loaded.type === "loaded") return loaded;
  for (const problem of policyProblems(folder, loaded.problems)) console.error(sayProblem(problem));
  return { type: "refused", code: 2 };
}

/** @throws UsageError where there is nothing */
export function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`There is no file or folder ${path}.`);
  return stats.isDirectory();
}
