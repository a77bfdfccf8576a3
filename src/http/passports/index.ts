export { walletAnswers } from "./answer-request.ts";
export { createCheckStatus, createStatusLists, type FetchStatusList } from "./check-status.ts";
export { fetchStatusList } from "./fetch-status-list.ts";
export { offerLink } from "./issuer-metadata.ts";
export { makeIssuingKey } from "./issuing-key.ts";
export { keepChecking } from "./keep-checking.ts";
export { createOffers, type Offers } from "./offers.ts";
export { faultWords, type Passport, PassportError } from "./passport.ts";
export {
  type BelievedPassport,
  createPresentations,
  type Presentations,
} from "./presentations.ts";
export { requestPassport } from "./request-passport.ts";
export { issuerOf, passportIssuer } from "./serve-issuer.ts";
export { type Turn, type Turned, turnIssuingKey } from "./turn-issuing-key.ts";
export { type Expected, verifyPassport } from "./verify-passport.ts";
