import { expect, test } from "vitest";
import type { Compared } from "../run/compare-policies.ts";
import type { ScenarioResult, StepResult } from "../run/result.ts";
import { writeComparison } from "./write-comparison.ts";
import { writeMarkdown } from "./write-markdown.ts";

const step: StepResult = {
  line: 9,
  at: 0,
  actor: "amy",
  sentence: "opens the chart of p1",
  outcome: "permit",
  said: [],
  prompts: 1,
  friction: 2_000,
  events: [],
  unattributed: false,
  deadEnd: false,
  failures: [],
};

function resultOf(task: string, passed: boolean, friction: number): ScenarioResult {
  const figures = { friction, prompts: 0, deadEnds: 0, unattributed: 0, unattended: 0 };
  return {
    file: "a.yaml",
    task,
    zone: "UTC",
    patterns: ["inpatient"],
    passed,
    steps: [],
    figures,
    budget: {},
    overBudget: [],
  };
}

/** A task that takes longer now, and in which a step is refused. */
function compared(task: string, said = "No."): Compared {
  const refused: StepResult = {
    ...step,
    outcome: "refused",
    said: [said],
    failures: ["must be permitted"],
  };
  return {
    before: resultOf(task, true, 2_000),
    now: { ...resultOf(task, false, 3_500), steps: [refused] },
    steps: [{ before: step, now: refused }],
  };
}

test("nothing that is said makes a mark, a cell, a tag or a mention", () => {
  const text = writeMarkdown([compared("a|b <img> @all `c` &amp;", "1 | 2\n# 3")]);
  expect(text).toContain(
    "#### a&#124;b &#60;img&#62; &#64;all &#96;c&#96; &#38;amp; (a.yaml): fails now, and passed before",
  );
  expect(text).toContain(
    "| line 9: amy opens the chart of p1 | permitted, 1 prompt, 2.00 s | refused, 1 prompt, 2.00 s: 1 &#124; 2 &#35; 3 |",
  );
  expect(text).toContain("| friction | 2.00 s | 3.50 s | +1.50 s |");
  expect(text).toContain("- line 9 fails: must be permitted");
});

test("a comment stays shorter than GitHub's longest, and says what it leaves out", () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    compared(`task ${index}`, "no ".repeat(1_000)),
  );
  const text = writeMarkdown(many);
  const shown = text.match(/^#### /gm)?.length ?? 0;
  expect(text.length).toBeLessThan(65_536);
  expect(shown).toBeGreaterThan(0);
  expect(text).toContain(`This is too long for a comment: ${40 - shown} more tasks differ.`);
});

test("access without end is said, and makes no number of a difference", () => {
  const residual = { person: "amy", patient: "p1", after: "shift", from: 0 } as const;
  const [before, now] = [resultOf("a", true, 0), resultOf("a", true, 0)];
  const endless = { ...now, figures: { ...now.figures, residual } };
  expect(writeComparison([{ before, now: endless, steps: [] }])).toContain(
    "longest residual access  before 0 min, now without end, difference –",
  );
  expect(writeComparison([{ before: endless, now: endless, steps: [] }])).toContain(
    "1 of 1 tasks come out the same.",
  );
});
