export { createDatabaseRoles } from "./database-roles.ts";
export { keepDatabaseRoles } from "./keep-roles.ts";
export { DatabaseSettingError, readDatabases } from "./read-databases.ts";
export { databaseRoles } from "./serve-databases.ts";
