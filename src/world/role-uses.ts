import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** When a role that somebody has was last used, to within the hour of a day in which it was used first. */
export interface RoleUse {
  /** The id of the assignment. */
  readonly id: string;
  readonly at: number;
}

/** What of the log's uses is counted. */
export interface UseCount {
  readonly id: "roles";
  /** Before this nobody counted: what was not used until then may have been. */
  readonly since: number;
}

/** The bodies of records about the use of roles. */
export interface RoleUseBodies {
  /** Each of these assignments was used within the last hour, for the first time on this day. */
  readonly "role.used": { readonly assignments: readonly string[] };
}

/** The fold of records about the use of roles. */
export const roleUseAppliers: Appliers<keyof RoleUseBodies> = {
  "role.used": (draft, { at, body }) => {
    if (!draft.useCounts.has("roles")) draft.useCounts.set("roles", { id: "roles", since: at });
    for (const id of body.assignments) {
      if (draft.roles.has(id)) draft.roleUses.set(id, { id, at });
    }
  },
};

/** A role that has ended is used by nobody. */
export function forgetUse(draft: Draft, assignment: string): void {
  if (draft.roleUses.has(assignment)) draft.roleUses.delete(assignment);
}
