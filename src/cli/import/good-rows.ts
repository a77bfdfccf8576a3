import { type Lines, readCsv, type Tally } from "../../feeds/index.ts";

/** The rows of a CSV file that are rows; what is none is refused in the tally. Ends as `readCsv` does. */
export async function* goodRows(
  lines: Lines,
  columns: Parameters<typeof readCsv>[1],
  tally: Tally,
): AsyncGenerator<{
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}> {
  for await (const row of readCsv(lines, columns)) {
    if (row.type === "bad") tally.refuse(row);
    else yield row;
  }
}
