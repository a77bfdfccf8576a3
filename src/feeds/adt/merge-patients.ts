import type { SideKey } from "../../ports/index.ts";
import type { AdtMerge, AdtMessage } from "../hl7v2/adt-message.ts";
import type { Slate } from "../shared/deps.ts";
import { describePatient, keysOf, patientOf, registerPatient } from "../shared/patient-rows.ts";
import type { AdtSettings } from "./settings.ts";

/** The rows that {@link mergePatients} reads. */
export function mergeKeys({ survivor, prior }: AdtMerge): readonly SideKey[] {
  return [survivor.number, prior].map((number) => ({ table: "identifiers", key: `mrn|${number}` }));
}

/**
 * C2: the chart of the prior number becomes part of the survivor's, and all access moves with it. Every
 * number that led to the one leads to the other from now on; what the prior was called is kept.
 */
export function mergePatients(
  slate: Slate,
  { feed }: AdtSettings,
  message: AdtMessage,
  { survivor, prior }: AdtMerge,
): void {
  const [intoKey, priorKey] = [`mrn|${survivor.number}`, `mrn|${prior}`];
  const into = patientOf(slate, intoKey) ?? registerPatient(slate, [intoKey]);
  const patient = patientOf(slate, priorKey) ?? registerPatient(slate, [priorKey]);
  if (patient === into) {
    describePatient(slate, into, survivor, [intoKey], message.at, true);
    return;
  }
  const moved = [...new Set([...keysOf(slate, patient), priorKey])];
  for (const key of moved) slate.write("identifiers", key, into);
  describePatient(slate, into, survivor, [intoKey, ...moved], message.at, true);
  slate.record({ kind: "patient.merged", occurredAt: message.at, body: { feed, into, patient } });
}
