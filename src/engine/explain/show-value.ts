import type { EntityUid } from "../types.ts";
import { Datetime } from "../values/datetime.ts";
import { Decimal, decimalText } from "../values/decimal.ts";
import { isActionType } from "../values/decode.ts";
import { Duration } from "../values/duration.ts";
import { EntityNode } from "../values/entity-node.ts";
import { IpAddress, ipText } from "../values/ip-address.ts";
import { CedarSet, type Value } from "../values/value.ts";
import { showDatetime, showDuration } from "./times.ts";

/** A text that is longer, or a list with more in it, is shown by its beginning. */
const [mostCharacters, mostElements] = [120, 12];

/** How deep a value is shown. */
const mostDeep = 6;

/** A value as a person would write it, however large it is. */
export function showValue(value: Value, depth = 0): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  if (value instanceof EntityNode) return sayEntity(value);
  // "1.5000" is 1.5, and of an address its whole length goes without saying.
  if (value instanceof Decimal) return decimalText(value).replace(/(\.\d+?)0+$/, "$1");
  if (value instanceof IpAddress) return sayAddress(ipText(value));
  if (value instanceof Duration) return showDuration(value);
  if (value instanceof Datetime) return showDatetime(value);
  if (depth === mostDeep) return "…";
  const show = (each: Value) => showValue(each, depth + 1);
  if (value instanceof CedarSet) return `[${some(value.elements, show)}]`;
  return `{${some(Object.entries(value), ([key, each]) => `${sayKey(key.slice(1))}: ${show(each as Value)}`)}}`;
}

/** Whether it can stand without quotation marks, as a name in Cedar does. */
export function isName(text: string): boolean {
  return /^\w{1,120}$/.test(text);
}

/** A field of a record by its name; as a text where it is no name in Cedar. */
export function sayKey(name: string): string {
  return isName(name) ? name : quote(name);
}

/** Several, the first of many. */
export function some<T>(all: readonly T[], show: (each: T) => string): string {
  const shown = all.slice(0, mostElements).map(show).join(", ");
  const more = all.length - mostElements;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** In its short form (RFC 5952 section 4.2): the longest run of zeros left out, and a length that goes without saying. */
function sayAddress(text: string): string {
  if (!text.includes(":")) return text.replace(/\/32$/, "");
  const [address = "", length] = text.split("/");
  const runs = [...address.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const longest = runs.toSorted((a, b) => b[0].length - a[0].length)[0];
  const short =
    longest === undefined
      ? address
      : `${address.slice(0, longest.index).replace(/:$/, "")}::${address.slice(longest.index + longest[0].length).replace(/^:/, "")}`;
  return length === undefined || length === "128" ? short : `${short}/${length}`;
}

/** A text in quotes: nothing in it ends them, breaks the line, hides or turns the order of what stands after it. */
export function quote(text: string): string {
  return `"${legible(text)}"`;
}

/**
 * An action says by its place in the sentence that it is one. What an id holds cannot be taken for more of the sentence: `Action::"open"` is
 * "\"open\"", `Ward::"4B"` "Ward \"4B\"".
 */
export function sayEntity({ type, id }: EntityUid): string {
  return isActionType(type) ? quote(id) : `${type} ${quote(id)}`;
}

function legible(text: string): string {
  const characters = text.length > mostCharacters ? [...text] : undefined;
  const isLong = characters !== undefined && characters.length > mostCharacters;
  const shown = isLong ? `${characters.slice(0, mostCharacters).join("")}…` : text;
  return shown.replace(/["\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    /["\\]/.test(found) ? `\\${found}` : `\\u{${found.codePointAt(0)?.toString(16)}}`,
  );
}
