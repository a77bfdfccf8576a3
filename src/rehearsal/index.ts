export { writeJson } from "./report/write-json.ts";
export { writeTable } from "./report/write-table.ts";
export { writeVocabulary } from "./report/write-vocabulary.ts";
export type { ScenarioResult } from "./run/result.ts";
export { runScenario } from "./run/run-scenario.ts";
export { parseScenario } from "./scenario/parse-scenario.ts";
export { type Problem, sayProblem } from "./scenario/problem.ts";
export type { Scenario } from "./scenario/scenario.ts";
