import {
  type Ended,
  type EndedKind,
  type Ending,
  type Endings,
  type Engagement,
  type Handling,
  type NewRecord,
  otherEngagements,
  type World,
} from "../world/index.ts";

/** A record holds 64 KB: so many ids are listed in it. */
const mostListed = 600;

/** How an ending is looked at. */
export interface EndingOptions {
  readonly what: Ending["what"];
  /** Engagements that end in the same command, which the world does not know yet. */
  readonly gone?: (id: string) => boolean;
  /** Other engagements of the person that begin in the same command. */
  readonly begun?: readonly string[];
}

/** What each part of the system is asked for its endings with. */
export function endingOf(
  { at, id, world }: Pick<Handling, "at" | "id" | "world">,
  engagement: Engagement,
  { begun = [], gone, what }: EndingOptions,
): Ending {
  const others = [...otherEngagements(world, engagement, at, gone), ...begun];
  return { at, engagement, id, others: [...new Set(others)].toSorted(), what, world };
}

/** The records that follow from `first`, each caused by it. */
export function followingFrom(
  { id }: Pick<Handling, "id">,
  first: NewRecord,
  following: readonly NewRecord[],
): readonly NewRecord[] {
  const cause = id("rec");
  return [
    { ...first, id: cause },
    ...following.map((record) => ({ ...record, causedBy: record.causedBy ?? cause })),
  ];
}

/**
 * The end of an engagement (L3): it, everything that hangs on it and on nothing else of the person, and at last the record of what
 * that was, by which a receipt is made.
 */
export function endingRecords(
  endings: Endings,
  ending: Ending,
  reason: string,
): readonly NewRecord[] {
  const { engagement, others } = ending;
  const following = [...ownEndings(ending), ...endings(ending)];
  const { ended, more } = listEnded(ending.world, following);
  const said: NewRecord = {
    kind: "access.ended",
    body: {
      ended,
      engagement: engagement.id,
      ...(more === 0 ? {} : { more }),
      others,
      person: engagement.person,
    },
  };
  const first = { kind: "engagement.ended", body: { engagement: engagement.id, reason } } as const;
  return followingFrom(ending, first, [...following, said]);
}

/** Its roles, and what it is rostered for that is not over. */
function ownEndings({ at, engagement: { id, person }, world }: Ending): readonly NewRecord[] {
  const records: NewRecord[] = [];
  for (const assignment of world.rolesByPerson.get(person)) {
    if (world.roles.get(assignment)?.engagement !== id) continue;
    records.push({ kind: "role.ended", body: { assignment } });
  }
  for (const shift of world.shiftsByPerson.get(person)) {
    const { engagement, to = at } = world.shifts.get(shift) ?? {};
    if (engagement === id && at < to) records.push({ kind: "shift.cancelled", body: { shift } });
  }
  for (const onCall of world.onCallsByPerson.get(person)) {
    const { engagement, to = at } = world.onCalls.get(onCall) ?? {};
    if (engagement === id && at < to) {
      records.push({ kind: "on-call.cancelled", body: { onCall } });
    }
  }
  return records;
}

/** What of which kind a record ends; undefined: it ends nothing. */
function endedBy(record: NewRecord): readonly [EndedKind, string] | undefined {
  switch (record.kind) {
    case "session.closed":
      return ["sessions", record.body.session];
    case "passkey.removed":
      return ["passkeys", record.body.passkey];
    case "badge.ended":
      return ["badges", record.body.badge];
    case "device.withdrawn":
      return ["devices", record.body.device];
    case "grant.revoked":
      return ["grants", record.body.grant];
    case "glass.ended":
      return ["glasses", record.body.glass];
    case "role.ended":
      return ["roles", record.body.assignment];
    case "shift.cancelled":
      return ["shifts", record.body.shift];
    case "on-call.cancelled":
      return ["onCalls", record.body.onCall];
    case "duty.lapsed":
      return ["duties", record.body.duty];
    case "relief.ended":
      return ["reliefs", record.body.relief];
    case "workload.orphaned":
      return ["workloads", record.body.workload];
    case "workload.handed-over":
      return ["workloads", record.body.workload];
    case "swap.ended":
      return ["swaps", record.body.swap];
    default:
      return undefined;
  }
}

/** What records end, by kind; tokens end with their session, and those who asked to be told are owed a word. */
export function listEnded(
  world: World,
  records: readonly NewRecord[],
): { readonly ended: Ended; readonly more: number } {
  const lists = new Map<EndedKind, Set<string>>();
  let left = mostListed;
  let more = 0;
  const list = (kind: EndedKind, id: string) => {
    const known = lists.get(kind) ?? new Set<string>();
    if (known.has(id)) return;
    if (left === 0) more++;
    else {
      left--;
      lists.set(kind, known.add(id));
    }
  };
  for (const record of records) {
    const found = endedBy(record);
    if (found === undefined) continue;
    list(...found);
    if (found[0] !== "sessions") continue;
    for (const id of world.connectionsBySession.get(found[1])) {
      list("connections", id);
      const application = world.connections.get(id)?.application ?? "";
      if (world.applications.get(application)?.logoutUri !== undefined) list("logouts", id);
    }
  }
  const entries = [...lists].map(([kind, ids]) => [kind, [...ids]] as const);
  return { ended: Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))), more };
}
