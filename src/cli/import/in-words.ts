import type { Change } from "../../feeds/index.ts";
import type { FileReport } from "./import-order.ts";

/** A file's report for a terminal: the counts, what was cancelled and ignored, what changes, and each refusal with its line. */
export function inWords(file: string, report: FileReport): string {
  const { applied, historic, parked, read, refused, unchanged } = report;
  const { cancelled = 0, ignored, notCancelled, refusals } = report;
  const counts = `${read} read = ${applied} applied + ${unchanged} unchanged + ${historic} historic + ${parked} parked + ${refused} refused`;
  return [
    `${file}: ${counts}`,
    ...staffWords(report),
    ...(cancelled > 0 ? [`  cancelled: ${cancelled}`] : []),
    ...(notCancelled === undefined ? [] : [`  nothing was cancelled: ${notCancelled}`]),
    ...Object.entries(ignored).map(([name, count]) => `  ignored: ${count} ${name}`),
    ...refusals.map(
      ({ column, line, reason }) =>
        `  line ${line}${column === undefined ? "" : `, ${column}`}: ${reason}`,
    ),
  ].join("\n");
}

const changeWords: Readonly<Record<Change["kind"], string>> = {
  joins: "joins",
  "joins-again": "is hired again",
  "joins-also": "has one more engagement",
  ends: "ends",
  "ends-later": "ends later",
  "ends-earlier": "ends earlier",
  terms: "other terms",
  role: "role",
  "role-ends": "a role ends",
  moves: "moves",
  badge: "badge",
  details: "name, title or address",
};

/** Of a staff file: what it changes, or would, and whether the brake stopped it (L11). */
function staffWords({
  changes,
  encoding,
  privileged = 0,
  stopped,
  taken,
}: FileReport): readonly string[] {
  if (changes === undefined) return [];
  const counts = Map.groupBy(changes, ({ kind }) => kind);
  const sums = [...counts].map(([kind, each]) => `${changeWords[kind]}: ${each.length}`);
  return [
    ...(encoding === "windows-1252" ? ["  read as Windows-1252"] : []),
    ...(sums.length === 0 ? [] : [`  ${sums.join(", ")}`]),
    ...(stopped === undefined ? [] : stoppedWords(stopped)),
    ...(privileged === 0 ? [] : [privilegedWords(privileged)]),
    ...(taken === true ? [] : ["  Nothing was taken in. It would change:", ...changes.map(inLine)]),
  ];
}

function privilegedWords(roles: number): string {
  return `  PRIVILEGED: ${roles === 1 ? "one role that reaches" : `${roles} roles that reach`} over others' access or records: their lines are refused, and wait on the console's page Held back once the file is taken in. If just so many are meant: --privileged ${roles}.`;
}

function stoppedWords({
  ends,
  live,
  percent,
}: NonNullable<FileReport["stopped"]>): readonly string[] {
  const share = ((ends / Math.max(1, live)) * 100).toFixed(1);
  return [
    `  STOPPED: with what ended in the last day, ${ends} of ${live} engagements would have ended (${share} %, more than ${percent} %).`,
    "  If they are meant, say how many end by this file: --ends <number>.",
  ];
}

function inLine({ kind, line, what, with: ended }: Change): string {
  const more = what ?? (ended === undefined ? undefined : `${ended} things end with it`);
  return `    line ${line}: ${changeWords[kind]}${more === undefined ? "" : ` (${more})`}`;
}
