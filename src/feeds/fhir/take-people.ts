import type { Endings } from "../../world/index.ts";
import type { FeedDeps, Slate } from "../shared/deps.ts";
import { markPatient, type ToldMarks } from "../shared/patient-marks.ts";
import { describePatient, patientOf, registerPatient } from "../shared/patient-rows.ts";
import type { Refusal } from "../shared/report.ts";
import { noRole } from "../shared/role-code.ts";
import { type Item, outcomeOf, type Verdict } from "../shared/take-in.ts";
import { bringEngagement, bringRole, engagementOf, type Refused } from "../staff/engage.ts";
import { describePerson, personOf, registerPerson } from "../staff/person-rows.ts";
import { wardsAt } from "./locations.ts";
import type { FhirOptions } from "./options.ts";
import {
  codesOf,
  get,
  identifierAt,
  identifierOf,
  instantOf,
  keyOf,
  listAt,
  periodOf,
  type Resource,
  referenceKey,
  refuse,
  textAt,
} from "./resource.ts";
import { rolesOf } from "./roles-of.ts";

const sexes: Readonly<Record<string, string>> = {
  female: "F",
  male: "M",
  other: "O",
  unknown: "U",
};

/** What security labels say of how sensitive a chart is (C10): v3 Confidentiality and ActCode, by their present or older address. */
function labelsOf(body: Resource["body"]): ToldMarks {
  const has = (system: RegExp, ...codes: readonly string[]) =>
    listAt(body, "meta", "security").some(
      (label) => system.test(textAt(label, "system")) && codes.includes(textAt(label, "code")),
    );
  return {
    sealed: has(/Confidentiality$/, "R", "V"),
    vip: has(/ActCode$/, "CEL", "VIP"),
    colleague: has(/ActCode$/, "EMP"),
  };
}

/** A Patient (R4 section 8.1): identifiers only, beside the log. The hospital's number is the identifier of type MR. */
export function patientItem(resource: Resource, { feed, zone }: FhirOptions): Item | Refusal {
  const { body } = resource;
  const number = identifierOf(body, "MR", "MRN");
  if (typeof number === "object")
    return refuse(resource, `Patient.${number.column}`, number.reason);
  const keys = [keyOf(resource), ...(number === undefined ? [] : [`mrn|${number}`])];
  const gender = textAt(body, "gender");
  const sex = Object.hasOwn(sexes, gender) ? sexes[gender] : undefined;
  if (gender !== "" && sex === undefined)
    return refuse(resource, "Patient.gender", "it is none that is known");
  const birthDate = textAt(body, "birthDate");
  if (birthDate !== "" && !isDate(birthDate))
    return refuse(resource, "Patient.birthDate", "it is no date");
  const updated = textAt(body, "meta", "lastUpdated");
  const asOf = updated === "" ? 0 : instantOf(updated, zone);
  if (asOf === undefined) return refuse(resource, "Patient.meta.lastUpdated", "it is no time");
  const details = {
    ...nameOf(body),
    ...(number === undefined ? {} : { number }),
    ...(sex === undefined ? {} : { sex }),
    // Of some only the year is known, or the month: that is no day of birth.
    ...(birthDate.length === 10 ? { birthDate } : {}),
  };
  const labels = labelsOf(body);
  return {
    line: resource.line,
    keys: keys.map((key) => ({ table: "identifiers", key })),
    handle(slate) {
      const known = [...new Set(keys.flatMap((key) => patientOf(slate, key) ?? []))];
      if (known.length > 1) {
        return {
          column: "Patient.identifier",
          reason: "its number is another patient's; merge the two first",
        };
      }
      const patient = known[0] ?? registerPatient(slate, []);
      for (const key of keys)
        if (patientOf(slate, key) === undefined) slate.write("identifiers", key, patient);
      describePatient(slate, patient, details, keys, asOf);
      markPatient(slate, feed, patient, labels, asOf === 0 ? slate.at : asOf);
      return outcomeOf(slate);
    },
  };
}

/** A FHIR date (R4 section 2.24.0.1): a year, a month or a day that there is. */
function isDate(text: string): boolean {
  return /^\d{4}(-\d{2}){0,2}$/.test(text) && instantOf(text, "UTC") !== undefined;
}

/** A Practitioner (R4 section 8.4). The staff number is the identifier of type EI or PRN, else the first. */
export function practitionerItem(resource: Resource): Item | Refusal {
  const { body } = resource;
  const number = identifierOf(body, "EI", "EN", "PRN") ?? identifierAt(body, 0);
  if (typeof number === "object")
    return refuse(resource, `Practitioner.${number.column}`, number.reason);
  const keys = [keyOf(resource), ...(number === undefined ? [] : [`staff|${number}`])];
  return {
    line: resource.line,
    keys: keys.map((key) => ({ table: "identifiers", key })),
    handle(slate) {
      const known = [...new Set(keys.flatMap((key) => personOf(slate, key) ?? []))];
      if (known.length > 1)
        return { column: "Practitioner.identifier", reason: "its number is another person's" };
      const person = known[0] ?? registerPerson(slate, []);
      for (const key of keys)
        if (personOf(slate, key) === undefined) slate.write("identifiers", key, person);
      describePerson(slate, person, { ...nameOf(body), title: "" });
      return outcomeOf(slate);
    },
  };
}

/**
 * A PractitionerRole (R4 section 8.5): an engagement of its own, with each role in each ward it names. Without an
 * end it is an assertion and lasts as an employee's (L2).
 */
export function practitionerRoleItem(
  deps: Pick<FeedDeps, "hash"> & { readonly endings?: Endings },
  resource: Resource,
  options: FhirOptions,
): Item | Refusal {
  const { body, line } = resource;
  const practitioner = referenceKey(get(body, "practitioner"), "Practitioner");
  if (practitioner === undefined)
    return refuse(resource, "PractitionerRole.practitioner", "it is missing");
  const period = periodOf(get(body, "period"), options.zone);
  if (typeof period === "string")
    return refuse(resource, `PractitionerRole.period.${period}`, "it is no time");
  const names = namesOf(body, options);
  const places = listAt(body, "location").flatMap(
    (location) => referenceKey(location, "Location") ?? [],
  );
  const keys = [keyOf(resource), practitioner, ...places];
  const isActive = get(body, "active") !== false;
  return {
    line,
    keys: keys.map((key) => ({ table: "identifiers", key })),
    handle: (slate) =>
      takeRole(slate, {
        resource,
        practitioner,
        period,
        names,
        places,
        isActive,
        seed: deps.hash(keyOf(resource)),
        endings: deps.endings,
      }),
  };
}

/** Of each of its codes the role here; one that is none would be an engagement without what the sender meant it to give. */
function namesOf(body: Resource["body"], options: FhirOptions): readonly string[] | Refused {
  const names: string[] = [];
  for (const [index, concept] of listAt(body, "code").entries()) {
    const [name] = rolesOf(concept, options);
    const [code = ""] = codesOf(concept);
    const column = `PractitionerRole.code[${index}]`;
    if (name === undefined)
      return { column, reason: code === "" ? "it has no code" : noRole(options.policyRoles, code) };
    if (options.isPrivileged?.(name) === true) {
      return { column, reason: `the role ${name} reaches over others' access: a person gives it` };
    }
    names.push(name);
  }
  return [...new Set(names)];
}

interface RoleParts {
  readonly resource: Resource;
  readonly practitioner: string;
  readonly period: { readonly from?: number; readonly to?: number };
  readonly names: readonly string[] | Refused;
  readonly places: readonly string[];
  readonly isActive: boolean;
  readonly seed: string;
  readonly endings: Endings | undefined;
}

function takeRole(
  slate: Slate,
  { resource, practitioner, period, names, places, isActive, seed, endings }: RoleParts,
): Verdict {
  const key = keyOf(resource);
  const person = personOf(slate, practitioner);
  if (person === undefined) {
    return {
      column: "PractitionerRole.practitioner",
      reason: `${practitioner.slice(5)} is not known here; import it first`,
    };
  }
  const id = slate.read("identifiers", key);
  const known = typeof id === "string" ? engagementOf(slate, id) : undefined;
  if (known === undefined && !isActive) return "historic";
  if (known !== undefined && !isActive && known.to <= slate.at) return "unchanged";
  const from = period.from ?? known?.from ?? slate.at;
  const to = isActive ? period.to : Math.min(period.to ?? slate.at, slate.at);
  const engagement = typeof id === "string" ? id : slate.id("eng");
  const told = {
    id: engagement,
    person,
    type: "employee" as const,
    from,
    seed,
    ...(to !== undefined && { to }),
  };
  const brought = bringEngagement(slate, told, endings);
  if (brought === "historic") return "historic";
  if ("reason" in brought) return { column: "PractitionerRole.period", reason: brought.reason };
  if (id !== engagement) slate.write("identifiers", key, engagement);
  if (brought.to <= slate.at) return outcomeOf(slate);
  if ("reason" in names) return names;
  if (names.length > 0 && places.length === 0)
    return { column: "PractitionerRole.location", reason: "a role needs a ward" };
  for (const place of places) {
    const [ward] = wardsAt(slate, [place]);
    if (ward === undefined) {
      return {
        column: "PractitionerRole.location",
        reason: `${place.slice(5)} is no ward that is known here`,
      };
    }
    for (const name of names) {
      const role = bringRole(slate, brought, { name, ward });
      if (typeof role === "object") return { column: "PractitionerRole.code", reason: role.reason };
    }
  }
  return outcomeOf(slate);
}

/** The official name, else the first. */
function nameOf(body: Resource["body"]): { readonly family: string; readonly given: string } {
  const names = listAt(body, "name");
  const name = names.find((one) => textAt(one, "use") === "official") ?? names[0];
  return {
    family: textAt(name, "family").slice(0, 64),
    given: textAt(name, "given", 0).slice(0, 64),
  };
}
