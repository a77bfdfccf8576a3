import { expect, test } from "vitest";
import type { Figures, ScenarioResult } from "../run/result.ts";
import { figuresTogether, judgeRun, readRunBudget } from "./judge-run.ts";

const none: Figures = { friction: 0, prompts: 0, deadEnds: 0, unattributed: 0, unattended: 0 };
const resultOf = (task: string, figures: Partial<Figures>): ScenarioResult => ({
  file: `${task}.yaml`,
  task,
  zone: "Europe/London",
  patterns: ["inpatient"],
  passed: true,
  steps: [],
  figures: { ...none, ...figures },
  budget: {},
  overBudget: [],
});
const residual = { person: "amy", patient: "p1", after: "shift", from: 60_000 } as const;
const [a, b] = [
  resultOf("a", { friction: 2_000, deadEnds: 1, residual: { ...residual, to: 120_000 } }),
  resultOf("b", { friction: 3_000, residual: { ...residual, to: 660_000 } }),
];

test("each task is judged by itself, and all by their sums and their longest residual", () => {
  expect(judgeRun({ each: { deadEnds: 0 }, all: {} }, [a, b])).toEqual([
    "a (a.yaml): dead ends are 1, over 0",
  ]);
  expect(judgeRun({ each: {}, all: { friction: 5_000, residual: 600_000 } }, [a, b])).toEqual([]);
  expect(judgeRun({ each: {}, all: { friction: 4_999, residual: 599_999 } }, [a, b])).toEqual([
    "all tasks together: friction is 5.00 s, over 5.00 s",
    "all tasks together: residual access is 10 min, over 10.0 min",
  ]);
});

test("a residual without end is the longest", () => {
  const endless = resultOf("c", { residual });
  expect(figuresTogether([a, endless, b]).residual).toEqual(residual);
  expect(figuresTogether([]).residual).toBeUndefined();
});

test.each([
  ["", "1:1: the file is empty"],
  ["{}", "1:1: this budget bounds nothing"],
  ["each: {}", "1:7: this budget bounds nothing"],
  ["all: { friction: soon }", '1:18: "friction" must be a length of time'],
  ["evry: { friction: 1s }", '1:1: "evry" is no key of a budget file'],
  ["- friction", "1:1: "],
  ["each: [", "1:8: this is not YAML"],
])("%j is refused", (text, said) => {
  const [problem] = readRunBudget("b.yaml", text).problems;
  expect(`${problem?.line}:${problem?.column}: ${problem?.message}`).toContain(said);
});
