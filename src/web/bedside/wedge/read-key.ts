/** A badge reader that types: how quickly its keys follow each other tells it from a person. */
export interface WedgeTiming {
  /** No two keys of a read are further apart, in milliseconds. */
  readonly longestGap: number;
  /** The mean gap of a read is no longer, in milliseconds: nobody types that quickly for long. */
  readonly longestMean: number;
  /** A read has at least this many characters; a person's PIN has fewer. */
  readonly shortest: number;
}

/** A reader's keys are mostly no further apart than this, in milliseconds, even one that stalls once; a person's are not. */
const readersGap = 40;

/** Readers send a key every 1 to 35 ms; quick typists one every 60 ms at best. */
export const readerTiming: WedgeTiming = { longestGap: 60, longestMean: 40, shortest: 6 };

/**
 * Where nobody writes anything, at a locked screen, a reader or a machine that stalls in the middle of
 * a number is waited for: half a number is another badge.
 */
export const aloneTiming: WedgeTiming = { longestGap: 1000, longestMean: 80, shortest: 6 };

/** What was typed up to now. */
export interface WedgeState {
  readonly text: string;
  readonly startedAt: number;
  readonly lastAt: number;
  /** How many of its keys came as quickly as a reader's. */
  readonly quick: number;
}

export const idleWedge: WedgeState = { text: "", startedAt: 0, lastAt: 0, quick: 0 };

/** A key press. */
export interface WedgeKey {
  /** As in `KeyboardEvent.key`. */
  readonly key: string;
  /** Milliseconds of any steady clock (`KeyboardEvent.timeStamp`). */
  readonly at: number;
  /** Control, Alt or Meta was held: a shortcut, never a badge. */
  readonly chord: boolean;
}

/** What a key press means. */
export type WedgeReading =
  /** Nothing to do with a badge, or the middle of a burst. */
  | { readonly type: "nothing" }
  /** The first key of what may become a read: the moment to remember what the field holds. */
  | { readonly type: "started" }
  | { readonly type: "badge"; readonly badge: string };

export interface WedgeStep {
  readonly state: WedgeState;
  readonly reading: WedgeReading;
}

const nothing: WedgeReading = { type: "nothing" };
/** Longer than any badge number; what follows is not kept. */
const longest = 256;

function isRead(state: WedgeState, at: number, timing: WedgeTiming): boolean {
  if (state.text.length < timing.shortest) return false;
  if (at - state.lastAt > timing.longestGap) return false;
  if (state.quick < (state.text.length - 1) / 2) return false;
  return (at - state.startedAt) / state.text.length <= timing.longestMean;
}

/** Follows one key press. */
export function readKey(state: WedgeState, press: WedgeKey, timing: WedgeTiming): WedgeStep {
  if (["Shift", "CapsLock", "NumLock"].includes(press.key)) return { state, reading: nothing };
  if (press.key === "Enter") {
    const badge = isRead(state, press.at, timing);
    return { state: idleWedge, reading: badge ? { type: "badge", badge: state.text } : nothing };
  }
  if (press.chord || [...press.key].length !== 1) return { state: idleWedge, reading: nothing };
  if (state.text === "" || press.at - state.lastAt > timing.longestGap) {
    return {
      state: { text: press.key, startedAt: press.at, lastAt: press.at, quick: 0 },
      reading: { type: "started" },
    };
  }
  const text = (state.text + press.key).slice(0, longest);
  const quick = state.quick + (press.at - state.lastAt <= readersGap ? 1 : 0);
  return { state: { ...state, text, lastAt: press.at, quick }, reading: nothing };
}
