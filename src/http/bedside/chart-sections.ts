import type { Charts, Json } from "../../ports/index.ts";
import { canonical } from "../../world/index.ts";
import type { ChartSection } from "../contract.ts";
import { isRecord, textOf } from "../json.ts";
import { refusedBy } from "../spoken.ts";

/** A FHIR resource. */
export type Resource = { readonly [key: string]: Json };
type Entry = ChartSection["entries"][number];

/** How many resources of a type a bedside screen shows at most. */
const most = 50;

/** What each section is made of (FHIR R4 resource types), in the order they stand on the screen. */
const made: readonly {
  readonly id: ChartSection["id"];
  readonly title: string;
  readonly types: readonly string[];
  readonly entry: (resource: Resource) => Entry | undefined;
}[] = [
  { id: "summary", title: "Summary", types: ["Encounter", "Procedure"], entry: happening },
  { id: "problems", title: "Problems", types: ["Condition"], entry: coded },
  { id: "allergies", title: "Allergies", types: ["AllergyIntolerance"], entry: allergy },
  {
    id: "medications",
    title: "Medications",
    types: ["MedicationRequest", "MedicationAdministration", "ServiceRequest"],
    entry: medication,
  },
  { id: "results", title: "Results", types: ["Observation", "DiagnosticReport"], entry: result },
  { id: "notes", title: "Notes", types: ["DocumentReference"], entry: note },
];

/** The parts that a chart may have. */
export const sectionIds: readonly ChartSection["id"][] = made.map(({ id }) => id);

/**
 * Reads a patient's chart for the screen.
 *
 * @throws HttpError `charts-unreachable`
 */
export async function readChart(charts: Charts, patient: string): Promise<readonly ChartSection[]> {
  try {
    return await Promise.all(
      made.map(async ({ id, title, types, entry }) => {
        const read = await Promise.all(types.map((type) => charts.read(patient, type, most)));
        const entries = read
          .flat()
          .map(entry)
          .filter((found) => found !== undefined);
        return { id, title, entries: newestFirst(entries).slice(0, most) };
      }),
    );
  } catch {
    // What the store says may hold what it keeps: it is not repeated.
    throw refusedBy("charts-unreachable", "charts.unreadable");
  }
}

/** Whose it is and when; the second name where there has to be one (S10). */
export interface Authored {
  readonly author: string;
  /** Who wrote down what the author performed (X18); absent: the author themselves. */
  readonly enterer?: string;
  readonly witness?: string;
  /** By which it was signed (A4). */
  readonly signed?: Signed;
  readonly date: string;
}

/** What a passkey made of a hash of what was signed (WebAuthn Level 3, section 6.3.3), and the hash's salt; all base64url. */
export interface Signed {
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly nonce: string;
  readonly signature: string;
}

/** A note that a clinician wrote, as FHIR. */
export function noteResource(patient: string, text: string, { author, date }: Authored): Resource {
  return {
    resourceType: "DocumentReference",
    status: "current",
    subject: { reference: `Patient/${patient}` },
    author: [{ reference: `Practitioner/${author}` }],
    date,
    description: text,
    content: [{ attachment: { contentType: "text/plain", title: text } }],
  };
}

/** An order, as FHIR. */
export function orderResource(patient: string, text: string, { author, date }: Authored): Resource {
  return {
    resourceType: "ServiceRequest",
    status: "active",
    intent: "order",
    subject: { reference: `Patient/${patient}` },
    requester: { reference: `Practitioner/${author}` },
    authoredOn: date,
    code: { text },
  };
}

/** A controlled drug's order, as FHIR, with the signature where it had to be signed (A4). */
export function prescriptionResource(patient: string, text: string, by: Authored): Resource {
  const { author, date, signed } = by;
  return {
    resourceType: "MedicationRequest",
    ...(signed === undefined ? {} : signedPart(author, date, signed)),
    status: "active",
    intent: "order",
    medicationCodeableConcept: { text },
    subject: { reference: `Patient/${patient}` },
    authoredOn: date,
    requester: { reference: `Practitioner/${author}` },
  };
}

/** A Provenance in the resource itself, so that both are written, or neither: who signed, when, by what bytes. */
function signedPart(author: string, date: string, signed: Signed): Resource {
  const who = { reference: `Practitioner/${author}` };
  // ASTM E1762-95: author's signature, as FHIR R4 codes it.
  const type = [{ system: "urn:iso-astm:E1762-95:2013", code: "1.2.840.10065.1.12.1.1" }];
  const data = Buffer.from(canonical(signed), "utf8").toString("base64");
  const signature = { type, when: date, who, sigFormat: "application/json", data };
  const provenance = {
    resourceType: "Provenance",
    id: "signature",
    target: [{ reference: "#" }],
    recorded: date,
    agent: [{ who }],
    signature: [signature],
  };
  return { contained: [provenance], eventHistory: [{ reference: "#signature" }] };
}

/** A medication that was given, as FHIR; a controlled drug with its witness. */
export function givenResource(
  patient: string,
  text: string,
  { author, date, witness }: Authored,
): Resource {
  const by = [performer(author, "performer")];
  return {
    resourceType: "MedicationAdministration",
    status: "completed",
    subject: { reference: `Patient/${patient}` },
    performer: witness === undefined ? by : [...by, performer(witness, "witness")],
    effectiveDateTime: date,
    medicationCodeableConcept: { text },
  };
}

/** Its codes are FHIR's own for this (R4, med-admin-perform-function). */
function performer(person: string, code: "performer" | "witness"): Resource {
  const system = "http://terminology.hl7.org/CodeSystem/med-admin-perform-function";
  return {
    function: { coding: [{ system, code }] },
    actor: { reference: `Practitioner/${person}` },
  };
}

/** The same, with a Provenance in the resource itself where somebody wrote down what another performed (X18): both names, and as what. */
export function withEnterer(resource: Resource, { author, date, enterer }: Authored): Resource {
  if (enterer === undefined) return resource;
  const system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
  const agent = (person: string, code: "performer" | "enterer") => ({
    type: { coding: [{ system, code }] },
    who: { reference: `Practitioner/${person}` },
  });
  const provenance = {
    resourceType: "Provenance",
    id: "entry",
    target: [{ reference: "#" }],
    recorded: date,
    agent: [agent(author, "performer"), agent(enterer, "enterer")],
  };
  return { ...resource, contained: [provenance] };
}

function newestFirst(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => ((a.date ?? "") < (b.date ?? "") ? 1 : -1));
}

function coded(resource: Resource): Entry | undefined {
  const date = dateOf(resource, "recordedDate", "onsetDateTime", "authoredOn");
  return entry(concept(resource.code), concept(resource.clinicalStatus), date);
}

function allergy(resource: Resource): Entry | undefined {
  const risk = textOf(resource.criticality);
  const detail = risk === undefined ? concept(resource.clinicalStatus) : `${risk} risk`;
  return entry(concept(resource.code), detail, dateOf(resource, "recordedDate"));
}

function medication(resource: Resource): Entry | undefined {
  const title = concept(resource.medicationCodeableConcept) ?? concept(resource.code);
  const [dosage] = listOf(resource.dosageInstruction);
  const ordered = textOf(objectOf(dosage)?.text);
  const kind = { MedicationAdministration: "given", ServiceRequest: "ordered" }[
    String(resource.resourceType)
  ];
  return entry(title, ordered ?? kind, dateOf(resource, "authoredOn", "effectiveDateTime"));
}

function result(resource: Resource): Entry | undefined {
  const quantity = objectOf(resource.valueQuantity);
  const measured =
    quantity?.value === undefined
      ? undefined
      : `${String(quantity.value)} ${textOf(quantity.unit) ?? ""}`.trim();
  const detail =
    measured ??
    concept(resource.valueCodeableConcept) ??
    textOf(resource.valueString) ??
    textOf(resource.conclusion) ??
    components(resource);
  return entry(concept(resource.code), detail, dateOf(resource, "effectiveDateTime", "issued"));
}

/** A blood pressure and the like: "118 / 76 mmHg". */
function components(resource: Resource): string | undefined {
  const values = listOf(resource.component)
    .map((component) => objectOf(objectOf(component)?.valueQuantity))
    .filter((quantity) => quantity?.value !== undefined);
  if (values.length === 0) return undefined;
  const numbers = values.map((quantity) => String(quantity?.value)).join(" / ");
  return `${numbers} ${textOf(values[0]?.unit) ?? ""}`.trim();
}

function note(resource: Resource): Entry | undefined {
  const [content] = listOf(resource.content);
  const attachment = objectOf(objectOf(content)?.attachment);
  const title = textOf(resource.description) ?? textOf(attachment?.title) ?? concept(resource.type);
  return entry(title, undefined, dateOf(resource, "date"));
}

function happening(resource: Resource): Entry | undefined {
  const [type] = listOf(resource.type);
  const [reason] = listOf(resource.reasonCode);
  const title = concept(resource.code) ?? concept(type) ?? concept(reason);
  const period = objectOf(resource.period) ?? objectOf(resource.performedPeriod);
  const date = textOf(period?.start) ?? dateOf(resource, "performedDateTime");
  return entry(title, concept(reason), date);
}

function entry(
  title: string | undefined,
  detail: string | undefined,
  date: string | undefined,
): Entry | undefined {
  if (title === undefined) return undefined;
  return {
    title,
    ...(detail === undefined || detail === title ? {} : { detail }),
    ...(date === undefined ? {} : { date }),
  };
}

/** The words of a CodeableConcept: its text, else the display of its first coding. */
function concept(value: Json | undefined): string | undefined {
  const known = objectOf(value);
  const [coding] = listOf(known?.coding);
  const first = objectOf(coding);
  return textOf(known?.text) ?? textOf(first?.display) ?? textOf(first?.code);
}

function dateOf(resource: Resource, ...names: readonly string[]): string | undefined {
  return names.map((name) => textOf(resource[name])).find((date) => date !== undefined);
}

function objectOf(value: Json | undefined): Resource | undefined {
  return isRecord(value) ? value : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
