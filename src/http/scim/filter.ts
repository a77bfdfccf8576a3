import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { type Attribute, namedIn, type Place, placeOf, type ResourceType } from "./attributes.ts";
import { invalid } from "./errors.ts";
import { type Reader, type Token, tokensOf } from "./tokens.ts";

type Comparison = "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le";

/** A filter (RFC 7644 section 3.4.2.2), its names found in the schemas. */
export type Filter =
  | { readonly type: "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly type: "not"; readonly of: Filter }
  | { readonly type: "present"; readonly place: Place }
  | {
      readonly type: "compare";
      readonly place: Place;
      readonly by: Comparison;
      readonly value: Literal;
    }
  | { readonly type: "values"; readonly place: Place; readonly filter: Filter };

type Literal = string | number | boolean | null;

/** Finds what a name means where it stands. */
type Names = (name: string) => Place | undefined;

/** Deeper than anybody writes by hand, and shallow enough for the stack. */
const deepest = 20;

/** Reads a filter over resources of a type. @throws ScimError invalidFilter */
export function parseFilter(type: ResourceType, text: string): Filter {
  const reader = tokensOf(text);
  const filter = readOr(
    reader,
    (name) => {
      const place = placeOf(type, name);
      return place === "extension" ? undefined : place;
    },
    0,
  );
  if (reader.peek() !== undefined) throw unexpected(reader.peek());
  return filter;
}

/** A path of PATCH (RFC 7644 section 3.5.2): an attribute, of which values, and what of them. */
export interface Path {
  readonly place: Place;
  readonly filter?: Filter;
  readonly sub?: Attribute;
}

/** Reads a path; `extension`: all of an extension is meant. @throws ScimError invalidPath, invalidFilter */
export function parsePath(type: ResourceType, text: string): Path | "extension" {
  const open = text.indexOf("[");
  const name = (open < 0 ? text : text.slice(0, open)).trim();
  const place = placeOf(type, name);
  if (place === undefined) {
    throw invalid("invalidPath", `The path ${shown(text)} names nothing that a ${type.name} has.`);
  }
  if (place === "extension") {
    if (open < 0) return "extension";
    throw invalid("invalidPath", "An extension has no values to choose from.");
  }
  if (open < 0) {
    const { sub, ...whole } = place;
    return { place: whole, ...(sub === undefined ? {} : { sub }) };
  }
  if (place.sub !== undefined || place.attribute.type !== "complex") {
    throw invalid("invalidPath", `${shown(name)} has no values to choose from.`);
  }
  const reader = tokensOf(text.slice(open));
  const filter = readBracketed(reader, place.attribute, 0);
  const after = reader.take();
  if (after === undefined) return { place, filter };
  const sub = after.type === "sub" ? namedIn(place.attribute.subAttributes, after.text) : undefined;
  if (sub === undefined || reader.peek() !== undefined) {
    throw invalid("invalidPath", `What follows the ] of ${shown(text)} names no part of it.`);
  }
  return { place, filter, sub };
}

/** A text of the caller's in a message: its beginning will do. */
export function shown(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}

function unexpected(token: Token | undefined): Error {
  const where =
    token === undefined ? "at its end" : `at ${shown(token.text)}, character ${token.at + 1}`;
  return invalid("invalidFilter", `The filter cannot be read ${where}.`);
}

function readOr(reader: Reader, names: Names, depth: number): Filter {
  let left = readAnd(reader, names, depth);
  while (reader.takeWord("or")) left = { type: "or", left, right: readAnd(reader, names, depth) };
  return left;
}

function readAnd(reader: Reader, names: Names, depth: number): Filter {
  let left = readOne(reader, names, depth);
  while (reader.takeWord("and")) left = { type: "and", left, right: readOne(reader, names, depth) };
  return left;
}

function readOne(reader: Reader, names: Names, depth: number): Filter {
  if (depth > deepest) throw invalid("invalidFilter", "The filter is nested too deeply.");
  if (reader.takeSign("(")) return readGroup(reader, names, depth);
  if (reader.peek()?.type === "word" && reader.isWord("not") && reader.peekSign("(", 1)) {
    reader.take();
    reader.take();
    return { type: "not", of: readGroup(reader, names, depth) };
  }
  const token = reader.take();
  if (token?.type !== "word") throw unexpected(token);
  const place = names(token.text);
  if (place === undefined)
    throw invalid("invalidFilter", `Nothing here has an attribute ${shown(token.text)}.`);
  if (reader.peekSign("[", 0)) {
    if (place.sub !== undefined) throw unexpected(reader.peek());
    return { type: "values", place, filter: readBracketed(reader, place.attribute, depth + 1) };
  }
  if (reader.takeWord("pr")) return { type: "present", place };
  return readComparison(reader, place);
}

function readGroup(reader: Reader, names: Names, depth: number): Filter {
  const inner = readOr(reader, names, depth + 1);
  if (!reader.takeSign(")")) throw unexpected(reader.peek());
  return inner;
}

function readBracketed(reader: Reader, { subAttributes }: Attribute, depth: number): Filter {
  if (!reader.takeSign("[")) throw unexpected(reader.peek());
  const filter = readOr(
    reader,
    (name) => {
      const attribute = namedIn(subAttributes, name);
      return attribute === undefined ? undefined : { attribute };
    },
    depth,
  );
  if (!reader.takeSign("]")) throw unexpected(reader.peek());
  return filter;
}

const comparisons: ReadonlySet<string> = new Set([
  "eq",
  "ne",
  "co",
  "sw",
  "ew",
  "gt",
  "ge",
  "lt",
  "le",
]);

function readComparison(reader: Reader, place: Place): Filter {
  const operator = reader.take();
  const by = operator?.text.toLowerCase() ?? "";
  if (operator?.type !== "word" || !comparisons.has(by)) throw unexpected(operator);
  const token = reader.take();
  if (token?.type === "literal") {
    const compared = { type: "compare", place, by: by as Comparison, value: token.value } as const;
    requireFitting(compared);
    return compared;
  }
  throw unexpected(token);
}

/** An order of truths, or a part of one, is asked for by mistake (RFC 7644 table 3). */
function requireFitting({ by, place }: Extract<Filter, { readonly type: "compare" }>): void {
  const { type } = comparedOf(place);
  if (type === "complex") {
    throw invalid("invalidFilter", `Say which part of ${place.attribute.name} is compared.`);
  }
  if (type === "boolean" && by !== "eq" && by !== "ne") {
    throw invalid("invalidFilter", `${place.attribute.name} is true or false: ${by} does not fit.`);
  }
}

/** A complex attribute is compared by its `value` where nothing else is said. */
function comparedOf({ attribute, sub }: Place): Attribute {
  return sub ?? namedIn(attribute.subAttributes, "value") ?? attribute;
}

/** Whether a resource, or a value of an attribute, is one that a filter means. */
export function matches(filter: Filter, resource: Json): boolean {
  switch (filter.type) {
    case "and":
      return matches(filter.left, resource) && matches(filter.right, resource);
    case "or":
      return matches(filter.left, resource) || matches(filter.right, resource);
    case "not":
      return !matches(filter.of, resource);
    case "present":
      return valuesAt(filter.place, resource, false).length > 0;
    case "values":
      return wholeAt(filter.place, resource).some((value) => matches(filter.filter, value));
    case "compare":
      return isMet(filter, valuesAt(filter.place, resource, true));
  }
}

function wholeAt({ extension, attribute }: Place, resource: Json): readonly Json[] {
  if (!isRecord(resource)) return [];
  const within = extension === undefined ? resource : resource[extension];
  const value = isRecord(within) ? (within[attribute.name] as Json | undefined) : undefined;
  return value === undefined || value === null ? [] : [value].flat();
}

function valuesAt(place: Place, resource: Json, isCompared: boolean): readonly Json[] {
  const name = (isCompared ? comparedOf(place) : place.sub)?.name;
  const whole = wholeAt(place, resource);
  if (name === undefined || name === place.attribute.name) return whole;
  return whole.flatMap((value) => {
    const part = isRecord(value) ? (value[name] as Json | undefined) : undefined;
    return part === undefined || part === null ? [] : [part];
  });
}

function isMet(
  { by, place, value }: Extract<Filter, { readonly type: "compare" }>,
  values: readonly Json[],
): boolean {
  if (value === null) return by === "ne" ? values.length > 0 : by === "eq" && values.length === 0;
  if (values.length === 0) return by === "ne";
  const attribute = comparedOf(place);
  return values.some((one) => compare(attribute, one, by, value));
}

function compare(attribute: Attribute, one: Json, by: Comparison, value: Literal): boolean {
  const left = comparable(attribute, one);
  const right = comparable(attribute, value);
  if (by === "eq") return left === right;
  if (by === "ne") return left !== right;
  if (typeof left === "number" && typeof right === "number") return inOrder(left, right, by);
  if (typeof left !== "string" || typeof right !== "string") return false;
  if (by === "co") return left.includes(right);
  if (by === "sw") return left.startsWith(right);
  if (by === "ew") return left.endsWith(right);
  return inOrder(left, right, by);
}

function inOrder<T extends string | number>(left: T, right: T, by: Comparison): boolean {
  if (by === "gt") return left > right;
  if (by === "ge") return left >= right;
  if (by === "lt") return left < right;
  return by === "le" && left <= right;
}

/** Texts in one case unless the case counts, times as instants, and truths that were sent as texts as truths. */
export function comparable(
  { caseExact, type }: Pick<Attribute, "caseExact" | "type">,
  value: Json,
): Json {
  if (typeof value !== "string") return value;
  if (type === "boolean" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  if (type === "dateTime") {
    const instant = Date.parse(value);
    return Number.isNaN(instant) ? value : instant;
  }
  return caseExact || type === "reference" ? value : value.normalize("NFC").toLowerCase();
}
