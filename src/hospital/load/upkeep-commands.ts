import type { Duration, Instant } from "../../ports/index.ts";
import type { Actor, Command, Handling, NewRecord, RegisteredWorkload } from "../../world/index.ts";
import { makeWorkloads } from "../equipment.ts";
import type { Hospital, StaffMember } from "../hospital.ts";
import { rosterFeed, staffFeed } from "../places.ts";
import { makePosts } from "../posts.ts";
import { extendRosters } from "../rosters.ts";
import { makeStaff } from "../staff.ts";
import { loader, rosterCommands } from "./hospital-commands.ts";

const day: Duration = 24 * 60 * 60_000;

/** A restart on the same day asserts nothing anew. */
const worthSaying: Duration = day;

/**
 * Commands that bring a loaded hospital up to `at`, as its feeds would have: HR and the agencies assert who is still
 * there, workloads are confirmed, and rosters reach `days` ahead (14 unless said otherwise). What ended stays ended.
 * Submitted twice, the second time changes nothing but when the feeds were heard.
 */
export function* upkeepCommands(
  hospital: Hospital,
  at: Instant,
  days = 14,
): Generator<Command<number>> {
  const { seed, size, wards } = hospital;
  const staff = makeStaff(seed, at, makePosts(seed, size, wards));
  const hr: Actor = { type: "feed", id: staffFeed };
  yield change("hospital.assert-staff", hr, (handling) => [
    { kind: "feed.heard", body: { feed: staffFeed } },
    ...staff.flatMap((member) => assertion(handling, member)),
  ]);
  const workloads = makeWorkloads(seed, at, staff);
  yield change("hospital.confirm-workloads", loader, (handling) =>
    workloads.flatMap((workload) => confirmation(handling, workload)),
  );
  yield* rosterCommands(extendRosters(hospital, at, at + days * day));
  const roster: Actor = { type: "feed", id: rosterFeed };
  yield change("hospital.hear-roster", roster, () => [
    { kind: "feed.heard", body: { feed: rosterFeed } },
  ]);
}

function change(
  name: string,
  actor: Actor,
  make: (handling: Handling) => readonly NewRecord[],
): Command<number> {
  return {
    name,
    actor,
    handle(handling) {
      const records = make(handling);
      return { records, answer: records.length };
    },
  };
}

function assertion({ at, world }: Handling, member: StaffMember): readonly NewRecord[] {
  const { badge, engagement, person } = member;
  const known = world.engagements.get(engagement.id);
  if (!engagement.renewed || known === undefined || known.to <= at) return [];
  const records: NewRecord[] = [];
  if (engagement.to > known.to + worthSaying) {
    records.push({
      kind: "engagement.extended",
      body: { engagement: engagement.id, to: engagement.to },
    });
  }
  for (const { from, id, to } of member.assignments) {
    const role = world.roles.get(id);
    if (role === undefined || role.to <= at || to <= role.to + worthSaying) continue;
    const { engagement: holder, role: name, ward } = role;
    records.push({
      kind: "role.assigned",
      body: { assignment: id, engagement: holder, from, role: name, to, ward },
    });
  }
  const issued = world.badges.get(badge.id);
  if (issued !== undefined && badge.until > issued.until + worthSaying) {
    records.push({ kind: "badge.issued", body: { badge: badge.id, person, until: badge.until } });
  }
  return records;
}

function confirmation(
  { world }: Handling,
  { id, ...workload }: RegisteredWorkload,
): readonly NewRecord[] {
  const known = world.workloads.get(id);
  if (known === undefined || workload.until <= known.until + worthSaying) return [];
  return [{ kind: "workload.registered", body: { ...workload, workload: id } }];
}
