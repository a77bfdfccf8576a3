export { scim } from "./plugin.ts";
export { releaseBrake } from "./release-brake.ts";
