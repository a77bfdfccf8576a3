export { type Admit, createAdmission } from "./admit-workloads.ts";
export { fetchKeySet } from "./fetch-key-set.ts";
export { findingView } from "./finding-view.ts";
export { createKeySets } from "./key-sets.ts";
export { certificateReader, isWorkload } from "./read-caller.ts";
export { type CredentialForm, readCredential } from "./read-credential.ts";
export { createCanaryWatch, serveLeaks } from "./serve-leaks.ts";
export { createTokenEndpoint } from "./token-endpoint.ts";
export { workloadView } from "./workload-view.ts";
