import type { Bundle } from "./bundle/bundle.ts";

/** What a role may do in the whole house without being more than somebody who works there. */
const ordinary: ReadonlySet<string> = new Set([
  "application.reach",
  "device.end",
  "patient.search",
  "session.end",
  "session.list",
]);

/**
 * Whether a role reaches over others' access, identity or records: it may something in the whole hospital that is not ordinary. An action
 * that a hospital adds counts as not ordinary, and so does a role that the policy does not know.
 */
export function isPrivileged(
  { actions, roles }: Pick<Bundle, "actions" | "roles">,
  role: string,
): boolean {
  const may = roles.get(role)?.may;
  if (may === undefined) return true;
  return [...may].some(
    (action) =>
      !ordinary.has(action) && actions.get(action)?.resourceTypes.has("hospital") !== false,
  );
}
