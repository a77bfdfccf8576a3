import { deciding, type Named, nothing, person, type Sentence } from "./sentence.ts";

const whatItIs =
  "Has the policy decide about an action that has no sentence of its own, in the session that they work in. Nothing comes of it but the record of the decision.";

const atDesk = " At a console the purpose is to run the hospital: HOPERAT.";

/** One of the policy's actions, on what stands behind it. */
function tries(form: string, more: string, on: (named: Named) => Tried): Sentence {
  return person({
    form,
    means: `${whatItIs}${more}`,
    costs: deciding,
    act: (named) => ({ type: "try", action: named.action ?? "", ...on(named) }),
  });
}

/** The same, asked in somebody's name by an application. */
function asked(form: string, on: (named: Named) => Tried): Sentence {
  return person({
    form,
    means:
      "An application asks over AuthZEN whether they may, wherever they are in and whether they are; it hears of no revocation.",
    costs: nothing,
    act: (named) => ({
      type: "try",
      action: named.action ?? "",
      byApplication: true,
      ...on(named),
    }),
  });
}

/** What an action is tried on; none of them: the hospital as a whole. */
interface Tried {
  readonly patient?: string;
  readonly ward?: string;
  readonly seat?: string;
  readonly purpose?: string;
  readonly byApplication?: true;
}

/** What is said of an action that has no sentence of its own. */
export const tryingSentences: readonly Sentence[] = [
  tries(
    "tries <action> for <patient> [as <purpose>]",
    " The purpose is a code of HL7's PurposeOfUse, such as HRESCH; TREAT when left out.",
    ({ patient = "", purpose }) => ({ patient, ...(purpose === undefined ? {} : { purpose }) }),
  ),
  tries("tries <action> on <ward>", atDesk, ({ ward = "" }) => ({ ward })),
  tries("tries <action> at <seat>", atDesk, ({ seat = "" }) => ({ seat })),
  tries("tries <action> in the hospital", atDesk, () => ({})),
  asked(
    "has <action> for <patient> asked by an application [at <seat>]",
    ({ patient = "", seat }) => ({
      patient,
      ...(seat === undefined ? {} : { seat }),
    }),
  ),
  asked("has <action> on <ward> asked by an application", ({ ward = "" }) => ({ ward })),
];
