import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { compressWeb } from "./compress-web.ts";

const root = join(import.meta.dirname, "../..");
const builds = join(root, "build/web");

/** What the built screens are made from: when none of it has changed, they are not built again. */
const inputs = [
  "src/web/**/*",
  "src/http/*contract.ts",
  "src/cli/compress-web.ts",
  "vite.config.ts",
  "package-lock.json",
];

/**
 * Builds the screens into a folder of build/web, once per change, and answers with that folder. It is there whole or not at all:
 * servers that start at the same time build it beside each other, and the first to be done puts it in place.
 *
 * @throws Vite's errors, when a screen does not compile
 */
export async function buildWeb(say: (line: string) => void): Promise<string> {
  const webRoot = join(builds, hashOfInputs());
  if (existsSync(webRoot)) return webRoot;
  say("Building the screens, once ...");
  // Only here: it is as large as the server itself.
  const { build } = await import("vite");
  mkdirSync(builds, { recursive: true });
  const outDir = mkdtempSync(join(builds, "new-"));
  try {
    await build({ configFile: join(root, "vite.config.ts"), logLevel: "error", build: { outDir } });
    compressWeb(outDir);
    // As any other folder: whoever starts the server next may be somebody else.
    chmodSync(outDir, 0o755);
    putInPlace(outDir, webRoot);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
  return webRoot;
}

function putInPlace(outDir: string, webRoot: string): void {
  try {
    renameSync(outDir, webRoot);
  } catch (error) {
    // Another server was first: no folder takes the place of one that is there.
    if (!existsSync(webRoot)) throw error;
    return;
  }
  for (const name of readdirSync(builds)) {
    const isOlder = /^[0-9a-f]{64}$/.test(name) && join(builds, name) !== webRoot;
    if (isOlder) rmSync(join(builds, name), { recursive: true, force: true });
  }
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
