import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const bin = (path: string) => join(root, "node_modules", path);

/** A project that has installed the package: node_modules with it and with what it depends on. */
let project: string;
let built: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "wardkey-package-"));
  built = join(project, "node_modules/@wardkey/engine");
  mkdirSync(join(project, "node_modules/@cedar-policy"), { recursive: true });
  symlinkSync(
    join(root, "node_modules/@cedar-policy/cedar-wasm"),
    join(project, "node_modules/@cedar-policy/cedar-wasm"),
  );
  execFileSync(process.execPath, [join(root, "bin/build-engine.mjs"), built]);
  writeFileSync(join(project, "package.json"), `{ "type": "module" }`);
}, 240_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** A program of somebody who uses the package, in TypeScript that is JavaScript too. */
const program = `
import { createHash } from "node:crypto";
import { compilePolicies, createEntityStore, createPdp } from "@wardkey/engine";
const schema = 'entity P; entity R; action a appliesTo { principal: P, resource: R, context: { n: Long } };';
const policies = { yes: "permit (principal, action, resource) when { context.n > 1 };" };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const compiled = await compilePolicies({ schema, policies }, { sha256 });
if (compiled.type === "refused") throw new Error("refused");
const store = createEntityStore(compiled.set.schema);
const pdp = createPdp(compiled.set, store, { onPolicyError: "forbid-denies" });
const uid = (type: string) => ({ type, id: "1" });
const action = { type: "Action", id: "a" };
for (const n of [1, 2]) {
  console.log(pdp.decide({ principal: uid("P"), action, resource: uid("R"), context: { n } }).allow);
}
`;

describe("the package @wardkey/engine", () => {
  test("has what it is to have, and no tests", () => {
    const files = readdirSync(built, { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "lib/index.d.ts", "lib/index.js"]),
    );
    expect(files.filter((name) => /test|\.ts$/.test(name) && !name.endsWith(".d.ts"))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(built, "package.json"), "utf8"));
    const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(manifest).toMatchObject({ name: "@wardkey/engine", version: own.version });
    const wasm = "@cedar-policy/cedar-wasm";
    expect(manifest.dependencies).toEqual({ [wasm]: own.dependencies[wasm] });
  });

  test("imports nothing but itself and the parser", () => {
    const imported = readdirSync(built, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.js$/.test(name))
      .flatMap((name) => readFileSync(join(built, name), "utf8").split("\n"))
      .flatMap(
        (line) => /^(?:import|export)\b.*\bfrom "([^"]*)"|^import "([^"]*)"/.exec(line)?.[1] ?? [],
      )
      .filter((specifier) => !/^\..*\.js$/.test(specifier));
    expect(new Set(imported)).toEqual(new Set(["@cedar-policy/cedar-wasm/nodejs"]));
  });

  test("passes publint --strict", async () => {
    const { messages } = await publint({ pkgDir: built, strict: true, pack: "npm" });
    const manifest = JSON.parse(readFileSync(join(built, "package.json"), "utf8"));
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  }, 240_000);

  test("passes attw for ECMAScript modules", () => {
    const attw = bin("@arethetypeswrong/cli/dist/index.js");
    const args = [attw, "--pack", built, "--profile", "esm-only", "--no-color", "--no-emoji"];
    // A problem makes it end with an error.
    const table = execFileSync(process.execPath, args, { encoding: "utf8" });
    expect(table).toMatch(/node16 \(from ESM\) +│ OK \(ESM\)/);
  }, 240_000);

  test("is typed for who uses it", () => {
    writeFileSync(join(project, "program.ts"), program);
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { skipLibCheck: false, types: ["node"], typeRoots: [bin("@types")] },
      include: [],
      files: ["program.ts"],
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
    const tsc = [bin("typescript/bin/tsc"), "-p", project];
    expect(execFileSync(process.execPath, tsc, { encoding: "utf8" })).toBe("");
  }, 240_000);

  test("decides, imported by plain Node", () => {
    writeFileSync(
      join(project, "program.mjs"),
      program.replaceAll(/: (?:Uint8Array|string)\)/g, ")"),
    );
    const output = execFileSync(process.execPath, [join(project, "program.mjs")], {
      encoding: "utf8",
    });
    expect(output).toBe("false\ntrue\n");
  });
});
