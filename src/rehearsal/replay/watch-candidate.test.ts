import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import type { Bundle } from "../../access/index.ts";
import { bundleOf, filesIn } from "../test-support.ts";
import { evening, openNight, type TestNight } from "./test-support.ts";
import { type CandidateWatch, watchCandidate } from "./watch-candidate.ts";

let bundle: Bundle;
let strict: Bundle;

beforeAll(async () => {
  const policy = filesIn({ readdirSync, readFileSync }, "policy");
  bundle = await bundleOf(sha256, policy);
  const care = policy["care.cedar"] ?? "";
  expect(care).toContain("context.onWard }");
  const changed = care.replace("context.onWard }", "context.onWard && context.onCall }");
  strict = await bundleOf(sha256, { ...policy, "care.cedar": changed });
});

let night: TestNight;
/** What was put off. */
let waiting: (() => void)[];

beforeEach(async () => {
  waiting = [];
  night = await openNight(bundle, sha256);
  return () => night.app.stop();
});

/** Watches as the server does; decisions are drawn by the numbers of `draws` in turn, all of them when it is left out. */
function watch(candidate: Bundle, share = 1, draws: number[] = []): CandidateWatch {
  const { app } = night;
  const watching = watchCandidate({
    candidate,
    share,
    since: evening,
    world: app.world,
    active: app.bundles.current,
    random: () => draws.shift() ?? 0,
    later: (work) => void waiting.push(work),
  });
  app.follow(watching.follow);
  return watching;
}

function doWaiting(): void {
  for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) work();
}

test("a difference is grouped and counted, and the answer is the active policy's", async () => {
  const { found } = watch(strict);
  expect(await night.ask("amy", "anna")).toBe("permit");
  expect(await night.ask("ben", "bert")).toBe("permit");
  doWaiting();
  expect(found().compared).toBe(2);
  expect(found().changed).toMatchObject([
    {
      action: "chart.open",
      before: { decision: "permit", policies: ["on-shift"] },
      after: { decision: "deny", policies: [] },
      ward: "4B",
      requests: 2,
      people: 2,
      patients: 2,
    },
  ]);
});

test("the active policy as its own candidate: nothing differs, and nothing is recorded", async () => {
  const { found } = watch(bundle);
  await night.ask("amy", "anna");
  const { next } = await night.store.log.head();
  doWaiting();
  expect([found().compared, found().same, found().changed]).toEqual([1, 1, []]);
  expect((await night.store.log.head()).next).toBe(next);
});

test("only the share is decided twice", async () => {
  const { found } = watch(strict, 0.5, [0.7, 0.2, 0.5]);
  await night.ask("amy", "anna");
  await night.ask("amy", "bert");
  await night.ask("ben", "anna");
  doWaiting();
  expect(found().compared).toBe(1);
});

test("nothing is decided before the answer is out, and what waits is dropped at the end", async () => {
  const watching = watch(strict);
  await night.ask("amy", "anna");
  expect(watching.found().compared).toBe(0);
  watching.stop();
  doWaiting();
  expect(watching.found().compared).toBe(0);
});

test("an error of the candidate is a difference, not a failure", async () => {
  const broken = new Proxy(strict, {
    get: (target, name) => {
      if (name === "hash") return target.hash;
      throw new Error("broken");
    },
  });
  const { found } = watch(broken);
  expect(await night.ask("amy", "anna")).toBe("permit");
  doWaiting();
  expect(found().changed).toMatchObject([
    { before: { decision: "permit" }, after: { decision: "deny", cause: "error" }, requests: 1 },
  ]);
});

test("where the world had moved on, nothing is said of the candidate", async () => {
  const { found } = watch(strict);
  await night.ask("amy", "anna");
  await night.record({
    kind: "engagement.ended",
    body: { engagement: "eng-amy", reason: "test" },
  });
  doWaiting();
  expect([found().compared, found().left.moved]).toEqual([0, 1]);
});

test("what named something that the log may not hold is counted, and so is what finds too many waiting", async () => {
  const { follow, found } = watch(strict);
  await night.ask("amy", "Anna Smith");
  doWaiting();
  expect(found().left).toEqual({ moved: 0, unnamed: 1, busy: 0 });
  const records: Parameters<typeof follow>[0][] = [];
  night.app.follow((heard) => void records.push(heard));
  await night.ask("amy", "anna");
  for (let time = 0; time < 1_000; time++) for (const heard of records) follow(heard);
  expect(found().left.busy).toBe(1);
});
