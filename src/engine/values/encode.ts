import type { CedarRecord, CedarValue } from "../types.ts";
import { Datetime } from "./datetime.ts";
import { Decimal, decimalText } from "./decimal.ts";
import { Duration } from "./duration.ts";
import { EntityNode } from "./entity-node.ts";
import { IpAddress, ipText } from "./ip-address.ts";
import { type Attributes, CedarSet, type Value } from "./value.ts";

/** A value in Cedar's JSON form. */
export function encodeValue(value: Value): CedarValue {
  if (typeof value !== "object") return value;
  if (value instanceof EntityNode) return { __entity: { type: value.type, id: value.id } };
  if (value instanceof CedarSet) return value.elements.map(encodeValue);
  if (value instanceof Decimal) return called("decimal", decimalText(value));
  if (value instanceof IpAddress) return called("ip", ipText(value));
  if (value instanceof Duration) return called("duration", `${value.milliseconds}ms`);
  if (value instanceof Datetime) {
    // Not every instant has a text of its own: dates have four digits for the year.
    const since = called("duration", `${value.milliseconds}ms`);
    return { __extn: { fn: "offset", args: [called("datetime", "1970-01-01"), since] } };
  }
  return encodeRecord(value);
}

/** A record in Cedar's JSON form. */
export function encodeRecord(record: Attributes): CedarRecord {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.slice(1), encodeValue(value as Value)]),
  );
}

function called(fn: string, arg: string): CedarValue {
  return { __extn: { fn, arg } };
}
