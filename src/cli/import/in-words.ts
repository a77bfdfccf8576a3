import type { FileReport } from "./import-order.ts";

/** A file's report for a terminal: the counts, what was cancelled and ignored, and each refusal with its line. */
export function inWords(file: string, report: FileReport): string {
  const { applied, historic, parked, read, refused, unchanged } = report;
  const { cancelled = 0, ignored, notCancelled, refusals } = report;
  const counts = `${read} read = ${applied} applied + ${unchanged} unchanged + ${historic} historic + ${parked} parked + ${refused} refused`;
  return [
    `${file}: ${counts}`,
    ...(cancelled > 0 ? [`  cancelled: ${cancelled}`] : []),
    ...(notCancelled === undefined ? [] : [`  nothing was cancelled: ${notCancelled}`]),
    ...Object.entries(ignored).map(([name, count]) => `  ignored: ${count} ${name}`),
    ...refusals.map(
      ({ column, line, reason }) =>
        `  line ${line}${column === undefined ? "" : `, ${column}`}: ${reason}`,
    ),
  ].join("\n");
}
