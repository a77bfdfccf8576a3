import { expect, test } from "vitest";
import { hospitalSizes } from "../../hospital/index.ts";
import { peopleWith } from "../../rehearsal/index.ts";
import { readPolicyFiles } from "../serve/policy.ts";
import { createRunner } from "./run-side-by-side.ts";

test("simulations run in threads: answers in the jobs' order, one that is asked for twice run once, and none where no policy can be", async () => {
  const policy = readPolicyFiles("policy");
  const size = { ...hospitalSizes.demonstration, rosterDays: 1 };
  const people = peopleWith({ signIns: 0.5 });
  const from = Date.UTC(2026, 2, 10);
  const plan = { seed: "threads", from, days: 1, size, people, pattern: "telehealth" };
  const impossible = { ...policy, "patterns.yaml": "nothing: here" };
  const { run } = createRunner(true);
  const [none, figures, again] = await run([
    { policy: impossible, plan },
    { policy, plan },
    { policy, plan },
  ]);
  expect(none).toBeUndefined();
  expect(figures?.friction).toBeGreaterThan(0);
  expect(again).toBe(figures);
  expect(await run([{ policy, plan }])).toEqual([figures]);
}, 60_000);
