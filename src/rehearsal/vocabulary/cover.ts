import { identityWork } from "../calibration.ts";
import type { Act, GrantAct } from "./acts.ts";
import { deciding, type Named, nothing, person, type Sentence, sayCost } from "./sentence.ts";

const asking = `two buttons (${sayCost(identityWork.press, identityWork.press)}), then ${deciding}`;
const answering = `a button (${sayCost(identityWork.press)}), then ${deciding}`;
const pressed = `a button (${sayCost(identityWork.press)})`;
const orRule = "Where a rule approves it, that is said.";

type Asked = Extract<GrantAct, { readonly type: "ask-for-grant" }>;

function asks(form: string, means: string, of: (named: Named) => Omit<Asked, "type">): Sentence {
  const act = (named: Named): Act => {
    const { length } = named;
    return {
      type: "ask-for-grant",
      ...(length === undefined ? {} : { lasts: length }),
      ...of(named),
    };
  };
  return person({
    form,
    means: `${means} ${orRule} Asks for \`grant.request\`.`,
    costs: asking,
    act,
  });
}

/** What is said about access for a time (X1). */
export const coverSentences: readonly Sentence[] = [
  asks(
    "asks for cover of <patient> [for <length>]",
    "Asks for access for a time to a patient whose chart is refused: the button that the refusal offers, and a reason. Nothing opens by it, but where a rule approves it.",
    ({ patient = "" }) => ({ kind: "patient", patient }),
  ),
  person({
    form: "asks for cover of <patient> from <length> ahead",
    means: `Asks for it to begin in so long. ${orRule} Asks for \`grant.request\`.`,
    costs: asking,
    act: ({ patient = "", length = "" }) => ({
      type: "ask-for-grant",
      kind: "patient",
      patient,
      ahead: length,
    }),
  }),
  asks(
    "asks for access to <ward> [for <length>]",
    "Asks for access for a time to whoever is on a ward.",
    ({ ward = "" }) => ({ kind: "ward", ward }),
  ),
  asks(
    "asks to do <action> on <ward>",
    "Asks for a task for a time that their role does not include.",
    ({ action = "", ward = "" }) => ({ kind: "task", action, ward }),
  ),
  asks(
    "asks to act as <role> on <ward>",
    "Asks for a role for a time.",
    ({ role = "", ward = "" }) => ({ kind: "role", role, ward }),
  ),
  asks(
    "moves <person> to <ward> [for <length>]",
    "Asks for access to a ward for a colleague, who is sent there to work.",
    ({ person: who = "", ward = "" }) => ({ kind: "ward", person: who, ward }),
  ),
  person({
    form: "approves|denies cover of <patient>",
    means: "Answers the request for this patient that waits longest.",
    costs: answering,
    act: ({ patient: who = "", word }) => ({
      type: "cover",
      what: word === "denies" ? "deny" : "approve",
      patient: who,
    }),
  }),
  person({
    form: "approves|denies what <person> asks for",
    means: "Answers the request of this person, of whatever kind, that waits longest.",
    costs: answering,
    act: ({ person: who = "", word }) => ({
      type: "answer-grant",
      person: who,
      answer: word === "denies" ? "deny" : "approve",
    }),
  }),
  person({
    form: "looks at the requests that wait",
    means: "Reads who waits for their answer; refused where nobody does.",
    costs: nothing,
    act: () => ({ type: "look-at-grants" }),
  }),
  person({
    form: "begins cover of <patient>",
    means: "Begins the access that was approved: its time runs, and the chart opens.",
    costs: answering,
    act: ({ patient: who = "" }) => ({ type: "cover", what: "begin", patient: who }),
  }),
  person({
    form: "begins what was approved",
    means:
      "Begins what they were granted first of all that was approved, of whatever kind: its time runs.",
    costs: pressed,
    act: () => ({ type: "begin-grant" }),
  }),
  person({
    form: "hands back cover of <patient>",
    means: "Gives back what was asked for or begun; a chart that is open by it closes.",
    costs: pressed,
    act: ({ patient: who = "" }) => ({ type: "cover", what: "hand-back", patient: who }),
  }),
  person({
    form: "hands back what was granted",
    means: "Gives back what was begun first of all that runs, of whatever kind.",
    costs: pressed,
    act: () => ({ type: "hand-back-grant" }),
  }),
];
