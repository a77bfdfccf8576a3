/**
 * For tests that need something a machine may not have: where it is missing, one test stands in for
 * the suite, skipped with the reason, which `npm test` prints and .ci/run takes as a failure.
 *
 * ```ts
 * const messages = testData("hl7v2");
 * describeWith(messages, "ADT messages", (folder) => { test(...) });
 * ```
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";

/** Something found on this machine, or the reason why its tests are skipped. */
export type Need<T> = { found: T } | { skipped: string };

/** The path of a file or folder in ../shared/data, or in the folder WARDKEY_TEST_DATA names. */
export function testData(
  path: string,
  folder: string = process.env["WARDKEY_TEST_DATA"] ??
    join(import.meta.dirname, "../../../shared/data"),
): Need<string> {
  const found = join(folder, path);
  if (existsSync(found)) return { found };
  return { skipped: `no test data ${path}: WARDKEY_TEST_DATA names its folder` };
}

/** A suite that runs where its need is met. */
export function describeWith<T>(need: Need<T>, name: string, tests: (found: T) => void): void {
  if ("found" in need) describe(name, () => tests(need.found));
  else test(name, (context) => context.skip(need.skipped));
}
