import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Every file that git tracks, or would once added. Patterns below are written not to match here. */
const files = execFileSync(
  "git",
  ["-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
  {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  },
)
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)))
  .map((path) => ({ path, text: readFileSync(join(root, path), "latin1") }));

const code = files.filter(({ path }) => /\.(?:ts|tsx|mjs|css|cedar|grit|sh)$|^bin\//.test(path));
const source = code.filter(({ path }) => path.startsWith("src/"));

/** Where a pattern occurs, as path:line. */
function occurrences(of: readonly { path: string; text: string }[], pattern: RegExp): string[] {
  return of.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe("files", () => {
  test("git lists the files of the project", () => {
    expect(files.map(({ path }) => path)).toContain("package.json");
  });

  test("in src have at most 400 lines, tests aside", () => {
    const long = source
      .filter(({ path }) => /(?<!\.test)\.tsx?$/.test(path))
      .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, "").split("\n").length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  test("leave nothing to be done later", () => {
    expect(occurrences(code, /\b(?:TO[D]O|FIX[M]E)\b/)).toEqual([]);
  });

  test("skip no test, and run no test alone", () => {
    const pattern = /\b(?:test|it|describe|suite|bench)\.(?:skip|only|todo)\b(?!If)/;
    expect(occurrences(code, pattern)).toEqual([]);
  });

  test("suppress no rule of the house", () => {
    const rules = "noRestricted|noJsRestricted|noImportCycles|noExplicitAny|noExcessive|plugin";
    const suppressed = new RegExp(`biome-ignore[a-z-]* +(?:lint\\b(?!/)|lint/\\S*(?:${rules}))`);
    expect(occurrences(source, suppressed)).toEqual([]);
    expect(occurrences(code, /@ts-(?:ignore|nocheck)\b/)).toEqual([]);
  });

  test("name no path of somebody's machine", () => {
    expect(occurrences(files, /(?<![\w.:/-])\/(?:work|home|root)\/\w/)).toEqual([]);
    expect(occurrences(files, /\/Users\/[a-z]/)).toEqual([]);
  });

  test("name no package registry", () => {
    const registries =
      /:\/\/(?:registry|npm)\.|registry\.npm|npm[m]irror|[v]erdaccio|[a]rtifactory/;
    expect(occurrences(files, registries)).toEqual([]);
    const lock = files.filter(({ path }) => path === "package-lock.json");
    expect(occurrences(lock, /"resolved":/)).toEqual([]);
  });

  test("the lock has every optional package; if not, run `node bin/complete-lock.mjs`", () => {
    const lock = files.find(({ path }) => path === "package-lock.json")?.text ?? "";
    const packages: Record<string, { optionalDependencies?: object }> = JSON.parse(lock).packages;
    const there = new Set(Object.keys(packages).map((key) => key.replace(/.*node_modules\//, "")));
    const wanted = Object.values(packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    );
    expect(wanted.filter((name) => !there.has(name))).toEqual([]);
  });
});
