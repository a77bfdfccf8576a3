import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";
import { parseDate, parseTime } from "../shared/local-time.ts";
import type { Refusal } from "../shared/report.ts";

/** A FHIR R4 resource as JSON: nothing in it is known to be what it should be. */
export interface Resource {
  readonly line: number;
  readonly type: string;
  readonly id: string;
  readonly body: Fields;
}

/** A JSON object of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a resource leads to, or why it cannot be used: the column is the path of the element. */
export function refuse({ line }: Pick<Resource, "line">, column: string, reason: string): Refusal {
  return { line, column, reason };
}

/** The value at a path; undefined where there is none. */
export function get(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at;
}

/** The text at a path; "" where there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = get(value, ...path);
  return typeof found === "string" ? found.trim() : "";
}

/** The elements of a list at a path. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = get(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The codes of a CodeableConcept, or of a list of them. */
export function codesOf(concept: unknown): readonly string[] {
  const concepts = Array.isArray(concept) ? concept : [concept];
  return concepts
    .flatMap((one) => listAt(one, "coding"))
    .map((coding) => textAt(coding, "code"))
    .filter((code) => code !== "");
}

/** The key in the table `identifiers` of a reference such as `Patient/12` or a URL that ends so; undefined for none. */
export function referenceKey(reference: unknown, ...types: readonly string[]): string | undefined {
  const found =
    /(?:^|\/)([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(
      textAt(reference, "reference"),
    );
  if (found === null || !types.includes(found[1] as string)) return undefined;
  return `fhir|${found[1]}/${found[2]}`;
}

/** The key in the table `identifiers` of a resource. */
export function keyOf({ type, id }: Pick<Resource, "type" | "id">): string {
  return `fhir|${type}/${id}`;
}

/** An identifier that cannot be used: two that differ might become one. */
export interface BadIdentifier {
  /** Where it is, within the resource. */
  readonly column: string;
  readonly reason: string;
}

/** The value of the first identifier with one of these type codes (HL7 table 0203) that has one; undefined where there is none. */
export function identifierOf(
  body: Fields,
  ...codes: readonly string[]
): string | undefined | BadIdentifier {
  for (const [index, identifier] of listAt(body, "identifier").entries()) {
    if (!codesOf(get(identifier, "type")).some((code) => codes.includes(code))) continue;
    const value = identifierAt(body, index);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The value of the identifier at a place; undefined where it has none. */
export function identifierAt(body: Fields, index: number): string | undefined | BadIdentifier {
  const value = get(body, "identifier", index, "value");
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value.trim() : "";
  if (text !== "" && text.length <= longestIdentifier) return text;
  const reason = `it is no text of 1 to ${longestIdentifier} characters`;
  return { column: `identifier[${index}].value`, reason };
}

const longestIdentifier = 64;

/** A FHIR date or dateTime (R4 section 2.24.0.1) as the instant at which it begins; with `after`, at which it is over. */
export function instantOf(text: string, zone: string, after = false): Instant | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  if (year === undefined) return parseTime(text, zone);
  if (day !== undefined) return parseDate(text, zone, after);
  const first = parseDate(`${year}-${month ?? "01"}-01`, zone);
  if (first === undefined || !after) return first;
  const next = Temporal.PlainDate.from(`${year}-${month ?? "01"}-01`).add(
    month === undefined ? { years: 1 } : { months: 1 },
  );
  return parseDate(next.toString(), zone);
}

/** A Period: absent ends are undefined; the name of one that is no time. */
export function periodOf(
  value: unknown,
  zone: string,
): { readonly from?: Instant; readonly to?: Instant } | "start" | "end" {
  const [start, end] = [textAt(value, "start"), textAt(value, "end")];
  const from = start === "" ? undefined : instantOf(start, zone);
  const to = end === "" ? undefined : instantOf(end, zone, true);
  if (start !== "" && from === undefined) return "start";
  if (end !== "" && to === undefined) return "end";
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
