import { createTwoFilesPatch } from "diff";
import type { PolicyFiles } from "../mutate/mutant.ts";

/** The change of one of a policy's files, as a unified diff that `git apply` and `patch -p1` take; empty where it is none. */
export function proposeChange(before: PolicyFiles, after: PolicyFiles, file: string): string {
  const [old = "", changed = ""] = [before[file], after[file]];
  if (old === changed) return "";
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, old, changed, "", "", { context: 3 });
  // Without the line of equals signs, which is no part of the format.
  return patch.replace(/^=+\n/, "");
}
