export { type BreakGlassWish, type Breaking, breakGlass, inEmergency } from "./break-glass.ts";
export { declareEmergency, type EmergencyCall } from "./declare-emergency.ts";
export { glassOver } from "./end-glass.ts";
export { ExceptionError } from "./errors.ts";
export {
  type Arrival,
  asResponder,
  type Response,
  respond,
} from "./join-emergency.ts";
export { renewEmergency } from "./renew-emergency.ts";
export { giveBackGlass, renewGlass } from "./renew-glass.ts";
export { type Closing, emergenciesOver, standDown } from "./stand-down.ts";
export { takeTask } from "./take-task.ts";
export { overdueActs, oweSignature, signFor } from "./unsigned-acts.ts";
