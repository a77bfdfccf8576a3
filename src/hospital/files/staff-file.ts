import type { Hospital, StaffMember } from "../hospital.ts";
import { toCsv } from "./csv.ts";
import { iso } from "./instants.ts";

const columns = [
  "staff_number",
  "family",
  "given",
  "title",
  "engagement",
  "type",
  "from",
  "to",
  "sponsor",
  "role",
  "ward",
  "role_from",
  "role_to",
  "badge",
] as const;

type Row = Readonly<Partial<Record<(typeof columns)[number], string>>>;

/**
 * Everybody as HR's file (the columns of the staff import): a row for each role of each engagement. Employees have no end
 * in it, since each file asserts them anew (L2).
 */
export function staffFile({ staff }: Pick<Hospital, "staff">): string {
  const numbers = new Map(staff.map(({ person, staffNumber }) => [person, staffNumber]));
  return toCsv(
    columns,
    staff.flatMap((member) => rowsOf(member, numbers)),
  );
}

function rowsOf(member: StaffMember, numbers: ReadonlyMap<string, string>): readonly Row[] {
  const { assignments, badge, engagement, jobTitle, name, staffNumber } = member;
  const sponsor = numbers.get(engagement.sponsor ?? "");
  return assignments.map(({ from, role, to, ward }) => ({
    staff_number: staffNumber,
    family: name.family,
    ...(name.given === undefined ? {} : { given: name.given }),
    title: jobTitle,
    engagement: engagement.number,
    type: engagement.type,
    from: iso(engagement.from),
    ...(engagement.type === "employee" ? {} : { to: iso(engagement.to) }),
    ...(sponsor === undefined ? {} : { sponsor }),
    role,
    ward,
    role_from: iso(from),
    role_to: iso(to),
    badge: badge.number,
  }));
}
