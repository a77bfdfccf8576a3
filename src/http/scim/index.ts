export { scim } from "./plugin.ts";
