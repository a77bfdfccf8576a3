import type { Duration, Instant } from "../ports/index.ts";
import type { Command, World } from "../world/index.ts";
import { databaseRoleName, isDatabaseRoleLive } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";
import { isTokenLive } from "./note-use.ts";

const minute: Duration = 60_000;

/** So many roles of one workload may stand in one database at a time: a caller that loops fills no database. */
const mostRoles = 10;

/** A role that a workload wants. */
export interface AskedRole {
  readonly workload: string;
  /** By which it proved itself. */
  readonly credential: string;
  readonly target: string;
  readonly minutes: number;
  /** As long as the database gives roles for. */
  readonly most: number;
  /** Tells this installation's roles from another one's. */
  readonly tag: string;
}

/** The scope that lets a workload have roles in a database. */
export function databaseScope(target: string): string {
  return `database.${target}`;
}

/**
 * Records that a role is about to be made for a workload (N7): before the database has it, so that it is found whatever happens in
 * between.
 *
 * @throws WorkloadError `database-refused`, `database-terms`, `database-too-many`
 */
export function askDatabaseRole(
  asked: AskedRole,
): Command<{ readonly role: string; readonly name: string; readonly until: Instant }> {
  const { credential, tag, target, workload } = asked;
  return {
    name: "workload.ask-database-role",
    actor: { type: "workload", id: workload },
    handle: ({ at, id, world }) => {
      requireRoleScope(world, asked, at);
      const until = untilOf(world, asked, at);
      const standing = world.databaseRolesByWorkload
        .get(workload)
        .filter((each) => world.databaseRoles.get(each)?.target === target);
      if (standing.length >= mostRoles) throw new WorkloadError("database-too-many");
      const role = id("dbr");
      const name = databaseRoleName(tag, role);
      const body = { role, workload, credential, target, name, until };
      return {
        records: [{ kind: "database-role.intended", body }],
        answer: { role, name, until },
      };
    },
  };
}

/**
 * Moves the end of a role that stands. The database is told after it: what it does not hear of ends sooner there, never later.
 *
 * @throws WorkloadError `database-role-unknown`, `database-refused`, `database-terms`
 */
export function renewDatabaseRole(
  asked: Omit<AskedRole, "tag" | "target"> & { readonly role: string },
): Command<{ readonly until: Instant }> {
  const { role, workload } = asked;
  return {
    name: "workload.renew-database-role",
    actor: { type: "workload", id: workload },
    handle: ({ at, world }) => {
      const known = world.databaseRoles.get(role);
      const isIts = known?.workload === workload && known.made !== undefined;
      if (!isIts || !isDatabaseRoleLive(world, known, at)) {
        throw new WorkloadError("database-role-unknown");
      }
      requireRoleScope(world, { ...asked, target: known.target }, at);
      const until = Math.max(known.until, untilOf(world, asked, at));
      return {
        records: [{ kind: "database-role.renewed", body: { role, until } }],
        answer: { until },
      };
    },
  };
}

/** What was asked with may have ended meanwhile. @throws WorkloadError `database-refused` */
function requireRoleScope(
  world: World,
  { credential, target, workload }: Pick<AskedRole, "credential" | "target" | "workload">,
  at: Instant,
): void {
  const { scopes = [] } = world.workloads.get(workload) ?? {};
  const isLive = isTokenLive(world, { credential, workload }, at);
  if (!isLive || !scopes.includes(databaseScope(target))) {
    throw new WorkloadError("database-refused");
  }
}

/** Nothing outlasts its workload. @throws WorkloadError `database-terms` */
function untilOf(
  world: World,
  { minutes, most, workload }: Pick<AskedRole, "minutes" | "most" | "workload">,
  at: Instant,
): Instant {
  if (!Number.isSafeInteger(minutes) || minutes < 1 || minutes > most) {
    throw new WorkloadError("database-terms", { most: String(most) });
  }
  const { until = at } = world.workloads.get(workload) ?? {};
  return Math.min(at + minutes * minute, until);
}
