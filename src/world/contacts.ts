import type { Instant } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import { leaveIfNothingStands, present, toldUnder } from "./standing.ts";
import type { Draft } from "./world.ts";

/** What another service is asked for (FHIR R4 ServiceRequest): see the patient, advise, take over, or do one thing. */
export type ServiceRequestType = "referral" | "consult" | "transfer" | "order";

/** A care pathway across organisations: the patient goes to another one, or both look after them by one plan. */
export type PathwayType = "patient-transfer" | "shared-care";

/** A patient's planned contact with a service, and perhaps with one person of it (C5), or with the teams of a care pathway (C11). */
export interface Contact {
  readonly id: string;
  readonly type: "appointment" | ServiceRequestType | PathwayType;
  readonly patient: string;
  /** As an encounter's. */
  readonly told?: string;
  /** A service's id, or a ward's. */
  readonly service: string;
  readonly person?: string;
  /** The service's lead is counted from here, and its tail from `to`. */
  readonly from: Instant;
  readonly to: Instant;
  /** Of a care pathway, and of nothing else: which teams it lets in. */
  readonly teams?: PathwayTeams;
}

/** Whom a care pathway lets in at its service, for its duration and no longer (C11). */
export interface PathwayTeams {
  /** The service's own staff. */
  readonly own: boolean;
  /** Organisations, by the addresses under which they issue staff passports: those who are here by one of theirs. */
  readonly visiting: readonly string[];
}

type Told = Omit<Contact, "id" | "type" | "told" | "teams">;

/** The bodies of records about contacts. */
export interface ContactBodies {
  readonly "appointment.booked": Told & { readonly appointment: string };
  readonly "appointment.cancelled": { readonly appointment: string };
  /** It lies so far back that nothing rests on it any more; the ticker says so. */
  readonly "appointment.ended": { readonly appointment: string };
  /** `to`: when it lapses if nobody says that it is done (L2). */
  readonly "service-request.placed": Told & {
    readonly serviceRequest: string;
    readonly type: ServiceRequestType;
  };
  /** It was done at `to`; the tail runs from there. */
  readonly "service-request.completed": { readonly serviceRequest: string; readonly to: Instant };
  readonly "service-request.revoked": { readonly serviceRequest: string };
  /** As an appointment's. */
  readonly "service-request.ended": { readonly serviceRequest: string };
  /** `to`: when it lapses if nobody says before that it is over (L2). */
  readonly "pathway.opened": Told & {
    readonly pathway: string;
    readonly type: PathwayType;
    readonly teams: PathwayTeams;
  };
  /** It is over, was taken back or is on hold: nobody is let in by it any more. */
  readonly "pathway.closed": { readonly pathway: string };
  /** As an appointment's. */
  readonly "pathway.ended": { readonly pathway: string };
}

/** The fold of records about contacts. */
export const contactAppliers: Appliers<keyof ContactBodies> = {
  "appointment.booked": (draft, { body }) => {
    const { appointment, ...told } = body;
    put(draft, { id: appointment, type: "appointment", ...told });
  },
  "appointment.cancelled": (draft, { body }) => drop(draft, body.appointment),
  "appointment.ended": (draft, { body }) => drop(draft, body.appointment),
  "service-request.placed": (draft, { body }) => {
    const { serviceRequest, ...told } = body;
    put(draft, { id: serviceRequest, ...told });
  },
  "service-request.completed": (draft, { body }) => {
    const contact = draft.contacts.get(body.serviceRequest);
    if (contact === undefined) return;
    const to = Math.max(contact.from, Math.min(contact.to, body.to));
    draft.contacts.set(contact.id, { ...contact, to });
  },
  "service-request.revoked": (draft, { body }) => drop(draft, body.serviceRequest),
  "service-request.ended": (draft, { body }) => drop(draft, body.serviceRequest),
  "pathway.opened": (draft, { body }) => {
    const { pathway, ...told } = body;
    put(draft, { id: pathway, ...told });
  },
  "pathway.closed": (draft, { body }) => drop(draft, body.pathway),
  "pathway.ended": (draft, { body }) => drop(draft, body.pathway),
};

/** A source may say again, and otherwise, what it said before. */
function put(draft: Draft, told: Contact): void {
  const patient = present(draft, told.patient);
  const before = unlist(draft, told.id);
  draft.contacts.set(told.id, { ...told, patient, ...toldUnder(told.patient, patient) });
  draft.contactsByPatient.add(patient, told.id);
  draft.contactsByService.add(told.service, told.id);
  if (told.person !== undefined) draft.contactsByPerson.add(told.person, told.id);
  if (before !== undefined) leaveIfNothingStands(draft, before.patient);
}

function drop(draft: Draft, id: string): void {
  const contact = unlist(draft, id);
  if (contact === undefined) return;
  draft.contacts.delete(id);
  leaveIfNothingStands(draft, contact.patient);
}

function unlist(draft: Draft, id: string): Contact | undefined {
  const contact = draft.contacts.get(id);
  if (contact === undefined) return undefined;
  draft.contactsByPatient.remove(contact.patient, id);
  draft.contactsByService.remove(contact.service, id);
  if (contact.person !== undefined) draft.contactsByPerson.remove(contact.person, id);
  return contact;
}
