import { markChart, mergeCharts, unmergeCharts } from "../../feeds/index.ts";
import { type Mark, type Session, survivorOf, type World } from "../../world/index.ts";
import type {
  ArrivalView,
  ChartsReply,
  MarkChartRequest,
  MarkedView,
  MergeChartsRequest,
  MergeView,
} from "../charts-contract.ts";
import { patientByNumber } from "../find-patients.ts";
import { type NameBook, withNames } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requireLook, requirePermit } from "./console-context.ts";

/**
 * Whoever was registered by hand, which charts became one, and which need care (C9, C10).
 *
 * @throws HttpError `refused`
 */
export async function listCharts(context: Console, session: Session): Promise<ChartsReply> {
  await requireLook(context, session, "chart.list");
  return chartsNow(context);
}

function chartsNow(context: Console): Promise<ChartsReply> {
  const { app } = context.deps;
  return withNames(app.side, app.world, (names, world) => ({
    arrivals: arrivalsIn(world, names),
    merges: mergesIn(world, names),
    marked: markedIn(world, names),
  }));
}

function arrivalsIn(world: World, names: NameBook): readonly ArrivalView[] {
  return [...world.encounters.values()]
    .filter(({ byHandUntil, state }) => byHandUntil !== undefined && state.status === "admitted")
    .map(({ byHandUntil = 0, patient, state, told, why }) => ({
      patient: names.patient(told ?? patient),
      ward: state.stays.at(-1)?.ward ?? "",
      until: byHandUntil,
      expected: why === "expected",
    }))
    .toSorted((a, b) => a.until - b.until);
}

function mergesIn(world: World, names: NameBook): readonly MergeView[] {
  return [...world.merges.values()]
    .filter(({ over }) => over === undefined)
    .map(({ id, into, at }) => ({
      id,
      prior: names.patient(id),
      survivor: names.patient(survivorOf(world, into)),
      at,
    }))
    .toSorted((a, b) => b.at - a.at);
}

function markedIn(world: World, names: NameBook): readonly MarkedView[] {
  return [...world.sensitivities.values()].flatMap(({ id, marks, person }) => {
    const said = (["sealed", "vip", "colleague"] as const).flatMap((mark) => {
      const sources = marks.filter((each) => each.mark === mark && each.on);
      return sources.length === 0 ? [] : [{ mark, sources: sources.map(({ source }) => source) }];
    });
    if (said.length === 0 && person === undefined) return [];
    const own = person === undefined ? {} : { person: names.person(person) };
    return [{ patient: names.patient(id), marks: said, ...own }];
  });
}

/**
 * Marks the chart of a number as one that needs care, or lifts that.
 *
 * @throws HttpError `refused`, `not-found`; FeedError `own-chart`
 */
export async function markOne(
  context: Console,
  session: Session,
  { number, mark, on }: MarkChartRequest,
): Promise<ChartsReply> {
  await requirePermit(context, session, "chart.mark");
  const patient = await patientOf(context, number);
  await submit(context, session, (actor) =>
    markChart({ patient, mark: mark satisfies Mark, on, actor }),
  );
  return chartsNow(context);
}

/**
 * Makes the chart of one number part of the other's.
 *
 * @throws HttpError `refused`, `not-found`; FeedError `same-chart`
 */
export async function mergeTwo(
  context: Console,
  session: Session,
  { number, into }: MergeChartsRequest,
): Promise<ChartsReply> {
  await requirePermit(context, session, "chart.merge");
  const [patient, survivor] = [await patientOf(context, number), await patientOf(context, into)];
  await submit(context, session, (actor) => mergeCharts({ patient, into: survivor, actor }));
  return chartsNow(context);
}

/**
 * Takes a merge back.
 *
 * @throws HttpError `refused`; FeedError `not-merged`
 */
export async function unmergeOne(
  context: Console,
  session: Session,
  patient: string,
): Promise<ChartsReply> {
  await requirePermit(context, session, "chart.merge");
  await submit(context, session, (actor) => unmergeCharts({ patient, actor }));
  return chartsNow(context);
}

function submit(
  { deps }: Console,
  { person }: Session,
  make: (actor: { readonly type: "person"; readonly id: string }) => ReturnType<typeof markChart>,
): Promise<void> {
  return deps.app.submit(make({ type: "person", id: person }));
}

async function patientOf({ deps }: Console, number: string): Promise<string> {
  const id = await patientByNumber(deps.app, number);
  if (id !== undefined) return id;
  throw refusedBy("not-found", "patient.no-number");
}
