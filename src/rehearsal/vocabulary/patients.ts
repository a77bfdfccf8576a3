import { patient, type Sentence } from "./sentence.ts";

/** What happens to a patient, as the ADT feed tells it. */
export const patientSentences: readonly Sentence[] = [
  patient({
    form: "is admitted to <ward> [bed <bed>]",
    means: "ADT A01.",
    act: ({ ward = "", bed }) => ({ type: "admit", ward, ...(bed === undefined ? {} : { bed }) }),
  }),
  patient({
    form: "moves to <ward> [bed <bed>]",
    means: "ADT A02: a transfer, or another bed.",
    act: ({ ward = "", bed }) => ({ type: "move", ward, ...(bed === undefined ? {} : { bed }) }),
  }),
  patient({
    form: "is not moved after all",
    means: "ADT A12: the transfer is cancelled.",
    act: () => ({ type: "cancel-transfer" }),
  }),
  patient({
    form: "goes to <ward> for a while",
    means: "ADT A09: a temporary place; the bed is held.",
    act: ({ ward = "" }) => ({ type: "visit", ward }),
  }),
  patient({
    form: "goes on leave",
    means: "ADT A21: leave of absence; the bed is held.",
    act: () => ({ type: "leave" }),
  }),
  patient({
    form: "comes back",
    means: "From leave (ADT A22) or from a temporary place (A10).",
    act: () => ({ type: "return" }),
  }),
  patient({
    form: "is discharged",
    means: "ADT A03.",
    act: () => ({ type: "discharge" }),
  }),
  patient({
    form: "is not discharged after all",
    means: "ADT A13: the discharge is cancelled.",
    act: () => ({ type: "cancel-discharge" }),
  }),
  patient({
    form: "is no longer expected",
    means: "FHIR: appointments are cancelled, requests to services revoked.",
    act: () => ({ type: "cancel-contacts" }),
  }),
  patient({
    form: "turns out to be <patient>",
    means: "ADT A40: this chart becomes part of the other's.",
    act: ({ patient: into = "" }) => ({ type: "merge", into }),
  }),
  patient({
    form: "turns out not to be <patient>",
    means: "ADT A37: the charts are two again.",
    act: ({ patient: into = "" }) => ({ type: "unmerge", into }),
  }),
];
