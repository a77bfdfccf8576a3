import { isRole } from "../shared/role-code.ts";
import type { FhirOptions } from "./options.ts";
import { codesOf } from "./resource.ts";

/** The roles of this hospital that a CodeableConcept, or a list of them, names by one of its codes. */
export function rolesOf(
  concept: unknown,
  { policyRoles, roles = {} }: Pick<FhirOptions, "policyRoles" | "roles">,
): readonly string[] {
  return codesOf(concept)
    .map((code) => (Object.hasOwn(roles, code) ? (roles[code] as string) : code))
    .filter((name) => isRole(policyRoles, name));
}
