export { openPostgresRoles, type RoleGrant, type RoleTerms } from "./postgres-roles.ts";
