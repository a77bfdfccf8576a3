import type { RoleUse } from "./observe-use.ts";
import type { Entitlement } from "./without-entitlements.ts";

/** What is for the rare and urgent: that nobody needed it does not say that nobody will. */
const forTheRare = /^(?:glass|emergency)\./;

/**
 * What nobody with a role did by it, and could be taken out of it: whole entries of roles.yaml, of roles that somebody had. What
 * emergencies are for stays, and so does all of a role of which nothing was used: that says more of the log than of the role.
 */
export function unusedEntitlements(roles: readonly RoleUse[]): readonly Entitlement[] {
  return roles
    .filter(({ entitlements }) => entitlements.some(({ times }) => times > 0))
    .flatMap(({ role, entitlements }) =>
      entitlements
        .filter(({ actions, times }) => times === 0 && !actions.some(isForTheRare))
        .map(({ name }) => ({ role, name })),
    );
}

function isForTheRare({ action }: { readonly action: string }): boolean {
  return forTheRare.test(action);
}
