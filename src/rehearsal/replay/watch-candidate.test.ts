import { beforeAll, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { evening, openNight, type TestNight } from "./test-support.ts";
import { type CandidateWatch, watchCandidate } from "./watch-candidate.ts";

let bundle: Bundle;
let strict: Bundle;

beforeAll(async () => {
  const policy = shippedFiles();
  bundle = await bundleOf(policy);
  const care = policy["care.cedar"] ?? "";
  expect(care).toContain("context.onWard }");
  const changed = care.replace("context.onWard }", "context.onWard && context.onCall }");
  strict = await bundleOf({ ...policy, "care.cedar": changed });
});

let night: TestNight;

beforeEach(async () => {
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
  });
  app.follow(watching.follow);
  return watching;
}

test("a difference is grouped and counted, and the answer is the active policy's", async () => {
  const { found } = watch(strict);
  expect(await night.ask("amy", "anna")).toBe("permit");
  expect(await night.ask("ben", "bert")).toBe("permit");
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
  expect([found().compared, found().same, found().changed]).toEqual([1, 1, []]);
  expect((await night.store.log.head()).next).toBe(next);
});

test("only the share is decided twice", async () => {
  const { found } = watch(strict, 0.5, [0.7, 0.2, 0.5]);
  await night.ask("amy", "anna");
  await night.ask("amy", "bert");
  await night.ask("ben", "anna");
  expect(found().compared).toBe(1);
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
  expect(found().changed).toMatchObject([
    { before: { decision: "permit" }, after: { decision: "deny", cause: "error" }, requests: 1 },
  ]);
});

test("where the world had moved on within the batch, nothing is said of the candidate", async () => {
  const { found } = watch(strict);
  const ended = night.record({
    kind: "engagement.ended",
    body: { engagement: "eng-amy", reason: "test" },
  });
  const asked = night.ask("amy", "anna");
  await Promise.all([ended, asked]);
  const { compared, left } = found();
  expect([await asked, compared, left.moved]).toEqual(["deny", 1, 0]);
  const permitted = night.ask("ben", "anna");
  const after = night.record({
    kind: "engagement.ended",
    body: { engagement: "eng-ben", reason: "test" },
  });
  await Promise.all([permitted, after]);
  expect([await permitted, found().compared, found().left.moved]).toEqual(["permit", 1, 1]);
});

test("what named something that the log may not hold is counted, and so is what is too much of one batch", async () => {
  const { follow, found } = watch(strict);
  await night.ask("amy", "Anna Smith");
  expect(found().left).toEqual({ moved: 0, unnamed: 1, busy: 0 });
  const heard: LogRecord[] = [];
  night.app.follow((records) => void heard.push(...records));
  await night.ask("amy", "anna");
  expect(heard.length).toBe(1);
  follow(Array.from({ length: 21 }, () => heard[0]!));
  expect([found().compared, found().left.busy]).toEqual([21, 1]);
});
