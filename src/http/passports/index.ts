export { createCheckStatus, type FetchStatusList } from "./check-status.ts";
export { faultWords, type Passport, PassportError } from "./passport.ts";
export { type Expected, verifyPassport } from "./verify-passport.ts";
