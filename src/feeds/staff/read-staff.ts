import type { Instant } from "../../ports/index.ts";
import type { EngagementType } from "../../world/index.ts";
import { parseDate, parseTime } from "../shared/local-time.ts";
import type { CsvColumns, CsvRow } from "../shared/read-csv.ts";
import type { Refusal } from "../shared/report.ts";

/**
 * The columns of a staff file, one row for each role of each engagement.
 *
 * | column | says |
 * | --- | --- |
 * | staff_number | the person, by HR's number; also what PV1-7 names |
 * | family, given | the name |
 * | title | what to call the post: Staff nurse |
 * | engagement | HR's number of the engagement; the staff number when there is one engagement only |
 * | type | employee (if empty), locum, contractor, student, visiting |
 * | from, to | a day (to: its end) or a time; to may be empty for employees only |
 * | sponsor | the staff number of who answers for it |
 * | agency | what the agency that sends them is called; empty: nothing is said of one |
 * | manager | the staff number of whom they report to: nobody reviews what their manager did |
 * | role, ward | a role in a ward or service; both or none |
 * | role_from, role_to | when not the engagement's own; at most twelve months ahead (L2) |
 * | moves | yes: they move to this role and ward; their other roles of the engagement end after the overlap (L4) |
 * | badge | the number that a reader reads off the badge |
 * | patient_number | the person's own number as a patient here: nobody opens their own chart (C10) |
 * | register, registration, registered_until | a professional register by its code, the number there and its last day (L7); all or none |
 * | email | where notifications are sent; empty: as before |
 */
export const staffColumns: CsvColumns = {
  required: ["staff_number", "family", "from"],
  optional: [
    "given",
    "title",
    "engagement",
    "type",
    "to",
    "sponsor",
    "agency",
    "manager",
    "role",
    "ward",
    "role_from",
    "role_to",
    "moves",
    "badge",
    "patient_number",
    "email",
    "register",
    "registration",
    "registered_until",
  ],
};

/** A row of a staff file. Times are instants; what the row does not say is absent. */
export interface StaffRow {
  readonly line: number;
  readonly number: string;
  readonly family: string;
  readonly given: string;
  readonly title: string;
  readonly engagement: string;
  readonly type: EngagementType;
  readonly from: Instant;
  readonly to?: Instant;
  readonly sponsor?: string;
  readonly agency?: string;
  readonly manager?: string;
  readonly role?: {
    readonly name: string;
    readonly ward: string;
    readonly from?: Instant;
    readonly to?: Instant;
    /** They move there: what they had ends. */
    readonly moves?: true;
  };
  readonly badge?: string;
  readonly patient?: string;
  readonly email?: string;
  readonly registration?: {
    readonly register: string;
    readonly number: string;
    readonly until: Instant;
  };
}

/** Control characters, and those that override the direction of others: no name in any script needs them. */
const unread = /[\p{Cc}\u202d\u202e]/u;
const types: readonly string[] = ["employee", "locum", "contractor", "student", "visiting"];
const longest = 64;
/** RFC 5321 section 4.5.3.1.3, without the angle brackets. */
const longestAddress = 254;
/** One address: what mail servers take of the rest of RFC 5322 section 3.4.1 no staff file holds. */
const mailAddress = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/** Reads a row; a refusal names the column. Days are days in `zone`. */
export function readStaffRow({ line, cells }: CsvRow, zone: string): StaffRow | Refusal {
  const refuse = (column: string, reason: string): Refusal => ({ line, column, reason });
  const cell = (name: string) => cells[name] ?? "";
  const most = (name: string) => (name === "email" ? longestAddress : longest);
  const long = Object.keys(cells).find((name) => cell(name).length > most(name));
  if (long !== undefined) return refuse(long, `it is longer than ${most(long)} characters`);
  const odd = Object.keys(cells).find((name) => unread.test(cell(name)));
  if (odd !== undefined) {
    return refuse(
      odd,
      "it holds a character that is none of a text, or turns around how others are read",
    );
  }
  if (cell("email") !== "" && !mailAddress.test(cell("email"))) {
    return refuse("email", "it is no address such as a.nurse@hospital.example");
  }
  for (const name of staffColumns.required)
    if (cell(name) === "") return refuse(name, "it is empty");
  const type = cell("type").toLowerCase() || "employee";
  if (!types.includes(type)) return refuse("type", `it is none of ${types.join(", ")}`);
  const times = readTimes(cells, zone);
  if ("column" in times)
    return refuse(times.column, 'it is no day such as "2026-03-31" and no time');
  const { from, to, role_from: roleFrom, role_to: roleTo, registered_until: until } = times;
  if (from === undefined) return refuse("from", "it is empty");
  if (to === undefined && type !== "employee")
    return refuse("to", `a ${type}'s engagement needs an end`);
  if (to !== undefined && to <= from) return refuse("to", "it is not after from");
  if ((cell("role") === "") !== (cell("ward") === "")) {
    return refuse(cell("role") === "" ? "role" : "ward", "a role needs a ward, and a ward a role");
  }
  const moves = cell("moves").toLowerCase();
  if (!["", "no", "yes"].includes(moves)) return refuse("moves", "it is neither yes nor no");
  if (moves === "yes" && cell("role") === "") {
    return refuse("moves", "who moves has a role and a ward to which they move");
  }
  const registration = readRegistration(cells, until);
  if ("column" in registration) return refuse(registration.column, registration.reason);
  const role = {
    name: cell("role"),
    ward: cell("ward"),
    ...(roleFrom === undefined ? {} : { from: roleFrom }),
    ...(roleTo === undefined ? {} : { to: roleTo }),
    ...(moves === "yes" ? { moves: true as const } : {}),
  };
  return {
    line,
    number: cell("staff_number"),
    family: cell("family"),
    given: cell("given"),
    title: cell("title"),
    engagement: cell("engagement") || cell("staff_number"),
    type: type as EngagementType,
    from,
    ...(to === undefined ? {} : { to }),
    ...(cell("sponsor") === "" ? {} : { sponsor: cell("sponsor") }),
    ...(cell("agency") === "" ? {} : { agency: cell("agency") }),
    ...(cell("manager") === "" ? {} : { manager: cell("manager") }),
    ...(role.name === "" ? {} : { role }),
    ...registration,
    ...(cell("badge") === "" ? {} : { badge: cell("badge") }),
    ...(cell("patient_number") === "" ? {} : { patient: cell("patient_number") }),
    ...(cell("email") === "" ? {} : { email: cell("email") }),
  };
}

/** All of the three cells or none; a register has a code, which is written as an administrator names it. */
function readRegistration(
  cells: CsvRow["cells"],
  until: Instant | undefined,
): Pick<StaffRow, "registration"> | Pick<Refusal, "column" | "reason"> {
  const { register = "", registration: number = "" } = cells;
  if (register === "" && number === "" && until === undefined) return {};
  if (!/^[a-z0-9-]{1,40}$/.test(register)) {
    return { column: "register", reason: "it is no code of small letters, digits and hyphens" };
  }
  if (number === "") return { column: "registration", reason: "it is empty" };
  if (until === undefined) return { column: "registered_until", reason: "it is empty" };
  return { registration: { register, number, until } };
}

type Times = {
  readonly [name in "from" | "to" | "role_from" | "role_to" | "registered_until"]?: Instant;
};

function readTimes(cells: CsvRow["cells"], zone: string): Times | { readonly column: string } {
  const times: Record<string, Instant> = {};
  for (const column of ["from", "to", "role_from", "role_to", "registered_until"]) {
    const text = cells[column] ?? "";
    if (text === "") continue;
    const at = parseDate(text, zone, /(to|until)$/.test(column)) ?? parseTime(text, zone);
    if (at === undefined) return { column };
    times[column] = at;
  }
  return times;
}
