/**
 * Runs a corpus of Cedar's integration tests through the engine: decision, reasons and errors of every request,
 * in four ways. Exits 1 if anything differs, or a test cannot be run for a file of it that is missing.
 *
 * npm run corpus -- <tar.gz or folder>
 */
import { checkTest } from "./check-test.ts";
import { openCorpus } from "./read-corpus.ts";

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: npm run corpus -- <tar.gz or folder>");
  process.exit(2);
}
const corpus = openCorpus(path);
for (const { name, missing } of corpus.incomplete) {
  console.log(`${name} cannot be run: there is no ${missing.join(", no ")}`);
}
let [tests, requests, differing, said] = [0, 0, 0, performance.now()];
for (const test of corpus.tests()) {
  const differences = await checkTest(test);
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
const incomplete = corpus.incomplete.length;
console.log(
  `${tests} of ${corpus.size} tests, ${requests} requests in 4 ways each, ${differing} differences, ${incomplete} tests that cannot be run`,
);
process.exitCode = differing + incomplete === 0 ? 0 : 1;

function inLine(value: unknown): string {
  return typeof value === "string" ? value.replaceAll("\n", "\n  ") : JSON.stringify(value);
}
