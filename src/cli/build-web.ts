import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compressWeb } from "./compress-web.ts";

const root = join(import.meta.dirname, "../..");
const stamp = "build/web.inputs";

/** What the built screens are made from: when none of it has changed, they are not built again. */
const inputs = [
  "src/web/**/*",
  "src/http/*contract.ts",
  "src/cli/compress-web.ts",
  "vite.config.ts",
  "package-lock.json",
];

/**
 * Builds the screens into build/web, once per change, and answers with that folder.
 *
 * @throws Vite's errors, when a screen does not compile
 */
export async function buildWeb(say: (line: string) => void): Promise<string> {
  const webRoot = join(root, "build/web");
  const hash = hashOfInputs();
  const stampFile = join(root, stamp);
  const isCurrent =
    existsSync(webRoot) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash;
  if (isCurrent) return webRoot;
  say("Building the screens, once ...");
  // Only here: it is as large as the server itself.
  const { build } = await import("vite");
  await build({ configFile: join(root, "vite.config.ts"), logLevel: "error" });
  compressWeb(webRoot);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
  return webRoot;
}

function hashOfInputs(): string {
  const files = inputs
    .flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
