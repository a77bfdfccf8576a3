import type { Draft, World } from "./world.ts";

/** The patient that `id` is now: itself, or the one that its chart became part of (C2). */
export function survivorOf(world: Pick<World, "patients">, id: string): string {
  return world.patients.get(id)?.mergedInto ?? id;
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
  if (stands(draft, id)) return;
  for (const absorbed of draft.patients.get(id)?.absorbed ?? []) draft.patients.delete(absorbed);
  draft.patients.delete(id);
}
