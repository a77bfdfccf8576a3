import { readdirSync, readFileSync } from "node:fs";
import { type Bundle, loadBundle } from "../../src/access/index.ts";
import { sha256 } from "./ports.ts";

/** The files of a folder as they are shipped, but for schemas: name to text, in the order of their names. */
export function shippedFiles(
  of: "policy" | "scenarios" = "policy",
): Readonly<Record<string, string>> {
  const folder = new URL(`../../${of}/`, import.meta.url);
  const names = readdirSync(folder)
    .filter((name) => !name.endsWith(".json"))
    .sort();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
  );
}

/** The policy of these files; throws what is wrong with them. */
export async function bundleOf(files: Readonly<Record<string, string>>): Promise<Bundle> {
  const loaded = await loadBundle({ hasher: sha256 }, files);
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  return loaded.bundle;
}

let shipped: Promise<Bundle> | undefined;

/** The policy that is shipped, compiled once for all tests of a worker, or with some of its files replaced. */
export function shippedBundle(replaced: Readonly<Record<string, string>> = {}): Promise<Bundle> {
  if (Object.keys(replaced).length > 0) return bundleOf({ ...shippedFiles(), ...replaced });
  shipped ??= bundleOf(shippedFiles());
  return shipped;
}
