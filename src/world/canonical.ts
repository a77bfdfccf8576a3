import type { Json } from "../ports/index.ts";

/**
 * The RFC 8785 canonical form of a JSON value. ECMAScript's JSON.stringify writes numbers and strings
 * as RFC 8785 sections 3.2.2.2 and 3.2.2.3 ask; what is left is the order of keys (section 3.2.3) and
 * refusing what JSON cannot say. Members that are undefined are left out, as JSON.stringify does.
 *
 * @throws TypeError for numbers that are not finite and for strings with half of a surrogate pair
 */
export function canonical(value: unknown): string {
  // Record literals are written with their keys in order: looking is cheaper than sorting.
  return isOrdered(value as Json) ? JSON.stringify(value) : sorted(value as Json);
}

/** {@link canonical} as UTF-8 bytes. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonical(value));
}

const encoder = new TextEncoder();

function isOrdered(value: Json | undefined): boolean {
  if (typeof value === "string") return wellFormed(value);
  if (typeof value === "number") return finite(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isOrdered);
  let last = "";
  const members = value as { readonly [key: string]: Json };
  for (const key in members) {
    // UTF-16 code units, as RFC 8785 section 3.2.3 asks: what `<` compares.
    if (key < last || !wellFormed(key) || !isOrdered(members[key])) return false;
    last = key;
  }
  return true;
}

/** An array or object with something out of order in it, not necessarily at its top. */
function sorted(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value as { readonly [key: string]: Json })
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonical(key)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}

function wellFormed(text: string): boolean {
  if (text.isWellFormed()) return true;
  throw new TypeError("a string holds half of a surrogate pair");
}

function finite(value: number): boolean {
  if (Number.isFinite(value)) return true;
  throw new TypeError(`${value} cannot be written as JSON`);
}
