import { identityWork } from "../calibration.ts";
import { deciding, person, type Sentence, sayCost } from "./sentence.ts";

/** What is said about access for a time (X1). */
export const coverSentences: readonly Sentence[] = [
  person({
    form: "asks for cover of <patient>",
    means:
      "Asks for access for a time to a patient whose chart is refused: the button that the refusal offers, and a reason. Nothing opens by it.",
    costs: `a button and a reason (${sayCost(identityWork.press, identityWork.reason)}), then ${deciding}`,
    act: ({ patient: who = "" }) => ({ type: "cover", what: "ask", patient: who }),
  }),
  person({
    form: "approves|denies cover of <patient>",
    means:
      "Answers the request for this patient that waits longest: on a phone, or at a console. Seats have no place for it.",
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
];
