import { expect, test } from "vitest";
import type { ReplayedLog } from "../replay/replay-log.ts";
import { writeReplay } from "./write-replay.ts";

const nothing: ReplayedLog = {
  decided: 3,
  same: 3,
  changed: [],
  otherRules: [],
  undecidable: { compacted: 0, "cut-off": 0, unnamed: 0, repeated: 0, irreproducible: 0 },
};

test("nothing would change: one line", () => {
  expect(writeReplay(nothing)).toBe(
    "3 requests decided again: 0 answered otherwise, 0 the same because of other rules, 3 the same.\n",
  );
});

test("a group, and what was not decided again and why", () => {
  const text = writeReplay({
    ...nothing,
    same: 1,
    changed: [
      {
        action: "chart.open",
        before: { decision: "permit", policies: ["on-shift"] },
        after: { decision: "deny", policies: [], cause: "no-policy" },
        ward: "4B",
        pattern: "inpatient",
        requests: 2,
        people: 1,
        patients: 2,
        first: { position: 41, at: 1_773_172_800_000 },
      },
    ],
    undecidable: { ...nothing.undecidable, unnamed: 1 },
  });
  expect(text).toBe(`Answered otherwise

  chart.open in 4B (inpatient): 2 requests, 1 person, 2 patients
    before  permit by on-shift
    after   deny: no rule permits it
    first   position 41, 2026-03-10T20:00:00Z

3 requests decided again: 2 answered otherwise, 0 the same because of other rules, 1 the same.
1 request not decided again: named something that the log may not hold.
`);
});
