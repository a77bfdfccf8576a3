import type { Instant } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** What makes a chart one for assigned care only (C10); `colleague`: a member of staff, told without saying which. */
export type Mark = "sealed" | "vip" | "colleague";

/** What one source says of one mark; the latest that it said counts, whatever comes late (C1). */
export interface StatedMark {
  readonly mark: Mark;
  /** A feed, or `console`: neither takes back what the other said. */
  readonly source: string;
  readonly on: boolean;
  readonly asOf: Instant;
}

/** What is known of a chart that needs care, under one id of its patient. It stays in the world though nothing else stands. */
export interface Sensitivity {
  /** The patient's. */
  readonly id: string;
  readonly marks: readonly StatedMark[];
  /** The member of staff whose own chart this is. */
  readonly person?: string;
}

/** The bodies of records about charts that need care. */
export interface SensitivityBodies {
  readonly "patient.marked": {
    readonly mark: Mark;
    readonly patient: string;
    readonly source: string;
  };
  readonly "patient.unmarked": {
    readonly mark: Mark;
    readonly patient: string;
    readonly source: string;
  };
  /** The patient and the member of staff are one human being. */
  readonly "patient.linked": { readonly patient: string; readonly person: string };
  readonly "patient.unlinked": { readonly patient: string };
}

/** The fold of records about charts that need care. */
export const sensitivityAppliers: Appliers<keyof SensitivityBodies> = {
  "patient.marked": (draft, { at, occurredAt, body: { patient, ...said } }) =>
    state(draft, patient, { ...said, on: true, asOf: occurredAt ?? at }),
  "patient.unmarked": (draft, { at, occurredAt, body: { patient, ...said } }) =>
    state(draft, patient, { ...said, on: false, asOf: occurredAt ?? at }),
  "patient.linked": (draft, { body: { patient, person } }) => {
    const { marks } = draft.sensitivities.get(patient) ?? { marks: [] };
    draft.sensitivities.set(patient, { id: patient, marks, person });
  },
  "patient.unlinked": (draft, { body: { patient } }) => {
    const known = draft.sensitivities.get(patient);
    if (known === undefined) return;
    if (known.marks.length === 0) draft.sensitivities.delete(patient);
    else draft.sensitivities.set(patient, { id: patient, marks: known.marks });
  },
};

function state(draft: Draft, patient: string, said: StatedMark): void {
  const known = draft.sensitivities.get(patient) ?? { id: patient, marks: [] };
  const before = known.marks.find((each) => isSame(each, said));
  if (before !== undefined && before.asOf > said.asOf) return;
  const others = known.marks.filter((each) => !isSame(each, said));
  draft.sensitivities.set(patient, { ...known, marks: [...others, said] });
}

function isSame(one: StatedMark, other: StatedMark): boolean {
  return one.mark === other.mark && one.source === other.source;
}
