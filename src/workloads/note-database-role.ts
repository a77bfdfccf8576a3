import type { Duration } from "../ports/index.ts";
import type { Actor, Command, DatabaseRole } from "../world/index.ts";
import { isDatabaseRoleLive } from "../world/index.ts";

/** So often it is said again that a role cannot be taken away. */
const saidEvery: Duration = 24 * 60 * 60 * 1000;

/** Records that a database has a role; answers whether it may stay: what it was made for may have ended meanwhile. */
export function noteRoleMade(role: string, actor: Actor): Command<boolean> {
  return {
    name: "workload.note-role-made",
    actor,
    handle: ({ at, world }) => {
      if (!isDatabaseRoleLive(world, world.databaseRoles.get(role), at)) {
        return { records: [], answer: false };
      }
      return { records: [{ kind: "database-role.made", body: { role } }], answer: true };
    },
  };
}

/** Records that a database has a role no more; of several nodes that see it one says so. */
export function noteRoleGone(role: string, actor: Actor): Command<void> {
  return {
    name: "workload.note-role-gone",
    actor,
    handle: ({ world }) => ({
      records: world.databaseRoles.has(role)
        ? [{ kind: "database-role.gone", body: { role } }]
        : [],
      answer: undefined,
    }),
  };
}

/** Records that a role could not be taken away: of which its owner and whoever closes incidents are told. */
export function noteRoleStuck(
  { role, why }: { readonly role: string; readonly why: NonNullable<DatabaseRole["stuck"]>["why"] },
  actor: Actor,
): Command<void> {
  return {
    name: "workload.note-role-stuck",
    actor,
    handle: ({ at, world }) => {
      const known = world.databaseRoles.get(role);
      if (known === undefined || at - (known.stuck?.at ?? -saidEvery) < saidEvery) {
        return { records: [], answer: undefined };
      }
      const { target, workload } = known;
      const body = { role, workload, target, why };
      return { records: [{ kind: "database-role.stuck", body }], answer: undefined };
    },
  };
}
