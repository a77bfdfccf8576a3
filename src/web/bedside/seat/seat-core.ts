import type { SectionRequest } from "../../../http/bedside-contract.ts";
import type { Drafts } from "./drafts.ts";
import type { SeatSnapshot } from "./seat-snapshot.ts";
import type { SeatStoreDeps } from "./seat-store-types.ts";

/** What the store of a seat's screen works with. */
export interface Core {
  readonly deps: SeatStoreDeps;
  readonly listeners: Set<() => void>;
  snapshot: SeatSnapshot;
  drafts: Drafts;
  /** The part of the open chart that was chosen here, and whether the server has it. */
  looked: (SectionRequest & { readonly unsaved: boolean }) | undefined;
  cancelLook: () => void;
  /** Aborted when the occupant changes: an answer to a former one is never looked at. */
  occupancy: AbortController;
  /** The next state comes after a loss of the stream. */
  fresh: boolean;
  /** Acts that the server has not answered. */
  acting: number;
  /** A lock or sign-out on its way. */
  lockInFlight: boolean;
  cancelLost: () => void;
  /** Puts off the next save. */
  cancelSave: () => void;
  /** The save that is on its way. */
  saving: Promise<void> | undefined;
}

/** A request without an answer by then is given up. */
export const patience = 15_000;
/** A link that is away for less is not worth a word. */
export const lostAfter = 3_000;
/** Half-typed text is kept when nothing was typed for this long. */
export const savePause = 500;
/** Which part of a chart somebody looks at is kept when they have stayed there for this long. */
export const lookPause = 2_000;
/** A tap waits this long for them, at most. */
export const flushAtMost = 1_000;
/** A save that failed is tried again after this long. */
export const saveAgain = 5_000;

/** Counts an act until the server has answered it. */
export async function acting<T>(core: Core, act: Promise<T>): Promise<T> {
  core.acting++;
  try {
    return await act;
  } finally {
    core.acting--;
  }
}

/**
 * What the screen shows next, with whose act was still under way when they left it: nobody here will hear what became of it, so
 * they are told as they come back (S7: what is refused is shown to its author as not done).
 */
export function withUnderWay(core: Core, next: SeatSnapshot): SeatSnapshot {
  const { occupancy, state } = core.snapshot;
  if (core.acting === 0 || next.occupancy === occupancy || state?.type !== "in") return next;
  return { ...next, underWay: state.who.id };
}
