import type { PasskeyRequest, PersonView, RefusalView, SaidView } from "./contract.ts";

/** What the screens and the server say to each other where the roster is wrong (L9, S9, L10). All instants are milliseconds since 1970. */

/** A shift that somebody may start though the roster does not have it (L9). */
export interface StartView {
  readonly ward: string;
  readonly role: string;
  /** "Nurse on 4B". */
  readonly label: string;
  readonly said: SaidView;
  /** When it ends unless it is confirmed, and when once it is; milliseconds since 1970. */
  readonly unless: number;
  readonly to: number;
}

/** What waits for somebody in charge to confirm it: a shift that was started, or a swap that two have agreed on. */
export interface WaitingView {
  readonly id: string;
  readonly who: PersonView;
  /** "Nurse on 4B since 02:10, to 07:30". */
  readonly text: string;
  readonly said: SaidView;
  /** When it ends unless it is confirmed; absent for a swap. */
  readonly until?: number;
  /** It has ended already, and goes on once it is confirmed. */
  readonly lapsed?: true;
}

/** What a person is shown of the roster, beside their patients. */
export interface RosterView {
  /** Of others, for those in charge. */
  readonly waiting: readonly WaitingView[];
  /** Who stays because relief has not come, for those in charge (S9). */
  readonly staying: readonly string[];
  readonly stayingSaid: readonly SaidView[];
  /** The shift on which ward has ended, and can be stayed on because relief has not come (S9). */
  readonly stay?: { readonly ward: string; readonly wardName: string };
  /** Patients can be handed over by name now (L10). */
  readonly mayHandOver: boolean;
  /** Swaps that a colleague has proposed, or that one has proposed oneself. */
  readonly swaps: readonly SwapView[];
}

/** A swap that one is part of. */
export interface SwapView {
  readonly id: string;
  readonly text: string;
  readonly said: SaidView;
  /** Proposed by a colleague, who waits for an answer. */
  readonly toAnswer: boolean;
}

/** POST bedside/api/shift/begin, with the tap that waits and its PIN; POST pocket/api/shift/start, bedside/api/shift/start without. */
export interface StartShiftRequest {
  readonly ward: string;
  readonly role: string;
  readonly tap?: string;
  readonly pin?: string;
}

/** POST bedside/api/passkey/sign-in: a passkey that starts a shift by coming in, for somebody off duty (L9). */
export type StartByPasskey = PasskeyRequest & Partial<Pick<StartShiftRequest, "ward" | "role">>;

/** POST .../shifts/answer: confirms and refuses a whole list in one act. */
export interface AnswerShiftsRequest {
  readonly confirm: readonly string[];
  readonly refuse: readonly string[];
}

/** GET console/api/rosters; the answer to POST console/api/rosters with an AnswerShiftsRequest too. */
export interface RostersReply {
  readonly waiting: readonly WaitingView[];
  readonly staying: readonly string[];
  readonly stayingSaid: readonly SaidView[];
}

/** POST bedside/api/shift/stay. */
export interface StayRequest {
  readonly ward: string;
}

/** POST bedside/api/handover/takers: who is there to take patients over. */
export interface TakersReply {
  readonly takers: readonly PersonView[];
}

/** POST bedside/api/handover: hands patients over by name, all in one act (L10). */
export interface HandOverRequest {
  readonly patients: readonly string[];
  readonly to: string;
}

/** POST .../swap/choices: one's own coming shifts, and for each those who could do it, with theirs. */
export interface SwapChoicesReply {
  readonly shifts: readonly SwapChoice[];
}
export interface SwapChoice extends ShiftChoice {
  readonly colleagues: readonly {
    readonly who: PersonView;
    readonly shifts: readonly ShiftChoice[];
  }[];
}
export interface ShiftChoice {
  readonly shift: string;
  /** "Nurse on 4B, 07:30 to 19:30". */
  readonly label: string;
  readonly said: SaidView;
}

/** POST .../swap/propose */
export interface ProposeSwapRequest {
  readonly shift: string;
  readonly colleague: string;
  readonly inReturn?: string;
}

/** POST .../swap/answer: agrees to it, or declines it, or takes one's own back. */
export interface AnswerSwapRequest {
  readonly swap: string;
  readonly agrees: boolean;
}

/** What came of any of these. */
export type RosterReply<State> =
  | {
      readonly type: "done";
      readonly state: State;
      readonly message: string;
      readonly said?: readonly SaidView[];
    }
  | { readonly type: "refused"; readonly refusal: RefusalView };
