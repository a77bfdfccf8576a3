import type { Endings, World } from "../../world/index.ts";
import { printable } from "../hl7v2/decode-bytes.ts";
import type { FeedDeps } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import { hearFeed } from "../shared/hear-feed.ts";
import { holdLines, type Lines } from "../shared/lines.ts";
import { isZone } from "../shared/local-time.ts";
import { patientRows } from "../shared/patient-rows.ts";
import { createTally, type ImportReport, type Refusal, type Tally } from "../shared/report.ts";
import { type Intake, type Item, takeIn } from "../shared/take-in.ts";
import { personRows } from "../staff/person-rows.ts";
import { locationItem, siteOf } from "./locations.ts";
import type { FhirOptions } from "./options.ts";
import { readResources } from "./read-resources.ts";
import { get, keyOf, type Resource, referenceKey } from "./resource.ts";
import { misshapen } from "./shape.ts";
import { appointmentItem } from "./take-appointment.ts";
import { carePlanItem } from "./take-care-plan.ts";
import { careTeamItem } from "./take-care-team.ts";
import { encounterItem } from "./take-encounter.ts";
import { patientItem, practitionerItem, practitionerRoleItem } from "./take-people.ts";
import { personItem } from "./take-person.ts";
import { serviceRequestItem } from "./take-service-request.ts";

/** The order in which files of one type each are best taken in: what is referred to comes first. */
export const fhirOrder: readonly string[] = [
  "Location",
  "Patient",
  "Practitioner",
  "PractitionerRole",
  "Person",
  "Encounter",
  "CareTeam",
  "Appointment",
  "ServiceRequest",
  "CarePlan",
];

/** What taking in FHIR resources works with. */
export interface FhirDeps extends FeedDeps {
  /** The committed world: it says which sites there are. */
  world(): World;
  /** What else ends with an engagement (L3). */
  readonly endings?: Endings;
}

type Reader = (deps: FhirDeps, resource: Resource, options: FhirOptions) => Item | Refusal;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["Patient", (_deps, resource, options) => patientItem(resource, options)],
  ["Practitioner", (_deps, resource) => practitionerItem(resource)],
  ["PractitionerRole", practitionerRoleItem],
  ["Person", (_deps, resource) => personItem(resource)],
  ["Encounter", (_deps, resource, options) => encounterItem(resource, options)],
  ["CareTeam", (_deps, resource, options) => careTeamItem(resource, options)],
  ["Appointment", (_deps, resource, options) => appointmentItem(resource, options)],
  ["CarePlan", (_deps, resource, options) => carePlanItem(resource, options)],
  ["ServiceRequest", (_deps, resource, options) => serviceRequestItem(resource, options)],
]);

/**
 * Takes in FHIR R4 resources, one on each line (Bulk Data ndjson), or Bundles of them: Location, Patient,
 * Practitioner, PractitionerRole, Person, Encounter, CareTeam, Appointment, ServiceRequest, CarePlan. Others are counted as ignored, by name. What
 * a resource refers to must be known or stand before it; only Locations may refer to later ones. However large
 * the file, a few hundred resources are in memory (and all Locations that stand together). Importing twice
 * changes nothing.
 *
 * @throws FeedError `bad-file` for a file without a resource; `unknown-zone`; `unknown-site`, before anything is taken in, for a site that is neither known nor
 * among the Locations that the file begins with; what submitting throws
 */
export async function importFhir(
  deps: FhirDeps,
  lines: Lines,
  options: FhirOptions,
): Promise<ImportReport> {
  const { feed, zone } = options;
  if (!isZone(zone)) {
    throw new FeedError(
      "unknown-zone",
      `The time zone "${zone}" is not known. Give an IANA name such as Europe/London.`,
    );
  }
  const held = holdLines(lines);
  const tally = createTally(options.onProgress);
  const intake: Intake = {
    name: "fhir.import",
    actor: { type: "feed", id: feed },
    related: (key, value) => [...patientRows(key, value), ...personRows(key, value)],
  };
  const locations: Resource[] = [];
  let isSiteKnown = false;
  const takeLocations = async () => {
    if (!isSiteKnown) requireSite(deps.world(), options, locations);
    isSiteKnown = true;
    if (locations.length === 0) return;
    const sorted = inOrder(locations.splice(0));
    await takeIn(
      deps,
      intake,
      sorted.map((resource) => locationItem(resource, options)),
      tally,
    );
  };
  await takeIn(deps, intake, toItems(deps, held, options, tally, locations, takeLocations), tally);
  await takeLocations();
  const report = tally.report();
  // Most likely it is not the file that was meant, or its export failed.
  const isEmpty = report.read === 0 && Object.keys(report.ignored).length === 0;
  if (isEmpty) throw new FeedError("bad-file", "The file holds no FHIR resource.");
  await hearFeed(deps, feed, "fhir", report);
  return report;
}

/** A site that is only misspelt would silently be no site. */
function requireSite(
  { sites }: Pick<World, "sites">,
  { site }: FhirOptions,
  locations: readonly Resource[],
): void {
  if (site === undefined || sites.has(site)) return;
  if (locations.some((resource) => siteOf(resource) === site)) return;
  const known = [...sites.values()].map(({ id }) => id).join(", ");
  const what = known === "" ? "There is none yet." : `Known are ${known}.`;
  throw new FeedError("unknown-site", `The site "${printable(site)}" is not known. ${what}`);
}

async function* toItems(
  deps: FhirDeps,
  lines: Lines,
  options: FhirOptions,
  tally: Tally,
  locations: Resource[],
  takeLocations: () => Promise<void>,
): AsyncGenerator<Item | Refusal> {
  for await (const resource of readResources(lines)) {
    if ("reason" in resource) {
      yield resource;
      continue;
    }
    const fault = misshapen(resource.type, resource.body);
    if (fault !== undefined) {
      yield { line: resource.line, ...fault };
      continue;
    }
    if (resource.type === "Location") {
      locations.push(resource);
      continue;
    }
    await takeLocations();
    const reader = readers.get(resource.type);
    if (reader === undefined) tally.ignore(resource.type, resource.line);
    else yield reader(deps, resource, options);
  }
}

/** Locations with those that they are part of before them; a circle stays as it is, and is refused. */
function inOrder(locations: readonly Resource[]): readonly Resource[] {
  const byKey = new Map(locations.map((resource) => [keyOf(resource), resource]));
  const done = new Set<Resource>();
  for (const resource of locations) {
    const chain: Resource[] = [];
    for (
      let at: Resource | undefined = resource;
      at !== undefined && !done.has(at) && !chain.includes(at);
    ) {
      chain.push(at);
      at = byKey.get(referenceKey(get(at.body, "partOf"), "Location") ?? "");
    }
    for (const one of chain.reverse()) done.add(one);
  }
  return [...done];
}
