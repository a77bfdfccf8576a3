import { person, pressing, type Sentence, tapping } from "./sentence.ts";

/** What is said where the roster is wrong (L9, S9, L10). */
export const rosterSentences: readonly Sentence[] = [
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
];
