import { createTwoFilesPatch } from "diff";
import type { PolicyFiles } from "../mutate/mutant.ts";
import { type Setting, withSetting } from "./setting.ts";

/** The change of a policy's files that a setting is, as a unified diff that `git apply` and `patch -p1` take; empty where it is none. */
export function proposeChange(policy: PolicyFiles, pattern: string, setting: Setting): string {
  const file = "patterns.yaml";
  const before = policy[file] ?? "";
  const after = withSetting(policy, pattern, setting)[file] ?? "";
  if (before === after) return "";
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, "", "", {
    context: 3,
  });
  // Without the line of equals signs, which is no part of the format.
  return patch.replace(/^=+\n/, "");
}
