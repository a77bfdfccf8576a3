import { type Constant, identityWork, responses } from "../calibration.ts";

/** What a step does. Names are the file's own. */
export type Act = PersonAct | PatientAct | FeedAct;

/** What a person does. */
export type PersonAct =
  | RosterAct
  | { readonly type: "tap-in"; readonly seat: string }
  | { readonly type: "tap-out" }
  | { readonly type: "lock" }
  /** From where they are; a seat that is named must be that one. */
  | { readonly type: "walk-away"; readonly seat?: string }
  | { readonly type: "come-back"; readonly seat: string }
  | { readonly type: "use-as-it-is"; readonly seat: string }
  | { readonly type: "give-pin" }
  | { readonly type: "sign-in"; readonly device: string; readonly by: "pin" | "passkey" }
  | { readonly type: "sign-out" }
  | { readonly type: "carry"; readonly device: string; readonly onSite: boolean }
  | { readonly type: "lose"; readonly device: string }
  | { readonly type: "close-chart" }
  /** Registers somebody whose chart is not here (C9). */
  | { readonly type: "register"; readonly patient: string }
  /** What somebody does about access for a time to a patient (X1). */
  | {
      readonly type: "cover";
      readonly what: "ask" | "approve" | "deny" | "begin" | "hand-back";
      readonly patient: string;
    }
  | EmergencyAct
  /** One of the policy's actions, for a patient. */
  | { readonly type: "ask"; readonly action: string; readonly patient: string };

/** What a person does in a declared emergency (X16 to X18). */
export type EmergencyAct =
  | {
      readonly type: "declare";
      readonly kind: string;
      readonly seat: string;
      readonly patient?: string;
    }
  | { readonly type: "respond"; readonly seat: string }
  | { readonly type: "take-task"; readonly task: "performs" | "records" }
  | {
      readonly type: "record";
      readonly action: string;
      readonly by: string;
      readonly patient: string;
    }
  | { readonly type: "stand-down" }
  | { readonly type: "sign-for"; readonly patient: string };

/** What a person does where the roster is wrong (L9, S9, L10). */
export type RosterAct =
  | { readonly type: "start-shift"; readonly ward: string; readonly seat: string }
  | { readonly type: "no-relief" | "agree-swap" }
  | { readonly type: "confirm-roster"; readonly ward: string }
  | { readonly type: "hand-over"; readonly patient: string; readonly person: string }
  | { readonly type: "propose-swap"; readonly person: string }
  | { readonly type: "half-write"; readonly patient: string };

/** What happens to a patient, as the ADT feed tells it. */
export type PatientAct =
  | { readonly type: "admit" | "move"; readonly ward: string; readonly bed?: string }
  | { readonly type: "visit"; readonly ward: string }
  | { readonly type: "merge" | "unmerge"; readonly into: string }
  | {
      readonly type: "discharge" | "leave" | "return" | "cancel-transfer" | "cancel-discharge";
    }
  | { readonly type: "cancel-contacts" };

/** What a feed does. */
export type FeedAct = { readonly type: "fall-silent" | "speak-again" };

/** Who can do something in a scenario. */
export type ActorType = "person" | "patient" | "feed";

/** What a sentence may name. */
export type SlotName = "seat" | "patient" | "person" | "device" | "ward" | "bed";

/** What a sentence names, and which of its alternative words it used. */
export type Named = Readonly<Partial<Record<SlotName | "word", string>>>;

/**
 * One sentence that a step can be. In `form`, `<seat>` is a name from `given`, `a|her` are words of which one
 * stands there, and `[...]` may be left out.
 */
export interface Sentence {
  readonly actor: ActorType;
  readonly form: string;
  readonly means: string;
  /** What it costs the person. */
  readonly costs: string;
  readonly act: (named: Named) => Act;
}

const nothing = "nothing";
const tapping = `a tap (${sayCost(identityWork.tap, responses.tap)}), and the PIN (${sayCost(identityWork.pin, responses.pin)}) when it is asked for`;
const deciding = `the answer (${sayCost(responses.decision)}); the PIN when it is asked for; a tap first when the seat has locked`;
const pressing = `a button (${sayCost(identityWork.press, responses.lock)})`;

/** Everything that can be said in a step. */
export const vocabulary: readonly Sentence[] = [
  person({
    form: "taps in at <seat>",
    means:
      "Walks there and gets in: taps unless they are in already, and gives the PIN when it is asked for.",
    costs: tapping,
    act: ({ seat = "" }) => ({ type: "tap-in", seat }),
  }),
  person({
    form: "taps out",
    means: "Taps the badge at the seat they are in at: it locks, and the session is parked.",
    costs: `a tap (${sayCost(identityWork.tap, responses.tap)})`,
    act: () => ({ type: "tap-out" }),
  }),
  person({
    form: "locks the seat",
    means: "Locks by the button; the session is parked.",
    costs: pressing,
    act: () => ({ type: "lock" }),
  }),
  person({
    form: "walks away [from <seat>]",
    means:
      "Leaves the seat as it is. Its presence sensor misses them, and it locks by itself after the pattern's walk-away time.",
    costs: nothing,
    act: ({ seat }) => ({ type: "walk-away", ...(seat === undefined ? {} : { seat }) }),
  }),
  person({
    form: "comes back to <seat>",
    means:
      "Is before the seat again, and goes on where they were. Refused when it has locked meanwhile: then a tap unlocks it.",
    costs: nothing,
    act: ({ seat = "" }) => ({ type: "come-back", seat }),
  }),
  person({
    form: "uses <seat> as it is",
    means:
      "Sits down where somebody else is still in, and goes on under their name. Refused when the seat is locked or free. What is done there counts as unattributed.",
    costs: nothing,
    act: ({ seat = "" }) => ({ type: "use-as-it-is", seat }),
  }),
  person({
    form: "gives the PIN",
    means: "Gives the PIN without being asked, so that what follows finds it fresh.",
    costs: `the PIN (${sayCost(identityWork.pin, responses.pin)})`,
    act: () => ({ type: "give-pin" }),
  }),
  person({
    form: "signs in on <device> with a PIN|passkey",
    means:
      "Opens a session on their phone: level 2 by a PIN, level 3 by a passkey. The device's posture is the one in `given`.",
    costs: `a PIN (${sayCost(identityWork.pin, responses.signIn)}) or a passkey (${sayCost(identityWork.passkey, responses.signIn)})`,
    act: ({ device = "", word }) => ({
      type: "sign-in",
      device,
      by: word === "passkey" ? "passkey" : "pin",
    }),
  }),
  person({
    form: "signs out",
    means: "Ends the session for good, at the seat or on the phone.",
    costs: pressing,
    act: () => ({ type: "sign-out" }),
  }),
  person({
    form: "takes <device> off|on site",
    means: "Leaves the hospital's own network with the device, or comes back into it.",
    costs: nothing,
    act: ({ device = "", word }) => ({ type: "carry", device, onSite: word === "on" }),
  }),
  person({
    form: "reports <device> lost",
    means: "Says that their phone is gone: it ends for good, with the session on it.",
    costs: pressing,
    act: ({ device = "" }) => ({ type: "lose", device }),
  }),
  asks("opens the chart of <patient>", "chart.open", "Opens the chart."),
  person({
    form: "breaks the glass for <patient>",
    means:
      "Takes emergency access to a patient whose chart is refused: a button, a reason, the PIN when it was not given just now, and the chart opens. Asks for `glass.break`. At a seat only.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press)}), then ${deciding}`,
    act: ({ patient: who = "" }) => ({ type: "ask", action: "glass.break", patient: who }),
  }),
  person({
    form: "asks for cover of <patient>",
    means:
      "Asks for access for a time to a patient whose chart is refused: the button that the refusal offers, and a reason. Nothing opens by it.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press)}), then ${deciding}`,
    act: ({ patient: who = "" }) => ({ type: "cover", what: "ask", patient: who }),
  }),
  person({
    form: "approves|denies cover of <patient>",
    means: "Answers the request for this patient that waits longest.",
    costs: `a button (${sayCost(identityWork.press)}), then ${deciding}`,
    act: ({ patient: who = "", word }) => ({
      type: "cover",
      what: word === "denies" ? "deny" : "approve",
      patient: who,
    }),
  }),
  person({
    form: "begins cover of <patient>",
    means: "Begins the access that was approved: its time runs, and the chart opens.",
    costs: `a button (${sayCost(identityWork.press)}), then ${deciding}`,
    act: ({ patient: who = "" }) => ({ type: "cover", what: "begin", patient: who }),
  }),
  person({
    form: "hands back cover of <patient>",
    means: "Gives back what was asked for or begun; a chart that is open by it closes.",
    costs: `a button (${sayCost(identityWork.press)})`,
    act: ({ patient: who = "" }) => ({ type: "cover", what: "hand-back", patient: who }),
  }),
  person({
    form: "declares a code-blue|major-incident at <seat> [for <patient>]",
    means:
      "Calls for help at a seat's screen, whoever is in there or nobody: for the patient at whose bed it stands or whose chart is open, else for the ward. Nobody comes in by that.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press, responses.lock)})`,
    act: ({ seat = "", patient: whom, word = "" }) => ({
      type: "declare",
      kind: word,
      seat,
      ...(whom === undefined ? {} : { patient: whom }),
    }),
  }),
  person({
    form: "responds at <seat>",
    means:
      "Walks there, taps, and says that they are responding where the roster does not; at the chart of the emergency's patient, if it is for one. No PIN is asked for.",
    costs: `a tap (${sayCost(identityWork.tap, responses.tap)}), a button (${sayCost(identityWork.press, responses.tap)}) for who is not rostered, then the answer (${sayCost(responses.decision)})`,
    act: ({ seat = "" }) => ({ type: "respond", seat }),
  }),
  person({
    form: "performs|records in the emergency",
    means: "Says which of the two they do: nobody does both.",
    costs: pressing,
    act: ({ word }) => ({ type: "take-task", task: word === "records" ? word : "performs" }),
  }),
  person({
    form: "records that <person> places an order for <patient>",
    means: "Records what another responder performs. Asks for `order.place` on their behalf.",
    costs: `the answer (${sayCost(responses.decision)})`,
    act: ({ person: by = "", patient: whom = "" }) => recordOf("order.place", by, whom),
  }),
  person({
    form: "records that <person> gives a medication to <patient>",
    means:
      "Records what another responder performs. Asks for `medication.administer` on their behalf.",
    costs: `the answer (${sayCost(responses.decision)})`,
    act: ({ person: by = "", patient: whom = "" }) => recordOf("medication.administer", by, whom),
  }),
  person({
    form: "stands the emergency down",
    means: "Says that it is over: what it opened closes at once, for everybody.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press, responses.lock)})`,
    act: () => ({ type: "stand-down" }),
  }),
  person({
    form: "signs for <patient>",
    means:
      "Signs for what they performed in an emergency: on a tap alone, or recorded by another. Asks for `emergency.sign`; refused when there is nothing.",
    costs: deciding,
    act: ({ patient: whom = "" }) => ({ type: "sign-for", patient: whom }),
  }),
  person({
    form: "closes the chart",
    means: "Goes back to the list of patients.",
    costs: nothing,
    act: () => ({ type: "close-chart" }),
  }),
  asks(
    "begins|writes|finishes a|her|his|their note on <patient>",
    "note.write",
    "Opens the chart if another is open or none, and writes a note.",
  ),
  asks(
    "places an order for <patient>",
    "order.place",
    "Opens the chart if need be, and places an order.",
  ),
  asks(
    "orders a controlled drug for <patient>",
    "order.place-controlled",
    "Opens the chart if need be, and orders a controlled drug.",
  ),
  asks(
    "gives a medication to <patient>",
    "medication.administer",
    "Opens the chart if need be, and records that a medication was given.",
  ),
  asks(
    "acknowledges a result of <patient>",
    "result.acknowledge",
    "Opens the chart if need be, and acknowledges a result.",
  ),
  asks(
    "searches for <patient>",
    "patient.search",
    "Looks the patient up by number; what is shown is demographics only.",
  ),
  person({
    form: "registers <patient>",
    means:
      "Registers somebody who is `unknown` in `given`, in the seat's ward, under a made name. Asks for `patient.register`.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press)}), then ${deciding}`,
    act: ({ patient: who = "" }) => ({ type: "register", patient: who }),
  }),
  person({
    form: "starts a shift on <ward> at <seat>",
    means:
      "Starts a shift that the roster does not have, in a role of their own there: off duty by tap, button and PIN, on duty by a button. Asks for `shift.start`.",
    costs: `${tapping}, and ${pressing}`,
    act: ({ ward = "", seat = "" }) => ({ type: "start-shift", ward, seat }),
  }),
  person({
    form: "confirms the roster of <ward>",
    means:
      "Confirms all shifts and swaps that wait on that ward, in one act. Refused when none does. Asks for `roster.confirm`.",
    costs: pressing,
    act: ({ ward = "" }) => ({ type: "confirm-roster", ward }),
  }),
  person({
    form: "says that relief has not come",
    means:
      "Keeps their assigned patients for an hour after the end of the shift on the seat's ward. Asks for `shift.stay`.",
    costs: pressing,
    act: () => ({ type: "no-relief" }),
  }),
  person({
    form: "half-writes a note on <patient>",
    means: "Begins a note and leaves it half-written: it is kept.",
    costs: pressing,
    act: ({ patient: who = "" }) => ({ type: "half-write", patient: who }),
  }),
  person({
    form: "hands <patient> over to <person>",
    means: "Hands a patient over by name. Asks for `handover.give`.",
    costs: pressing,
    act: ({ patient: who = "", person: to = "" }) => ({
      type: "hand-over",
      patient: who,
      person: to,
    }),
  }),
  person({
    form: "asks <person> to do the next shift",
    means: "Proposes that a colleague does their next shift. Asks for `shift.swap`.",
    costs: pressing,
    act: ({ person: colleague = "" }) => ({ type: "propose-swap", person: colleague }),
  }),
  person({
    form: "agrees to the swap",
    means: "Agrees to the swap that a colleague has proposed. Asks for `shift.swap`.",
    costs: pressing,
    act: () => ({ type: "agree-swap" }),
  }),
  patient({
    form: "is admitted to <ward> [bed <bed>]",
    means: "ADT A01.",
    act: ({ ward = "", bed }) => ({ type: "admit", ward, ...(bed === undefined ? {} : { bed }) }),
  }),
  patient({
    form: "moves to <ward> [bed <bed>]",
    means: "ADT A02: a transfer, or another bed.",
    act: ({ ward = "", bed }) => ({ type: "move", ward, ...(bed === undefined ? {} : { bed }) }),
  }),
  patient({
    form: "is not moved after all",
    means: "ADT A12: the transfer is cancelled.",
    act: () => ({ type: "cancel-transfer" }),
  }),
  patient({
    form: "goes to <ward> for a while",
    means: "ADT A09: a temporary place; the bed is held.",
    act: ({ ward = "" }) => ({ type: "visit", ward }),
  }),
  patient({
    form: "goes on leave",
    means: "ADT A21: leave of absence; the bed is held.",
    act: () => ({ type: "leave" }),
  }),
  patient({
    form: "comes back",
    means: "From leave (ADT A22) or from a temporary place (A10).",
    act: () => ({ type: "return" }),
  }),
  patient({
    form: "is discharged",
    means: "ADT A03.",
    act: () => ({ type: "discharge" }),
  }),
  patient({
    form: "is not discharged after all",
    means: "ADT A13: the discharge is cancelled.",
    act: () => ({ type: "cancel-discharge" }),
  }),
  patient({
    form: "is no longer expected",
    means: "FHIR: appointments are cancelled, requests to services revoked.",
    act: () => ({ type: "cancel-contacts" }),
  }),
  patient({
    form: "turns out to be <patient>",
    means: "ADT A40: this chart becomes part of the other's.",
    act: ({ patient: into = "" }) => ({ type: "merge", into }),
  }),
  patient({
    form: "turns out not to be <patient>",
    means: "ADT A37: the charts are two again.",
    act: ({ patient: into = "" }) => ({ type: "unmerge", into }),
  }),
  feed({
    form: "falls silent",
    means: "Nothing more is heard of it; what it would have told waits.",
    act: () => ({ type: "fall-silent" }),
  }),
  feed({
    form: "speaks again",
    means: "It tells what has waited, and is heard from then on.",
    act: () => ({ type: "speak-again" }),
  }),
];

type Told = Omit<Sentence, "actor">;

function person(told: Told): Sentence {
  return { actor: "person", ...told };
}

function asks(form: string, action: string, means: string): Sentence {
  const whole = `${means} Asks for \`${action}\`.`;
  const act = ({ patient: who = "" }: Named): Act => ({ type: "ask", action, patient: who });
  return person({ form, means: whole, costs: deciding, act });
}

function patient(told: Omit<Told, "costs">): Sentence {
  return { actor: "patient", costs: nothing, ...told };
}

function feed(told: Omit<Told, "costs">): Sentence {
  return { actor: "feed", costs: nothing, ...told };
}

function recordOf(action: string, by: string, patient: string): Act {
  return { type: "record", action, by, patient };
}

function sayCost(...parts: readonly Constant[]): string {
  const milliseconds = parts.reduce((sum, part) => sum + part.milliseconds, 0);
  return `${(milliseconds / 1_000).toFixed(2)} s`;
}
