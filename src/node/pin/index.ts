export { checkPin } from "./check-pin.ts";
export type { PinErrorCode } from "./errors.ts";
export { PinError } from "./errors.ts";
export type { PinCost, Pins } from "./pins.ts";
export { createPins, owaspCost } from "./pins.ts";
