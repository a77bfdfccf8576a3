/**
 * Plants one wrong change after the other in a copy of the engine, and runs the engine's tests there until one fails.
 * Prints what caught each. Exits 1 if one is not caught, or no longer has its place.
 *
 * npm run planted-errors [-- --only TEXT] [--from N] [--workers 2]
 */
import { parseArgs } from "node:util";
import { type PlantedError, readErrors } from "./read-errors.ts";
import { createTests, runFuzzer, type Tests } from "./run-tests.ts";
import type { Answered } from "./test-runner.ts";
import { createTree, type Tree } from "./tree.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    from: { type: "string", default: "1" },
    workers: { type: "string", default: "2" },
  },
});

/** Tests that start processes of their own come last: they catch few errors that others do not. */
const slowFiles = ["parse/nesting.test.ts"];
const slowTests = ["the nodes that calls leave behind are bounded"];

/** Of an error: what caught it, or why nothing did. */
type Outcome =
  | { readonly type: "caught"; readonly by: string }
  | { readonly type: "not caught" }
  | { readonly type: "broken"; readonly why: string };

/** A place to plant in, and what runs the tests there. */
interface Bed {
  readonly tree: Tree;
  readonly tests: Tests;
}

async function outcomeOf(
  error: PlantedError,
  bed: Bed,
  failing: readonly string[],
): Promise<Outcome> {
  let remove: () => void;
  try {
    remove = bed.tree.plant(error);
  } catch (refusal) {
    return { type: "broken", why: refusal instanceof Error ? refusal.message : String(refusal) };
  }
  try {
    for (const step of stepsOf(bed, error.file, failing)) {
      const { failed, broken } = await step();
      if (broken !== undefined) return { type: "broken", why: broken };
      const [first] = failed;
      if (first !== undefined) return { type: "caught", by: first };
    }
    return { type: "not caught" };
  } finally {
    remove();
    // What was taken out is read again with the next error, which may be in another file.
    await bed.tests.run({ ...nothing, changed: error.file });
  }
}

const nothing = { files: { only: [] }, without: [], bail: true } as const;

function stepsOf(
  { tree, tests }: Bed,
  changed: string,
  failing: readonly string[],
): readonly (() => Promise<Answered>)[] {
  const asked = { changed, bail: true };
  const quick = [...failing, ...slowTests];
  return [
    () => tests.run({ ...asked, files: { but: slowFiles }, without: quick }),
    () =>
      tests.run({ ...asked, files: { only: [...slowFiles, "drop-in.test.ts"] }, without: failing }),
    () => runFuzzer(tree.folder),
  ];
}

function say({ name, file }: PlantedError, outcome: Outcome): string {
  const what = `${name} (${file})`;
  if (outcome.type === "caught") return `caught      ${what} by: ${outcome.by}`;
  if (outcome.type === "not caught") return `NOT CAUGHT  ${what}`;
  return `BROKEN      ${what}: ${outcome.why}`;
}

async function work(
  bed: Bed,
  waiting: PlantedError[],
  failing: readonly string[],
  done: Map<PlantedError, Outcome>,
): Promise<void> {
  for (let error = waiting.shift(); error !== undefined; error = waiting.shift()) {
    const outcome = await outcomeOf(error, bed, failing);
    done.set(error, outcome);
    console.log(`${String(done.size).padStart(4)}  ${say(error, outcome)}`);
  }
}

/** Tests that fail without any error planted catch nothing. */
async function failingAlready({ tests }: Bed): Promise<readonly string[]> {
  const all = { changed: "index.ts", files: { but: [] }, without: [], bail: false };
  const { failed, broken } = await tests.run(all);
  if (broken !== undefined) throw new Error(broken);
  for (const name of failed) console.log(`fails already, left out: ${name}`);
  return failed;
}

async function main(): Promise<number> {
  const errors = readErrors()
    .slice(Number(values.from) - 1)
    .filter(({ name, file }) => `${name} ${file}`.includes(values.only));
  const beds = Array.from({ length: Math.max(1, Number(values.workers)) }, (): Bed => {
    const tree = createTree();
    return { tree, tests: createTests(tree.folder) };
  });
  const done = new Map<PlantedError, Outcome>();
  try {
    const failing = beds[0] === undefined ? [] : await failingAlready(beds[0]);
    const waiting = [...errors];
    await Promise.all(beds.map((bed) => work(bed, waiting, failing, done)));
    const others = errors.filter((error) => done.get(error)?.type !== "caught");
    console.log(`\n${errors.length} errors planted, ${errors.length - others.length} caught`);
    for (const error of others) console.log(say(error, done.get(error) ?? { type: "not caught" }));
    return others.length + failing.length > 0 ? 1 : 0;
  } finally {
    for (const { tree, tests } of beds) {
      tests.end();
      tree.remove();
    }
  }
}

process.exitCode = await main();
