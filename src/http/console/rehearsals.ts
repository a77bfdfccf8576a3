import type { Session } from "../../world/index.ts";
import type {
  ObservedReply,
  RehearsalsReply,
  RehearsedTask,
  RehearsedTaskReply,
  Spent,
  TaskFigures,
} from "../rehearsals-contract.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requireLook } from "./console-context.ts";

/** How the ink of a plot stands out on the page. */
const inks = { light: "#1f2328", dark: "#e6edf3" } as const;
export type PlotScheme = keyof typeof inks;

/**
 * The tasks of the last rehearsal that was put here, without their steps.
 *
 * @throws HttpError `refused`
 */
export async function listRehearsals(context: Console, session: Session): Promise<RehearsalsReply> {
  await requireLook(context, session, "rehearsal.read");
  const kept = await rehearsalIn(context);
  if (kept.type !== "kept") return kept;
  const { at, drawings = [], policy, tasks } = kept.report;
  return {
    type: "kept",
    report: {
      ...{ at, policy, tasks: tasks.map(figuresOf), spent: spentOn(tasks) },
      drawings: drawings.map(({ svg: _svg, ...of }) => of),
    },
  };
}

function spentOn(tasks: readonly RehearsedTask[]): readonly Spent[] {
  const spent = new Map<string, Spent>();
  for (const { cost, what } of tasks.flatMap(({ steps }) => steps.flatMap(({ costs }) => costs))) {
    if (cost === 0) continue;
    const known = spent.get(what) ?? { cost: 0, times: 0 };
    spent.set(what, { what, cost: known.cost + cost, times: known.times + 1 });
  }
  return [...spent.values()].toSorted((a, b) => b.cost - a.cost);
}

function figuresOf({
  id,
  task,
  file,
  patterns,
  passed,
  friction,
  prompts,
  deadEnds,
  residual,
  unattributed,
  unattended,
}: TaskFigures): TaskFigures {
  const figures = { friction, prompts, deadEnds, residual, unattributed, unattended };
  return { id, task, file, patterns, passed, ...figures };
}

/**
 * One task of the last rehearsal: its steps, what each cost, and what each decision rests on.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function showRehearsal(
  context: Console,
  session: Session,
  task: string,
): Promise<RehearsedTaskReply> {
  await requireLook(context, session, "rehearsal.read");
  const kept = await rehearsalIn(context);
  const found = kept.type === "kept" && kept.report.tasks.find(({ id }) => id === task);
  if (!found) throw refusedBy("not-found", "rehearsals.no-task");
  return found;
}

/**
 * Friction against residual access by pattern: a picture, in the ink of the page's scheme.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function plotRehearsal(
  context: Console,
  session: Session,
  scheme: PlotScheme,
): Promise<string> {
  await requireLook(context, session, "rehearsal.read");
  const kept = await rehearsalIn(context);
  if (kept.type !== "kept") throw refusedBy("not-found", "rehearsals.no-task");
  return inInk(kept.report.plot, scheme);
}

/**
 * A picture of what was simulated or tuned besides, likewise.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function showDrawing(
  context: Console,
  session: Session,
  { drawing, scheme }: { readonly drawing: string; readonly scheme: PlotScheme },
): Promise<string> {
  await requireLook(context, session, "rehearsal.read");
  const kept = await rehearsalIn(context);
  const found = kept.type === "kept" && kept.report.drawings?.find(({ id }) => id === drawing);
  if (!found) throw refusedBy("not-found", "rehearsals.no-task");
  return inInk(found.svg, scheme);
}

function inInk(svg: string, scheme: PlotScheme): string {
  return svg.replace("<svg ", `<svg color="${inks[scheme]}" `);
}

/**
 * What the log told by ward and hour, beside what was predicted.
 *
 * @throws HttpError `refused`
 */
export async function listObserved(context: Console, session: Session): Promise<ObservedReply> {
  await requireLook(context, session, "rehearsal.read");
  return (await context.deps.reports?.observed()) ?? { type: "none" };
}

async function rehearsalIn({ deps }: Console) {
  return (await deps.reports?.rehearsal()) ?? ({ type: "none" } as const);
}
