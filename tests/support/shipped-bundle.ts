import { readdirSync, readFileSync } from "node:fs";
import { type Bundle, loadBundle } from "../../src/access/index.ts";
import { sha256 } from "./ports.ts";

const folder = new URL("../../policy/", import.meta.url);

/** The policy that is shipped, loaded. */
export async function shippedBundle(): Promise<Bundle> {
  const names = readdirSync(folder);
  const files = names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);
  const loaded = await loadBundle({ hasher: sha256 }, Object.fromEntries(files));
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  return loaded.bundle;
}
