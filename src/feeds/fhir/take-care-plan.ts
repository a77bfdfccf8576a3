import { canonical, contactOver, type PathwayTeams, type PathwayType } from "../../world/index.ts";
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

/** How a pathway stands: what is on hold lets nobody in for the time, what is over never again. */
export type PathwayStanding = "stands" | "not-now" | "over" | "as-it-was";

/** R4 value set request-status: only an active plan lets anybody in. */
const statuses: ReadonlyMap<string, PathwayStanding> = new Map<string, PathwayStanding>([
  ["active", "stands"],
  ["on-hold", "not-now"],
  ["draft", "not-now"],
  ["completed", "over"],
  ["revoked", "over"],
  ["entered-in-error", "over"],
  ["unknown", "as-it-was"],
]);

/** R4 value set care-plan-intent: a proposal and an option have not been agreed. */
const intents: ReadonlyMap<string, boolean> = new Map([
  ["plan", true],
  ["order", true],
  ["proposal", false],
  ["option", false],
]);

/**
 * A CarePlan (R4 section 9.5) to which organisations contribute: for its period it lets in their teams at the service that it is with
 * (C11). One that names none lets nobody in, and is passed over.
 */
export function carePlanItem(resource: Resource, options: FhirOptions): Item | Refusal {
  const { body, line } = resource;
  const bad = (column: string, reason: string) => refuse(resource, `CarePlan.${column}`, reason);
  const status = statuses.get(textAt(body, "status"));
  if (status === undefined) return bad("status", "it is none that is known");
  const isAgreed = intents.get(textAt(body, "intent"));
  if (isAgreed === undefined) return bad("intent", "it is none that is known");
  const patient = referenceKey(get(body, "subject"), "Patient");
  if (patient === undefined) return bad("subject", "it names no Patient");
  const period = periodOf(get(body, "period"), options.zone);
  if (typeof period === "string") return bad(`period.${period}`, "it is no time");
  const from = period.from ?? instantOf(textAt(body, "created"), options.zone);
  if (from === undefined) return bad("period.start", "it is missing");
  const to = period.to ?? from + longestContact;
  if (to <= from) return bad("period.end", "it is not after start");
  const named = organisationsIn(listAt(body, "contributor"));
  const told: ToldContact = {
    key: keyOf(resource),
    patient,
    people: [],
    places: listAt(body, "supportingInfo").flatMap((one) => referenceKey(one, "Location") ?? []),
    codes: meant(codesOf(get(body, "category")), options.services ?? {}),
    from,
    to,
    columns: { patient: "CarePlan.subject", service: "CarePlan.category" },
  };
  return {
    line,
    keys: keysOf(told),
    handle: (slate) =>
      takePathway(slate, told, {
        type: "shared-care",
        teams: teamsOf(named, options),
        standing: status === "stands" && !isAgreed ? "not-now" : status,
      }),
  };
}

/** A care pathway as it was told. */
export interface ToldPathway {
  readonly type: PathwayType;
  readonly teams: PathwayTeams;
  readonly standing: PathwayStanding;
}

/** Opens, changes or closes a care pathway (C11). */
export function takePathway(
  slate: Slate,
  told: ToldContact,
  { type, teams, standing }: ToldPathway,
): Verdict {
  const { id, known } = contactUnder(slate, told.key);
  if (standing === "as-it-was") return "unchanged";
  const letsIn = teams.own || teams.visiting.length > 0;
  if (standing !== "stands" || !letsIn) {
    if (known === undefined) return standing === "over" ? "historic" : "unchanged";
    slate.record(contactOver(known, "taken-back"));
    return "applied";
  }
  if (known === undefined && isLongOver(told, slate.at)) return "historic";
  const said = sayContact(slate, told);
  if ("reason" in said) return said;
  const contact = { type, ...said, teams };
  if (known !== undefined && canonical({ ...contact, id: known.id }) === canonical(known))
    return "unchanged";
  const pathway = id ?? slate.id("pwy");
  if (id === undefined) slate.write("identifiers", told.key, pathway);
  slate.record({ kind: "pathway.opened", body: { pathway, ...contact } });
  return "applied";
}
