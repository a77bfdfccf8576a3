import type { Compared } from "../run/compare-policies.ts";
import { figuresTogether } from "./judge-run.ts";
import {
  differs,
  type FigureDifference,
  sayFigures,
  sayStep,
  sayVerdict,
} from "./say-difference.ts";

/** What a run under two policies came to. */
export function sayTogether(compared: readonly Compared[]): {
  readonly figures: readonly FigureDifference[];
  readonly passed: string;
  readonly same: string;
} {
  const [before, now] = [compared.map((each) => each.before), compared.map((each) => each.now)];
  const count = (results: typeof now) => results.filter(({ passed }) => passed).length;
  const same = compared.filter((each) => !differs(each)).length;
  return {
    figures: sayFigures({ before: figuresTogether(before), now: figuresTogether(now) }),
    passed: `${count(now)} of ${now.length} tasks pass, and ${count(before)} before`,
    same: `${same} of ${now.length} tasks come out the same.`,
  };
}

/** What differs between two policies, for a terminal: the figures of all tasks, then each task that differs. */
export function writeComparison(compared: readonly Compared[]): string {
  const { figures, passed, same } = sayTogether(compared);
  const tasks = compared
    .filter(differs)
    .map((each) => [
      `${each.now.task}  (${each.now.file}): ${sayVerdict(each)}`,
      ...figureLines(
        sayFigures({ before: each.before.figures, now: each.now.figures }).filter(
          (one) => one.differs,
        ),
      ),
      ...each.steps.flatMap(({ before, now }) => [
        `  line ${now.line}  ${now.actor}: ${now.sentence}`,
        `    before  ${sayStep(before)}`,
        `    now     ${sayStep(now)}`,
        ...now.failures.map((failure) => `    FAIL    ${failure}`),
      ]),
      ...each.now.overBudget.map((over) => `  FAIL  ${over}`),
    ]);
  const all = ["All tasks together", ...figureLines(figures)];
  return `${[all, ...tasks, [`${passed}. ${same}`]].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function figureLines(figures: readonly FigureDifference[]): readonly string[] {
  const width = (key: "name" | "before" | "now" | "difference") =>
    Math.max(...figures.map((each) => each[key].length));
  return figures.map(({ name, before, now, difference }) => {
    const values = `before ${before.padStart(width("before"))}, now ${now.padStart(width("now"))}`;
    return `  ${name.padEnd(width("name"))}  ${values}, difference ${difference.padStart(width("difference"))}`;
  });
}
