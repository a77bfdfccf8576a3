/**
 * Runs the tests of a tree as often as it is told to, in one process: starting Vitest and reading the sources takes
 * longer than the tests. Forked by run-tests.ts, which ends it when it takes too long.
 */
import { join } from "node:path";
import { createVitest, type TestModule, type TestSpecification, type Vitest } from "vitest/node";

/** What is asked for. */
export interface Asked {
  /** The file under src/engine that was changed since; the tests beside it come first. */
  readonly changed: string;
  /** The files of tests, by the end of their paths; all but those with `but`. */
  readonly files: { readonly but: readonly string[] } | { readonly only: readonly string[] };
  /** Tests that are left out, by name. */
  readonly without: readonly string[];
  /** Whether the first failure ends it. */
  readonly bail: boolean;
}

/** What came of it: the tests that failed, or why there were none. */
export interface Answered {
  readonly failed: readonly string[];
  readonly broken?: string;
}

const send = (answer: Answered | "ready") => process.send?.(answer);
const [folder = ""] = process.argv.slice(2);
process.chdir(folder);
const byBail = new Map<boolean, Promise<Vitest>>();

function vitestFor(bail: boolean): Promise<Vitest> {
  const vitest = byBail.get(bail) ?? start(bail);
  byBail.set(bail, vitest);
  return vitest;
}

async function start(bail: boolean): Promise<Vitest> {
  return createVitest("test", {
    root: folder,
    config: false,
    watch: false,
    include: ["src/engine/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    reporters: [{}],
    ...(bail ? { bail: 1 } : {}),
    sequence: { sequencer: AsGiven },
  });
}

/** Keeps the order in which files are given. */
class AsGiven {
  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

async function answer({ changed, files, without, bail }: Asked): Promise<Answered> {
  const vitest = await vitestFor(bail);
  vitest.invalidateFile(join(folder, "src/engine", changed));
  const ends = "only" in files ? files.only : files.but;
  const all = await vitest.globTestSpecifications([]);
  const wanted = all.filter(
    ({ moduleId }) => ends.some((end) => moduleId.endsWith(end)) === "only" in files,
  );
  wanted.sort((a, b) => distance(a.moduleId, changed) - distance(b.moduleId, changed));
  if (without.length === 0) vitest.resetGlobalTestNamePattern();
  else vitest.setGlobalTestNamePattern(allBut(without));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted, true);
  const failed = testModules.flatMap(failuresIn);
  if (failed.length > 0) return { failed };
  const broken = testModules.flatMap((module) => module.errors().map(({ message }) => message));
  const errors = [...broken, ...unhandledErrors.map((error) => String(error))];
  return errors.length === 0 ? { failed } : { failed, broken: errors.join("\n").slice(0, 500) };
}

function failuresIn({ children }: TestModule): readonly string[] {
  return [...children.allTests()]
    .filter((test) => test.result().state === "failed")
    .map(({ name }) => name);
}

function allBut(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?![^]*(?:${escaped.join("|")})$)`);
}

/** The test beside the changed file, those in its folder, those of everything, the others. */
function distance(testPath: string, changed: string): number {
  const own = testPath.slice(join(folder, "src/engine/").length);
  if (own === changed.replace(".ts", ".test.ts")) return 0;
  const folderOf = (path: string) => path.split("/").slice(0, -1).join("/");
  if (folderOf(own) === folderOf(changed) && folderOf(own) !== "") return 1;
  return own === "traps.test.ts" ? 2 : 3;
}

process.on("message", (asked: Asked) => {
  answer(asked).then(send, (error: unknown) => send({ failed: [], broken: String(error) }));
});
send("ready");
