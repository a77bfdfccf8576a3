export { adtHeartbeat } from "./adt-messages.ts";
export { createCharts } from "./charts/create-charts.ts";
export { chooseDemo, type Demo } from "./demo.ts";
export { HospitalError, type HospitalErrorCode } from "./errors.ts";
export { generateHospital } from "./generate-hospital.ts";
export {
  type Hospital,
  type HospitalEncounter,
  type HospitalEvent,
  type HospitalPatient,
  type HospitalPlan,
  type HospitalSize,
  type HospitalWard,
  hospitalSizes,
  type OnCallTeam,
  type Roster,
  type RosteredOnCall,
  type RosteredShift,
  type StaffEngagement,
  type StaffMember,
} from "./hospital.ts";
export {
  hospitalCommands,
  isLoaded,
  type LoadDeps,
  rosterCommands,
} from "./load/hospital-commands.ts";
export { upkeepCommands } from "./load/upkeep-commands.ts";
export { extendRosters, type RosterSource } from "./rosters.ts";
