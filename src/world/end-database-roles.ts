import type { DatabaseRole } from "./database-roles.ts";
import type { Draft } from "./world.ts";

/**
 * Ends the roles that a workload has in databases, or those that came of one credential, in the very record by which the workload or
 * the credential stops (N7): whatever makes that record, none is forgotten, and none is woken when the workload is resumed.
 */
export function endRolesOf(
  draft: Draft,
  workload: string,
  ended: NonNullable<DatabaseRole["ended"]>,
  credential?: string,
): void {
  for (const id of draft.databaseRolesByWorkload.get(workload)) {
    const role = draft.databaseRoles.get(id);
    if (role === undefined || role.ended !== undefined) continue;
    if (credential !== undefined && role.credential !== credential) continue;
    draft.databaseRoles.set(id, { ...role, ended });
  }
}
