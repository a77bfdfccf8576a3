import type {
  ActReply,
  ActRequest,
  AskCoverReply,
  AskWitnessReply,
  BreakGlassRequest,
  CaseReply,
  ConfirmReply,
  DraftsReply,
  LockRequest,
  NameSearchRequest,
  OpenChartReply,
  PinRequest,
  RegisterArrivalRequest,
  SearchReply,
  SearchRequest,
  SectionRequest,
  SignOptionsReply,
  SignRequest,
  StepUpReply,
  WitnessReply,
} from "../../../http/bedside-contract.ts";
import type { ApplicationsReply } from "../../../http/connect-contract.ts";
import type { PasskeyOptionsReply, PasskeyRequest, Spoken } from "../../../http/contract.ts";
import type { GrantChoice, GrantRequest } from "../../../http/grants-contract.ts";
import type { EndPhoneRequest, PhonesReply } from "../../../http/pocket-contract.ts";
import type { StartShiftRequest } from "../../../http/roster-contract.ts";
import type { ScreenError } from "../../shared/screen-error.ts";
import type { SendSeatRequest } from "../link/seat-requests.ts";
import type { KnownSeatState } from "../link/state-stream.ts";
import type { LinkNews } from "../link/stay-connected.ts";
import type { Drafts } from "./drafts.ts";
import type { EmergencyActions } from "./emergency-actions.ts";
import type { RosterActions } from "./roster-actions.ts";
import type { SeatSnapshot } from "./seat-snapshot.ts";

/** What the store needs. */
export interface SeatStoreDeps {
  readonly send: SendSeatRequest;
  readonly unique: () => string;
  /** Runs `task` after so many milliseconds, unless the function that it returns is called. */
  readonly later: (milliseconds: number, task: () => void) => () => void;
  /** Opens a window at an address, and answers what closes it; undefined where none opened. */
  readonly openWindow: (url: string) => (() => void) | undefined;
  /** The words for an answer that is none. */
  readonly words: (error: ScreenError) => string;
  /** What an answer says, in the screen's language. */
  readonly told: (spoken: Spoken) => string;
  readonly thumbprint: string;
}

/** The seat as the screen sees it, and what can be done at it. */
export interface SeatStore extends EmergencyActions, RosterActions {
  readonly snapshot: () => SeatSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** The half-typed text of whoever is in now. */
  readonly drafts: () => Drafts;
  readonly takeState: (state: KnownSeatState) => void;
  readonly takeNews: (news: LinkNews) => void;
  readonly tap: (badge: string, typed?: boolean) => Promise<void>;
  /** What to ask an authenticator with to come in, and its answer (A1). */
  readonly signInOptions: () => Promise<PasskeyOptionsReply>;
  readonly signInByPasskey: (answer: PasskeyRequest, start?: StartShiftRequest) => Promise<void>;
  /** With a shift that the roster does not have, which starts by it (L9). */
  readonly enterPin: (pin: string, start?: StartShiftRequest) => Promise<void>;
  readonly cancelPin: () => Promise<void>;
  /** Takes the person off the screen at once, then tells the server, again and again if need be. */
  readonly lock: (reason: LockRequest["reason"]) => void;
  readonly signOut: () => void;
  readonly openChart: (patient: string) => Promise<OpenChartReply>;
  /** Emergency access to a patient (X10), more time for it (X11), and its end before its time. */
  readonly breakGlass: (request: BreakGlassRequest) => Promise<OpenChartReply>;
  readonly askForCover: (request: GrantRequest) => Promise<AskCoverReply>;
  readonly startCover: (choice: GrantChoice) => Promise<AskCoverReply>;
  readonly returnCover: (choice: GrantChoice) => Promise<void>;
  readonly renewGlass: () => Promise<void>;
  readonly returnGlass: () => Promise<void>;
  readonly closeChart: () => Promise<void>;
  /** Opens a case here for the patient on the screen, and closes the one that is open (S7). */
  readonly openCase: (patient: string) => Promise<CaseReply>;
  readonly closeCase: () => Promise<CaseReply>;
  /** Its person looks at this part of the open chart now; the server hears of it when they stay there, or go. */
  readonly lookAt: (section: SectionRequest) => void;
  /** The part of an open chart that was chosen here last. */
  readonly lookedAt: (patient: string) => SectionRequest["section"] | undefined;
  /** Fetches what its person has half-written on the open chart. */
  readonly fetchDrafts: (patient: string) => Promise<DraftsReply | undefined>;
  readonly register: (request: RegisterArrivalRequest) => Promise<OpenChartReply>;
  readonly search: (request: SearchRequest | NameSearchRequest) => Promise<SearchReply>;
  readonly act: (request: ActRequest) => Promise<ActReply | ConfirmReply>;
  /** Asks for a witness of it (S10), and how that ends. */
  readonly askWitness: (request: ActRequest) => Promise<AskWitnessReply>;
  /** Begins to sign it (A4), and what the passkey made of that. */
  readonly signOptions: (request: ActRequest) => Promise<SignOptionsReply>;
  readonly sign: (request: SignRequest) => Promise<ActReply | ConfirmReply>;
  readonly cancelWitness: () => Promise<void>;
  readonly witnessByPin: (pin: Required<PinRequest>) => Promise<WitnessReply>;
  readonly stepUp: (pin: string) => Promise<StepUpReply>;
  /** What to ask the occupant's authenticator with, and its answer (A2). */
  readonly passkeyOptions: () => Promise<PasskeyOptionsReply>;
  readonly stepUpByPasskey: (answer: PasskeyRequest) => Promise<StepUpReply>;
  /** The applications that can be opened from here, and opens one for the open patient: it closes with the occupancy (S7). */
  readonly applications: () => Promise<ApplicationsReply>;
  readonly openApplication: (application: string) => Promise<"opened" | "blocked">;
  /** One's own phones, and the end of one (C8). */
  readonly phones: () => Promise<PhonesReply>;
  readonly endPhone: (request: EndPhoneRequest) => Promise<PhonesReply>;
  readonly dismissNotice: () => void;
  readonly dismissDropped: () => void;
  readonly dismissUnderWay: () => void;
  readonly dismissMessage: () => void;
  /** Forgets everything: the page is going away. */
  readonly forget: () => void;
}
