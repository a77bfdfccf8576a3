/**
 * Runs a corpus of Cedar's integration tests through the engine: decision, reasons and errors of every request,
 * in four ways. Exits 1 if anything differs, or a test cannot be run.
 *
 * npm run corpus -- <tar.gz or folder>
 */
import { type CorpusDifference, checkTest } from "./check-test.ts";
import { type CorpusTest, type IncompleteTest, openCorpus } from "./read-corpus.ts";

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: npm run corpus -- <tar.gz or folder>");
  process.exit(2);
}
const corpus = openCorpus(path);
let [tests, requests, differing, incomplete, said] = [0, 0, 0, 0, performance.now()];
corpus.incomplete.forEach(sayIncomplete);
for (const test of corpus.tests()) {
  const differences = "why" in test ? test : await check(test);
  if ("why" in test || "why" in differences) {
    sayIncomplete(differences as IncompleteTest);
    continue;
  }
  tests++;
  requests += test.requests.length;
  differing += differences.length;
  for (const { request = "", way, expected, actual } of differences) {
    console.log(
      `${test.name} ${request}: ${way}\n  expected ${inLine(expected)}\n  actual   ${inLine(actual)}`,
    );
  }
  if (performance.now() - said > 2000) {
    said = performance.now();
    console.log(`${tests} of ${corpus.size} tests, ${requests} requests, ${differing} differences`);
  }
}
console.log(
  `${tests} of ${corpus.size} tests, ${requests} requests in 4 ways each, ${differing} differences, ${incomplete} tests that cannot be run`,
);
process.exitCode = differing + incomplete === 0 ? 0 : 1;

/** One test that nothing was foreseen for does not end the run of the others. */
async function check(test: CorpusTest): Promise<readonly CorpusDifference[] | IncompleteTest> {
  try {
    return await checkTest(test);
  } catch (error) {
    return { name: test.name, why: error instanceof Error ? error.message : String(error) };
  }
}

function sayIncomplete({ name, why }: IncompleteTest): void {
  incomplete++;
  console.log(`${name} cannot be run: ${why}`);
}

function inLine(value: unknown): string {
  return typeof value === "string" ? value.replaceAll("\n", "\n  ") : JSON.stringify(value);
}
