import { atDoor, functionAt } from "../door.ts";

/** JSON source text access, which TypeScript's library does not describe yet. */
interface ExactJson {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    reviver?: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
}

const { parse, stringify } = JSON;
const exact = JSON as unknown as ExactJson;
const exactParse = exact.parse;

/** As `JSON.parse`, but an integer that a number cannot hold becomes a bigint. */
export function parseLossless(text: string): unknown {
  // Most texts have no such integer, and then nothing has to be looked at twice.
  if (!/[0-9]{16}/.test(text)) return parse(text);
  return exactParse(text, (_key, value, { source }) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    return source !== undefined && /^-?[0-9]+$/.test(source) ? BigInt(source) : value;
  });
}

/** As `JSON.stringify`, but a bigint becomes an integer with all its digits. */
export function stringifyLossless(value: unknown): string {
  return stringify(value, (_key, each: unknown) =>
    typeof each === "bigint" ? exact.rawJSON(String(each)) : each,
  );
}

/**
 * Calls cedar-wasm so that integers of 64 bits cross its border whole. Its glue takes the global `JSON` at
 * each call, and every call is synchronous: nothing else runs while that one is exchanged.
 */
export function withLosslessJson<T>(call: () => T): T {
  atDoor("invalid-argument", "the call", () => functionAt("the call", call));
  if (typeof exact.rawJSON !== "function") {
    throw new TypeError("This runtime has no JSON.rawJSON, which Node has from version 22 on.");
  }
  // One call may be made within another.
  const before = { parse: JSON.parse, stringify: JSON.stringify };
  JSON.parse = parseLossless as typeof JSON.parse;
  JSON.stringify = stringifyLossless as typeof JSON.stringify;
  try {
    return call();
  } finally {
    Object.assign(JSON, before);
  }
}
