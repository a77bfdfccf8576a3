export { sharedSignals } from "./plugin.ts";
export { pollTransmitter } from "./poll-transmitter.ts";
export { postPoll, postSet } from "./post-set.ts";
export { signalReceiver } from "./receiver.ts";
export { createSetSigner } from "./sign-set.ts";
export { createSignals, type Signals } from "./signals.ts";
export { readTransmitters, type Transmitter, TransmitterError } from "./transmitters.ts";
export { usualPace } from "./types.ts";
export { createSetVerifier } from "./verify-set.ts";
