import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { type Place, placeOf, type ResourceType } from "./attributes.ts";
import type { Resource } from "./coerce.ts";
import { invalid } from "./errors.ts";

/** Which attributes an answer has (RFC 7644 section 3.9). */
export interface Projection {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

const always: ReadonlySet<string> = new Set(["schemas", "id"]);

/** A resource with the attributes that were asked for; those that are always there always are. */
export function project(
  type: ResourceType,
  resource: Resource,
  { attributes, excludedAttributes }: Projection,
): Resource {
  if (attributes !== undefined && excludedAttributes !== undefined) {
    throw invalid("invalidSyntax", "Ask with attributes or with excludedAttributes.");
  }
  if (attributes !== undefined) return only(resource, placesOf(type, attributes));
  if (excludedAttributes === undefined) return resource;
  return without(resource, placesOf(type, excludedAttributes));
}

interface Wanted {
  readonly extension?: string;
  readonly place?: Place;
}

/** What nothing here has is asked for in vain. */
function placesOf(type: ResourceType, names: readonly string[]): readonly Wanted[] {
  return names.flatMap((name): readonly Wanted[] => {
    const place = placeOf(type, name);
    if (place === "extension") {
      const found = type.extensions.find(({ id }) => id.toLowerCase() === name.toLowerCase());
      return found === undefined ? [] : [{ extension: found.id }];
    }
    return place === undefined ? [] : [{ place }];
  });
}

function only(resource: Resource, wanted: readonly Wanted[]): Resource {
  const kept: Record<string, Json> = {};
  for (const name of always) if (resource[name] !== undefined) kept[name] = resource[name];
  for (const { extension, place } of wanted) {
    const urn = extension ?? place?.extension;
    if (place === undefined) copy(resource, kept, urn ?? "");
    else if (urn === undefined) copyPlace(resource, kept, place);
    else {
      const within = resource[urn];
      if (!isRecord(within)) continue;
      const before = kept[urn];
      const part: Record<string, Json> = isRecord(before) ? { ...before } : {};
      copyPlace(within, part, place);
      if (Object.keys(part).length > 0) kept[urn] = part;
    }
  }
  return kept;
}

function copy(from: Resource, to: Record<string, Json>, name: string): void {
  const value = from[name];
  if (value !== undefined) to[name] = value;
}

function copyPlace(from: Resource, to: Record<string, Json>, { attribute, sub }: Place): void {
  const value = from[attribute.name];
  if (value === undefined) return;
  if (sub === undefined) {
    to[attribute.name] = value;
    return;
  }
  const before = to[attribute.name];
  if (Array.isArray(value)) {
    const list = Array.isArray(before) ? (before as readonly Json[]) : [];
    to[attribute.name] = value.map((one: Json, index) => ({
      ...((list[index] as Resource | undefined) ?? {}),
      ...part(one, sub.name),
    }));
  } else to[attribute.name] = { ...(isRecord(before) ? before : {}), ...part(value, sub.name) };
}

function part(value: Json, name: string): Resource {
  const one = isRecord(value) ? value[name] : undefined;
  return one === undefined ? {} : { [name]: one };
}

function without(resource: Resource, excluded: readonly Wanted[]): Resource {
  const kept: Record<string, Json> = { ...resource };
  for (const { extension, place } of excluded) {
    const urn = extension ?? place?.extension;
    if (place === undefined) delete kept[urn ?? ""];
    else if (urn === undefined) drop(kept, place);
    else {
      const within = kept[urn];
      if (!isRecord(within)) continue;
      const part = { ...within };
      drop(part, place);
      kept[urn] = part;
    }
  }
  return kept;
}

function drop(holder: Record<string, Json>, { attribute, sub }: Place): void {
  if (always.has(attribute.name)) return;
  const value = holder[attribute.name];
  if (sub === undefined) delete holder[attribute.name];
  else if (Array.isArray(value))
    holder[attribute.name] = value.map((one: Json) => rest(one, sub.name));
  else if (value !== undefined) holder[attribute.name] = rest(value, sub.name);
}

function rest(value: Json, name: string): Json {
  if (!isRecord(value)) return value;
  const { [name]: _gone, ...others } = value;
  return others;
}
