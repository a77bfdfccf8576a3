export {
  adtHeartbeat,
  type MessageOptions,
  type MessageWriter,
  messageWriter,
} from "./adt-messages.ts";
export { type ChartsDeps, createCharts } from "./charts/create-charts.ts";
export { chooseDemo, type Demo, type DemoPatient, type DemoPerson } from "./demo.ts";
export type { HospitalError, HospitalErrorCode } from "./errors.ts";
export { generateHospital } from "./generate-hospital.ts";
export {
  type Hospital,
  type HospitalPatient,
  type HospitalPlan,
  type HospitalSize,
  hospitalSizes,
  type Roster,
  type RosteredShift,
  type StaffMember,
} from "./hospital.ts";
export {
  hospitalCommands,
  isLoaded,
  type LoadDeps,
  strangerCommands,
} from "./load/hospital-commands.ts";
export { upkeepCommands } from "./load/upkeep-commands.ts";
export { generateMonth } from "./month/generate-month.ts";
export { type AccessKind, type Month, type MonthPlan, snooping } from "./month/month.ts";
export { type Random, randomFrom } from "./random.ts";
export { extendRosters } from "./rosters.ts";
