import { expect, test } from "vitest";
import type { Judged } from "../mutate/run-mutants.ts";
import { countMutants, writeMutants, writeMutantsJson } from "./write-mutants.ts";

const judged = (
  verdict: Judged["verdict"],
  group: Judged["mutant"]["group"],
  what: string,
): Judged => ({
  mutant: { group, what, file: "gates.cedar", line: 7, files: {}, about: what },
  verdict,
  ...(verdict === "noticed" ? { by: "open-seat.yaml" } : {}),
  ...(verdict === "same" ? { because: "nobody can" } : {}),
});

const some = [
  judged("noticed", "policy", "policy a removed"),
  judged("noticed", "policy", "policy b removed"),
  judged("unnoticed", "policy", "policy c removed"),
  judged("refused", "condition", "policy c without `context.d`"),
  judged("same", "parameter", "e within loosened"),
];

test("the share is of those that could be loaded, and is rounded down", () => {
  expect(countMutants(some)).toEqual({
    noticed: 2,
    unnoticed: 1,
    refused: 1,
    same: 1,
    share: 2 / 3,
  });
  expect(countMutants(some, "condition").share).toBe(1);
  expect(writeMutants(some)).toBe(`not noticed  policy c removed  (gates.cedar:7)
left out     e within loosened  (gates.cedar:7): nobody can

policies removed                             2 of 3 noticed, 66.6 %
conditions dropped                           0 of 0 noticed, 100.0 %, 1 more could not be loaded
patterns' parameters doubled or halved       0 of 0 noticed, 100.0 %
other parameters changed                     0 of 0 noticed, 100.0 %, 1 more change nothing
all                                          2 of 3 noticed, 66.6 %, 1 more could not be loaded, 1 more change nothing
`);
});

test("JSON has every mutant, and who noticed it", () => {
  const document = JSON.parse(writeMutantsJson(some));
  expect(document.all.noticed).toBe(2);
  expect(document.mutants).toHaveLength(5);
  expect(document.mutants[0]).toEqual({
    group: "policy",
    what: "policy a removed",
    file: "gates.cedar",
    line: 7,
    verdict: "noticed",
    by: "open-seat.yaml",
  });
});
