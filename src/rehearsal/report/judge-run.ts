import { judgeBudget, residualTime } from "../run/judge-budget.ts";
import type { Figures, ScenarioResult } from "../run/result.ts";
import type { Problem } from "../scenario/problem.ts";
import { readBudget } from "../scenario/read-expectation.ts";
import type { Budget } from "../scenario/scenario.ts";
import { runBudgetShape } from "../scenario/shapes.ts";
import { fieldsOf, readYaml } from "../scenario/yaml-reader.ts";

/** What a hospital bounds over all its tasks. */
export interface RunBudget {
  /** Of each task by itself. */
  readonly each: Budget;
  /** Of all together: sums, and the longest residual. */
  readonly all: Budget;
}

/** Reads a budget file, or says what is wrong with it. */
export function readRunBudget(
  file: string,
  source: string,
): { readonly budget: RunBudget; readonly problems: readonly Problem[] } {
  const { reader, root } = readYaml(file, source);
  const fields = root && fieldsOf(reader, root, runBudgetShape);
  if (root !== undefined && fields?.size === 0) reader.refuse(root, "this budget bounds nothing");
  const boundsOf = (key: keyof RunBudget) => {
    const field = fields?.get(key);
    return field === undefined ? {} : readBudget(reader, field);
  };
  return { budget: { each: boundsOf("each"), all: boundsOf("all") }, problems: reader.problems };
}

/** The figures of a run that are over its budget, one sentence each. */
export function judgeRun(
  { each, all }: RunBudget,
  results: readonly ScenarioResult[],
): readonly string[] {
  const ofTasks = results.flatMap(({ task, file, figures }) =>
    judgeBudget(each, figures).map((over) => `${task} (${file}): ${over}`),
  );
  const together = judgeBudget(all, figuresTogether(results));
  return [...ofTasks, ...together.map((over) => `all tasks together: ${over}`)];
}

/** What a run costs and leaves open: sums, and the longest residual. */
export function figuresTogether(results: readonly ScenarioResult[]): Figures {
  const sum = (name: Exclude<keyof Figures, "residual">) =>
    results.reduce((total, { figures }) => total + figures[name], 0);
  const [longest] = results
    .flatMap(({ figures: { residual } }) => residual ?? [])
    .sort(
      (a, b) =>
        Number(residualTime(b) > residualTime(a)) - Number(residualTime(a) > residualTime(b)),
    );
  return {
    friction: sum("friction"),
    prompts: sum("prompts"),
    deadEnds: sum("deadEnds"),
    unattributed: sum("unattributed"),
    unattended: sum("unattended"),
    ...(longest === undefined ? {} : { residual: longest }),
  };
}
