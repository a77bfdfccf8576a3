/** Cedar's JSON of what is generated. */
import { hash } from "./random.ts";
import type { Entity, ExtensionValue, Link, Request, Uid, Value } from "./types.ts";

/** How a long is written: cedar-wasm takes it as raw JSON, the engine as a number or a bigint. */
export type LongForm = (value: bigint) => unknown;

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** For cedar-wasm: its glue calls `JSON.stringify`, which writes this with all digits. */
export const rawLong: LongForm = (value) => (isSafe(value) ? Number(value) : rawJson(`${value}`));

/** For the engine. Some small ones come as bigints too: both are the same long. */
export const nativeLong: LongForm = (value) =>
  isSafe(value) && value % 7n !== 5n ? Number(value) : value;

function isSafe(value: bigint): boolean {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
}

/** A name and id as JSON has them. */
export interface UidJson {
  readonly type: string;
  readonly id: string;
}

/** An entity as JSON has it. */
export interface EntityJson {
  readonly uid: UidJson;
  readonly attrs: object;
  readonly parents: readonly UidJson[];
  readonly tags?: object;
}

/** A request as JSON has it. */
export interface RequestJson {
  readonly principal: UidJson;
  readonly action: UidJson;
  readonly resource: UidJson;
  readonly context: object;
}

/** `{ type, id }`. */
export function uidJson({ type, id }: Uid): UidJson {
  return { type, id };
}

/** Cedar's JSON of a value. */
function valueJson(value: Value, long: LongForm): unknown {
  if (typeof value === "bigint") return long(value);
  if (typeof value !== "object") return value;
  switch (value.kind) {
    case "entity":
      return { __entity: uidJson(value) };
    case "extension":
      return { __extn: extensionJson(value) };
    case "set":
      return value.items.map((item) => valueJson(item, long));
    case "record":
      return recordJson(value.entries, long);
  }
}

/** With its argument, or with a list of arguments; a datetime also as one that is moved by nothing. Which follows from the text. */
function extensionJson({ fn, text }: ExtensionValue): object {
  const form = hash(text) % 5;
  if (form === 0 && fn === "datetime") {
    const call = (of: string, arg: string): object => ({ __extn: { fn: of, arg } });
    return { fn: "offset", args: [call(fn, text), call("duration", "0ms")] };
  }
  return form < 2 ? { fn, args: [text] } : { fn, arg: text };
}

/** An object whose own properties these are, `__proto__` too. */
export function recordJson(
  entries: readonly (readonly [string, Value])[],
  long: LongForm,
): { [key: string]: unknown } {
  return Object.fromEntries(entries.map(([key, value]) => [key, valueJson(value, long)]));
}

/** Cedar's JSON of an entity. */
export function entityJson({ uid, attrs, parents, tags }: Entity, long: LongForm): EntityJson {
  return {
    uid: uidJson(uid),
    attrs: recordJson(attrs, long),
    parents: parents.map(uidJson),
    ...(tags.length > 0 ? { tags: recordJson(tags, long) } : {}),
  };
}

/** Cedar's JSON of a request. */
export function requestJson(request: Request, long: LongForm): RequestJson {
  return {
    principal: uidJson(request.principal),
    action: uidJson(request.action),
    resource: uidJson(request.resource),
    context: recordJson(request.context, long),
  };
}

/** cedar-wasm's JSON of a link. */
export function linkJson(link: Link): {
  templateId: string;
  newId: string;
  values: Record<string, UidJson>;
} {
  return { templateId: link.template, newId: link.id, values: linkValues(link) };
}

/** What a link fills in, by slot. */
export function linkValues({ principal, resource }: Link): Record<string, UidJson> {
  return {
    ...(principal === undefined ? {} : { "?principal": uidJson(principal) }),
    ...(resource === undefined ? {} : { "?resource": uidJson(resource) }),
  };
}

/** JSON for cedar-wasm, with all digits. */
export function exact(json: unknown): unknown {
  if (typeof json === "bigint") return rawLong(json);
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(exact);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, exact(value)]));
}
