export { type AdtDayOptions, adtDay, type DueMessage } from "./adt-day.ts";
export {
  adtHeartbeat,
  type MessageOptions,
  type MessageWriter,
  messageWriter,
} from "./adt-messages.ts";
export { type ChartsDeps, createCharts } from "./charts/create-charts.ts";
export { chooseDemo, type Demo, type DemoPatient, type DemoPerson } from "./demo.ts";
export { HospitalError, type HospitalErrorCode } from "./errors.ts";
export { generateHospital } from "./generate-hospital.ts";
export {
  type Hospital,
  type HospitalEncounter,
  type HospitalEvent,
  type HospitalFeed,
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
  strangerCommands,
} from "./load/hospital-commands.ts";
export { upkeepCommands } from "./load/upkeep-commands.ts";
export { adtFeedOf, rosterFeed, staffFeed } from "./places.ts";
export { type Random, randomFrom, seededId } from "./random.ts";
export { extendRosters, type RosterSource } from "./rosters.ts";
