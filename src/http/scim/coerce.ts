import { instantOf } from "../../feeds/index.ts";
import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { type Attribute, extensionNamed, namedIn, type ResourceType, topOf } from "./attributes.ts";
import { invalid } from "./errors.ts";

/** A resource as it is sent and kept: attributes by name, an extension's below its URN. */
export type Resource = { readonly [key: string]: Json };

const longestText = 4_000;
const mostValues = 200;
/** A group may be a whole hospital's. */
const mostMembers = 20_000;

/**
 * A resource as somebody sent it, by its schemas: names as they are written there, nothing that no schema has (RFC 7643 section 2.1,
 * 2.5), and nothing that only we say.
 *
 * @throws ScimError invalidSyntax, invalidValue
 */
export function coerceResource(type: ResourceType, sent: Json | undefined): Resource {
  if (!isRecord(sent)) throw invalid("invalidSyntax", `A ${type.name} is a JSON object.`);
  requireSchema(sent, type.core.id);
  const resource: Record<string, Json> = {};
  for (const [name, value] of Object.entries(sent)) {
    const extension = extensionNamed(type, name);
    if (extension !== undefined) {
      const kept = coerceParts(extension.attributes, value, extension.name);
      if (kept !== undefined) resource[extension.id] = kept;
      continue;
    }
    const attribute = namedIn(topOf(type), name);
    if (attribute === undefined || attribute.name === "schemas") continue;
    if (Object.hasOwn(resource, attribute.name)) {
      throw invalid("invalidSyntax", `${attribute.name} is said twice.`);
    }
    const kept = coerceValue(attribute, value);
    if (kept !== undefined) resource[attribute.name] = kept;
  }
  requireAll(type, resource);
  return resource;
}

/** Whether the body of a message or resource says that it is one. @throws ScimError invalidSyntax */
export function requireSchema(sent: Resource, urn: string): void {
  const key = Object.keys(sent).find((name) => name.toLowerCase() === "schemas");
  const schemas = key === undefined ? undefined : sent[key];
  const has =
    Array.isArray(schemas) &&
    schemas.some((one) => typeof one === "string" && one.toLowerCase() === urn.toLowerCase());
  if (!has) throw invalid("invalidSyntax", `schemas has to list ${urn}.`);
}

/** @throws ScimError invalidValue */
export function requireAll(type: ResourceType, resource: Resource): void {
  for (const { name, required } of type.core.attributes) {
    if (required && resource[name] === undefined) {
      throw invalid("invalidValue", `A ${type.name} needs ${name}.`);
    }
  }
}

/** A value of an attribute as it is kept; undefined: there is none, or it is not the sender's to say. @throws ScimError */
export function coerceValue(attribute: Attribute, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || attribute.mutability === "readOnly")
    return undefined;
  if (!attribute.multiValued) return coerceOne(attribute, value);
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const most = attribute.name === "members" ? mostMembers : mostValues;
  if (list.length > most) {
    throw invalid("invalidValue", `${attribute.name} has ${most} values at most.`);
  }
  const kept = list.flatMap((one) => coerceOne(attribute, one) ?? []);
  const first = kept.filter((one) => isRecord(one) && one["primary"] === true);
  if (first.length > 1) {
    throw invalid("invalidValue", `Only one of ${attribute.name} can be primary.`);
  }
  return kept.length === 0 ? undefined : kept;
}

function coerceOne(attribute: Attribute, value: Json): Json | undefined {
  const { name, type } = attribute;
  if (value === null) return undefined;
  if (type === "complex") return coerceComplex(attribute, value);
  if (type === "boolean") return coerceTruth(name, value);
  if (typeof value !== "string") throw invalid("invalidValue", `${name} is a text.`);
  requireClean(name, value);
  if (type === "dateTime" && instantOf(value) === undefined) {
    throw invalid("invalidValue", `${name} is a time such as 2026-03-10T19:00:00Z.`);
  }
  return value.trim() === "" ? undefined : value;
}

/** Entra ID sends truths as the texts True and False unless it is told not to. */
function coerceTruth(name: string, value: Json): boolean {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "true" || word === "false") return word === "true";
  throw invalid("invalidValue", `${name} is true or false.`);
}

/** The value alone stands for a value that has no other parts. */
function coerceComplex(attribute: Attribute, value: Json): Json | undefined {
  const parts = attribute.subAttributes ?? [];
  const only = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
  if (typeof only === "string") {
    const main = namedIn(parts, "value");
    if (main === undefined) throw invalid("invalidValue", `${attribute.name} is an object.`);
    const kept = coerceOne(main, only);
    return kept === undefined ? undefined : { value: kept };
  }
  return coerceParts(parts, only, attribute.name);
}

/** @throws ScimError invalidValue */
export function coerceParts(
  parts: readonly Attribute[],
  value: Json,
  name: string,
): Resource | undefined {
  if (value === null) return undefined;
  if (!isRecord(value)) throw invalid("invalidValue", `${name} is an object.`);
  const kept: Record<string, Json> = {};
  for (const [key, part] of Object.entries(value)) {
    const attribute = namedIn(parts, key);
    const one = attribute === undefined ? undefined : coerceValue(attribute, part);
    if (attribute !== undefined && one !== undefined) kept[attribute.name] = one;
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** What no table can hold, what is no text at all, and what turns around how other letters are read: no script needs that. */
function requireClean(name: string, value: string): void {
  if (value.length > longestText) {
    throw invalid("invalidValue", `${name} has ${longestText} characters at most.`);
  }
  if (/(?![\t\n\r])[\p{Cc}\u202d\u202e]/u.test(value) || !value.isWellFormed()) {
    throw invalid("invalidValue", `${name} holds a character that is no part of a text.`);
  }
}
