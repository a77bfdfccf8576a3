export { type BreakGlassWish, type Breaking, breakGlass } from "./break-glass.ts";
export { glassOver } from "./end-glass.ts";
export { ExceptionError } from "./errors.ts";
export { giveBackGlass, renewGlass } from "./renew-glass.ts";
