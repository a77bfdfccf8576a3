import type { Instant } from "../ports/index.ts";
import type { Actor, Command } from "../world/index.ts";

/** Whose a role is of which nobody knows any more for whom it was made. */
const nobodys = "unknown";

/**
 * Puts a role on record that a database has and no record knows, and that it is to be taken away: what cannot be is stuck then, like
 * any other. A name that is none of our making is not repeated in the log.
 */
export function adoptDatabaseRole(
  found: { readonly name: string; readonly target: string; readonly until: Instant },
  actor: Actor,
): Command<void> {
  const { name, target, until } = found;
  return {
    name: "workload.adopt-database-role",
    actor,
    handle: ({ id, world }) => {
      const isKnown = [...world.databaseRoles.values()].some((one) => one.name === name);
      if (isKnown || !/^wardkey_[\w-]{1,55}$/.test(name)) {
        return { records: [], answer: undefined };
      }
      const role = id("dbr");
      const body = { role, workload: nobodys, credential: nobodys, target, name, until };
      return {
        records: [
          { kind: "database-role.intended", body },
          { kind: "database-role.ended", body: { role, reason: "unmade" } },
        ],
        answer: undefined,
      };
    },
  };
}
