import type { Actor, Command } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/**
 * Ends a role in a database before its time: from this position on it is taken away, until it is known to be gone (N7). Of a
 * workload's own asking `workload` says whose it has to be. Whether any other actor may is the caller's to decide.
 *
 * @throws WorkloadError `database-role-unknown`
 */
export function endDatabaseRole(request: {
  readonly role: string;
  readonly reason: "unmade" | "revoked";
  readonly workload?: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, reason, role, workload } = request;
  return {
    name: "workload.end-database-role",
    actor,
    handle: ({ world }) => {
      const known = world.databaseRoles.get(role);
      if (known === undefined || (workload !== undefined && known.workload !== workload)) {
        throw new WorkloadError("database-role-unknown");
      }
      // It is being taken away already.
      if (known.ended !== undefined) return { records: [], answer: undefined };
      const body = { role, reason };
      return { records: [{ kind: "database-role.ended", body }], answer: undefined };
    },
  };
}
