import type { AttributeType, RecordType } from "../cedar-type.ts";
import type { Expression } from "../expressions/expression.ts";
import type { Emitted } from "./emitted.ts";
import type { Emitting } from "./emitter.ts";
import { anything, bool, isEntity, type StaticType } from "./static-type.ts";

type Of<Op extends Expression["op"]> = Expression & { readonly op: Op };

/** `a.b`. What is surely there is read; what may be missing is checked where it is read. */
export function emitAttribute(
  { holder, name }: Of<"attribute" | "has">,
  emitting: Emitting,
): Emitted {
  const { emit, local } = emitting;
  const { code, type, total } = emit(holder);
  const key = JSON.stringify(`$${name}`);
  const declared = attributeOf(type, name, emitting);
  const known: StaticType = declared?.type ?? anything;
  if (type.kind === "record" && declared?.required === true) {
    return { code: code + accessOf(name), type: known, total };
  }
  if (!isHolder(type)) return { code: `attribute(${code}, ${key})`, type: known, total: false };
  const within = isEntity(type) ? ".attributes" : "";
  const read = `${within}${accessOf(name)}`;
  if (/^\w+$/.test(code)) {
    return { code: `(${code}${read} ?? missing(${code}, ${key}))`, type: known, total: false };
  }
  const at = local();
  return {
    code: `((${at} = ${code})${read} ?? missing(${at}, ${key}))`,
    type: known,
    total: false,
  };
}

/** `a has b`. */
export function emitHas({ holder, name }: Of<"attribute" | "has">, emitting: Emitting): Emitted {
  const { code, type, total } = emitting.emit(holder);
  const declared = attributeOf(type, name, emitting);
  if (type.kind === "record" && total && (declared === undefined || declared.required)) {
    return { code: String(declared !== undefined), type: bool, total };
  }
  if (!isHolder(type)) {
    return { code: `has(${code}, ${JSON.stringify(`$${name}`)})`, type: bool, total: false };
  }
  const within = isEntity(type) ? ".attributes" : "";
  return { code: `(${code}${within}${accessOf(name)} !== undefined)`, type: bool, total };
}

function isHolder(type: StaticType): boolean {
  return isEntity(type) || type.kind === "record" || type.kind === "any-record";
}

function attributeOf(
  type: StaticType,
  name: string,
  { environment }: Emitting,
): AttributeType | undefined {
  const record: RecordType | undefined =
    type.kind === "entity"
      ? environment.entityTypes?.get(type.name)?.attributes
      : type.kind === "record"
        ? type
        : undefined;
  return record?.attributes.get(name);
}

/** `$` keeps an attribute's name from meaning something to JavaScript. */
function accessOf(name: string): string {
  return /^[A-Za-z0-9_]+$/.test(name) ? `.$${name}` : `[${JSON.stringify(`$${name}`)}]`;
}
