import type { Hospital, Roster } from "../hospital.ts";
import { toCsv } from "./csv.ts";
import { compact, iso } from "./instants.ts";

/** A shift or on-call period in HR's numbers. */
interface Period {
  readonly uid: string;
  readonly staff: string;
  readonly engagement: string;
  readonly type: "shift" | "on-call";
  readonly role: string;
  readonly ward: string;
  readonly from: number;
  readonly to: number;
}

const columns = [
  "uid",
  "staff_number",
  "engagement",
  "type",
  "role",
  "ward",
  "from",
  "to",
] as const;

type RosterSource = Pick<Hospital, "staff" | "now"> & { readonly roster: Roster };

/** A roster as CSV (the columns of the roster import), times in UTC. */
export function rosterCsv(source: RosterSource): string {
  const rows = periodsOf(source).map(({ from, staff, to, ...period }) => ({
    ...period,
    staff_number: staff,
    from: iso(from),
    to: iso(to),
  }));
  return toCsv(columns, rows);
}

/** A roster as an iCalendar object (RFC 5545): an event for each period, times in UTC, who and what in the properties that the roster import reads. */
export function rosterCalendar(source: RosterSource): string {
  const stamp = compact(source.now);
  const events = periodsOf(source).flatMap((period) => [
    "BEGIN:VEVENT",
    `UID:${period.uid}`,
    `DTSTAMP:${stamp}`,
    `DTSTART:${compact(period.from)}`,
    `DTEND:${compact(period.to)}`,
    `SUMMARY:${period.role} ${period.ward}`,
    `LOCATION:${period.ward}`,
    `CATEGORIES:${period.type === "on-call" ? `ON-CALL,${period.role}` : period.role}`,
    `X-WARDKEY-STAFF:${period.staff}`,
    `X-WARDKEY-ENGAGEMENT:${period.engagement}`,
    "END:VEVENT",
  ]);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Wardkey//Synthetic hospital//EN",
    ...events,
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function periodsOf({ roster, staff }: RosterSource): readonly Period[] {
  const known = new Map(staff.map((member) => [member.person, member]));
  const period = (
    {
      from,
      person,
      role,
      to,
      uid,
    }: { from: number; person: string; role: string; to: number; uid: string },
    type: Period["type"],
    ward: string,
  ): Period => {
    const member = known.get(person);
    const engagement = member?.engagement.number ?? "";
    return { uid, staff: member?.staffNumber ?? "", engagement, type, role, ward, from, to };
  };
  return [
    ...roster.shifts.map((shift) => period(shift, "shift", shift.ward)),
    ...roster.onCalls.map((onCall) => period(onCall, "on-call", onCall.service)),
  ];
}
