import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import type { ScenarioResult, StepResult } from "../run/result.ts";
import { writeHtml } from "./write-html.ts";

const at = Date.UTC(2026, 2, 10, 8);
const step: StepResult = {
  line: 7,
  at,
  actor: "amy",
  sentence: "taps in at 4B-1",
  outcome: "permit",
  said: [],
  prompts: 1,
  friction: 3_890,
  events: [],
  by: "amy",
  unattributed: false,
  deadEnd: false,
  failures: [],
};
const result = (task: string, more: Partial<ScenarioResult> = {}): ScenarioResult => ({
  file: "ward.yaml",
  task,
  zone: "Europe/London",
  patterns: ["inpatient"],
  passed: true,
  steps: [step],
  figures: { friction: 3_890, prompts: 1, deadEnds: 0, unattributed: 0, unattended: 0 },
  budget: {},
  overBudget: [],
  ...more,
});

test("what passed, what it costs beside its budget, and every step, the dearest first", () => {
  const dear = result("A long night", {
    figures: { friction: 40_000, prompts: 9, deadEnds: 1, unattributed: 0, unattended: 0 },
    budget: { friction: 20_000 },
    overBudget: ["friction 40.00 s is over 20.00 s"],
    passed: false,
    steps: [{ ...step, failures: ["0 prompts were expected"], said: ["Welcome."] }],
  });
  const { document } = parseHTML(writeHtml([result("A tap"), dear]));
  expect(document.title).toBe("Rehearsal: 1 passed, 1 failed");
  expect(document.querySelector(".sum")?.textContent).toBe(
    "1 of 2 tasks passed, 1 failed: A long night.",
  );
  const rows = [...document.querySelectorAll(".plot tr")];
  expect(rows.map((row) => row.querySelector("th")?.textContent)).toEqual([
    "A long night",
    "A tap",
  ]);
  const bars = rows.map((row) => row.querySelector(".bar"));
  expect(bars.map((bar) => bar?.getAttribute("style"))).toEqual([
    "inline-size:100.0%",
    "inline-size:9.7%",
  ]);
  expect(bars.map((bar) => bar?.classList.contains("over"))).toEqual([true, false]);
  expect(document.querySelector(".bound")?.getAttribute("style")).toBe("inset-inline-start:50.0%");
  const [open, closed] = [...document.querySelectorAll("details")].toSorted((a) =>
    a.hasAttribute("open") ? -1 : 1,
  );
  expect(open?.textContent).toContain("line 7: 0 prompts were expected");
  expect(open?.textContent).toContain("friction 40.00 s is over 20.00 s");
  expect(open?.textContent).toContain("Welcome.");
  expect(closed?.hasAttribute("open")).toBe(false);
  for (const link of document.querySelectorAll("a")) {
    const target = link.getAttribute("href")?.slice(1) ?? "";
    expect(document.getElementById(target)).not.toBeNull();
  }
});

test("what a task's author wrote is never a tag, and nothing runs", () => {
  const wicked = `</summary><script>alert("x")</script>`;
  const page = writeHtml([
    result(wicked, { steps: [{ ...step, sentence: wicked, said: [wicked] }] }),
  ]);
  expect(page).not.toContain("<script");
  const { document } = parseHTML(page);
  expect(document.querySelector("summary")?.textContent).toContain(wicked);
});

test("without a task that cost anything there is no bar", () => {
  const free = { friction: 0, prompts: 0, deadEnds: 0, unattributed: 0, unattended: 0 };
  const { document } = parseHTML(writeHtml([result("Nothing", { figures: free })]));
  expect(document.querySelectorAll(".bar")).toHaveLength(0);
});

test("what the seconds went on, over all tasks, the most first; and the drawing, where there is one", () => {
  const events = [
    { what: "a PIN <4>", cost: 2_870 },
    { what: "a tap", cost: 1_020 },
    { what: "a walk", cost: 0 },
  ];
  const tap = { ...step, events: events.slice(1) };
  const page = writeHtml(
    [result("One", { steps: [{ ...step, events }] }), result("Two", { steps: [tap, tap] })],
    '<svg role="img"><title>By pattern</title></svg>',
  );
  const { document } = parseHTML(page);
  const rows = [...document.querySelectorAll(".seconds tr")];
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ["a tap", "", "3.06 s, 3 times"],
    ["a PIN <4>", "", "2.87 s, 1 time"],
  ]);
  expect(rows.map((row) => row.querySelector(".bar")?.getAttribute("style"))).toEqual([
    "inline-size:100.0%",
    "inline-size:93.8%",
  ]);
  expect(document.querySelector("figure svg title")?.textContent).toBe("By pattern");
  expect(writeHtml([result("One")])).not.toContain("<figure>");
});
