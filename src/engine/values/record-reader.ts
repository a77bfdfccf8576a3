import type { RecordType } from "../cedar-type.ts";
import { type Decoding, decodeIn, decodeRecord, isPlain } from "./decode.ts";
import type { Attributes, Value } from "./value.ts";

/** Reads records of one type, as {@link decodeRecord} does. */
export type RecordReader = (json: unknown, decoding: Decoding) => Attributes;

/** Types with more are read attribute by attribute: code that long is not compiled well. */
const most = 128;

/**
 * A reader of its own for a type whose attributes are all required: code that names each of them, for contexts, which are read once
 * for each decision. It takes records whose keys stand in the order of the last one that had just these; any other
 * is read attribute by attribute.
 */
export function createRecordReader(type: RecordType): RecordReader {
  const { list } = type;
  if (list.length === 0 || list.length > most || !list.every(({ required }) => required)) {
    return (json, decoding) => decodeRecord(json, type, decoding);
  }
  const read = compile(type);
  let order: readonly string[] | undefined;
  return (json, decoding) => {
    if (isPlain(json)) {
      const keys = Object.keys(json);
      if (isSame(keys, order)) return read(json, decoding);
      // No two keys are the same: as many as the type has, and all of them the type's, are just those.
      if (keys.length === list.length && keys.every((key) => type.attributes.has(key)))
        order = keys;
    }
    return decodeRecord(json, type, decoding);
  };
}

function isSame(keys: readonly string[], order: readonly string[] | undefined): boolean {
  if (keys.length !== order?.length) return false;
  for (let index = 0; index < keys.length; index++) {
    if (keys[index] !== order[index]) return false;
  }
  return true;
}

type ReadAll = (json: Readonly<Record<string, unknown>>, decoding: Decoding) => Attributes;

function compile({ list }: RecordType): ReadAll {
  const members = list.map(({ key, name, type }, index) => {
    const read = `json[${JSON.stringify(name)}]`;
    const other = `other(${index}, value, decoding)`;
    const isUsual = usual[type.kind];
    const value = isUsual === undefined ? `other(${index}, ${read}, decoding)` : undefined;
    // Each is read once: a getter may say something else the next time.
    return `${JSON.stringify(key)}: ${value ?? `(value = ${read}, ${isUsual}) ? value : ${other}`},`;
  });
  const source = [
    '"use strict";',
    `return (json, decoding) => { let value; return {\n${members.join("\n")}\n}; };`,
  ].join("\n");
  const other = (index: number, json: unknown, decoding: Decoding): Value => {
    const attribute = list[index];
    return decodeIn(decoding, attribute?.name ?? "", json, attribute?.type);
  };
  // What a schema says stands in it as JSON.
  return new Function("other", source)(other) as ReadAll;
}

/** What needs no further look. */
const usual: Readonly<Record<string, string>> = {
  bool: 'typeof value === "boolean"',
  string: 'typeof value === "string" && value.isWellFormed()',
};
