import type { RoleServerFault } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import { isWorkloadLive } from "./workloads.ts";
import type { Draft, World } from "./world.ts";

/** Why a role in a database ended before its time: a code. */
export type DatabaseRoleEndedBecause =
  /** It could not be made. */
  "unmade" | "revoked" | "suspended" | "retired" | "owner-left" | "credential-ended";

/** A role in a database that knows only passwords, made for a workload for a while (N7). It is in the world until it is known to be gone. */
export interface DatabaseRole {
  readonly id: string;
  readonly workload: string;
  /** By which the workload asked for it. */
  readonly credential: string;
  /** The database, by the code under which it is registered. */
  readonly target: string;
  /** As the database knows it. */
  readonly name: string;
  readonly from: number;
  readonly until: number;
  /** It is there; absent: it is about to be made, or nobody knows. */
  readonly made?: number;
  readonly ended?: { readonly at: number; readonly reason: DatabaseRoleEndedBecause };
  /** It could not be taken away, since when, and why not at last. */
  readonly stuck?: { readonly since: number; readonly at: number; readonly why: RoleStuck };
}

/** Why a role could not be taken away: `target-unknown`: the database is not registered any more. */
export type RoleStuck = RoleServerFault | "target-unknown";

/** The bodies of records about roles in databases. */
export interface DatabaseRoleBodies {
  /** It is about to be made: on record before the database has it. */
  readonly "database-role.intended": Pick<
    DatabaseRole,
    "workload" | "credential" | "target" | "name" | "until"
  > & { readonly role: string };
  readonly "database-role.made": { readonly role: string };
  readonly "database-role.renewed": { readonly role: string; readonly until: number };
  readonly "database-role.ended": {
    readonly role: string;
    readonly reason: Extract<DatabaseRoleEndedBecause, "unmade" | "revoked">;
  };
  /** It could not be taken away, and is tried again: at first, and once a day for as long as that lasts. */
  readonly "database-role.stuck": {
    readonly role: string;
    readonly workload: string;
    readonly target: string;
    readonly why: RoleStuck;
  };
  /** The database has it no more: no session, no grant, nothing that it owned. */
  readonly "database-role.gone": { readonly role: string };
}

/** Whether a role is to be in its database at `at`. */
export function isDatabaseRoleLive(
  world: Pick<World, "workloads">,
  role: DatabaseRole | undefined,
  at: number,
): role is DatabaseRole {
  if (role === undefined || role.ended !== undefined || at >= role.until) return false;
  return isWorkloadLive(world.workloads.get(role.workload), at);
}

/** What a role of ours is called: `tag` tells this installation's from another one's in the same database. */
export function databaseRoleName(tag: string, id: string): string {
  return `wardkey_${tag}_${id.slice(id.indexOf("_") + 1)}`;
}

/** The fold of records about roles in databases. */
export const databaseRoleAppliers: Appliers<keyof DatabaseRoleBodies> = {
  "database-role.intended": (draft, { at, body: { role, ...rest } }) => {
    if (draft.databaseRoles.has(role)) return;
    draft.databaseRoles.set(role, { id: role, from: at, ...rest });
    draft.databaseRolesByWorkload.add(rest.workload, role);
  },
  "database-role.made": (draft, { at, body }) =>
    change(draft, body.role, (known) => ({ ...known, made: at })),
  "database-role.renewed": (draft, { body: { role, until } }) =>
    change(draft, role, (known) => ({ ...known, until })),
  "database-role.ended": (draft, { at, body: { role, reason } }) =>
    change(draft, role, (known) => ({ ...known, ended: known.ended ?? { at, reason } })),
  "database-role.stuck": (draft, { at, body: { role, why } }) =>
    change(draft, role, (known) => ({
      ...known,
      stuck: { since: known.stuck?.since ?? at, at, why },
    })),
  "database-role.gone": (draft, { body: { role } }) => {
    const known = draft.databaseRoles.get(role);
    if (known === undefined) return;
    draft.databaseRoles.delete(role);
    draft.databaseRolesByWorkload.remove(known.workload, role);
  },
};

function change(draft: Draft, id: string, next: (known: DatabaseRole) => DatabaseRole): void {
  const known = draft.databaseRoles.get(id);
  if (known !== undefined) draft.databaseRoles.set(id, next(known));
}
