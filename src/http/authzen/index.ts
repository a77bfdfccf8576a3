export { authenticateApiKeys } from "./api-keys.ts";
export { authzen } from "./authzen.ts";
export { AuthzenError } from "./errors.ts";
export { hospitalPolicy } from "./hospital-policy.ts";
export { hospitalSearch } from "./hospital-search.ts";
export type { AuthzenOptions, Evaluation, Found, Properties, SearchQuery } from "./types.ts";
