import { identityWork, responses } from "../calibration.ts";
import type { Act } from "./acts.ts";
import { deciding, person, pressing, type Sentence, sayCost } from "./sentence.ts";

/** What is said in a declared emergency (X16 to X18). */
export const emergencySentences: readonly Sentence[] = [
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
    form: "gives the emergency more time",
    means: "Lets it last longer by one touch, shortly before it ends.",
    costs: pressing,
    act: () => ({ type: "renew-emergency" }),
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
];

function recordOf(action: string, by: string, patient: string): Act {
  return { type: "record", action, by, patient };
}
