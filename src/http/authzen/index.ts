export { type ApiKeyDeps, authenticateApiKeys } from "./api-keys.ts";
export { authzen } from "./authzen.ts";
export { AuthzenError, type AuthzenErrorCode } from "./errors.ts";
export { type HospitalPolicyDeps, hospitalPolicy } from "./hospital-policy.ts";
export type {
  AuthzenOptions,
  Caller,
  Decision,
  Deed,
  Entity,
  Evaluation,
  Found,
  Properties,
  SearchQuery,
} from "./types.ts";
