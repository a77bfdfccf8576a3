import type { Lines } from "../shared/lines.ts";
import { parseTime } from "../shared/local-time.ts";
import { type CsvColumns, type CsvRow, readCsv } from "../shared/read-csv.ts";
import type { Refusal } from "../shared/report.ts";
import { keyOf, type Rostered } from "./rostered.ts";

/**
 * The columns of a roster file, one row for each period of a person.
 *
 * | column | says |
 * | --- | --- |
 * | uid | what the roster calls the period, the same in every export |
 * | staff_number | the person, by HR's number |
 * | engagement | HR's number of the engagement, where the person has several at the time |
 * | type | shift (if empty) or on-call |
 * | role | the role; if empty the person's only role there |
 * | ward | the ward; of an on-call period the service |
 * | site | where an on-call period is for one site only |
 * | from, to | times, `2026-03-28T19:30`, in the ward's time zone unless they name an offset |
 * | status | cancelled, or empty |
 */
const rosterColumns: CsvColumns = {
  required: ["uid", "staff_number", "ward", "from", "to"],
  optional: ["engagement", "type", "role", "site", "status"],
};

const longest = 200;

/** The periods of a roster file, each with the line it stands on. Throws FeedError `bad-file`. */
export async function* readRosterCsv(
  lines: Lines,
  zoneOf: (ward: string) => string,
): AsyncGenerator<Rostered | Refusal> {
  const seen = new Map<string, number>();
  for await (const row of readCsv(lines, rosterColumns)) {
    const read = row.type === "bad" ? row : readRow(row, zoneOf);
    if ("reason" in read) {
      yield read;
      continue;
    }
    const before = seen.get(read.key);
    seen.set(read.key, before ?? read.line);
    yield before === undefined
      ? read
      : { line: read.line, column: "uid", reason: `line ${before} has the same` };
  }
}

function readRow({ line, cells }: CsvRow, zoneOf: (ward: string) => string): Rostered | Refusal {
  const refuse = (column: string, reason: string): Refusal => ({ line, column, reason });
  const cell = (name: string) => cells[name] ?? "";
  for (const name of rosterColumns.required)
    if (cell(name) === "") return refuse(name, "it is empty");
  const long = Object.keys(cells).find((name) => cell(name).length > longest);
  if (long !== undefined) return refuse(long, `it is longer than ${longest} characters`);
  const type = cell("type").toLowerCase() || "shift";
  if (type !== "shift" && type !== "on-call")
    return refuse("type", "it is neither shift nor on-call");
  const status = cell("status").toLowerCase();
  if (status !== "" && status !== "cancelled")
    return refuse("status", "it is neither empty nor cancelled");
  const zone = zoneOf(cell("ward"));
  const [from, to] = [parseTime(cell("from"), zone), parseTime(cell("to"), zone)];
  if (from === undefined) return refuse("from", 'it is no time such as "2026-03-28T19:30"');
  if (to === undefined) return refuse("to", 'it is no time such as "2026-03-28T19:30"');
  return {
    line,
    key: keyOf(cell("uid")),
    type,
    staff: cell("staff_number"),
    ...(cell("engagement") === "" ? {} : { engagement: cell("engagement") }),
    ...(cell("role") === "" ? {} : { role: cell("role") }),
    ward: cell("ward"),
    ...(cell("site") === "" ? {} : { site: cell("site") }),
    from,
    to,
    isCancelled: status === "cancelled",
  };
}
