import { canonical, contactOver, type ServiceRequestType } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import type { Refusal } from "../shared/report.ts";
import type { Item, Verdict } from "../shared/take-in.ts";
import {
  contactUnder,
  isLongOver,
  keysOf,
  longestContact,
  meant,
  sayContact,
  type ToldContact,
} from "./contacts.ts";
import type { FhirOptions } from "./options.ts";
import { organisationsIn, teamsOf } from "./organisations.ts";
import {
  codesOf,
  get,
  instantOf,
  keyOf,
  listAt,
  periodOf,
  type Resource,
  referenceKey,
  refuse,
  textAt,
} from "./resource.ts";
import { type PathwayStanding, takePathway } from "./take-care-plan.ts";

/**
 * What a status means for the access of the service that is asked (R4 value set request-status). One that is on hold has
 * its authorization withdrawn for the time; of one that is `unknown` the sender does not know, and nothing changes.
 */
const statuses: ReadonlyMap<string, Standing> = new Map<string, Standing>([
  ["active", "stands"],
  ["on-hold", "not-now"],
  ["completed", "completed"],
  ["revoked", "revoked"],
  ["entered-in-error", "revoked"],
  ["draft", "not-now"],
  ["unknown", "as-it-was"],
]);

type Standing = "stands" | "completed" | "revoked" | "not-now" | "as-it-was";

/** Whether an intent authorizes anybody (R4 value set request-intent): a proposal, a plan and an option do not. */
const intents: ReadonlyMap<string, boolean> = new Map([
  ["directive", true],
  ["order", true],
  ["original-order", true],
  ["reflex-order", true],
  ["filler-order", true],
  ["instance-order", true],
  ["proposal", false],
  ["plan", false],
  ["option", false],
]);

/** SNOMED CT codes of ServiceRequest.category, and the plain words; any other is an order. */
const types: ReadonlyMap<string, ServiceRequestType> = new Map<string, ServiceRequestType>([
  ["3457005", "referral"],
  ["referral", "referral"],
  ["11429006", "consult"],
  ["consult", "consult"],
  ["107724000", "transfer"],
  ["transfer", "transfer"],
]);

/**
 * A ServiceRequest (R4 section 12.9): a service is asked to see the patient, to advise, or to do something (C5). A transfer to an
 * organisation whose staff passports are believed is a care pathway, which lets in that organisation's team (C11).
 */
export function serviceRequestItem(resource: Resource, options: FhirOptions): Item | Refusal {
  const { zone, services = {} } = options;
  const { body, line } = resource;
  const bad = (column: string, reason: string) =>
    refuse(resource, `ServiceRequest.${column}`, reason);
  const status = statuses.get(textAt(body, "status"));
  if (status === undefined) return bad("status", "it is none that is known");
  const isAsked = intents.get(textAt(body, "intent"));
  if (isAsked === undefined) return bad("intent", "it is none that is known");
  const isForbidden = get(body, "doNotPerform") === true;
  const standing = status === "stands" && (!isAsked || isForbidden) ? "not-now" : status;
  const patient = referenceKey(get(body, "subject"), "Patient");
  if (patient === undefined) return bad("subject", "it names no Patient");
  const period = timesOf(resource, zone);
  if ("column" in period) return bad(period.column, period.reason);
  const people = listAt(body, "performer").flatMap(
    (one) => referenceKey(one, "Practitioner") ?? [],
  );
  const places = listAt(body, "locationReference").flatMap(
    (one) => referenceKey(one, "Location") ?? [],
  );
  const told: ToldContact = {
    key: keyOf(resource),
    patient,
    people,
    places,
    codes: meant(codesOf(get(body, "performerType")), services),
    ...period,
    columns: { patient: "ServiceRequest.subject", service: "ServiceRequest.performerType" },
  };
  const [type = "order"] = codesOf(get(body, "category")).flatMap((code) => types.get(code) ?? []);
  const teams = teamsOf(organisationsIn(listAt(body, "performer")), options);
  const isPathway = type === "transfer" && teams.visiting.length > 0;
  return {
    line,
    keys: keysOf(told),
    handle: (slate) =>
      isPathway
        ? takePathway(slate, told, {
            type: "patient-transfer",
            teams,
            standing: asPathway[standing],
          })
        : take(slate, told, type, standing),
  };
}

const asPathway: Readonly<Record<Standing, PathwayStanding>> = {
  stands: "stands",
  completed: "over",
  revoked: "over",
  "not-now": "not-now",
  "as-it-was": "as-it-was",
};

/** From when on it holds, and how long at most: when it is to be done, else when it was asked. */
function timesOf(
  { body }: Resource,
  zone: string,
):
  | { readonly from: number; readonly to: number }
  | { readonly column: string; readonly reason: string } {
  const period = periodOf(get(body, "occurrencePeriod"), zone);
  if (typeof period === "string") {
    return { column: `occurrencePeriod.${period}`, reason: "it is no time" };
  }
  let from = period.from;
  for (const column of ["occurrenceDateTime", "authoredOn"]) {
    const written = get(body, column);
    if (written === undefined || from !== undefined) continue;
    from = instantOf(textAt(body, column), zone);
    if (from === undefined) return { column, reason: "it is no time" };
  }
  if (from === undefined) return { column: "authoredOn", reason: "it is missing" };
  const to = period.to ?? from + longestContact;
  return to > from
    ? { from, to }
    : { column: "occurrencePeriod.end", reason: "it is not after start" };
}

function take(
  slate: Slate,
  told: ToldContact,
  type: ServiceRequestType,
  standing: Standing,
): Verdict {
  const { id, known } = contactUnder(slate, told.key);
  if (standing !== "stands") {
    if (standing === "as-it-was") return "unchanged";
    if (known?.teams !== undefined) {
      slate.record(contactOver(known, "taken-back"));
      return "applied";
    }
    if (known === undefined) return standing === "not-now" ? "unchanged" : "historic";
    return end(slate, known, standing);
  }
  if (known === undefined && isLongOver(told, slate.at)) return "historic";
  const said = sayContact(slate, told);
  if ("reason" in said) return said;
  const contact = { type, ...said } as const;
  if (known !== undefined && canonical({ ...contact, id: known.id }) === canonical(known))
    return "unchanged";
  const serviceRequest = id ?? slate.id("srq");
  if (id === undefined) slate.write("identifiers", told.key, serviceRequest);
  slate.record({ kind: "service-request.placed", body: { serviceRequest, ...contact } });
  return "applied";
}

function end(
  slate: Slate,
  { id: serviceRequest, to }: { readonly id: string; readonly to: number },
  standing: Exclude<Standing, "stands" | "as-it-was">,
): Verdict {
  if (standing !== "completed") {
    slate.record({ kind: "service-request.revoked", body: { serviceRequest } });
    return "applied";
  }
  if (to <= slate.at) return "unchanged";
  slate.record({ kind: "service-request.completed", body: { serviceRequest, to: slate.at } });
  return "applied";
}
