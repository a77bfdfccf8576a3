/**
 * `npm run build:engine`: builds src/engine as the package @wardkey/engine, into dist/engine or the folder given:
 * JavaScript and declarations of what src/engine/index.ts reaches, the README, the licence and a package.json.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = resolve(process.argv[2] ?? join(root, "dist/engine"));
const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
compile();
copyFileSync(join(root, "src/engine/README.md"), join(out, "README.md"));
copyFileSync(join(root, "LICENSE"), join(out, "LICENSE"));
writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
console.log(`@wardkey/engine ${project.version} is in ${out}`);

/** From index.ts on: what it does not reach, tests among it, is not built. */
function compile() {
  const folder = mkdtempSync(join(tmpdir(), "wardkey-build-"));
  try {
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        rootDir: join(root, "src/engine"),
        outDir: join(out, "lib"),
        types: [],
      },
      include: [],
      files: [join(root, "src/engine/index.ts")],
    };
    const path = join(folder, "tsconfig.json");
    writeFileSync(path, JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", path], { stdio: "inherit" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifest() {
  return {
    name: "@wardkey/engine",
    version: project.version,
    description: "Cedar policies compiled to JavaScript: decisions, explanations and searches",
    keywords: [
      "abac",
      "access-control",
      "authorization",
      "cedar",
      "cedar-policy",
      "policy",
      "rbac",
    ],
    license: project.license,
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.12" },
    exports: {
      ".": { types: "./lib/index.d.ts", default: "./lib/index.js" },
      "./package.json": "./package.json",
    },
    files: ["lib"],
    dependencies: { "@cedar-policy/cedar-wasm": project.dependencies["@cedar-policy/cedar-wasm"] },
  };
}
