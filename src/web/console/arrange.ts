/** A column of a table: its title, its text, and what it is sorted by. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly text: (row: Row) => string;
  /** The text itself when absent. */
  readonly sortBy?: (row: Row) => number | string;
}

/** How a table is arranged; kept in the address. */
export interface Arrangement {
  readonly contains: string;
  readonly sort: string | undefined;
  readonly descending: boolean;
}

/** Reads an arrangement from a query. */
export function arrangementOf(query: URLSearchParams): Arrangement {
  return {
    contains: query.get("contains") ?? "",
    sort: query.get("sort") ?? undefined,
    descending: query.get("order") === "desc",
  };
}

function compare(a: number | string, b: number | string, locale: string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), locale, { numeric: true });
}

/** The rows that contain the text in any column, in the order asked for. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  arrangement: Arrangement,
  locale: string,
): readonly Row[] {
  const wanted = arrangement.contains.trim().toLocaleLowerCase(locale);
  const fitting = rows.filter((row) =>
    columns.some(({ text }) => text(row).toLocaleLowerCase(locale).includes(wanted)),
  );
  const column = columns.find(({ id }) => id === arrangement.sort);
  if (column === undefined) return fitting;
  const key = column.sortBy ?? column.text;
  const sign = arrangement.descending ? -1 : 1;
  return fitting.toSorted((a, b) => sign * compare(key(a), key(b), locale));
}
