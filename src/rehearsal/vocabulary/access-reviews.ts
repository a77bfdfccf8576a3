import { identityWork } from "../calibration.ts";
import { deciding, hr, person, type Sentence, sayCost } from "./sentence.ts";

const touching = `a button (${sayCost(identityWork.press)}), then ${deciding}`;

/** What is said of reviews of who still needs access (L8), and of HR's file, which may say otherwise. */
export const accessReviewSentences: readonly Sentence[] = [
  person({
    form: "has the access on <ward> reviewed",
    means:
      "Opens at a console a review of all roles that people have on a ward: what nobody confirms until it is due ends. Asks for `campaign.open`.",
    costs: touching,
    act: ({ ward = "" }) => ({ type: "open-access-review", ward }),
  }),
  person({
    form: "confirms all that is ordinary on <ward>",
    means:
      "Confirms at a console in one act what the open review of access on that ward lists as ordinary; what is exceptional, and what is their own, stays to be decided. Refused where nothing is left. Asks for `campaign.decide` or `campaign.take-over`.",
    costs: touching,
    act: ({ ward = "" }) => ({ type: "confirm-ordinary", ward }),
  }),
  person({
    form: "confirms|ends the access of <person>",
    means:
      "Decides at a console, one by one, on what the open reviews of access list of somebody: it goes on, or ends at once. Refused where nothing of theirs is left to decide. Asks for `campaign.decide` or `campaign.take-over`.",
    costs: touching,
    act: ({ person: who = "", word }) => ({
      type: "decide-access",
      person: who,
      outcome: word === "ends" ? "ended" : "confirmed",
    }),
  }),
  hr({
    form: "lists <person> as <role> on <ward>",
    means:
      "HR's file is taken in, and lists a role of somebody: it is given where it is not, but for one that a review has ended.",
    act: ({ person: who = "", role = "", ward = "" }) => ({
      type: "list-role",
      person: who,
      role,
      ward,
    }),
  }),
];
