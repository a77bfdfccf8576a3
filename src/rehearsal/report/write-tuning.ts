import { type FigureName, figureNames, meanOf, riskOf, totalOf, worths } from "../tune/figures.ts";
import type { Least } from "../tune/hypothesis.ts";
import type { Flip } from "../tune/recommend.ts";
import { changedFrom, isSame, type Setting } from "../tune/setting.ts";
import type { Candidate, Tuning } from "../tune/tune-pattern.ts";
import { alignColumns, threeDigits } from "./columns.ts";

/** Writes for a terminal what came of tuning a pattern. */
export function writeTuning(tuning: Tuning): string {
  const { candidates, frontier, lines, measured, pattern, recommended } = tuning;
  const text = [
    `pattern ${pattern}: ${measured.length} settings next to today's, of which ${frontier.length} that no other dominates`,
    "",
    ...alignColumns(rowsOf(tuning)),
    "",
    "total: seconds of a clinician's time by the shift that all of it weighs as much as. One of each weighs",
    `  ${figureNames.map((name) => `${worths[name].name} ${worths[name].seconds}`).join(", ")}`,
    "which but for friction are parameters of ours: a recommendation has to hold with each risk x 4 and x 0.25.",
    "",
    ...(recommended === undefined ? nothing(tuning) : [`recommended: ${saySetting(recommended)}`]),
    ...candidates.flatMap((candidate) => sayFlips(candidate, tuning)),
    "",
    "is stricter safer? what is left open (seconds by the shift), strictest first",
    ...lines.map(sayLine),
  ];
  return `${text.join("\n")}\n`;
}

/** A setting as it is shown in a picture: what it costs people and what it leaves open, in seconds of their time by the shift. */
export interface Shown {
  readonly says: string;
  readonly kind: "today" | "recommended" | "frontier" | "dominated";
  readonly cost: number;
  readonly risk: number;
}

/** Every setting that was tried, as it is shown. */
export function shownIn({
  frontier,
  measured,
  recommended,
  today,
}: Pick<Tuning, "frontier" | "measured" | "recommended" | "today">): readonly Shown[] {
  return measured.map((each) => {
    const { samples, setting } = each;
    const mean = meanOf(samples);
    const risk = riskOf(mean);
    const isRecommended = recommended !== undefined && isSame(recommended, setting);
    const other = frontier.includes(each) ? "frontier" : "dominated";
    const kind = isSame(today, setting) ? "today" : isRecommended ? "recommended" : other;
    return { says: saySetting(setting), kind, cost: totalOf(mean) - risk, risk };
  });
}

/** Writes the same as JSON, with every sample. */
export function writeTuningJson(tuning: Tuning): string {
  return `${JSON.stringify(tuning, null, 2)}\n`;
}

/** A setting in words: "grace 4 h, idle-lock 2 min". */
function saySetting(setting: Setting): string {
  return Object.entries(setting)
    .map(([dial, value]) => `${dial} ${value}`)
    .join(", ");
}

function nothing({ candidates }: Tuning): readonly string[] {
  return candidates.length === 0
    ? ["nothing is recommended: no setting weighs less than today's"]
    : ["nothing is recommended: what weighs less than today's does not under every assumption"];
}

/** The frontier and today's setting, the cheapest for clinicians first. */
function rowsOf({
  frontier,
  measured,
  recommended,
  today,
}: Tuning): readonly (readonly string[])[] {
  const shown = measured.filter((each) => frontier.includes(each) || isSame(today, each.setting));
  const dials = Object.keys(today);
  const sorted = shown.toSorted((a, b) => meanOf(a.samples).friction - meanOf(b.samples).friction);
  return [
    ["", ...dials, ...figureNames.map((name) => worths[name].name), "total"],
    ["", ...dials.map(() => ""), ...figureNames.map((name) => worths[name].unit), "s a shift"],
    ...sorted.map(({ samples, setting }) => {
      const mean = meanOf(samples);
      const mark = [
        ...(isSame(today, setting) ? ["today"] : []),
        ...(recommended !== undefined && isSame(recommended, setting) ? ["recommended"] : []),
      ];
      return [
        mark.join(", "),
        ...dials.map((dial) => setting[dial] ?? ""),
        ...figureNames.map((name: FigureName) => threeDigits(mean[name])),
        threeDigits(totalOf(mean)),
      ];
    }),
  ];
}

function sayFlips({ flips, measured }: Candidate, { today }: Tuning): readonly string[] {
  const what = `  ${saySetting(changedFrom(today, measured.setting))}`;
  if (flips.length === 0) return [`${what}: less than today's under every assumption`];
  const first = flips.slice(0, 3).map(({ by, point, weights }: Flip) => {
    return `    ${point}, ${weights}: ${threeDigits(by)} s a shift more than today's`;
  });
  const more = flips.length - first.length;
  return [
    `${what}: not under ${flips.length} assumptions`,
    ...first,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function sayLine({ dial, point, risks, where }: Least): string {
  const along = risks.map(({ risk, value }) => `${value}: ${threeDigits(risk)}`).join("  ");
  const words = {
    strictest: "least at the strictest",
    between: "least in between",
    loosest: "least at the loosest",
    nowhere: "the same everywhere",
  };
  return `  ${dial}, ${point}: ${along}  ${words[where]}`;
}
