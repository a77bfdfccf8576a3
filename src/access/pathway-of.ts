import type { Instant } from "../ports/index.ts";
import type { Contact } from "../world/index.ts";
import { type Boundaries, holds } from "./boundaries.ts";
import type { Duty } from "./duty-of.ts";
import { type ExpectedBy, isOfService } from "./expected-of.ts";

/** A care pathway of the patient that lets the person's team in, and when (C11). */
export interface Pathway {
  readonly type: Contact["type"];
  readonly service: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly holds: boolean;
  /** Where the person is at work: the ward or service of the duty that covers it. */
  readonly ward: string;
}

/**
 * C11: the care pathway that lets the person in now; else the one that will next; else none. It has no lead and no tail: it is for
 * its own duration. Its service's own staff are let in as a contact's are (C5), and, of those who are at work there by a staff
 * passport, those whose passport is of an organisation that it names.
 */
export function pathwayOf(by: ExpectedBy, boundaries: Boundaries): Pathway | undefined {
  let next: Pathway | undefined;
  for (const id of by.world.contactsByPatient.get(by.patient)) {
    const contact = by.world.contacts.get(id);
    if (contact?.teams === undefined) continue;
    const duty = by.duties.find((each) => isOfTeam(by, each, contact, boundaries));
    if (duty === undefined) continue;
    const { from, service, to, type } = contact;
    const stands = holds(boundaries, contact);
    const found = { type, service, from, to, holds: stands, ward: duty.ward };
    if (stands) return found;
    if (from > boundaries.at && from < (next?.from ?? Number.POSITIVE_INFINITY)) next = found;
  }
  return next;
}

/** Who is here by another organisation's word is that organisation's, and nobody's own. */
function isOfTeam(
  by: ExpectedBy,
  duty: Duty,
  { service, teams }: Contact,
  boundaries: Boundaries,
): boolean {
  if (teams === undefined || !isOfService(by, duty, service)) return false;
  const proof = by.world.engagements.get(duty.engagement)?.proof;
  const issuer = proof?.passport?.issuer;
  if (proof === undefined || issuer === undefined) return teams.own;
  if (!teams.visiting.includes(issuer)) return false;
  return proof.lost === undefined && holds(boundaries, { from: proof.at, to: proof.until });
}
