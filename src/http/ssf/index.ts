export { sharedSignals } from "./plugin.ts";
export { postSet } from "./post-set.ts";
export { createSetSigner } from "./sign-set.ts";
export { createSignals, type Signals } from "./signals.ts";
export { usualPace } from "./types.ts";
