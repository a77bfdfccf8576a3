import { identityWork, responses } from "../calibration.ts";
import { accessReviewSentences } from "./access-reviews.ts";
import { coverSentences } from "./cover.ts";
import { emergencySentences } from "./emergencies.ts";
import { grantSentences } from "./grants.ts";
import {
  caseSentences,
  glassSentences,
  lookingSentences,
  moveSentences,
  witnessedSentences,
} from "./looks.ts";
import { patientSentences } from "./patients.ts";
import { registerSentences } from "./registers.ts";
import { rosterSentences } from "./rosters.ts";
import {
  asks,
  database,
  deciding,
  feed,
  nothing,
  person,
  pressing,
  type Sentence,
  sayCost,
  tapping,
} from "./sentence.ts";
import { tryingSentences } from "./tries.ts";
import { workloadSentences } from "./workloads.ts";

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
    form: "signs in on <device> with a passkey",
    means:
      "Opens a session on a phone, tablet or laptop of their own, at level 3. The device's posture is the one in `given`.",
    costs: `a passkey (${sayCost(identityWork.passkey, responses.signIn)})`,
    act: ({ device = "" }) => ({ type: "sign-in", device }),
  }),
  person({
    form: "signs in at the console with a PIN|passkey",
    means:
      "Opens a session in the browser of a desk of their own: level 2 by badge number and PIN, level 3 by a passkey.",
    costs: `a PIN (${sayCost(identityWork.pin, responses.signIn)}) or a passkey (${sayCost(identityWork.passkey, responses.signIn)})`,
    act: ({ word }) => ({
      type: "sign-in-at-console",
      by: word === "passkey" ? "passkey" : "pin",
    }),
  }),
  person({
    form: "signs out",
    means: "Ends the session for good, at the seat, on the phone or at the console.",
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
    form: "is seen with <device> in|outside the hospital",
    means:
      "Whoever manages devices reports where the device is, by a beacon or a fence of the first site, or that it is in no place of the hospital's. That is believed for as long as `devices.yaml` says.",
    costs: nothing,
    act: ({ device = "", word }) => ({ type: "be-seen", device, inHospital: word === "in" }),
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
    costs: `a button and a reason (${sayCost(identityWork.press, identityWork.reason)}), the answer to that and the chart's (${sayCost(responses.decision, responses.decision)}); the PIN when it is asked for; a tap first when the seat has locked`,
    act: ({ patient: who = "" }) => ({ type: "ask", action: "glass.break", patient: who }),
  }),
  ...coverSentences,
  ...emergencySentences,
  ...grantSentences,
  ...glassSentences,
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
  ...witnessedSentences,
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
  ...lookingSentences,
  ...caseSentences,
  person({
    form: "registers <patient>",
    means:
      "Registers somebody who is `unknown` in `given`, in the seat's ward, under a made name. Asks for `patient.register`.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press)}), then ${deciding}`,
    act: ({ patient: who = "" }) => ({ type: "register", patient: who }),
  }),
  ...rosterSentences,
  ...moveSentences,
  ...tryingSentences,
  ...patientSentences,
  ...workloadSentences,
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
  database({
    form: "stops answering",
    means:
      "The log is away: after some seconds the node goes on by what it saw last, for emergency access alone.",
    act: () => ({ type: "stop-answering" }),
  }),
  database({
    form: "answers again",
    means: "What was done meanwhile is merged into the log; whoever is in comes in anew.",
    act: () => ({ type: "answer-again" }),
  }),
  ...registerSentences,
  ...accessReviewSentences,
];
