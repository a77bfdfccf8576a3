import { Datetime, durationSince, offset, parseDatetime, toDate, toTime } from "./datetime.ts";
import { Decimal, parseDecimal } from "./decimal.ts";
import { Duration, parseDuration, type units, wholeUnits } from "./duration.ts";
import { Fault } from "./fault.ts";
import { IpAddress, isInRange, isLoopback, isMulticast, parseIp } from "./ip-address.ts";
import { asString, typeError } from "./typed.ts";
import type { Value } from "./value.ts";

/** The extension types by name, as a schema gives it. */
export type ExtensionType = "decimal" | "ipaddr" | "datetime" | "duration";

/** The types that extension functions take and give. */
export type SimpleType = "bool" | "long" | "string" | ExtensionType;

/** An extension function or method. */
export interface ExtensionFunction {
  readonly takes: readonly SimpleType[];
  readonly gives: SimpleType;
  /** For arguments of the types that it takes. @throws Fault */
  readonly apply: (...values: never[]) => Value;
}

const between = (compare: (a: Decimal, b: Decimal) => boolean): ExtensionFunction => ({
  takes: ["decimal", "decimal"],
  gives: "bool",
  apply: compare,
});

const ofIp = (test: (ip: IpAddress) => boolean): ExtensionFunction => ({
  takes: ["ipaddr"],
  gives: "bool",
  apply: test,
});

const inUnits = (unit: keyof typeof units): ExtensionFunction => ({
  takes: ["duration"],
  gives: "long",
  apply: (duration: Duration) => wholeUnits(duration, unit),
});

/** By name. Those that take one string are the types' constructors. */
export const extensionFunctions: ReadonlyMap<string, ExtensionFunction> = new Map<
  string,
  ExtensionFunction
>([
  ["decimal", { takes: ["string"], gives: "decimal", apply: parseDecimal }],
  ["lessThan", between((a, b) => a.value < b.value)],
  ["lessThanOrEqual", between((a, b) => a.value <= b.value)],
  ["greaterThan", between((a, b) => a.value > b.value)],
  ["greaterThanOrEqual", between((a, b) => a.value >= b.value)],
  ["ip", { takes: ["string"], gives: "ipaddr", apply: parseIp }],
  ["isIpv4", ofIp(({ version }) => version === 4)],
  ["isIpv6", ofIp(({ version }) => version === 6)],
  ["isLoopback", ofIp(isLoopback)],
  ["isMulticast", ofIp(isMulticast)],
  ["isInRange", { takes: ["ipaddr", "ipaddr"], gives: "bool", apply: isInRange }],
  ["datetime", { takes: ["string"], gives: "datetime", apply: parseDatetime }],
  ["offset", { takes: ["datetime", "duration"], gives: "datetime", apply: offset }],
  ["durationSince", { takes: ["datetime", "datetime"], gives: "duration", apply: durationSince }],
  ["toDate", { takes: ["datetime"], gives: "datetime", apply: toDate }],
  ["toTime", { takes: ["datetime"], gives: "duration", apply: toTime }],
  ["duration", { takes: ["string"], gives: "duration", apply: parseDuration }],
  ["toMilliseconds", inUnits("toMilliseconds")],
  ["toSeconds", inUnits("toSeconds")],
  ["toMinutes", inUnits("toMinutes")],
  ["toHours", inUnits("toHours")],
  ["toDays", inUnits("toDays")],
]);

const classes = { decimal: Decimal, ipaddr: IpAddress, datetime: Datetime, duration: Duration };

/** Calls one by its name: checks how many arguments there are, then of what types. @throws Fault */
export function callExtension(name: string, values: readonly Value[]): Value {
  const called = extensionFunctions.get(name);
  if (called === undefined) return callUnknown(name, values);
  checkCount(name, called.takes.length, values.length);
  for (const [index, type] of called.takes.entries()) checkType(type, values[index] as Value);
  return called.apply(...(values as never[]));
}

/** `unknown("x")` is what a partial evaluation leaves open; a whole one has no value for it. */
function callUnknown(name: string, values: readonly Value[]): never {
  if (name !== "unknown") throw new Fault(`extension function \`${name}\` does not exist`);
  // Cedar looks at the first argument only.
  checkCount(name, 1, Math.min(values.length, 1));
  const text = JSON.stringify(asString(values[0] as Value));
  throw new Fault(`the expression contains unknown(s): \`unknown(${text})\``);
}

function checkCount(name: string, expected: number, got: number): void {
  if (expected === got) return;
  throw new Fault(
    `wrong number of arguments provided to extension function \`${name}\`: expected ${expected}, got ${got}`,
  );
}

function checkType(type: SimpleType, value: Value): void {
  if (type === "string") asString(value);
  else if (type in classes && !(value instanceof classes[type as ExtensionType])) {
    throw typeError(type, value);
  }
}
