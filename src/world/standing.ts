import type { Draft, World } from "./world.ts";

/** The patient that `id` is now: itself, or the one that its chart became part of (C2). */
export function survivorOf(world: Pick<World, "merges">, id: string): string {
  let patient = id;
  for (;;) {
    const merge = world.merges.get(patient);
    if (merge === undefined || merge.over !== undefined) return patient;
    patient = merge.into;
  }
}

/** All ids that lead to a patient: its own first, then those whose charts became part of it. */
export function idsOf(world: Pick<World, "mergesInto">, patient: string): readonly string[] {
  const ids = [patient];
  for (const id of ids) ids.push(...world.mergesInto.get(id));
  return ids;
}

/** A patient is in the world while a relationship stands; all others are only in the side tables. */
export function present(draft: Draft, id: string): string {
  const patient = survivorOf(draft, id);
  if (!draft.patients.has(patient)) draft.patients.set(patient, { id: patient });
  return patient;
}

/** Whether any relationship keeps this patient in the world. */
export function stands(draft: Draft, patient: string): boolean {
  return [draft.encountersByPatient, draft.careTeamsByPatient, draft.contactsByPatient].some(
    (index) => index.get(patient).length > 0,
  );
}

/** After the end of a relationship. */
export function leaveIfNothingStands(draft: Draft, id: string): void {
  if (!stands(draft, id)) draft.patients.delete(id);
}

/** The patient under whom something was told, where that is not the one that it is filed under. */
export function toldUnder(told: string, patient: string): { readonly told?: string } {
  return told === patient ? {} : { told };
}
