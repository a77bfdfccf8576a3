import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { type Attribute, extensionNamed, placeOf, type ResourceType } from "./attributes.ts";
import { coerceParts, coerceValue, type Resource, requireAll, requireSchema } from "./coerce.ts";
import { invalid } from "./errors.ts";
import { comparable, type Filter, matches, type Path, parsePath, shown } from "./filter.ts";

type Act = "add" | "remove" | "replace";

/** One operation of a PATCH request. */
export interface PatchOperation {
  readonly op: Act;
  readonly path?: string;
  readonly value?: Json;
}

const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const mostOperations = 1_000;

/** Reads the body of a PATCH request (RFC 7644 section 3.5.2). @throws ScimError invalidSyntax */
export function readPatch(sent: Json | undefined): readonly PatchOperation[] {
  if (!isRecord(sent)) throw invalid("invalidSyntax", "A PATCH request is a JSON object.");
  requireSchema(sent, patchUrn);
  const operations = sent["Operations"] ?? sent["operations"];
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalid("invalidSyntax", "Operations is a list of one operation or more.");
  }
  if (operations.length > mostOperations) {
    throw invalid("invalidSyntax", `A PATCH request has ${mostOperations} operations at most.`);
  }
  return (operations as readonly Json[]).map(readOperation);
}

function readOperation(sent: Json): PatchOperation {
  if (!isRecord(sent)) throw invalid("invalidSyntax", "An operation is a JSON object.");
  const { op: word, path, value } = sent;
  // Entra ID writes Add, Replace and Remove.
  const op = typeof word === "string" ? word.toLowerCase() : "";
  if (op !== "add" && op !== "remove" && op !== "replace") {
    throw invalid("invalidSyntax", "op is add, remove or replace.");
  }
  if (path !== undefined && (typeof path !== "string" || path.trim() === "")) {
    throw invalid("invalidPath", "path is a text that names an attribute.");
  }
  if (op !== "remove" && value === undefined) {
    throw invalid("invalidValue", `${op} needs a value.`);
  }
  return {
    op,
    ...(path === undefined ? {} : { path }),
    ...(value === undefined ? {} : { value }),
  };
}

/** A resource after the operations, all of them; the one before stays as it was. @throws ScimError */
export function applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly PatchOperation[],
): Resource {
  const draft = structuredClone(resource) as Record<string, Json>;
  for (const operation of operations) applyOperation(type, draft, operation);
  requireAll(type, draft);
  return draft;
}

function applyOperation(
  type: ResourceType,
  draft: Record<string, Json>,
  { op, path, value }: PatchOperation,
): void {
  if (path !== undefined) {
    applyAt(type, draft, { op, path, value });
    return;
  }
  if (op === "remove") throw invalid("noTarget", "remove needs a path.");
  if (!isRecord(value)) {
    throw invalid("invalidValue", `${op} without a path needs an object of attributes.`);
  }
  for (const [name, one] of Object.entries(value)) {
    if (name.toLowerCase() === "schemas") continue;
    // Okta repeats the id of what it changes.
    if (name === "id" && one === draft["id"]) continue;
    // An attribute that no schema has is left out here as it is where a whole resource is sent.
    if (!name.includes("[") && placeOf(type, name) === undefined) continue;
    applyAt(type, draft, { op, path: name, value: one });
  }
}

interface At {
  readonly op: Act;
  readonly path: string;
  readonly value: Json | undefined;
}

function applyAt(type: ResourceType, draft: Record<string, Json>, { op, path, value }: At): void {
  const parsed = parsePath(type, path);
  if (parsed === "extension") {
    applyToExtension(type, draft, { op, path, value });
    return;
  }
  const { attribute, extension } = parsed.place;
  if (attribute.mutability === "readOnly" || parsed.sub?.mutability === "readOnly") {
    throw invalid("mutability", `${shown(path)} is said here, and by nobody else.`);
  }
  if (attribute.name === "schemas") return;
  // Section 3.5.2.2: what a resource needs is not removed.
  if (op === "remove" && attribute.required && parsed.sub === undefined) {
    throw invalid("mutability", `${shown(path)} is needed, and can be changed but not removed.`);
  }
  if (extension === undefined) {
    change(draft, parsed, op, value);
    return;
  }
  const within = { ...((draft[extension] as Resource | undefined) ?? {}) };
  change(within, parsed, op, value);
  put(draft, extension, Object.keys(within).length === 0 ? undefined : within);
}

function applyToExtension(type: ResourceType, draft: Record<string, Json>, at: At): void {
  const { op, path, value } = at;
  const extension = extensionNamed(type, path.trim());
  if (extension === undefined) return;
  if (op === "remove") {
    put(draft, extension.id, undefined);
    return;
  }
  if (!isRecord(value))
    throw invalid("invalidValue", `${shown(path)} needs an object of attributes.`);
  for (const name of Object.keys(value)) {
    const known = extension.attributes.some((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!known) continue;
    applyAt(type, draft, { op, path: `${extension.id}:${name}`, value: value[name] });
  }
}

function change(
  holder: Record<string, Json>,
  { filter, place: { attribute }, sub }: Path,
  op: Act,
  value: Json | undefined,
): void {
  const held = listOf(holder, attribute);
  if (filter !== undefined || (sub !== undefined && attribute.multiValued)) {
    put(holder, attribute.name, changeSome(attribute, { held, filter, sub, op, value }));
  } else if (sub !== undefined) changePart(holder, attribute, { op, sub, value });
  else if (attribute.multiValued) {
    put(holder, attribute.name, changeAll(attribute, held, op, value));
  } else {
    const said = op === "remove" ? undefined : coerceValue(attribute, value);
    const before = holder[attribute.name];
    // Parts that are not said stay as they are (section 3.5.2.3).
    const isMerged = isRecord(said) && isRecord(before);
    put(holder, attribute.name, isMerged ? { ...before, ...said } : said);
  }
}

function changePart(
  holder: Record<string, Json>,
  attribute: Attribute,
  {
    op,
    sub,
    value,
  }: { readonly op: Act; readonly sub: Attribute; readonly value?: Json | undefined },
): void {
  const before = holder[attribute.name];
  const whole: Record<string, Json> = isRecord(before) ? { ...before } : {};
  put(whole, sub.name, op === "remove" ? undefined : coerceValue(sub, value));
  put(holder, attribute.name, Object.keys(whole).length === 0 ? undefined : whole);
}

function listOf(holder: Resource, { name }: Attribute): readonly Json[] {
  const held = holder[name];
  return Array.isArray(held) ? (held as readonly Json[]) : [];
}

function changeAll(
  attribute: Attribute,
  held: readonly Json[],
  op: Act,
  value: Json | undefined,
): Json | undefined {
  const said = (coerceValue(attribute, value) ?? []) as readonly Json[];
  if (op === "replace") return said.length === 0 ? undefined : said;
  if (op === "remove") {
    // Entra ID names the members that go in the value.
    const gone = new Set(said.map((one) => keyOf(attribute, one)));
    const left = value === undefined ? [] : held.filter((one) => !gone.has(keyOf(attribute, one)));
    return left.length === 0 ? undefined : left;
  }
  const known = new Set(held.map((one) => keyOf(attribute, one)));
  const added = said.filter((one) => !known.has(keyOf(attribute, one)));
  const all = withPrimary([...held, ...added], added);
  return all.length === 0 ? undefined : coerceValue(attribute, all);
}

/** By what two values of an attribute are the same one: members by whom they mean. */
function keyOf({ name, subAttributes }: Attribute, value: Json): string {
  if (name === "members" && isRecord(value)) return String(value["value"]);
  if (!isRecord(value)) return JSON.stringify(value);
  const parts = (subAttributes ?? []).map((part) => {
    const one = value[part.name];
    return one === undefined ? null : comparable(part, one);
  });
  return JSON.stringify(parts);
}

/** A new primary value takes the place of the old one (section 3.5.2). */
function withPrimary(all: readonly Json[], added: readonly Json[]): readonly Json[] {
  if (!added.some((one) => isRecord(one) && one["primary"] === true)) return all;
  return all.map((one) =>
    isRecord(one) && one["primary"] === true && !added.includes(one)
      ? { ...one, primary: false }
      : one,
  );
}

interface Some {
  readonly held: readonly Json[];
  readonly filter: Filter | undefined;
  readonly sub: Attribute | undefined;
  readonly op: Act;
  readonly value: Json | undefined;
}

/** Changes the values that a filter means, or one part of them. */
function changeSome(
  attribute: Attribute,
  { held, filter, op, sub, value }: Some,
): Json | undefined {
  const isMeant = (one: Json) => filter === undefined || matches(filter, one);
  const changed: Json[] = [];
  if (!held.some(isMeant)) {
    if (op === "remove") return held.length === 0 ? undefined : held;
    if (op === "replace")
      throw invalid("noTarget", `No value of ${attribute.name} is one that the path means.`);
    const fresh = { ...impliedBy(filter), ...saidOf(attribute, sub, value) };
    return coerceValue(attribute, withPrimary([...held, fresh], [fresh]));
  }
  const kept = held.flatMap((one) => {
    if (!isMeant(one)) return [one];
    const after = changeOne(attribute, one, { op, sub, value });
    if (after === undefined) return [];
    changed.push(after);
    return [after];
  });
  return coerceValue(attribute, withPrimary(kept, changed));
}

function changeOne(
  attribute: Attribute,
  one: Json,
  { op, sub, value }: Pick<Some, "op" | "sub" | "value">,
): Json | undefined {
  const before = isRecord(one) ? one : {};
  if (op !== "remove") {
    const said = saidOf(attribute, sub, value);
    return op === "replace" && sub === undefined ? said : { ...before, ...said };
  }
  if (sub === undefined) return undefined;
  const { [sub.name]: _gone, ...rest } = before;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function saidOf(
  attribute: Attribute,
  sub: Attribute | undefined,
  value: Json | undefined,
): Resource {
  if (sub === undefined) {
    return coerceParts(attribute.subAttributes ?? [], value ?? null, attribute.name) ?? {};
  }
  const said = coerceValue(sub, value);
  return said === undefined ? {} : { [sub.name]: said };
}

/** What a new value must have to be the one that the filter meant: `type eq "work"` makes it one for work. */
function impliedBy(filter: Filter | undefined): Resource {
  if (filter?.type === "and") return { ...impliedBy(filter.left), ...impliedBy(filter.right) };
  if (filter?.type !== "compare" || filter.by !== "eq" || filter.value === null) return {};
  return { [filter.place.attribute.name]: filter.value };
}

function put(holder: Record<string, Json>, name: string, value: Json | undefined): void {
  if (value === undefined) delete holder[name];
  else holder[name] = value;
}
