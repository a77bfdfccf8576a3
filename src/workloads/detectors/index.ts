export { type FindingCause, findingWords } from "./causes.ts";
export { detect, detectors, listFindings, type StandingFinding } from "./detect.ts";
export type { Finding, FindingRemedy } from "./estate.ts";
export { covers, narrowed } from "./narrowed.ts";
