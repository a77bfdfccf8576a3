export { findingWords } from "./causes.ts";
export { detect, listFindings, type StandingFinding } from "./detect.ts";
export type { Finding, FindingRemedy } from "./estate.ts";
export { covers } from "./narrowed.ts";
