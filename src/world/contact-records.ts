import type { Contact } from "./contacts.ts";
import type { NewRecord } from "./records.ts";

/** The record that a contact is over: because somebody took it back, or because it lies so far back that nothing rests on it. */
export function contactOver(
  { id, teams, type }: Pick<Contact, "id" | "teams" | "type">,
  how: "taken-back" | "long-over",
): NewRecord {
  const isTakenBack = how === "taken-back";
  if (teams !== undefined) {
    return { kind: isTakenBack ? "pathway.closed" : "pathway.ended", body: { pathway: id } };
  }
  if (type === "appointment") {
    const kind = isTakenBack ? "appointment.cancelled" : "appointment.ended";
    return { kind, body: { appointment: id } };
  }
  const kind = isTakenBack ? "service-request.revoked" : "service-request.ended";
  return { kind, body: { serviceRequest: id } };
}

/** The record that a contact is as it is, under the patient that it was told of. */
export function contactTold({ id, teams, told, type, ...rest }: Contact): NewRecord {
  const said = { ...rest, patient: told ?? rest.patient };
  switch (type) {
    case "appointment":
      return { kind: "appointment.booked", body: { ...said, appointment: id } };
    case "patient-transfer":
    case "shared-care":
      return {
        kind: "pathway.opened",
        body: { ...said, pathway: id, teams: teams ?? { own: false, visiting: [] }, type },
      };
    default:
      return { kind: "service-request.placed", body: { ...said, serviceRequest: id, type } };
  }
}
