import { identityWork, responses } from "../calibration.ts";
import { asks, deciding, nothing, person, pressing, type Sentence, sayCost } from "./sentence.ts";

/** What is said of looking: patients up, at what waits for a review, and at a screen. */
export const lookingSentences: readonly Sentence[] = [
  person({
    form: "looks <patient> up <count> times",
    means:
      "Looks the patient up by number so many times, one after the other, as others would be. Asks for `patient.search` each time; what is more than usual is said.",
    costs: `for each time, ${deciding}`,
    act: ({ patient = "", count = "1" }) => ({ type: "look-up", patient, times: Number(count) }),
  }),
  person({
    form: "looks for everybody called <family>",
    means:
      "Looks for patients by family name and day of birth: all that are given were born on the same day, and their ids are their names. At a seat or on a phone. Asks for `patient.search`.",
    costs: deciding,
    act: ({ family = "" }) => ({ type: "look-for-name", family }),
  }),
  person({
    form: "looks at what waits for a review",
    means:
      "Reads at a console what somebody else has to look at, whose it is and by when; those who only take over what nobody looked at see just that. Refused where nothing waits. Asks for `review.read` or `review.take-over`.",
    costs: deciding,
    act: () => ({ type: "look-at-reviews" }),
  }),
];

/** What is said of somebody who comes to work elsewhere (L4). */
export const moveSentences: readonly Sentence[] = [
  person({
    form: "moves <person> to <ward>",
    means:
      "Moves somebody at a console to the role that they have, in another ward, at once. What they had is kept for the pattern's overlap. Asks for `engagement.move`, of the whole hospital.",
    costs: `two buttons (${sayCost(identityWork.press, identityWork.press)}), then ${deciding}`,
    act: ({ person: who = "", ward = "" }) => ({ type: "move-person", person: who, ward }),
  }),
];

/** What is said of a case at a screen (S7). */
export const caseSentences: readonly Sentence[] = [
  asks(
    "opens a case for <patient>",
    "case.open",
    "Opens the chart if need be, and a case at this screen: from then on a lock takes writing away, and not the chart.",
  ),
  asks(
    "closes the case for <patient>",
    "case.close",
    "Closes the case that is open at this screen.",
  ),
  person({
    form: "looks at the screen of <seat>",
    means: "Reads a screen where nobody is in: refused where no case is open there.",
    costs: nothing,
    act: ({ seat = "" }) => ({ type: "look-at-screen", seat }),
  }),
];

/** What is said of what two people do (S10). */
export const witnessedSentences: readonly Sentence[] = [
  person({
    form: "gives a controlled drug to <patient> [with <person>]",
    means:
      "Opens the chart if need be, and records that a controlled drug was given, which a colleague countersigns at the same screen by tap and PIN. Asks for `medication.administer-controlled`, and of the colleague for `medication.witness`.",
    costs: `${deciding}; for the colleague a tap and the PIN (${sayCost(identityWork.tap, responses.tap, identityWork.pin, responses.pin)})`,
    act: ({ patient = "", person: witness }) => ({
      type: "give-controlled",
      patient,
      ...(witness === undefined ? {} : { witness }),
    }),
  }),
];

/** What is said of more time for broken glass (X11). */
export const glassSentences: readonly Sentence[] = [
  person({
    form: "keeps the glass broken for <patient>",
    means: "Takes more time at a seat by one touch, shortly before broken glass ends.",
    costs: pressing,
    act: ({ patient = "" }) => ({ type: "renew-glass", patient }),
  }),
];
