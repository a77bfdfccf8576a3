import type { HourBeside } from "../observe/stand-beside.ts";
import { alignColumns, threeDigits } from "./columns.ts";

/** Writes what was observed beside what was predicted for a terminal: a row for each ward and hour. */
export function writeBeside(rows: readonly HourBeside[]): string {
  const [first] = rows;
  if (first === undefined) return "The log tells of nothing done at a seat in that time.\n";
  const said = (value: number | undefined) => (value === undefined ? "-" : threeDigits(value));
  const table = [
    ["ward", "hour", ...first.figures.flatMap(({ name }) => [name, "predicted", "difference"])],
    ["", "", ...first.figures.flatMap(({ unit }) => [unit, "", ""])],
    ...rows.map(({ figures, hour, ward }) => [
      ward,
      `${String(hour).padStart(2, "0")}h`,
      ...figures.flatMap(({ difference, observed, predicted }) =>
        [observed, predicted, difference].map(said),
      ),
    ]),
  ];
  return `${alignColumns(table).join("\n")}\n`;
}

/** The same as JSON; null: there was nothing that the figure could be said of. */
export function writeBesideJson(rows: readonly HourBeside[]): string {
  const replaced = (_key: string, value: unknown) => (value === undefined ? null : value);
  return `${JSON.stringify(rows, replaced, 2)}\n`;
}
