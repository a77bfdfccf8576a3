import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

const textOf = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");

/** The rules that a page of docs/rules states: each begins with its number in bold. */
function statedIn(pages: string): ReadonlySet<string> {
  return new Set(
    [...pages.matchAll(/\*\*([A-Z]{1,2}\d{1,2})\b/g)].map(([, number = ""]) => number),
  );
}

/** The numbers in the names of tests: `[S3] a tap at another seat moves the session`. */
function heldBy(tests: string): ReadonlySet<string> {
  return new Set([...tests.matchAll(/\[([A-Z]{1,2}\d{1,2})\]/g)].map(([, number = ""]) => number));
}

describe("rule 6: each rule number in docs/rules is in a test's name", () => {
  test("of all pages and all tests", () => {
    const stated = statedIn(textOf("docs/rules/*.md"));
    const held = heldBy(textOf("{src,e2e,tests}/**/*.test.{ts,tsx}"));
    expect(stated.size).toBeGreaterThan(40);
    expect([...stated].filter((number) => !held.has(number))).toEqual([]);
  });

  test("one that no test holds is seen", () => {
    const stated = statedIn("**S3 Roaming.** A tap elsewhere.\n\n**Z9** Planted. Not S4.");
    expect([...stated]).toEqual(["S3", "Z9"]);
    expect([...stated].filter((number) => !heldBy('test("[S3] [S5] x"').has(number))).toEqual([
      "Z9",
    ]);
  });
});

/** The functions of a file that make a command: the operations it is named for. */
function operationsIn(text: string): readonly string[] {
  const made = /^export (?:async )?function (\w+)(?:<[^>]*>)?\([\s\S]*?\): (?:Promise<)?Command</gm;
  // From one function's beginning to the next one's, so that none is given another's answer.
  return text
    .split(/^(?=export )/m)
    .flatMap((part) => [...part.matchAll(made)].map(([, name = ""]) => name));
}

describe("rule 6: each operation has its test beside it", () => {
  const folders = "{sessions,exceptions,reviews,lifecycle,workloads}";

  test("of all files that make a command, in the folders whose files are operations", () => {
    const files = globSync(`src/${folders}/*.ts`, { cwd: root }).filter(
      (file) => !file.endsWith(".test.ts"),
    );
    const untested = files.filter((file) => {
      const operations = operationsIn(readFileSync(join(root, file), "utf8"));
      const beside = textOf(join(dirname(file), "*.test.ts"));
      return operations.length > 0 && !operations.some((name) => beside.includes(`${name}(`));
    });
    expect(files.length).toBeGreaterThan(60);
    expect(untested).toEqual([]);
  });

  test("an operation is seen, whatever stands around it", () => {
    const planted =
      "export function keyOf(id: string): string {}\nexport function endIt(\n  deps: Deps,\n): Command<void> {}";
    expect(operationsIn(planted)).toEqual(["endIt"]);
  });
});

describe("rule 5: a rehearsal is the same application on a virtual clock", () => {
  test("src/rehearsal composes app.ts, and nothing of what app.ts composes", () => {
    const rehearsal = textOf("src/rehearsal/**/!(*.test).ts");
    expect(rehearsal).toMatch(/import \{[^}]*openApp[^}]*\} from "[./]*\/app\.ts"/);
    expect(rehearsal).not.toMatch(/openSequencer|createBundles/);
  });
});

describe("rule 7: running from a clone builds nothing but web/", () => {
  test("no script of the package but those that publish or check the engine builds", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const builds = Object.entries(scripts as Readonly<Record<string, string>>)
      .filter(([, command]) => /\btsc\b(?!.*--noEmit)|build/.test(command))
      .map(([name]) => name);
    expect(builds.filter((name) => !/engine/.test(name))).toEqual([]);
  });
});
