import type { Compared } from "../run/compare-policies.ts";
import {
  differs,
  type FigureDifference,
  sayFigures,
  sayStep,
  sayVerdict,
} from "./say-difference.ts";
import { sayTogether } from "./write-comparison.ts";

/** GitHub takes a comment of 65,536 characters at most, and refuses a longer one whole. */
const longest = 60_000;

/** What differs between two policies as a comment for a merge request, in Markdown: by task, figure and step. */
export function writeMarkdown(compared: readonly Compared[]): string {
  const { figures, passed, same } = sayTogether(compared);
  const head = [`### Rehearsal: ${passed}`, ...tableOf("all tasks together", figures), "", same];
  const sections = compared.filter(differs).map((each) => sectionOf(each).join("\n"));
  let text = head.join("\n");
  for (const [index, section] of sections.entries()) {
    if (text.length + section.length > longest) {
      const left = sections.length - index;
      text += `\n\nThis is too long for a comment: ${left} more ${left === 1 ? "task differs" : "tasks differ"}.`;
      break;
    }
    text += `\n\n${section}`;
  }
  return `${text}\n`;
}

function sectionOf(compared: Compared): readonly string[] {
  const { before, now, steps } = compared;
  const figures = sayFigures({ before: before.figures, now: now.figures });
  const changed = figures.filter((each) => each.differs);
  const failures = now.steps.flatMap(({ line, failures: of }) =>
    of.map((each) => `- line ${line} fails: ${plain(each)}`),
  );
  const over = now.overBudget.map((each) => `- over its budget: ${plain(each)}`);
  const rows = steps.map(
    ({ before: was, now: is }) =>
      `| line ${is.line}: ${plain(`${is.actor} ${is.sentence}`)} | ${plain(sayStep(was))} | ${plain(sayStep(is))} |`,
  );
  return [
    `#### ${plain(now.task)} (${plain(now.file)}): ${sayVerdict(compared)}`,
    ...(changed.length === 0 ? [] : tableOf("figure", changed)),
    ...(rows.length === 0 ? [] : ["", "| step | before | now |", "| --- | --- | --- |", ...rows]),
    ...(failures.length + over.length === 0 ? [] : ["", ...failures, ...over]),
  ];
}

function tableOf(title: string, figures: readonly FigureDifference[]): readonly string[] {
  return [
    "",
    `| ${title} | before | now | difference |`,
    "| --- | ---: | ---: | ---: |",
    ...figures.map(
      ({ name, before, now, difference }) => `| ${name} | ${before} | ${now} | ${difference} |`,
    ),
  ];
}

/** Text that is text: nothing in it is a mark of Markdown's, a cell's end or a tag. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[&\\`*_~[\]<>|#@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
