export type { Authority } from "./authority.ts";
export { createAuthority } from "./authority.ts";
export { catchUp, decodeRecord } from "./catch-up.ts";
export { SequencerError, type SequencerErrorCode } from "./errors.ts";
export type {
  Sequencer,
  SequencerFigures,
  SequencerOptions,
  SequencerPorts,
} from "./sequencer.ts";
export { openSequencer } from "./sequencer.ts";
