import type { SeatState } from "../../../http/bedside-contract.ts";
import type {
  AnswerShiftsRequest,
  AnswerSwapRequest,
  HandOverRequest,
  ProposeSwapRequest,
  RosterReply,
  StartShiftRequest,
  StayRequest,
  SwapChoicesReply,
  TakersReply,
} from "../../../http/roster-contract.ts";

/** One act about the roster: its path below bedside/api, and what it says. */
export type RosterAct =
  | { readonly path: "shift/start"; readonly body: StartShiftRequest }
  | { readonly path: "shift/stay"; readonly body: StayRequest }
  | { readonly path: "shifts/answer"; readonly body: AnswerShiftsRequest }
  | { readonly path: "handover"; readonly body: HandOverRequest }
  | { readonly path: "swap/propose"; readonly body: ProposeSwapRequest }
  | { readonly path: "swap/answer"; readonly body: AnswerSwapRequest };

/** What can be done where the roster is wrong (L9, S9, L10). */
export interface RosterActions {
  readonly roster: (act: RosterAct) => Promise<RosterReply<SeatState>>;
  /** Who is there to take patients over. */
  readonly takers: () => Promise<TakersReply>;
  readonly swapChoices: () => Promise<SwapChoicesReply>;
}

/** How they are sent: each for the occupant, and a state that comes with the answer is taken in. */
export function rosterActions(
  work: <T extends object>(path: string, body: unknown) => Promise<T>,
): RosterActions {
  return {
    roster: ({ path, body }) => work(path, body),
    takers: () => work("handover/takers", {}),
    swapChoices: () => work("swap/choices", {}),
  };
}
