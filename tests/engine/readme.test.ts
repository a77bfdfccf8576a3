import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "src/engine/README.md"), "utf8");

/** The examples, which go on from one another, as one program against the sources. */
const program = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)]
  .map(([, example]) => example)
  .join("\n")
  .replaceAll('"@wardkey/engine"', JSON.stringify(join(root, "src/engine/index.ts")));

/** What an example says that it prints: behind `console.log(...);` or on lines of their own. */
const promised = [...program.matchAll(/^(?:.*\); )?\/\/ (.*)$/gm)].map(([, text]) => text);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-readme-"));
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(folder, "readme.ts"), program);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the examples of src/engine/README.md", () => {
  test("are there", () => {
    expect(program).toContain("createPdp(");
    expect(promised.length).toBeGreaterThan(10);
  });

  test("compile", () => {
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
      include: [],
      files: ["readme.ts"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = [join(root, "node_modules/typescript/bin/tsc"), "-p", folder];
    expect(execFileSync(process.execPath, tsc, { encoding: "utf8" })).toBe("");
  }, 240_000);

  test("run, and print what they say", () => {
    const output = execFileSync(process.execPath, [join(folder, "readme.ts")], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    expect(output.trimEnd().split("\n")).toEqual(promised);
  });
});
