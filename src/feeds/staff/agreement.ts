import type { Refusal } from "../shared/report.ts";
import type { StaffRow } from "./read-staff.ts";

/**
 * Sees to it that a file does not contradict itself, which would make every import change something: rows of
 * one person agree on the name and the e-mail address, rows of one engagement on what it is, and one role does not overlap itself.
 * Gives the row, with the person's first title, or why it is refused.
 */
export function createAgreement(): (row: StaffRow | Refusal) => StaffRow | Refusal {
  const people = new Map<string, StaffRow>();
  const engagements = new Map<string, StaffRow>();
  const roles = new Map<string, StaffRow[]>();
  const addresses = new Map<string, StaffRow>();
  const registered = new Map<string, StaffRow>();
  return (row) => {
    if ("reason" in row) return row;
    const person = people.get(row.number);
    const engagement = engagements.get(row.engagement);
    const refuse = (column: string, other: StaffRow, what: string): Refusal => ({
      line: row.line,
      column,
      reason: `line ${other.line} says ${what}`,
    });
    if (person !== undefined && (person.family !== row.family || person.given !== row.given)) {
      return refuse("family", person, "another name for the same staff number");
    }
    const addressed = addresses.get(row.number);
    if (addressed !== undefined && row.email !== undefined && addressed.email !== row.email) {
      return refuse("email", addressed, "another address for the same staff number");
    }
    const { registration } = row;
    const registerKey = [row.number, registration?.register].join("\u0000");
    const before = registration === undefined ? undefined : registered.get(registerKey);
    const isSame =
      before?.registration?.number === registration?.number &&
      before?.registration?.until === registration?.until;
    if (before !== undefined && !isSame) {
      return refuse("registration", before, "otherwise of the same registration");
    }
    const parts = ["number", "type", "from", "to", "sponsor", "agency", "manager"] as const;
    const differs = engagement && parts.find((part) => engagement[part] !== row[part]);
    if (engagement !== undefined && differs !== undefined) {
      return refuse(
        differs === "number" ? "engagement" : differs,
        engagement,
        "otherwise of the same engagement",
      );
    }
    if (engagement !== undefined && (engagement.role?.moves ?? row.role?.moves) === true) {
      return refuse("moves", engagement, "another role of it; who moves has one role from then on");
    }
    const key = [row.engagement, row.role?.name, row.role?.ward].join("\u0000");
    const overlapping = roles.get(key)?.find((other) => overlaps(other, row));
    if (overlapping !== undefined)
      return refuse("role", overlapping, "the same for an overlapping time");
    people.set(row.number, person ?? row);
    if (row.email !== undefined) addresses.set(row.number, addressed ?? row);
    if (registration !== undefined) registered.set(registerKey, row);
    engagements.set(row.engagement, engagement ?? row);
    roles.set(key, [...(roles.get(key) ?? []), row]);
    return person === undefined ? row : { ...row, title: person.title };
  };
}

function overlaps(a: StaffRow, b: StaffRow): boolean {
  const from = (row: StaffRow) => row.role?.from ?? row.from;
  const to = (row: StaffRow) => row.role?.to ?? row.to ?? Number.POSITIVE_INFINITY;
  return from(a) < to(b) && from(b) < to(a);
}
