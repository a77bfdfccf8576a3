import type { KnownSeatState } from "../link/state-stream.ts";

/** How the screen and the server stand. */
export type LinkState =
  | { readonly type: "starting" }
  | { readonly type: "live" }
  /** Away for a moment; nobody is troubled with it yet. */
  | { readonly type: "interrupted"; readonly retryAt: number }
  /** Away for longer: nothing on the screen may be relied on. */
  | { readonly type: "lost"; readonly retryAt: number; readonly why: string }
  | { readonly type: "unknown"; readonly message: string; readonly thumbprint: string };

/** Text that could not be kept when somebody left: whose and how much, never what or about whom. */
export interface DroppedText {
  readonly person: string;
  readonly initials: string;
  readonly count: number;
}

/** All that the screen knows. Replaced whole; nothing of a former occupant stays in it (S7). */
export interface SeatSnapshot {
  readonly link: LinkState;
  readonly state?: KnownSeatState;
  /** Grows whenever another person, or nobody, is in: the screen is built anew for each. */
  readonly occupancy: number;
  /** The person whose lock was asked for and not yet answered; they are not shown again. */
  readonly locking?: string;
  /** A badge has been read and not yet answered. */
  readonly reading: boolean;
  /** What the server said to the last tap or PIN. */
  readonly message?: string;
  /** Why a chart was closed, until it is put away. */
  readonly notice?: string;
  readonly dropped?: DroppedText;
  /** Whose act was under way when they left: it may have been done or not. */
  readonly underWay?: string;
  /** Grows when what was half-written on the open chart has come from the server. */
  readonly fetched?: number;
}

export const emptySnapshot: SeatSnapshot = {
  link: { type: "starting" },
  occupancy: 0,
  reading: false,
};

/** The person who is in, if one is. */
export function occupantOf(state: KnownSeatState | undefined): string | undefined {
  return state?.type === "in" ? state.who.id : undefined;
}

function noticeOf(snapshot: SeatSnapshot, state: KnownSeatState): string | undefined {
  if (state.type !== "in") return undefined;
  const before = snapshot.state?.type === "in" ? snapshot.state : undefined;
  if (before?.who.id !== state.who.id) return state.notice;
  // Said once, and kept here until it is put away: the next state need not repeat it, or may.
  if (state.notice !== undefined && state.notice !== before.notice) return state.notice;
  return snapshot.notice;
}

/**
 * Takes in a state from the server.
 *
 * @param fresh the first state after a loss of the stream: believed even when its position is lower,
 *   as after the server's data were replaced
 * @returns the same snapshot when the state is older than what is shown (S7), or shows again the person
 *   whose lock is on its way
 */
export function takeState(
  snapshot: SeatSnapshot,
  state: KnownSeatState,
  fresh: boolean,
): SeatSnapshot {
  const shown = snapshot.state;
  if (!fresh && shown !== undefined && state.position < shown.position) return snapshot;
  const occupant = occupantOf(state);
  if (snapshot.locking !== undefined && occupant === snapshot.locking) return snapshot;
  const { locking: _, notice: __, message, dropped, ...rest } = snapshot;
  const changed = occupant !== occupantOf(shown);
  const notice = noticeOf(snapshot, state);
  return {
    ...rest,
    state,
    occupancy: snapshot.occupancy + (changed ? 1 : 0),
    ...(message === undefined || state.type !== shown?.type ? {} : { message }),
    ...(notice === undefined ? {} : { notice }),
    ...(dropped === undefined ? {} : { dropped }),
  };
}

/** Takes everything of the occupant off the screen, at once and whatever the server says (S7). */
export function withoutOccupant(snapshot: SeatSnapshot): SeatSnapshot {
  const occupant = occupantOf(snapshot.state);
  const { state: _, notice: __, message: ___, ...rest } = snapshot;
  if (occupant === undefined) return { ...rest, ...(snapshot.state && { state: snapshot.state }) };
  return { ...rest, occupancy: snapshot.occupancy + 1, locking: occupant };
}
