import { globSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../usage-error.ts";
import { isFolder } from "./load-policy.ts";

/**
 * The scenario files that are named, and those of the folders that are, in order and each once.
 *
 * @throws UsageError where there is no such file or folder, or none in a folder
 */
export function scenarioFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) => {
    if (!isFolder(path)) return [path];
    const found = globSync("**/*.{yaml,yml}", { cwd: path }).sort();
    if (found.length === 0) throw new UsageError(`There is no scenario (*.yaml) in ${path}.`);
    return found.map((file) => join(path, file));
  });
  return [...new Set(files)];
}
