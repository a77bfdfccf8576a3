import { identityWork } from "../calibration.ts";
import type { Act, GrantAct } from "./acts.ts";
import { deciding, type Named, nothing, person, type Sentence, sayCost } from "./sentence.ts";

const asking = `a button and a reason (${sayCost(identityWork.press, identityWork.reason)}), then ${deciding}`;
const answering = `a button (${sayCost(identityWork.press)}), then ${deciding}`;
const pressed = `a button (${sayCost(identityWork.press)})`;
const whatIsSaid =
  "It is said whether that waits for an answer or which rule approved it; what a rule approves for a patient opens at once at a seat. Asks for `grant.request`.";

type Asked = Extract<GrantAct, { readonly type: "ask-for-grant" }>;

function asks(form: string, means: string, of: (named: Named) => Omit<Asked, "type">): Sentence {
  const act = (named: Named): Act => ({ type: "ask-for-grant", ...of(named) });
  return person({ form, means: `${means} ${whatIsSaid}`, costs: asking, act });
}

function lasting({ length }: Named): Pick<Asked, "lasts"> {
  return length === undefined ? {} : { lasts: length };
}

/** What is said about access for a time of any kind, as long as somebody says (X1). */
export const grantSentences: readonly Sentence[] = [
  asks(
    "asks for cover of <patient> for <length>",
    "Asks for access to a patient for so long.",
    (named) => ({ kind: "patient", patient: named.patient ?? "", ...lasting(named) }),
  ),
  asks(
    "asks for cover of <patient> from <length> ahead",
    "Asks for access to a patient that is to begin in so long.",
    ({ patient = "", length = "" }) => ({ kind: "patient", patient, ahead: length }),
  ),
  asks(
    "asks for access to <ward> [for <length>]",
    "Asks for access to whoever is on a ward; as long as is usual when left out.",
    (named) => ({ kind: "ward", ward: named.ward ?? "", ...lasting(named) }),
  ),
  asks(
    "asks for access to <ward> for <person> for <length>",
    "Asks for the same for a colleague, at a console.",
    (named) => ({
      kind: "ward",
      ward: named.ward ?? "",
      person: named.person ?? "",
      ...lasting(named),
    }),
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
  person({
    form: "looks at the requests that wait",
    means:
      "Reads who waits for their answer, on a phone or at a console; refused where nobody does.",
    costs: nothing,
    act: () => ({ type: "look-at-grants" }),
  }),
  person({
    form: "approves|denies what <person> asks for",
    means:
      "Answers the request of this person, of whatever kind, that waits longest: on a phone, or at a console.",
    costs: answering,
    act: ({ person: who = "", word }) => ({
      type: "answer-grant",
      person: who,
      answer: word === "denies" ? "deny" : "approve",
    }),
  }),
  person({
    form: "begins what was approved",
    means:
      "Begins what was granted them first of all that was approved, of whatever kind, at a seat or on a phone.",
    costs: pressed,
    act: () => ({ type: "begin-grant" }),
  }),
  person({
    form: "hands back what was granted",
    means: "Gives back what was begun first of all that runs, of whatever kind.",
    costs: pressed,
    act: () => ({ type: "hand-back-grant" }),
  }),
];
