import { type Named, type Sentence, workload } from "./sentence.ts";

const asked =
  "Whoever serves the data asks over AuthZEN whether the program may: one of the actions that the policy has for workloads.";

/** A program calls, and the policy is asked about it. */
function calls(form: string, more: string, on: (named: Named) => Called): Sentence {
  return workload({
    form,
    means: `${asked}${more}`,
    act: (named) => ({ type: "call", action: named.action ?? "", ...on(named) }),
  });
}

/** What a program calls for; neither patient nor ward: the hospital as a whole. */
interface Called {
  readonly patient?: string;
  readonly ward?: string;
  readonly data?: string;
  readonly purpose?: string;
  readonly address?: string;
}

/** What programs do. */
export const workloadSentences: readonly Sentence[] = [
  calls(
    "calls <action> for <patient> of <data> [as <purpose>]",
    " The kind of data is one of FHIR's, such as Observation; the purpose a code of HL7's PurposeOfUse, TREAT when left out.",
    ({ data = "", patient = "", purpose }) => ({
      patient,
      data,
      ...(purpose === undefined ? {} : { purpose }),
    }),
  ),
  calls(
    "calls <action> for <patient> of <data> from <address>",
    " It calls from an address, such as 10.1.2.3.",
    ({ address = "", data = "", patient = "" }) => ({ patient, data, address }),
  ),
  calls("calls <action> on <ward> of <data>", "", ({ data = "", ward = "" }) => ({ ward, data })),
  calls("calls <action> in the hospital [of <data>]", "", ({ data }) =>
    data === undefined ? {} : { data },
  ),
  workload({
    form: "is suspended",
    means: "Whoever answers for it has it stopped, out of concern.",
    act: () => ({ type: "suspend-workload" }),
  }),
  workload({
    form: "is resumed",
    means: "Whoever answers for it lets it in again.",
    act: () => ({ type: "resume-workload" }),
  }),
];
