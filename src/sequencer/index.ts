export { catchUp, decodeRecord } from "./catch-up.ts";
export type { SequencerError, SequencerErrorCode } from "./errors.ts";
export type {
  Sequencer,
  SequencerFigures,
  SequencerOptions,
  SequencerPorts,
} from "./sequencer.ts";
export { openSequencer } from "./sequencer.ts";
