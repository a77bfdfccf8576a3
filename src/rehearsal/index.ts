export { mineRoles } from "./mine/mine-roles.ts";
export type { RoleUse } from "./mine/observe-use.ts";
export { unusedEntitlements } from "./mine/unused-entitlements.ts";
export { type Entitlement, rolesFile, withoutEntitlements } from "./mine/without-entitlements.ts";
export type { Mutant, PolicyFiles } from "./mutate/mutant.ts";
export { mutantsOf } from "./mutate/mutants-of.ts";
export { createMutantRunner, type Judged, type ScenarioText } from "./mutate/run-mutants.ts";
export { createObserver } from "./observe/observation.ts";
export { observeLog } from "./observe/observe-log.ts";
export { standBeside } from "./observe/stand-beside.ts";
export { type ReplayedLog, type ReplaySource, replayLog } from "./replay/replay-log.ts";
export {
  type CandidateFound,
  type CandidateWatch,
  watchCandidate,
} from "./replay/watch-candidate.ts";
export { judgeRun, type RunBudget, readRunBudget } from "./report/judge-run.ts";
export { writeBeside, writeBesideJson } from "./report/write-beside.ts";
export { writeCalibration } from "./report/write-calibration.ts";
export { writeCandidate } from "./report/write-candidate.ts";
export { writeComparison } from "./report/write-comparison.ts";
export { writeExplanation } from "./report/write-explanation.ts";
export { type TitledDrawing, writeHtml } from "./report/write-html.ts";
export { writeJson } from "./report/write-json.ts";
export { writeJunit } from "./report/write-junit.ts";
export { writeMarkdown } from "./report/write-markdown.ts";
export { countMutants, writeMutants, writeMutantsJson } from "./report/write-mutants.ts";
export { writeReplay, writeReplayJson } from "./report/write-replay.ts";
export { writeRoleUse } from "./report/write-role-use.ts";
export { writeSchema } from "./report/write-schema.ts";
export { writeSimulation, writeSimulationJson } from "./report/write-simulation.ts";
export { writeTable } from "./report/write-table.ts";
export { type Shown, shownIn, writeTuning, writeTuningJson } from "./report/write-tuning.ts";
export { writeVocabulary } from "./report/write-vocabulary.ts";
export { commandDoors } from "./run/command-doors.ts";
export { type Compared, comparePolicies, type Pair } from "./run/compare-policies.ts";
export type {
  AtSeat,
  Decided,
  Denied,
  Doors,
  Entry,
  Offered,
  Opened,
  Tapped,
  Wish,
  Work,
} from "./run/doors.ts";
export { isDoneAt } from "./run/doors.ts";
export { givePasskey } from "./run/give-passkey.ts";
export type { ScenarioResult } from "./run/result.ts";
export type { Performer } from "./run/run.ts";
export { runScenario } from "./run/run-scenario.ts";
export type { Stage } from "./run/stage.ts";
export type { Turn } from "./run/turn.ts";
export { sayFound } from "./run/work-doors.ts";
export { bornOn } from "./run/write-adt.ts";
export { parseScenarios } from "./scenario/parse-scenarios.ts";
export { type Problem, sayProblem } from "./scenario/problem.ts";
export { policyWords } from "./scenario/read-context.ts";
export type { Scenario } from "./scenario/scenario.ts";
export { type ParameterName, type People, people, peopleWith } from "./simulate/parameters.ts";
export { runSimulation } from "./simulate/run-simulation.ts";
export type { SimulationPlan } from "./simulate/simulation.ts";
export { newTally } from "./simulate/tally.ts";
export { type Figures, figureNames, figuresOf } from "./tune/figures.ts";
export { proposeChange } from "./tune/propose-change.ts";
export {
  dials,
  isSame as sameSetting,
  patternsFile,
  todaysSetting,
  withSetting,
} from "./tune/setting.ts";
export { type SimulationJob, type Tuning, tunePattern } from "./tune/tune-pattern.ts";
