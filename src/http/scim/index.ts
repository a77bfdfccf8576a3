export { scim } from "./plugin.ts";
export { releaseBrake, stillAsked } from "./release-brake.ts";
export { type BrakeRow, brakeKey } from "./rows.ts";
