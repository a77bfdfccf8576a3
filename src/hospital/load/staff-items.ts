import type { NewRecord } from "../../world/index.ts";
import type { RosteredOnCall, RosteredShift, StaffMember } from "../hospital.ts";
import { displayName, initials } from "../names.ts";
import { rosterFeed } from "../places.ts";
import { type Item, identifier } from "./items.ts";

/** The hash under which a badge number or API key is looked up (`KeyedHash` of node/crypto will do). */
export type SecretHash = (use: "badge" | "api-key", secret: string) => string;

/** A person with their engagement, roles and badge, and the rows beside the log that name them. */
export function staffItem(member: StaffMember, hash: SecretHash): Item {
  const { badge, engagement, jobTitle, name, person, staffNumber } = member;
  return {
    records: [{ kind: "person.registered", body: { person } }, ...engagementRecords(member)],
    side: [
      {
        table: "names",
        key: person,
        value: {
          type: "person",
          display: displayName(name),
          initials: initials(name),
          role: jobTitle,
        },
      },
      identifier("staff", staffNumber, person),
      identifier("engagement", engagement.number, engagement.id),
      { table: "credentials", key: `badge|${hash("badge", badge.number)}`, value: badge.id },
    ],
    known: ({ world }) => world.people.has(person),
  };
}

function engagementRecords({
  assignments,
  badge,
  engagement,
  person,
}: StaffMember): readonly NewRecord[] {
  const { from, id, sponsor, to, type } = engagement;
  return [
    {
      kind: "engagement.started",
      body: {
        engagement: id,
        from,
        person,
        ...(sponsor === undefined ? {} : { sponsor }),
        to,
        type,
      },
    },
    ...assignments.map(roleRecord),
    { kind: "badge.issued", body: { badge: badge.id, person, until: badge.until } },
  ];
}

/** The record that gives a role; given again under the same id it moves the role's end. */
function roleRecord(assignment: StaffMember["assignments"][number]): NewRecord {
  const { engagement, from, id, role, to, ward } = assignment;
  return { kind: "role.assigned", body: { assignment: id, engagement, from, role, to, ward } };
}

/** A shift. One that was taken in before stays as it is, also when it was cancelled since. */
export function shiftItem({ id, person: _person, uid, ...shift }: RosteredShift): Item {
  const once = identifier("shift", `${rosterFeed}|${uid}`, id);
  return {
    records: [{ kind: "shift.rostered", body: { ...shift, shift: id } }],
    side: [once],
    once: { table: once.table, key: once.key },
    known: ({ at, world }) => {
      const engagement = world.engagements.get(shift.engagement);
      // Nobody is rostered whose engagement has ended since.
      return engagement === undefined || (engagement.to <= at && shift.to > at);
    },
  };
}

/** An on-call period, by the same rules as {@link shiftItem}. */
export function onCallItem({ id, person: _person, uid, ...onCall }: RosteredOnCall): Item {
  const once = identifier("on-call", `${rosterFeed}|${uid}`, id);
  return {
    records: [{ kind: "on-call.rostered", body: { ...onCall, onCall: id } }],
    side: [once],
    once: { table: once.table, key: once.key },
    known: ({ at, world }) => {
      const engagement = world.engagements.get(onCall.engagement);
      return engagement === undefined || (engagement.to <= at && onCall.to > at);
    },
  };
}
