/**
 * `npm test`: runs every Vitest project once, says which suites were skipped and why, and ends with
 * one line `N passed, N failed, N skipped`. Arguments are Vitest's: `npm test -- src/world`.
 */
import { fileURLToPath } from "node:url";
import { parseCLI, startVitest } from "vitest/node";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const vitest = await startVitest("test", filter, { ...options, run: true, watch: false });
const counted = count(vitest.state.getTestModules());
const stray = vitest.state.getUnhandledErrors().length;
await vitest.close();

const line = "!".repeat(80);
const skipped = Object.entries(Object.groupBy(counted.skipped, (why) => why)).sort();
if (skipped.length > 0) {
  console.log(`\n${line}\nSKIPPED, so not shown to work:`);
  for (const [why, tests] of skipped) console.log(`  ${why} (${tests.length})`);
  console.log(line);
}
if (stray > 0) console.log(`\n${stray} errors outside of any test, see above`);
const failed = counted.failed + stray;
console.log(`\n${counted.passed} passed, ${failed} failed, ${counted.skipped.length} skipped`);
process.exit(failed > 0 || counted.passed === 0 ? 1 : 0);

/** A file or suite that fails outside its tests (import, hooks) counts as one failure. */
function count(modules) {
  const total = { passed: 0, failed: 0, skipped: [] };
  for (const module of modules) {
    for (const suite of [module, ...module.children.allSuites()]) {
      if (suite.errors().length > 0) total.failed += 1;
    }
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed") total.passed += 1;
      else if (result.state === "skipped") total.skipped.push(reason(module, test, result));
      else total.failed += 1;
    }
  }
  return total;
}

/** Where a skipped test is, and why it was skipped if it says so (`context.skip(why)`). */
function reason(module, test, result) {
  const place = test.parent === module ? test.name : test.parent.fullName;
  return `${module.relativeModuleId}: ${place}: ${result.note ?? "no reason given"}`;
}
