export { checkPin } from "./check-pin.ts";

export { PinError } from "./errors.ts";
export type { Pins } from "./pins.ts";
export { createPins, owaspCost } from "./pins.ts";
