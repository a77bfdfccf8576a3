import type { SideKey } from "../../ports/index.ts";
import { mergeBetween, survivorOf } from "../../world/index.ts";
import type { AdtMerge, AdtMessage, AdtUnlink } from "../hl7v2/adt-message.ts";
import type { Problem } from "../hl7v2/message.ts";
import type { Slate } from "../shared/deps.ts";
import { describePatient, registerPatient, toldPatient } from "../shared/patient-rows.ts";
import type { AdtSettings } from "./settings.ts";

/** The rows that {@link mergePatients} reads. */
export function mergeKeys({ survivor, prior }: AdtMerge): readonly SideKey[] {
  return keysOf([survivor.number, prior]);
}

/** The rows that {@link unlinkPatients} reads. */
export function unlinkKeys({ one, other }: AdtUnlink): readonly SideKey[] {
  return keysOf([one, other]);
}

function keysOf(numbers: readonly string[]): readonly SideKey[] {
  return numbers.map((number) => ({ table: "identifiers", key: `mrn|${number}` }));
}

/**
 * C2: the chart of the prior number becomes part of the survivor's, and all access moves with it. Both numbers keep what was
 * told under them, so that the merge can be taken back (C9).
 */
export function mergePatients(
  slate: Slate,
  { feed }: AdtSettings,
  message: AdtMessage,
  { survivor, prior }: AdtMerge,
): void {
  const [intoKey, priorKey] = [`mrn|${survivor.number}`, `mrn|${prior}`];
  const into = toldPatient(slate, intoKey) ?? registerPatient(slate, [intoKey]);
  const patient = toldPatient(slate, priorKey) ?? registerPatient(slate, [priorKey]);
  describePatient(slate, into, survivor, [intoKey], message.at, true);
  const { world } = slate;
  const known = world.merges.get(patient);
  if (known?.survivor === into) {
    // Told again, or after it was taken back: only what happened since is news.
    if (message.at <= (known.over ?? known.at)) return;
  } else if (survivorOf(world, patient) === survivorOf(world, into)) return;
  slate.record({ kind: "patient.merged", occurredAt: message.at, body: { feed, into, patient } });
}

/** C9: the two are two again. Answers with the problem when they are not one: their merge may still come. */
export function unlinkPatients(
  slate: Slate,
  { feed }: AdtSettings,
  message: AdtMessage,
  { one, other }: AdtUnlink,
): Problem | undefined {
  const [first, second] = [one, other].map((number) => toldPatient(slate, `mrn|${number}`));
  const { world } = slate;
  const merge = first && second ? mergeBetween(world, first, second) : undefined;
  // Merged once more since: this is late, and about the time before.
  if (merge !== undefined && message.at < merge.at) return undefined;
  if (merge !== undefined) {
    const body = { feed, patient: merge.id };
    slate.record({ kind: "patient.unmerged", occurredAt: message.at, body });
    return undefined;
  }
  const isDone = [first, second].some((id) => {
    const known = world.merges.get(id ?? "");
    return known?.over === message.at && [first, second].includes(known.survivor);
  });
  if (isDone) return undefined;
  const what = "neither number's chart is part of the other's; it waits for their merge";
  return { code: "not-merged", segment: "PID", field: 3, what };
}
