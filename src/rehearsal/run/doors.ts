import type { Advice, Remedy, Resource } from "../../access/index.ts";
import type { GrantWish } from "../../exceptions/index.ts";
import type { Engagement, Session } from "../../world/index.ts";
import type { Performer, Place } from "./run.ts";
import type { Turn } from "./turn.ts";

/** A session that somebody works in, and where it is. */
export interface Work {
  readonly session: Session;
  readonly place: Place;
}

/** A session that is in at a seat. */
export interface AtSeat {
  readonly session: Session;
  readonly seat: string;
}

/** A shift that somebody may start though the roster does not have it (L9). */
export interface StartAt {
  readonly ward: string;
  readonly role: string;
}

interface In {
  readonly type: "in";
  /** At the chart of an emergency's patient, which opened with it (X17): why it may be seen. */
  readonly said?: readonly string[];
}

/** What a tap led to, and what is said of it. */
export type Tapped =
  | In
  | { readonly type: "out" }
  /** The screen asks for a witness (S10), whose PIN is asked for next. */
  | { readonly type: "witness" }
  /** The PIN is asked for, or something else that no PIN answers: `byPin` says which. */
  | { readonly type: "question"; readonly byPin: boolean; readonly said: string }
  | { readonly type: "off-duty"; readonly starts: readonly StartAt[]; readonly said: string }
  | { readonly type: "refused"; readonly said: string };

/** In, or what was said instead. */
export type Entry = In | { readonly type: "out"; readonly said: string };

/** A way forward, as far as a rehearsal goes it. */
export interface Offered {
  readonly type: Remedy["type"];
  /** Of a step-up. */
  readonly level?: number;
  /** A second one that is needed too. */
  readonly and?: Offered;
}

/** Why something was refused, in words, and what leads on. */
export interface Denied {
  readonly type: "deny";
  readonly reasons: readonly string[];
  readonly remedies: readonly Offered[];
  readonly advice: readonly Pick<Advice, "type" | "text">[];
}

/** What came of something that the policy was asked about. */
export type Decided =
  /** What the person was told: why it is permitted, and what goes with it. */
  | { readonly type: "permit"; readonly said: readonly string[] }
  | Denied
  /** The session had left the seat before it arrived. */
  | { readonly type: "gone" }
  /** It could not be done at all, whatever the policy says. */
  | { readonly type: "impossible"; readonly said: string };

/** What is asked of the policy. */
export interface Wish {
  readonly action: string;
  readonly resource: Resource;
  /** Undefined: treatment. */
  readonly purpose?: string | undefined;
  /** Decided and recorded, and nothing done about it. */
  readonly onlyTried?: boolean;
}

/** What an application asks about somebody, and of which seat it says that it stands there. */
export interface Question {
  readonly action: string;
  readonly resource: Resource;
  readonly seat: string | undefined;
}

/** What is asked about a program that calls (N8). */
export interface Call {
  readonly action: string;
  readonly resource: Resource;
  readonly context: {
    readonly address?: string;
    readonly data?: string;
    readonly purpose?: string;
  };
}

/** Access for a time, as somebody asks for it (X1). */
export interface AccessAsked
  extends Pick<GrantWish, "kind" | "patient" | "ward" | "action" | "role" | "lasts" | "from"> {
  /** Who is to have it, where that is somebody else. */
  readonly holder?: Performer;
}

/** What a chart's screen at a seat has a place for, and what a phone has; everything else is asked for by other systems. */
const places: Readonly<Record<"seat" | "phone", ReadonlySet<string>>> = {
  seat: new Set([
    "chart.open",
    "glass.break",
    "patient.search",
    "note.write",
    "order.place",
    "order.place-controlled",
    "medication.administer",
    "medication.administer-controlled",
    "case.open",
    "case.close",
  ]),
  phone: new Set(["chart.open", "glass.break", "patient.search", "note.write"]),
};

/** Whether it is done at a screen of ours, and not only decided and recorded. */
export function isDoneAt({ type }: Place, { action, resource, onlyTried }: Wish): boolean {
  if (onlyTried === true || type === "console" || resource.type !== "patient") return false;
  return places[type === "phone" ? "phone" : "seat"].has(action);
}

/**
 * Everything that somebody does with the product in a rehearsal. The rehearsal does it by the product's own commands; a test does
 * the same over HTTP, and finds the same answers and records.
 */
export interface Doors extends SeatDoors, WorkDoors, CoverDoors, EmergencyDoors, RosterDoors {
  readonly phones: PhoneDoors;
  readonly consoles: ConsoleDoors;
}

/** Getting in at a seat, and leaving it. */
interface SeatDoors {
  tap(seat: string, badge: string): Promise<Tapped>;
  /** Of whoever has just tapped; `begin` starts a shift by it (L9). */
  enterPin(seat: string, begin?: StartAt): Promise<Entry>;
  /** The occupant's PIN, asked for by a task; whether it raised the session. */
  stepUp(at: AtSeat): Promise<boolean>;
  park(at: AtSeat, reason: "lock" | "idle"): Promise<void>;
  signOut(at: AtSeat): Promise<void>;
  /** What the seat's screen does by itself when something has changed. */
  look(seat: string): Promise<void>;
  /** The seat's badge reader says whom it sees before it now (S6). */
  sense(seat: string, badges: readonly string[]): Promise<void>;
}

/** What is done for patients, and what else the policy is asked about. */
interface WorkDoors {
  /** Has it decided and recorded, and does what follows. */
  decide(turn: Turn, work: Work, wish: Wish): Promise<Decided>;
  /** Registers somebody whose chart is not here (C9) and opens it; their number is the scenario's, by which they are merged. */
  register(turn: Turn, at: AtSeat, patient: string): Promise<Decided>;
  /** Goes back from the chart to the patients. */
  closeChart(work: Work): Promise<void>;
  /** Something half-written is kept (S9). */
  keepHalf(at: AtSeat, patient: string): Promise<void>;
  /** Looks for patients by family name and the day on which all of them were born (C7); says how many are shown. */
  lookForName(turn: Turn, work: Work, family: string): Promise<Decided>;
  /** More time for the open chart, for which the glass was broken (X11). */
  renewGlass(at: AtSeat): Promise<Decided>;
  /** Whether a screen shows the chart of an open case while nobody is in (S7). */
  showsCase(seat: string): Promise<boolean>;
  /** The screen asks for a colleague who witnesses (S10): their tap comes next. */
  askWitness(at: AtSeat, act: { readonly action: string; readonly patient: string }): Promise<void>;
  /** The PIN of the colleague who tapped; what they may is decided, and then what needs it. */
  witness(turn: Turn, at: AtSeat): Promise<Decided>;
  /** An application asks over AuthZEN about somebody, wherever they are; it hears of no revocation (D6). */
  askAsApplication(turn: Turn, person: string, question: Question): Promise<Decided>;
  /** Whoever serves data asks over AuthZEN about a program that calls (N8). */
  askAboutWorkload(turn: Turn, workload: string, call: Call): Promise<Decided>;
}

/** Access for a time (X1). */
interface CoverDoors {
  /** Asks for it; what a rule approves for a patient opens at once at a seat (X6). */
  askForAccess(turn: Turn, work: Work, asked: AccessAsked): Promise<Decided>;
  /** Whose requests wait for an answer by whoever is in, the oldest first. */
  whoWaits(turn: Turn, work: Work): Promise<readonly string[]>;
  answerCover(turn: Turn, work: Work, grant: string, answer: "approve" | "deny"): Promise<Decided>;
  /** Begins what was approved; a patient's chart opens with it. */
  beginCover(turn: Turn, work: Work, grant: string): Promise<Decided>;
  handCoverBack(work: Work, grant: string): Promise<Decided>;
}

/** Declared emergencies (X16 to X18). */
interface EmergencyDoors {
  declare(seat: string, kind: string, patient: string | undefined): Promise<Decided>;
  /** Instead of a PIN, by whoever has just tapped (X17). */
  respondByTap(seat: string): Promise<Entry>;
  respond(at: AtSeat, emergency: string): Promise<Decided>;
  takeTask(at: AtSeat, emergency: string, task: "performs" | "records"): Promise<Decided>;
  /** More time, by one touch. */
  renewEmergency(at: AtSeat, emergency: string): Promise<Decided>;
  standDown(at: AtSeat, emergency: string): Promise<Decided>;
  /** Records what `performer` performs (X18). */
  record(
    turn: Turn,
    at: AtSeat,
    act: { readonly action: string; readonly performer: string; readonly patient: string },
  ): Promise<Decided>;
  /** Signs for what one has performed for a patient. */
  sign(turn: Turn, at: AtSeat, patient: string): Promise<Decided>;
}

/** Where the roster is wrong (L9, S9, L10). */
interface RosterDoors {
  startShift(turn: Turn, at: AtSeat, start: StartAt): Promise<Decided>;
  stay(turn: Turn, at: AtSeat, ward: string): Promise<Decided>;
  confirm(turn: Turn, at: AtSeat, ids: readonly string[]): Promise<Decided>;
  handOver(turn: Turn, at: AtSeat, patient: string, to: string): Promise<Decided>;
  proposeSwap(
    turn: Turn,
    at: AtSeat,
    swap: { readonly shift: string; readonly ward: string; readonly colleague: string },
  ): Promise<Decided>;
  agreeSwap(turn: Turn, at: AtSeat, swap: string): Promise<Decided>;
}

/** Phones (C8). */
interface PhoneDoors {
  /** By a passkey; the session, or why there is none. */
  signIn(performer: Performer, device: string): Promise<Opened>;
  signOut(device: string, session: Session): Promise<void>;
  /** The phone says where it is. */
  place(device: string, session: Session): Promise<void>;
  /** It ends for good, as its owner says at the seat or phone where they are. */
  end(owner: Performer, device: string): Promise<void>;
}

/** Consoles, each in the browser of somebody's own desk. */
interface ConsoleDoors {
  signIn(performer: Performer, by: "pin" | "passkey"): Promise<Opened>;
  /** To level 3, by the person's passkey; whether it did. */
  stepUp(session: Session): Promise<boolean>;
  signOut(performer: Performer, session: Session): Promise<void>;
  /** Moves the holder of an engagement to a role in a ward (L4). */
  move(
    turn: Turn,
    work: Work,
    to: { readonly engagement: Engagement; readonly role: string; readonly ward: string },
  ): Promise<Decided>;
  /** Reads what waits for a review (X13, X15). */
  lookAtReviews(turn: Turn, work: Work): Promise<Reviews>;
  /** Opens a review of who needs access on a ward (L8). */
  openAccessReview(turn: Turn, work: Work, ward: string): Promise<Decided>;
  /** Decides on what a review lists. */
  decideAccess(turn: Turn, work: Work, wish: AccessToDecide): Promise<Decided>;
}

/** What of a review is decided: one role that somebody has, or all that is ordinary in a ward. */
export interface AccessToDecide {
  readonly campaign: string;
  readonly ward: string;
  readonly one?: {
    readonly assignment: string;
    readonly outcome: "confirmed" | "ended";
    readonly part: string;
  };
}

/** Which reviews somebody is shown, and what came of asking for them. */
export interface Reviews {
  readonly decided: Decided;
  readonly ids: readonly string[];
}

/** A session that was opened, or why it was not. */
export type Opened =
  | { readonly type: "in"; readonly session: string }
  | { readonly type: "out"; readonly said: string };
