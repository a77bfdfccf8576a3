import { approversOf, conflictOf, dutyOf, type GrantRule } from "../access/index.ts";
import type { Duration } from "../ports/index.ts";
import { isHadTooOften } from "../reviews/index.ts";
import type { Actor, Grant } from "../world/index.ts";
import { askerOf } from "./answer-grant.ts";
import type { Granting } from "./granting.ts";

/** What of a request a rule looks at. */
type Asked = Pick<
  Grant,
  "action" | "engagement" | "kind" | "lasts" | "patient" | "person" | "role" | "ward"
> & {
  readonly askedBy: Actor;
  readonly from?: number;
};

const day: Duration = 24 * 3_600_000;

/**
 * The first rule of grants.yaml that approves this request by itself (X6); undefined: somebody has to. What has been had so often
 * that it would become standing access is approved by somebody, or by nobody (X7).
 */
export function ruleFor(granting: Granting, asked: Asked): GrantRule | undefined {
  const { bundle, world, at } = granting;
  const roles = world.rolesByPerson.get(asked.person).flatMap((id) => world.roles.get(id) ?? []);
  const held = roles.filter(
    ({ engagement, from, to }) => engagement === asked.engagement && from <= at && at < to,
  );
  const isStanding = isHadTooOften(bundle, world, asked, at);
  return bundle.grants.rules.find(
    (rule) =>
      !(isStanding && rule.when !== "asked-by-who-may-answer") &&
      rule.kind === asked.kind &&
      asked.lasts < rule.under &&
      held.some(({ role }) => rule.for.has(role)) &&
      holds(rule, granting, asked),
  );
}

function holds(rule: GrantRule, granting: Granting, asked: Asked): boolean {
  switch (rule.when) {
    case "on-call-for-the-specialty":
      return isOnCallForTheirSpecialty(rule, granting, asked);
    case "asked-by-who-may-answer":
      return isAskedByWhoMayAnswer(granting, asked);
    case "visiting-with-an-appointment":
      return hasTheirClinic(granting, asked);
  }
}

/** The service that the patient belongs to: of those who attend them, and of the wards that they came from. */
function isOnCallForTheirSpecialty(
  rule: GrantRule,
  { bundle, world, at }: Granting,
  { person, patient = "", ward }: Asked,
): boolean {
  const services = dutyOf(bundle, world, person, at)
    .filter(({ type, role }) => type === "on-call" && rule.for.has(role))
    .filter(({ site }) => site === undefined || site === world.wards.get(ward)?.site)
    .map(({ ward: service }) => service);
  if (services.length === 0) return false;
  const isOf = (place: string) =>
    services.includes(place) || services.includes(world.wards.get(place)?.service ?? "");
  return world.encountersByPatient.get(patient).some((id) => {
    const state = world.encounters.get(id)?.state;
    if (state?.status !== "admitted") return false;
    const doctors = [...state.attending, ...state.consulting];
    const attended = doctors.some((doctor) =>
      world.rolesByPerson.get(doctor).some((role) => isOf(world.roles.get(role)?.ward ?? "")),
    );
    return attended || state.stays.some((stay) => isOf(stay.ward));
  });
}

/** Somebody who answers for the ward sends somebody else there; nobody is sent by themselves or by those under them (X2, X19). */
function isAskedByWhoMayAnswer(
  { bundle, world, at }: Granting,
  { askedBy, person, ward }: Asked,
): boolean {
  const asker = askerOf(askedBy);
  if (asker === undefined) return false;
  if (conflictOf(bundle, world, asker, { people: [person] }, at) !== undefined) return false;
  for (const approver of approversOf(bundle, world, ward, at)) {
    if (approver === asker) return true;
  }
  return false;
}

/** Here as visiting staff, for a patient who has an appointment with their service within a day of the beginning. */
function hasTheirClinic(
  { world, at }: Granting,
  { engagement, from = at, patient = "", person }: Asked,
): boolean {
  if (world.engagements.get(engagement)?.type !== "visiting") return false;
  const services = new Set(
    world.rolesByPerson.get(person).flatMap((id) => world.roles.get(id)?.ward ?? []),
  );
  return world.contactsByPatient.get(patient).some((id) => {
    const contact = world.contacts.get(id);
    if (contact?.type !== "appointment" || !services.has(contact.service)) return false;
    return contact.from - day <= from && from < contact.to + day;
  });
}
