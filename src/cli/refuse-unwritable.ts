import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.ts";

/**
 * Refuses a file that could not be written, before the work whose result it is for.
 *
 * @throws UsageError
 */
export function refuseUnwritable(option: string, path: string | undefined): void {
  if (path === undefined) return;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory())
    throw new UsageError(`${option} ${path} cannot be written: it is a folder. Name a file.`);
  try {
    accessSync(found === undefined ? dirname(path) : path, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${option} ${path} cannot be written: ${why}.`);
  }
}
