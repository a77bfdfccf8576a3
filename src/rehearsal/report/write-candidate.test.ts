import { expect, test } from "vitest";
import { writeCandidate } from "./write-candidate.ts";

const found = {
  candidate: "abc",
  since: 1_773_172_800_000,
  share: 0.07,
  compared: 5,
  same: 4,
  changed: [],
  otherRules: [],
  ungrouped: 0,
  left: { moved: 0, unnamed: 0, busy: 0 },
};

const first =
  "5 decisions since 2026-03-10T20:00:00Z were decided under abc too (7 % of all): 4 the same.";

test("the share as it was said, and nothing that is nothing", () => {
  expect(writeCandidate(found)).toBe(first);
});

test("what was not compared or not grouped, and why", () => {
  const left = { moved: 1, unnamed: 2, busy: 3 };
  expect(writeCandidate({ ...found, ungrouped: 4, left }).split("\n")).toEqual([
    first,
    "4 more differ, of further kinds.",
    "1 not compared: the world or the policy had moved on within their batch.",
    "2 not compared: named something that the log may not hold.",
    "3 not compared: too many were drawn of one batch.",
  ]);
});
