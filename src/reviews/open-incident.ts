import type { IncidentCause, NewRecord, Review } from "../world/index.ts";

/**
 * The record that opens an incident: it belongs into the batch of what found it, so that neither is without the other (X13).
 * `incident` is its id (`inc`).
 */
export function incidentOpened(
  incident: string,
  cause: IncidentCause,
  { about, openedAt, patient, person, reason, second, type, ward }: Omit<Review, "id" | "due">,
): NewRecord {
  const whom = patient === undefined ? {} : { patient };
  const beside = second === undefined ? {} : { second };
  const where = ward === undefined ? {} : { ward };
  const what = { about, cause, happenedAt: openedAt, incident, ...whom, person, reason, type };
  return { kind: "incident.opened", body: { ...what, ...beside, ...where } };
}
