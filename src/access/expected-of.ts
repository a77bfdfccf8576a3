import type { Instant } from "../ports/index.ts";
import type { Contact, World } from "../world/index.ts";
import { type Boundaries, holds } from "./boundaries.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import type { Duty } from "./duty-of.ts";

/** A contact of the patient with a service that the person works for, and when it gives access (C5). */
export interface Expected {
  readonly type: Contact["type"];
  readonly service: string;
  /** When the contact itself begins. */
  readonly from: Instant;
  /** The service's lead before it, and its tail after it. */
  readonly opens: Instant;
  readonly ends: Instant;
  readonly holds: boolean;
  /** It is with this very person, and not only with their service. */
  readonly named: boolean;
  /** Where the person is at work: the ward or service of the duty that covers it. */
  readonly ward: string;
}

/** What is looked at for it. */
export interface ExpectedBy {
  readonly bundle: Bundle;
  readonly world: World;
  /** The patient that the asked one is now. */
  readonly patient: string;
  readonly person: string;
  /** Duties with a role that includes the action. */
  readonly duties: readonly Duty[];
  /** Whether the person's role in a service includes the action. */
  readonly belongsTo: (service: string) => boolean;
}

/**
 * C5: not every relationship is a bed. The contact that gives access now; else the one that gives it next; else
 * none. A service's own are those on call for it or rostered in it; those rostered in a ward of it who hold a role
 * in the service itself too; and whoever the contact names, while on duty anywhere. Of several that give access now, one
 * that names the person.
 */
export function expectedOf(by: ExpectedBy, boundaries: Boundaries): Expected | undefined {
  const { bundle, world, patient } = by;
  let now: Expected | undefined;
  let next: Expected | undefined;
  for (const id of world.contactsByPatient.get(patient)) {
    const contact = world.contacts.get(id);
    // A care pathway lets in by its own rule (C11).
    if (contact === undefined || contact.teams !== undefined) continue;
    const duty = by.duties.find((each) => serves(by, each, contact));
    if (duty === undefined) continue;
    const { from, person, service, to, type } = contact;
    const pattern = findPattern(bundle, world, service);
    if (pattern === undefined) continue;
    const opens = from - pattern.contactLead;
    const ends = to + pattern.contactTail;
    const stands = holds(boundaries, { from: opens, to: ends });
    const named = person === by.person;
    const found = { type, service, from, opens, ends, holds: stands, named, ward: duty.ward };
    if (stands && named) return found;
    if (stands) now ??= found;
    if (opens > boundaries.at && opens < (next?.opens ?? Number.POSITIVE_INFINITY)) next = found;
  }
  return now ?? next;
}

function serves(by: ExpectedBy, duty: Duty, { service, person }: Contact): boolean {
  return person === by.person || isOfService(by, duty, service);
}

/** Whether a duty is the service's own: in it, on call for it, or in a ward of it with a role in the service itself. */
export function isOfService(by: ExpectedBy, duty: Duty, service: string): boolean {
  if (duty.ward === service) return true;
  if (duty.type === "shift") {
    return by.world.wards.get(duty.ward)?.service === service && by.belongsTo(service);
  }
  // On call for a service is on call for its wards, at the site or at all.
  const ward = by.world.wards.get(service);
  return ward?.service === duty.ward && (duty.site === undefined || duty.site === ward.site);
}
