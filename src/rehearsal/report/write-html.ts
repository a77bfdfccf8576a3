import { minutes, sayResidual } from "../run/judge-budget.ts";
import { seconds } from "../run/judge-step.ts";
import type { ScenarioResult, StepResult } from "../run/result.ts";
import { dayOf, sayInstant } from "../scenario/times.ts";

/**
 * Writes results as one page that needs nothing else: how many tasks passed, what each costs and leaves open as bars beside its
 * budget, the dearest first, what the seconds went on, and every step of every task. It takes the reader's choice of light or dark, prints on paper, and
 * runs no script.
 *
 * @param drawing friction against residual access, as SVG; absent: there is none
 * @param more what was simulated or tuned besides
 */
export function writeHtml(
  results: readonly ScenarioResult[],
  drawing = "",
  more: readonly TitledDrawing[] = [],
): string {
  const failed = results.filter(({ passed }) => !passed);
  const passed = results.length - failed.length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rehearsal: ${passed} passed, ${failed.length} failed</title>
<style>${style}</style>
</head>
<body>
<h1>Rehearsal</h1>
<p class="sum"><strong>${passed}</strong> of ${results.length} tasks passed${failed.length === 0 ? "." : `, <strong class="bad">${failed.length} failed</strong>: ${failed.map(link).join(", ")}.`}</p>
${drawing === "" ? "" : `<h2>Friction against residual access, by pattern</h2>\n<p>Each mark is a task: to the right seconds of identity work, upwards minutes by which access outlives its reason. A circle passed, a cross failed, and at a triangle access has no end.</p>\n<figure>${drawing}</figure>`}
${whereSecondsGo(results)}
${plot("Friction: seconds of identity work", results, frictionBar)}
${plot("Residual access: from the end of the reason to the end of the access", results, residualBar)}
${more.map(({ says, svg, title }) => `<h2>${text(title)}</h2>\n<p>${text(says)}</p>\n<figure>${svg}</figure>\n`).join("")}<h2>Tasks</h2>
${results.map(taskSection).join("\n")}
</body>
</html>
`;
}

/** A picture, what it is called, and how it is read. */
export interface TitledDrawing {
  readonly title: string;
  readonly says: string;
  readonly svg: string;
}

/** A length of a bar, what it says, and where its budget stands. */
interface Bar {
  readonly length: number;
  readonly says: string;
  readonly bound?: number;
}

function frictionBar({ budget, figures }: ScenarioResult): Bar {
  const bound = budget.friction === undefined ? {} : { bound: budget.friction };
  return { length: figures.friction, says: seconds(figures.friction), ...bound };
}

function residualBar({ budget, figures }: ScenarioResult): Bar {
  const { residual } = figures;
  // Access without an end is as long as the longest there is: the words beside it say so.
  const length = residual === undefined ? 0 : (residual.to ?? residual.from) - residual.from;
  const bound = budget.residual === undefined ? {} : { bound: budget.residual };
  return { length, says: sayResidual(residual), ...bound };
}

/** Bars of those that have any, the longest first; a mark where the budget ends. */
function plot(
  title: string,
  results: readonly ScenarioResult[],
  barOf: (result: ScenarioResult) => Bar,
): string {
  const bars = results
    .map((result) => ({ result, bar: barOf(result) }))
    .filter(({ bar }) => bar.length > 0 || bar.says.includes("no end"))
    .toSorted((a, b) => b.bar.length - a.bar.length);
  if (bars.length === 0) return `<h2>${title}</h2>\n<p>None.</p>`;
  const longest = Math.max(...bars.flatMap(({ bar }) => [bar.length, bar.bound ?? 0]));
  const share = (value: number) => `${((100 * value) / longest).toFixed(1)}%`;
  const rows = bars.map(({ bar, result }) => {
    const over = bar.bound !== undefined && bar.length > bar.bound;
    const mark =
      bar.bound === undefined
        ? ""
        : `<i class="bound" style="inset-inline-start:${share(bar.bound)}"></i>`;
    return `<tr><th scope="row">${link(result)}</th><td class="bars"><i class="bar${over ? " over" : ""}" style="inline-size:${share(bar.length)}"></i>${mark}</td><td class="number">${text(bar.says)}</td></tr>`;
  });
  return `<h2>${title}</h2>\n<table class="plot"><caption>The line is the budget of the task.</caption>\n${rows.join("\n")}\n</table>`;
}

/** What identity work consists of, over all tasks, the most first. */
function whereSecondsGo(results: readonly ScenarioResult[]): string {
  const spent = new Map<string, { cost: number; times: number }>();
  for (const { cost, what } of results.flatMap(({ steps }) => steps.flatMap(eventsOf))) {
    if (cost === 0) continue;
    const known = spent.get(what) ?? { cost: 0, times: 0 };
    spent.set(what, { cost: known.cost + cost, times: known.times + 1 });
  }
  const rows = [...spent].toSorted(([, a], [, b]) => b.cost - a.cost);
  const [most] = rows;
  if (most === undefined) return "<h2>Where the seconds go</h2>\n<p>None.</p>";
  const bars = rows.map(([what, { cost, times }]) => {
    const length = ((100 * cost) / most[1].cost).toFixed(1);
    const says = `${seconds(cost)}, ${times} ${times === 1 ? "time" : "times"}`;
    return `<tr><th scope="row">${text(what)}</th><td class="bars"><i class="bar" style="inline-size:${length}%"></i></td><td class="number">${says}</td></tr>`;
  });
  return `<h2>Where the seconds go</h2>\n<table class="plot seconds"><caption>All tasks together.</caption>\n${bars.join("\n")}\n</table>`;
}

function eventsOf({ events }: StepResult): StepResult["events"] {
  return events;
}

function taskSection(result: ScenarioResult): string {
  const { budget, figures, overBudget, passed, steps, task } = result;
  const facts = [
    `friction ${seconds(figures.friction)}${budget.friction === undefined ? "" : ` of ${seconds(budget.friction)}`}`,
    `${figures.prompts} prompts`,
    `${figures.deadEnds} dead ends`,
    `residual ${sayResidual(figures.residual)}${budget.residual === undefined ? "" : ` of ${minutes(budget.residual)}`}`,
    `${figures.unattributed} unattributed`,
    `unattended ${seconds(figures.unattended)}`,
  ];
  const rows = steps.map((step, index) => stepRow(step, steps[index - 1], result.zone));
  const over = overBudget.map((each) => `<p class="bad">${text(each)}</p>`).join("");
  return `<details id="${idOf(result)}"${passed ? "" : " open"}>
<summary>${passed ? "pass" : '<strong class="bad">FAIL</strong>'} ${text(task)} <small>${text(result.file)}</small></summary>
<p>${facts.map(text).join(" · ")}</p>${over}
<table><thead><tr><th scope="col">when</th><th scope="col">who</th><th scope="col">does</th><th scope="col">came out</th><th scope="col">cost</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>
</details>`;
}

function stepRow(step: StepResult, before: StepResult | undefined, zone: string): string {
  const when = sayInstant(step.at, zone, before === undefined ? undefined : dayOf(before.at, zone));
  const failures = step.failures.map(
    (each) => `<p class="bad">line ${step.line}: ${text(each)}</p>`,
  );
  const said = step.said.length === 0 ? "" : `<p class="said">${text(step.said.join(" "))}</p>`;
  const dead = step.deadEnd ? ", dead end" : "";
  const name = step.unattributed ? ` as ${step.by ?? "somebody else"}` : "";
  return `<tr><td>${text(when)}</td><td>${text(step.actor)}</td><td>${text(step.sentence)}${failures.join("")}</td><td>${step.outcome === "permit" ? `permitted${text(name)}` : `refused${dead}`}${said}</td><td class="number">${step.friction === 0 ? "" : seconds(step.friction)}</td></tr>`;
}

function link(result: ScenarioResult): string {
  return `<a href="#${idOf(result)}">${text(result.task)}</a>`;
}

/** Letters and digits of file and task: the same on every run. */
function idOf({ file, task }: ScenarioResult): string {
  return `${file} ${task}`.replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As it stands in a page: a task's words are its author's, and never a tag. */
function text(words: string): string {
  return words.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? "");
}

const style = `
:root { color-scheme: light dark; --bar: light-dark(#0f6b7c, #4fb3c4); --bad: light-dark(#b3261e, #ff8a80); --line: light-dark(#c9d3d7, #3a474d); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
.sum { font-size: 1.2rem; }
.bad { color: var(--bad); }
table { border-collapse: collapse; inline-size: 100%; }
caption { text-align: start; color: GrayText; padding-block: 0.3rem; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 0.8rem 0.25rem 0; border-block-end: 1px solid var(--line); font-weight: inherit; }
thead th { font-weight: 600; }
td p { margin: 0.2rem 0; }
.number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
.plot th { min-inline-size: 14rem; max-inline-size: 22rem; }
figure { margin: 0; overflow-x: auto; }
.plot .number { padding-inline-start: 0.8rem; }
.bars { position: relative; inline-size: 100%; min-inline-size: 6rem; }
.bar, .bound { position: absolute; inset-block-start: 0.45rem; inset-inline-start: 0; }
.bar { block-size: 1rem; background: var(--bar); border-radius: 2px; }
.bar.over { background: var(--bad); }
.bound { inline-size: 2px; background: CanvasText; inset-block-start: 0.2rem; block-size: 1.5rem; }
details { margin-block: 0.6rem; }
summary { cursor: pointer; }
small, .said { color: GrayText; }
@media print { details { break-inside: avoid; } }
`;
