/**
 * What JSON an element must be. `text` is not blank (R4 section 2.24.0.1); `words`, of names that nothing rests on, may be.
 * A list in front of a shape: it repeats. What an object's shape does not name is passed over.
 */
type Shape = "text" | "words" | "flag" | "number" | readonly [Shape] | Fields;

interface Fields {
  readonly [name: string]: Shape;
}

const concept: Fields = { coding: [{ code: "text", system: "text" }] };
const reference: Fields = { reference: "text" };
const organisation: Fields = {
  identifier: { system: "text", value: "text" },
  reference: "text",
  type: "text",
};
const period: Fields = { end: "text", start: "text" };
const meta: Fields = { lastUpdated: "text", security: [{ code: "text", system: "text" }] };
/** Who reads identifiers says what is wrong with their values. */
const identifiers: Shape = [{ type: concept }];
const names: Shape = [{ family: "words", given: ["words"], use: "text" }];

/** Of each type the elements that are read. */
const shapes: Readonly<Record<string, Fields>> = {
  Appointment: {
    end: "text",
    minutesDuration: "number",
    participant: [{ actor: reference, status: "text" }],
    serviceType: [concept],
    start: "text",
    status: "text",
  },
  CarePlan: {
    category: [concept],
    contributor: [organisation],
    created: "text",
    intent: "text",
    period,
    status: "text",
    subject: reference,
    supportingInfo: [reference],
  },
  CareTeam: {
    participant: [{ member: reference, period, role: [concept] }],
    period,
    status: "text",
    subject: reference,
  },
  Encounter: {
    class: { code: "text" },
    identifier: identifiers,
    location: [{ location: reference, period, status: "text" }],
    participant: [{ individual: reference, period, type: [concept] }],
    period,
    status: "text",
    statusHistory: [{ period, status: "text" }],
    subject: reference,
  },
  Location: {
    identifier: identifiers,
    name: "words",
    partOf: reference,
    physicalType: concept,
    type: [concept],
  },
  Patient: { birthDate: "text", gender: "text", identifier: identifiers, meta, name: names },
  Person: { active: "flag", link: [{ target: reference }] },
  Practitioner: { identifier: identifiers, name: names },
  PractitionerRole: {
    active: "flag",
    code: [concept],
    location: [reference],
    period,
    practitioner: reference,
  },
  ServiceRequest: {
    authoredOn: "text",
    category: [concept],
    doNotPerform: "flag",
    intent: "text",
    locationReference: [reference],
    occurrenceDateTime: "text",
    occurrencePeriod: period,
    performer: [organisation],
    performerType: concept,
    status: "text",
    subject: reference,
  },
};

/** An element that is no JSON of its kind: where it is, and why. */
export interface Misshapen {
  readonly column: string;
  readonly reason: string;
}

/**
 * The first element of a resource that is not what FHIR has there. To pass over it would be to take what says
 * something unreadable for what says nothing: a period without an end, a chart without a label.
 */
export function misshapen(type: string, body: object): Misshapen | undefined {
  const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  return shape === undefined ? undefined : unlike(body, shape, type);
}

function unlike(value: unknown, shape: Shape, path: string): Misshapen | undefined {
  const bad = (what: string): Misshapen => ({ column: path, reason: `it is no ${what}` });
  if (shape === "words") return typeof value === "string" ? undefined : bad("text");
  if (shape === "text")
    return typeof value === "string" && value.trim() !== "" ? undefined : bad("text");
  if (shape === "flag")
    return typeof value === "boolean"
      ? undefined
      : { column: path, reason: "it is neither true nor false" };
  if (shape === "number") return typeof value === "number" ? undefined : bad("number");
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return bad("list");
    const [inner] = shape as readonly [Shape];
    for (const [index, one] of value.entries()) {
      // A primitive that only has extensions is null in its list (R4 section 2.6.2.3).
      if (one === null && inner === "words") continue;
      const found = unlike(one, inner, `${path}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return bad("object");
  for (const [name, inner] of Object.entries(shape)) {
    if (!Object.hasOwn(value, name)) continue;
    const found = unlike((value as Fields)[name], inner, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
